import { durationMs } from './duration.ts'
import { quoted } from './document.ts'
import { span } from './render/time.ts'
import type { Made } from './task-definition.ts'

/** A weight of the candidate in percent, and how long it is held and judged. With 0 only chosen users reach it, and nothing is judged. */
export interface CanaryStep {
  readonly weight: number
  readonly holdMs: number
}

/** Load balancers hold 999 to 1; ECS holds tenths of a percent. */
const leastWeight = 0.1

/** How the step for chosen users is written. */
const chosen = 'match'

/** `match@10m, 5@10m, 25@10m, 50@15m, 100` as steps, or everything that is wrong with it. Only 100 may stand without a time. */
export function parseSteps(text: string): Made<readonly CanaryStep[]> {
  const problems: string[] = []
  const steps = text.split(/[,\n]/).flatMap((part, index): readonly CanaryStep[] => {
    const entry = part.trim()
    if (entry === '') return []
    const [weightText = '', ...held] = entry.split('@').map((each) => each.trim())
    const say = (what: string): readonly [] => {
      problems.push(`step ${String(index + 1)}, ${quoted(entry)}: ${what}`)
      return []
    }
    const match = weightText === chosen ? [chosen, '0'] : /^(\d{1,3}(?:\.\d)?)\s*%?$/.exec(weightText)
    const weight = Number(match?.[1])
    if (weightText !== chosen && !(weight >= leastWeight && weight <= 100))
      return say('a weight from 0.1 to 100 with at most one decimal is expected, such as 5@10m')
    if (held.length === 0) return weight === 100 ? [{ weight, holdMs: 0 }] : say('it does not say how long; such as 5@10m')
    const holdMs = held.length === 1 ? durationMs(held[0]!) : undefined
    if (holdMs === undefined) return say('a duration such as 90s, 10m or 2h is expected behind one "@"')
    if (holdMs === 0 && weight < 100) return say('a step that is held for no time judges nothing')
    return [{ weight, holdMs }]
  })
  if (steps.some(({ weight }, index) => weight === 0 && index > 0)) problems.push('`match` can only be the first step')
  else if (steps.length === 1 && steps[0]!.weight === 0) problems.push('behind `match` at least one weight is expected, such as 5@10m')
  const weights = shifts(steps)
  const falling = weights.find(({ weight }, index) => weight <= (weights[index - 1]?.weight ?? 0))
  if (falling) problems.push(`weights must rise, and ${String(falling.weight)} does not`)
  if (steps.length === 0 && problems.length === 0) problems.push('there is no step; such as 5@10m, 25@10m, 50@15m, 100')
  return problems.length > 0 ? { problems } : { value: steps }
}

/** As a person writes them. */
export function stepsText(steps: readonly CanaryStep[]): string {
  const words = (weight: number): string => (weight === 0 ? chosen : String(weight))
  return steps.map(({ weight, holdMs }) => (holdMs === 0 ? words(weight) : `${words(weight)} for ${span(holdMs)}`)).join(', ')
}

/** Without the step for chosen users. */
export function shifts(steps: readonly CanaryStep[]): readonly CanaryStep[] {
  return steps.filter(({ weight }) => weight > 0)
}

/** How long the canary is judged beside a baseline: at 100 there is none, and chosen users are not drawn at random. */
export function judgedMs(steps: readonly CanaryStep[]): number {
  return shifts(steps).reduce((sum, { weight, holdMs }) => sum + (weight < 100 ? holdMs : 0), 0)
}
