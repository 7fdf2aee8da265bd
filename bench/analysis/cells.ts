import { p99Alarm, p99AlarmMetric } from './latency.ts'
import type { Plan } from './measure.ts'
import { alarms, rivals } from './rivals.ts'
import { ecsAlarm } from './rivals/alarm.ts'
import { argoNominal, argoRelative } from './rivals/argo-rollouts.ts'
import { kayentaEach10 } from './rivals/kayenta.ts'
import { lindonMalek } from './rivals/lindon-malek.ts'
import { naiveZ05 } from './rivals/naive-z.ts'
import { safeTwoByTwo } from './rivals/safe-two-by-two.ts'
import { byTheMinute, ruleOf } from './rule.ts'
import type { Scenario } from './scenario.ts'
import { anytime, byDefault, exactly, rereading, withoutMargin } from './shipped.ts'

/** A scenario of the benchmark, and who is measured in it. */
export interface Cell extends Plan {
  readonly group: Group
  /** Tells it from the others of its group. */
  readonly label: string
}

export type Group =
  | 'detection'
  | 'headline'
  | 'false alarms'
  | 'weights'
  | 'trouble'
  | 'safe'
  | 'harmful'
  | 'latency'
  | 'several metrics'
  | 'short rows'
  | 'harm'

/** How much is measured. `runs` of the cheap and of the dear, and which parts of the grid. */
export interface Size {
  /** Of the runs of the whole benchmark. */
  readonly part: number
  /** Where a bar of the design is decided. */
  readonly headline: number
  readonly grid: number
  /** Where one run costs a second of CPU. */
  readonly dear: number
  readonly rpms: readonly number[]
  readonly bases: readonly number[]
  readonly dispersions: readonly number[]
  readonly groups: readonly Group[]
}

export const full: Size = {
  ...{ part: 1, headline: 20_000, grid: 4_000, dear: 150 },
  ...{ rpms: [300, 1_000, 10_000, 100_000], bases: [0.001, 0.01, 0.05], dispersions: [1, 3, 7] },
  groups: [
    'detection',
    'headline',
    'false alarms',
    'weights',
    'trouble',
    'safe',
    'harmful',
    'latency',
    'several metrics',
    'short rows',
    'harm',
  ],
}

/** What `npm run bench -- analysis` has time for. */
export const quick: Size = {
  ...{ part: 0, headline: 400, grid: 200, dear: 40 },
  ...{ rpms: [300, 10_000], bases: [0.001, 0.01], dispersions: [1, 3, 7] },
  groups: ['detection', 'headline', 'false alarms', 'harmful', 'harm'],
}

/** What a test has time for: the bars alone. */
export const smallest: Size = {
  ...{ part: 0, headline: 200, grid: 100, dear: 20 },
  ...{ rpms: [300, 10_000], bases: [0.001, 0.01], dispersions: [1, 7] },
  groups: ['detection', 'false alarms', 'harmful', 'harm'],
}

export function cellsOf(size: Size): readonly Cell[] {
  return makers
    .filter(({ group }) => size.groups.includes(group))
    .flatMap(({ group, cells }) => cells(size).map((cell) => ({ group, ...cell })))
}

type Made = Omit<Cell, 'group'>

const makers: readonly { readonly group: Group; readonly cells: (size: Size) => readonly Made[] }[] = [
  { group: 'detection', cells: detection },
  { group: 'headline', cells: headline },
  { group: 'false alarms', cells: falseAlarms },
  { group: 'weights', cells: weights },
  { group: 'trouble', cells: trouble },
  { group: 'safe', cells: safe },
  { group: 'harmful', cells: harmful },
  { group: 'latency', cells: latency },
  { group: 'several metrics', cells: severalMetrics },
  { group: 'short rows', cells: shortRows },
  { group: 'harm', cells: harm },
]

const canary: Scenario = { rpm: 10_000, base: 0.001, weights: [5], ratio: 1, past: true }
const ours = [byDefault, withoutMargin]

/** The columns that decide whether the bars of the design are met. */
function detection({ headline: runs }: Size): readonly Made[] {
  return [1, 2, 3].map((ratio): Made => {
    return { label: `${rate(canary)}, ratio ${ratio}`, scenario: { ...canary, ratio }, rules: [...ours, exactly], runs }
  })
}

/** The ten columns every rule is compared in. */
function headline({ grid: runs }: Size): readonly Made[] {
  const columns: readonly (readonly [rpm: number, base: number, ratio: number])[] = [
    ...([
      [10_000, 0.001, 1],
      [10_000, 0.01, 1],
      [10_000, 0.05, 1],
      [1_000, 0.001, 1],
      [1_000, 0.01, 1],
    ] as const),
    ...([
      [10_000, 0.001, 2],
      [10_000, 0.001, 3],
      [1_000, 0.001, 3],
      [1_000, 0.001, 5],
      [1_000, 0.01, 2],
    ] as const),
  ]
  const rules = [...ours, exactly, anytime, ...rivals.map((rival) => ruleOf(rival))]
  return columns.map(([rpm, base, ratio]) => ({
    label: `${rate({ ...canary, rpm, base })}, ratio ${ratio}`,
    scenario: { ...canary, rpm, base, ratio },
    ...{ rules, runs },
  }))
}

/** Nothing is wrong: everything the error guarantee must hold for. */
function falseAlarms({ grid, dear, rpms, bases, dispersions }: Size): readonly Made[] {
  return [true, false].flatMap((past) =>
    rpms.flatMap((rpm) =>
      bases.flatMap((base) =>
        dispersions.map((dispersion): Made => {
          const scenario = { ...canary, rpm, base, past, dispersion }
          const label = `${rate(scenario)}, phi ${dispersion}, ${past ? 'with a past' : 'no past'}`
          // The cost of a look grows with its bad requests.
          const runs = rpm * base > 100 ? dear : rpm * base > 50 ? Math.ceil(grid / 4) : grid
          return { label, scenario, rules: [byDefault, { ...withoutMargin, mostRuns: Math.max(100, Math.ceil(runs / 4)) }], runs }
        }),
      ),
    ),
  )
}

function weights({ grid }: Size): readonly Made[] {
  const rules = [...ours, ruleOf(byTheMinute(argoRelative)), ruleOf(byTheMinute(naiveZ05))]
  return [canary, { ...canary, rpm: 1_000, base: 0.01 }].flatMap((each) =>
    [[1], [5], [10], [25], [50], [5, 25, 50]].flatMap((plan) =>
      [1, 1.25, 1.5, 2, 3, 5, 10].map((ratio): Made => {
        const label = `${rate(each)}, ${plan.join('-')} %, ratio ${ratio}`
        return { label, scenario: { ...each, weights: plan, ratio }, rules, runs: Math.ceil(grid / 8) }
      }),
    ),
  )
}

/** One of each kind of rival. */
const compared = [argoNominal, argoRelative, ecsAlarm, naiveZ05, kayentaEach10, lindonMalek, safeTwoByTwo]

/** What real services do to a comparison. */
function trouble({ grid, dear }: Size): readonly Made[] {
  const rules = [...ours, anytime, ...compared.map((rival) => ruleOf(byTheMinute(rival)))]
  const busy = { ...canary, base: 0.01 }
  const made = (label: string, scenario: Scenario, runs = Math.ceil(grid / 8)): Made => ({ label, scenario, rules, runs })
  return [
    ...[canary, busy].map((each) => made(`${rate(each)}, brown-out of both arms`, { ...each, brownOut: true })),
    ...[canary, busy, { ...busy, rpm: 100_000 }].flatMap((each) =>
      [0.05, 0.1].map((hostSd) =>
        made(`${rate(each)}, host effect ${100 * hostSd} %`, { ...each, hostSd }, each.rpm > 10_000 ? dear : undefined),
      ),
    ),
    ...[3, 7].map((dispersion) => made(`${rate(canary)}, phi ${dispersion}, ratio 3`, { ...canary, dispersion, ratio: 3 })),
    ...[2, 3].map((ratio) => made(`${rate(canary)}, ratio ${ratio} from minute 20`, { ...canary, fault: 'late', ratio })),
    made(`${rate({ ...canary, rpm: 1_000 })}, ratio 5 from minute 20`, { ...canary, rpm: 1_000, fault: 'late', ratio: 5 }),
    ...[3, 5].map((ratio) => made(`${rate(canary)}, leak up to ratio ${ratio}`, { ...canary, fault: 'leak', ratio })),
    ...[1, 2].map((ratio) => made(`${rate(canary)}, 20 % of minutes missing, ratio ${ratio}`, { ...canary, missing: 0.2, ratio })),
    ...[1, 3].map((ratio): Made => {
      const label = `${rate(canary)}, newest minutes incomplete and re-stated, ratio ${ratio}`
      return { label, scenario: { ...canary, ratio }, rules: [rereading], runs: dear }
    }),
    ...[1, 3].flatMap((dispersion) =>
      [1, 1.25, 1.5].map((ratio): Made => {
        const label = `10k rpm, base 40 %, phi ${dispersion}, ratio ${ratio}`
        return { label, scenario: { ...canary, base: 0.4, dispersion, ratio }, rules: ours, runs: dear }
      }),
    ),
  ]
}

/** A good canary: how soon does it pass? */
function safe({ grid }: Size): readonly Made[] {
  return [
    canary,
    { ...canary, base: 0.01 },
    { ...canary, rpm: 1_000 },
    { ...canary, rpm: 1_000, base: 0.01 },
    { ...canary, rpm: 300 },
  ].flatMap((each) =>
    [1, 3].map((dispersion): Made => {
      const label = `${rate(each)}, phi ${dispersion}, ratio 1`
      return { label, scenario: { ...each, dispersion }, rules: [...ours, anytime], runs: Math.ceil(grid / 8) }
    }),
  )
}

/** Exactly as bad as a PASS must rule out. */
function harmful({ grid: runs, dispersions }: Size): readonly Made[] {
  return [canary, { ...canary, base: 0.01 }, { ...canary, rpm: 1_000 }, { ...canary, rpm: 300, base: 0.05 }].flatMap((each) =>
    dispersions.flatMap((dispersion) =>
      [true, false].map((past): Made => {
        const scenario = { ...each, dispersion, past, ratio: 2 }
        const label = `${rate(each)}, phi ${dispersion}, ${past ? 'with a past' : 'no past'}, ratio 2`
        return { label, scenario, rules: [byDefault], runs, untilPass: true }
      }),
    ),
  )
}

function latency({ grid }: Size): readonly Made[] {
  const shapes: readonly (readonly [label: string, part: number, factor: number])[] = [
    ['healthy', 0, 1],
    ['all 10 % slower', 1, 1.1],
    ['all 30 % slower', 1, 1.3],
    ['2 % ten times slower', 0.02, 10],
    ['5 % five times slower', 0.05, 5],
    ['0.5 % twenty times slower', 0.005, 20],
  ]
  const rules = [...ours, ruleOf(byTheMinute(p99Alarm), [p99AlarmMetric])]
  return [[5], [50]].flatMap((plan) =>
    shapes.map(([label, part, factor]): Made => {
      const scenario = { ...canary, rpm: 2_000, weights: plan, latency: { part, factor } }
      return { label: `2k rpm, ${plan.join('-')} %, ${label}`, scenario, rules, runs: Math.ceil(grid / 10) }
    }),
  )
}

function severalMetrics({ grid }: Size): readonly Made[] {
  const rules = [...ours, anytime, ruleOf(byTheMinute(naiveZ05))]
  return [0, 0.8].flatMap((correlation) =>
    [1, 2, 3].map((ratio): Made => {
      const scenario = { ...canary, ratio, metrics: { count: 5, correlation } }
      return {
        label: `${rate(canary)}, five metrics, correlation ${correlation}, ratio ${ratio} in one`,
        scenario,
        rules,
        runs: Math.ceil(grid / 10),
      }
    }),
  )
}

/** Rows of ten seconds: six times the looks, the same promise. */
function shortRows({ grid }: Size): readonly Made[] {
  return [1, 3].flatMap((dispersion) =>
    [1, 2, 3].map((ratio): Made => {
      const scenario = { ...canary, seconds: 10 as const, dispersion, ratio }
      return { label: `${rate(canary)}, 10 s rows, phi ${dispersion}, ratio ${ratio}`, scenario, rules: ours, runs: Math.ceil(grid / 10) }
    }),
  )
}

/** A canary of 5 % with 20 % errors: how many people meet them? */
function harm({ grid }: Size): readonly Made[] {
  const rules = [...ours, ...alarms.map((alarm) => ruleOf(alarm))]
  return ([60, 10] as const).flatMap((seconds) =>
    [1_000, 10_000].flatMap((rpm) =>
      [0.001, 0.01].map((base): Made => {
        const scenario = { ...canary, rpm, base, seconds, ratio: 0.2 / base }
        return {
          label: `${rate(scenario)}, ${seconds} s rows, 20 % errors`,
          scenario,
          rules,
          runs: Math.ceil(grid / 10),
          delays: [0, 0.5, 2],
        }
      }),
    ),
  )
}

function rate({ rpm, base }: Scenario): string {
  return `${rpm >= 1_000 ? `${rpm / 1_000}k` : rpm} rpm, base ${Math.round(base * 1_000) / 10} %`
}
