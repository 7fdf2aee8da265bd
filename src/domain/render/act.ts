import type { Act } from '../rollout.ts'

/** An act as a sentence in the past tense. */
export function describeAct(act: Act): string {
  switch (act.kind) {
    case 'size':
      if (act.capacity === 'none') return `Asked for no more tasks of ${act.revision}`
      return act.side === 'candidate' ? `Asked for ${act.revision}` : `Asked for the baseline ${act.revision} again`
    case 'shift':
      return `Asked for weight ${act.weight} %`
    case 'match':
      return act.on ? 'Asked for rules that lead chosen users to the candidate' : 'Asked to remove the rules for chosen users'
    case 'hold':
      return 'Held autoscaling: no scale-in while this rollout is under way'
    case 'restore':
      return 'Put the settings of autoscaling back'
    case 'recall':
      return 'Asked ECS to roll the deployment back'
  }
}
