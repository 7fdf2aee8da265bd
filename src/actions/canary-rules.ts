import type { AnalysisSpec } from '../domain/analysis/model.ts'
import { gateDefaults } from '../domain/gate-spec.ts'
import { parseCanaryMetrics, sourcesOf } from '../domain/metrics/entries.ts'
import { parseMatch } from '../domain/match.ts'
import { span } from '../domain/render/time.ts'
import type { Check } from '../domain/rollout.ts'
import { type CanaryStep, judgedMs, stepsText } from '../domain/steps.ts'
import type { Values } from '../runner/fields.ts'
import type { Rule } from '../runner/inputs.ts'
import type { Inputs } from './canary-fields.ts'
import type { Documents } from './documents.ts'

export type CanaryValues = Values<Inputs>

/** What this step does: all steps of a plan, one of them, or none, and then it only judges. */
export type Part =
  { readonly kind: 'steps' | 'step'; readonly steps: readonly CanaryStep[] } | { readonly kind: 'watch'; readonly holdMs: number }

export function partOf({ mode, steps, weight, bake }: Pick<CanaryValues, 'mode' | 'steps' | 'weight' | 'bake'>): Part {
  const part: Part =
    steps !== undefined
      ? { kind: 'steps', steps }
      : weight !== undefined
        ? { kind: 'step', steps: [{ weight, holdMs: bake }] }
        : { kind: 'watch', holdMs: bake }
  // A shadow moves nothing: it judges what is there, for as long as the plan would.
  return mode === 'shadow' && part.kind !== 'watch' ? { kind: 'watch', holdMs: judgedMs(part.steps) } : part
}

/** How long the whole part is watched. */
export function heldMs(part: Part): number {
  return part.kind === 'watch' ? part.holdMs : part.steps.reduce((sum, { holdMs }) => sum + holdMs, 0)
}

/** The last interval of a hold ends within a period of it, and is complete after the delay. */
export function lateMs(values: Pick<CanaryValues, 'metrics-period' | 'metrics-delay'>): number {
  return values['metrics-period'] + values['metrics-delay']
}

/** How long the canary is judged beside its baseline. */
export function comparedMs(part: Part): number {
  return part.kind === 'watch' ? part.holdMs : judgedMs(part.steps)
}

/** For plan mode: by what the canary may fail, and what becomes of it where nothing is decided. */
export function gatesText(
  part: Part,
  values: Pick<CanaryValues, 'on-inconclusive' | 'unattended'>,
  { spec, judged }: { readonly spec: AnalysisSpec; readonly judged: readonly Check[] },
): readonly string[] {
  const { metrics, alpha, beta, looks, design } = spec
  const compared = metrics.map(
    ({ name, margin, harm, required }) =>
      `${name} (worse than ${String(margin)}x fails${required ? `, ${String(harm)}x must be ruled out` : ''})`,
  )
  const besides = judged.flatMap(({ kind, name }) => (kind === 'analysis' ? [] : [kind === 'threshold' ? `the limit of ${name}` : name]))
  return [
    part.kind === 'watch' ? `judged for ${span(part.holdMs)}, nothing is shifted` : `weights ${stepsText(part.steps)}`,
    `compared with the baseline: ${compared.join(', ')}`,
    ...(besides.length > 0 ? [`besides: ${besides.join(', ')}`] : []),
    `${String(looks)} looks${design === 'declared' ? '' : ', and more where it goes on'}; a canary that is not worse is failed with probability ${String(alpha)} at most, a harmful one is passed with probability ${String(beta)} at most`,
    `undecided at the end: ${values['on-inconclusive']}${values.unattended === 'hold' ? ', unattended' : ''}`,
  ]
}

/** What must hold between the inputs; `documents` read what `metrics` names. */
export function canaryRules(documents: Documents): readonly Rule<Inputs>[] {
  const usual = { margin: Number(gateDefaults.margin), harm: Number(gateDefaults.harm) }
  /** Mistakes of the list are told whatever is wrong with margin and harm, which are mistakes of their own. */
  const parse =
    ({ margin, harm }: Pick<CanaryValues, 'margin' | 'harm'>) =>
    (value: unknown) =>
      parseCanaryMetrics(value, harm > margin ? { margin, harm } : usual)
  return [
    {
      about: ['steps', 'weight', 'bake'],
      check: ({ steps, weight, bake }) => {
        if (steps !== undefined && weight !== undefined) return 'give `steps` or `weight`, not both'
        if (steps !== undefined && bake > 0) return '`steps` say how long each weight is held, so `bake` has no meaning beside them'
        if (steps === undefined && bake === 0)
          return 'it must be said how long is judged: `bake: 10m` beside `weight` or alone, or `steps: 5@10m, …`'
        return undefined
      },
    },
    {
      about: ['mode', 'steps', 'weight', 'cluster', 'blue', 'green'],
      tells: ['cluster', 'blue', 'green'],
      check: (values) => {
        const missing = (['cluster', 'blue', 'green'] as const).filter((name) => values[name] === undefined)
        if (missing.length === 0) return undefined
        const needs = partOf({ ...values, bake: 1 }).kind !== 'watch' || missing.length < 3
        return needs ? `\`${missing.join('`, `')}\` must name the pair` : undefined
      },
    },
    {
      about: ['match', 'steps', 'weight'],
      tells: ['match'],
      check: async ({ match, steps, weight }) => {
        const isStep = steps?.[0]?.weight === 0
        if (match === undefined) return isStep ? '`steps` begin with `match`, and `match` does not say who is chosen' : undefined
        const wrong = (await documents.wrongIn(match, parseMatch)) ?? []
        if (isStep) return wrong
        const missing =
          weight === undefined
            ? 'it chooses users for the step `match`, and `steps` do not begin with one, such as match@10m, 5@10m, 100'
            : 'it needs `steps` that begin with it, such as match@10m, 5@10m, 100: one `weight` alone has no step for chosen users'
        return [...wrong, missing]
      },
    },
    {
      about: ['steps', 'complete'],
      tells: ['steps'],
      check: ({ steps, complete }) =>
        steps !== undefined && complete === 'promote' && steps.at(-1)!.weight < 100
          ? `they end at ${String(steps.at(-1)!.weight)}, and a canary is promoted only with all traffic: end with 100, or say \`complete: hold\``
          : undefined,
    },
    {
      about: ['mode', 'steps', 'weight', 'complete', 'unattended'],
      tells: ['unattended'],
      check: (values) => {
        const part = partOf({ ...values, bake: 1 })
        if (part.kind === 'watch' || values.unattended === 'hold') return undefined
        const last = part.steps.at(-1)!.weight
        const leaves = part.kind === 'step' ? last < 100 : values.complete === 'hold'
        return leaves
          ? `this step would end with ${String(last)} % of the traffic on the canary and nobody judging it: say \`unattended: hold\` if that is meant`
          : undefined
      },
    },
    {
      about: ['mode', 'steps', 'weight', 'bake', 'timeout-minutes', 'unattended'],
      tells: ['timeout-minutes'],
      check: (values) => {
        const part = partOf(values)
        const timeoutMs = values['timeout-minutes'] * 60_000
        if (heldMs(part) < timeoutMs || (part.kind !== 'watch' && values.unattended === 'hold')) return undefined
        return `${span(heldMs(part))} of judging do not end within the time-out of ${span(timeoutMs)}, so a healthy canary would be sent home: give more minutes, or let another run go on with \`unattended: hold\``
      },
    },
    {
      about: ['margin', 'harm'],
      check: ({ margin, harm }) =>
        harm > margin ? undefined : `a pass rules out ${String(harm)}x, so harm must lie above the margin of ${String(margin)}x`,
    },
    {
      about: ['metrics', 'margin', 'harm'],
      tells: ['metrics'],
      check: async (values) => {
        if (values.metrics === undefined) return 'required: what is the canary to be judged by? Such as "- errors"'
        const made = await documents.made(values.metrics, parse(values))
        if (made && 'problems' in made) return made.problems
        return made && made.value.compared.length === 0
          ? 'it has limits alone: at least one metric must be compared, such as "- errors" without `max`'
          : undefined
      },
    },
    {
      about: ['metrics', 'margin', 'harm', 'blue'],
      tells: ['metrics'],
      check: async (values) => {
        const made = values.blue === undefined ? await documents.made(values.metrics, parse(values)) : undefined
        if (!made || 'problems' in made) return undefined
        const names = [...sourcesOf(made.value)].flatMap(([name, { kind }]) => (kind === 'alb' ? [name] : []))
        return names.length > 0 || made.value.limits.length > 0
          ? `${[...names, ...(made.value.limits.length > 0 ? ['a limit'] : [])].join(', ')} read the load balancer of a pair: name \`cluster\`, \`blue\` and \`green\``
          : undefined
      },
    },
    {
      about: ['metrics-period'],
      check: (values) => (values['metrics-period'] < 1_000 ? 'an interval of less than 1s has no counts' : undefined),
    },
    {
      about: ['metrics', 'metrics-period', 'margin', 'harm'],
      tells: ['metrics-period'],
      check: async (values) => {
        const made = await documents.made(values.metrics, parse(values))
        if (!made || 'problems' in made || isCloudWatchPeriod(values['metrics-period'])) return undefined
        const names = [...sourcesOf(made.value)].flatMap(([name, { kind }]) => (kind === 'alb' || kind === 'cloudwatch' ? [name] : []))
        return names.length === 0
          ? undefined
          : `CloudWatch, which ${names.join(', ')} come from, has points of 1, 5, 10, 20 or 30 seconds and of whole minutes, not of ${span(values['metrics-period'])}`
      },
    },
    {
      about: ['mode', 'steps', 'weight', 'bake', 'warm-up', 'bake-floor', 'metrics-period'],
      tells: ['warm-up', 'bake-floor'],
      check: (values) => {
        const part = partOf(values)
        // The first interval is the first whole one.
        const least = values['warm-up'] + Math.max(values['bake-floor'], values['metrics-period']) + values['metrics-period']
        if (comparedMs(part) === 0 || comparedMs(part) >= least) return undefined
        return `${span(comparedMs(part))} of judging beside the baseline are too short for a pass: warm-up, bake-floor and the interval in which it begins take ${span(least)}`
      },
    },
  ]
}

/** Source: API reference of CloudWatch, MetricStat. */
function isCloudWatchPeriod(ms: number): boolean {
  return [1_000, 5_000, 10_000, 20_000, 30_000].includes(ms) || (ms > 0 && ms % 60_000 === 0)
}
