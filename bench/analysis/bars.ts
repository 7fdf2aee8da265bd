import type { Figure } from '../figure.ts'
import type { Group } from './cells.ts'
import type { Share, Tally } from './measure.ts'
import type { Scenario } from './scenario.ts'
import { byDefault, exactly, withoutMargin } from './shipped.ts'
import { alarms } from './rivals.ts'

/** A measured cell. */
export interface Result {
  readonly group: Group
  readonly label: string
  readonly scenario: Scenario
  readonly tallies: readonly Tally[]
}

/** A number the design asks for, and what was measured. */
export interface Bar {
  readonly name: string
  readonly value: number
  readonly se: number
  readonly unit: string
  readonly side: 'at most' | 'at least'
  readonly limit: number
  readonly bar: string
  /** Chance alone does not explain that it was missed: by more than three standard errors. */
  readonly clearlyMissed: boolean
  readonly met: boolean
  /** Printed beside a bar, for another traffic than the one the bar is about. */
  readonly beside?: true
  readonly detail: string
}

const alpha = 0.05
const beta = 0.05

/** The bars of the design that are about analysis, as far as their cells were measured. */
export function barsOf(results: readonly Result[]): readonly Bar[] {
  return [...falseAlarmBars(results), ...detectionBars(results), ...harmBars(results), ...falsePassBars(results)]
}

export function figureOf({ name, value, se, unit, bar, met, detail }: Bar): Figure {
  return { name, value, unit, bar, met, detail: `SE ${precise(se)}; ${detail}` }
}

function falseAlarmBars(results: readonly Result[]): readonly Bar[] {
  return [byDefault, withoutMargin].flatMap(({ name }) =>
    [true, false].flatMap((past): readonly Bar[] => {
      const cells = results.filter(({ group, scenario }) => group === 'false alarms' && scenario.past === past)
      return worst(`false alarms, ${name}, ${past ? 'with a past' : 'no past'}`, cells, name, alpha, ({ failed }) => failed)
    }),
  )
}

function falsePassBars(results: readonly Result[]): readonly Bar[] {
  return [true, false].flatMap((past): readonly Bar[] => {
    const cells = results.filter(({ group, scenario }) => group === 'harmful' && scenario.past === past)
    return worst(`false passes at ratio 2, ${past ? 'with a past' : 'no past'}`, cells, byDefault.name, beta, ({ passed }) => passed)
  })
}

/** A bound on a probability, in the cell that is worst against it: the error there is that of the bound itself. */
function worst(name: string, cells: readonly Result[], rule: string, bound: number, share: (tally: Tally) => Share): readonly Bar[] {
  const measured = cells.map((cell) => ({ label: cell.label, tally: tallyOf(cell, rule) }))
  const excess = ({ tally }: { readonly tally: Tally }): number => (share(tally).share - bound) / errorOf(bound, tally.runs)
  // Where all are within the bound the largest one says most; of the others the one that is beyond it most surely.
  const within = measured.every((each) => excess(each) <= 0)
  const rank = (each: (typeof measured)[number]): number => (within ? share(each.tally).share : excess(each))
  const [first] = [...measured].sort((one, other) => rank(other) - rank(one))
  if (first === undefined) return []
  const { runs } = first.tally
  const limit = bound + 3 * errorOf(bound, runs)
  const value = share(first.tally).share
  const mean = measured.reduce((sum, { tally }) => sum + share(tally).share, 0) / measured.length
  const detail = `worst of ${measured.length} cells (mean ${precise(mean)}): ${first.label}, ${runs} runs`
  return [
    {
      ...{ name, value, se: share(first.tally).se, unit: '', side: 'at most' as const, limit },
      ...{ bar: `<= ${bound} + 3 SE`, met: value <= limit, clearlyMissed: value > limit, detail },
    },
  ]
}

function errorOf(probability: number, runs: number): number {
  return Math.sqrt((probability * (1 - probability)) / runs)
}

function detectionBars(results: readonly Result[]): readonly Bar[] {
  const found = (ratio: number): Result | undefined =>
    results.find(({ group, scenario }) => group === 'detection' && scenario.ratio === ratio)
  const [two, three] = [found(2), found(3)]
  if (two === undefined || three === undefined) return []
  const limits = [
    { rule: exactly.name, within: 0.95, median: 8 },
    { rule: withoutMargin.name, within: 0.95, median: 8 },
    { rule: byDefault.name, within: 0.88, median: 12 },
  ]
  return limits.flatMap(({ rule, within, median }): readonly Bar[] => {
    const { failed, failMinute, runs } = tallyOf(two, rule)
    const fast = tallyOf(three, rule)
    const minute = fast.failMinute.median ?? Infinity
    return [
      {
        ...{ name: `detection of ratio 2 within 60 min, ${rule}`, value: failed.share, se: failed.se, unit: '', side: 'at least' },
        ...{
          limit: within,
          bar: `>= ${within}`,
          met: failed.share >= within,
          clearlyMissed: failed.share < within - 3 * errorOf(within, runs),
        },
        detail: `median minute ${failMinute.median ?? 'over 60'}, p90 ${failMinute.p90 ?? 'over 60'}, ${runs} runs`,
      },
      {
        ...{ name: `median minute at ratio 3, ${rule}`, value: minute, se: fast.medianSe, unit: 'min', side: 'at most', limit: median },
        ...{ bar: `<= ${median}`, met: minute <= median, clearlyMissed: minute > median + 3 * Math.max(fast.medianSe, 0.3) },
        detail: `detected ${precise(fast.failed.share)}, p90 ${fast.failMinute.p90 ?? 'over 60'}, ${fast.runs} runs`,
      },
    ]
  })
}

const [, targetGroup, loadBalancer] = alarms
/** The traffic of the bars of detection; the design names none for harm. */
const usualRpm = 10_000

function harmBars(results: readonly Result[]): readonly Bar[] {
  const cells = results.filter(({ group }) => group === 'harm')
  return [...new Set(cells.map(({ scenario }) => scenario.rpm))]
    .sort((one, other) => Math.abs(one - usualRpm) - Math.abs(other - usualRpm))
    .flatMap((rpm) => {
      const rows = (seconds: number): readonly Result[] =>
        cells.filter(({ scenario }) => scenario.rpm === rpm && scenario.seconds === seconds)
      return [
        harmBar('60 s rows, against the target-group alarm', rows(60), rpm, targetGroup!.name, 1, '<= 1.0x'),
        harmBar('10 s rows, against the target-group alarm', rows(10), rpm, targetGroup!.name, 1 / 3, '<= 1/3'),
        harmBar('10 s rows, against the load-balancer alarm', rows(10), rpm, loadBalancer!.name, 1 / 5, '<= 1/5'),
      ]
    })
}

/** The worst ratio of bad responses, ours over theirs, over the base rates measured: from the rows alone, no delay on either side. */
function harmBar(name: string, cells: readonly Result[], rpm: number, rival: string, limit: number, bar: string): Bar {
  const ratios = cells.map((cell) => ({ label: cell.label, ...ratioOf(tallyOf(cell, byDefault.name), tallyOf(cell, rival)) }))
  const [first] = [...ratios].sort((one, other) => other.value - one.value)
  const { label, value, se } = first!
  return {
    ...{ name: `bad responses at ${rpm / 1_000}k rpm, ${name}`, value, se, unit: 'x', side: 'at most', limit, bar },
    ...{ met: value <= limit, clearlyMissed: value > limit + 3 * se, ...(rpm !== usualRpm && { beside: true as const }) },
    detail: `worst of ${ratios.map((each) => precise(each.value)).join(', ')}: ${label}`,
  }
}

function ratioOf(ours: Tally, theirs: Tally): { readonly value: number; readonly se: number } {
  const [a, b] = [ours.bad[0]!, theirs.bad[0]!]
  const value = a.mean / b.mean
  return { value, se: value * Math.hypot(a.se / a.mean, b.se / b.mean) }
}

function tallyOf(cell: Result, rule: string): Tally {
  const found = cell.tallies.find((tally) => tally.rule === rule)
  if (found === undefined) throw new Error(`${rule} was not measured in ${cell.label}`)
  return found
}

export function precise(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(3)))
}
