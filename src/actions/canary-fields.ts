import type { ActionMetadata } from '../runner/action.ts'
import { choice, decimal, duration, parsed, text } from '../runner/fields.ts'
import { gateDefaults } from '../domain/gate-spec.ts'
import { parseSteps } from '../domain/steps.ts'
import type { CanaryStep } from '../domain/steps.ts'
import { common, commonOutputs, content, judged, named, pairInputs, pairOutputs, pairWishes, takingUp, watch } from './fields.ts'

export const inputs = {
  cluster: text(named.cluster),
  blue: text(named.blue),
  green: text(named.green),
  ...pairInputs,
  ...content,
  steps: parsed<readonly CanaryStep[], { description: string; example: string }>(
    'weights with times, such as 5@10m, 25@10m, 50@15m, 100',
    stepsIn,
    {
      description:
        'Weights of the canary in percent, each with how long it is held and judged; before them `match@10m` for chosen users. A step opens unless the canary has failed; the last one before 100 opens on evidence that it is not worse. Without `steps` and `weight` nothing is shifted, and only judged.',
      example: '5@10m, 25@10m, 50@15m, 100',
    },
  ),
  weight: parsed<number, { description: string; example: string }>('a weight from 0.1 to 100 with at most one decimal', weightIn, {
    description: 'One step instead of `steps`: shifts to this weight, judges for `bake`, and leaves it there for a later job.',
    example: '25',
  }),
  match: text({
    description:
      'Users who get the canary before any weight, a YAML list of conditions that must all hold, or a file with one; for as long as `steps` say, which then begin with `match@10m`.',
    example: '- header: { name: x-canary, value: "1" }',
  }),
  ...judged,
  // Limits alone judge nothing beside a baseline.
  metrics: { ...judged.metrics, example: '- errors' },
  alpha: decimal(
    { min: 0.0001, max: 0.5 },
    {
      description: 'Bound on the probability that a canary which is not worse is failed, over all looks and metrics.',
      default: gateDefaults.alpha,
      example: '0.01',
    },
  ),
  beta: decimal(
    { min: 0.0001, max: 0.5 },
    { description: 'Bound on the probability that a canary as bad as `harm` is passed.', default: gateDefaults.beta, example: '0.01' },
  ),
  margin: decimal(
    { min: 1, max: 100 },
    {
      description: 'Ratio canary to baseline up to which the canary counts as not worse: hosts differ, whatever they run.',
      default: gateDefaults.margin,
      example: '1.1',
    },
  ),
  harm: decimal(
    { min: 1.01, max: 1000 },
    { description: 'Ratio canary to baseline that a pass rules out.', default: gateDefaults.harm, example: '1.5' },
  ),
  'warm-up': duration({
    description: 'Left out of what is judged at the start, for cold caches.',
    default: gateDefaults['warm-up'],
    example: '2m',
  }),
  'bake-floor': duration({ description: 'Judged at least before a pass.', default: gateDefaults['bake-floor'], example: '10m' }),
  'early-promote': choice(['false', 'true'], {
    description: 'Leaves out the rest of a hold once everything has passed. The judge then needs a little more evidence.',
    default: gateDefaults['early-promote'],
    example: 'true',
  }),
  'on-inconclusive': choice(['hold', 'extend', 'fail', 'pass'], {
    description:
      'When the evidence does not suffice at the end: `hold` keeps the weight and goes on judging until the time-out, then goes home (with `unattended: hold` the step ends `paused`); `extend` does so with a part of alpha kept for it; `fail` goes home; `pass` goes on.',
    default: gateDefaults['on-inconclusive'],
    example: 'extend',
  }),
  complete: choice(['promote', 'hold'], {
    description: 'After the last step: `promote` makes the canary the live side, `hold` leaves it where it is.',
    default: 'promote',
    example: 'hold',
  }),
  unattended: choice(['refuse', 'hold'], {
    description:
      'Whether this step may end with a part of the traffic on the canary and nobody judging it: after `weight`, with `complete: hold`, while a person decides, or when a hold is longer than `timeout-minutes` (then the output `resume-at` says when to go on).',
    default: 'refuse',
    example: 'hold',
  }),
  'metrics-period': duration({
    description: 'Length of the intervals that are compared. Load balancers report by the minute.',
    default: gateDefaults['metrics-period'],
    example: '10s',
  }),
  'metrics-delay': duration({
    description: 'How long after its end an interval is complete: load balancers report one to three minutes late.',
    default: '2m',
    example: '0s',
  }),
  since: parsed<number, { description: string; example: string }>('a time such as 2030-01-31T12:00:00Z', timeIn, {
    description: 'Only where nothing is shifted: since when the canary has had its traffic. From now on when absent.',
    example: '${{ steps.flag.outputs.at }}',
  }),
  ...watch,
  ...pairWishes,
  ...takingUp,
  ...common,
  mode: choice(['apply', 'plan', 'shadow'], {
    description: '`plan` shows what would happen and writes nothing.',
    default: 'apply',
    example: 'plan',
  }),
}
export type Inputs = typeof inputs

export const metadata: ActionMetadata = {
  name: 'canary-gate',
  title: 'Sluice: canary gate for ECS',
  description:
    'Gives a new revision a growing part of the traffic, judges it by statistics that keep their promise, promotes it or goes home',
  icon: 'activity',
  color: 'blue',
  inputs,
  outputs: {
    ...commonOutputs,
    verdict: '`pass`, `fail`, `inconclusive` or `error`: the last word of the analysis.',
    weight: 'Percent of traffic on the canary when the step ended.',
    evidence: 'The last look of the analysis as JSON: counts, ratio with its interval, and how far the evidence is, for each metric.',
    report: 'Path of the report, one HTML file, for a step that uploads it.',
    ...pairOutputs,
  },
}

function stepsIn(raw: string): readonly CanaryStep[] {
  const made = parseSteps(raw)
  if ('problems' in made) throw new Error(made.problems.join('; '))
  return made.value
}

function weightIn(raw: string): number {
  const made = parseSteps(`${raw}@1m`)
  if ('problems' in made || made.value.length !== 1) throw new Error('')
  return made.value[0]!.weight
}

function timeIn(raw: string): number {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(raw) ? Date.parse(raw) : NaN
  if (!Number.isFinite(atMs)) throw new Error('')
  return atMs
}
