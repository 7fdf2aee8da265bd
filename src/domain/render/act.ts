import type { Act } from '../rollout.ts'

/** An act as a sentence in the past tense. */
export function describeAct(act: Act): string {
  switch (act.kind) {
    case 'size':
      return act.side === 'candidate' ? `Asked for ${act.revision}` : `Asked for the baseline ${act.revision} again`
    case 'shift':
      return `Asked for weight ${act.weight} %`
    case 'recall':
      return 'Asked ECS to roll the deployment back'
  }
}
