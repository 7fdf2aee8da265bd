import type { Row } from '../../src/domain/analysis/model.ts'
import { type Rule } from './rule.ts'
import { draw, metricsOf, minutes, periodMinutes, type Scenario } from './scenario.ts'

/** One rule in one scenario, over many runs. Shares of runs come with their standard error. */
export interface Tally {
  readonly rule: string
  readonly runs: number
  /** Ever failed within the hour. */
  readonly failed: Share
  /** Ever said that the canary is no harm, before it failed it, if it did. */
  readonly passed: Share
  /** Neither. */
  readonly undecided: Share
  /** Minutes of traffic until FAIL, over all runs. */
  readonly failMinute: Quantiles
  readonly passMinute: Quantiles
  /** Standard error of the median minute of FAIL, from the ranks one standard error beside it; 0 where there is no median. */
  readonly medianSe: number
  /**
   * Bad responses the canary gave until FAIL, or in the whole hour: mean. They end when the data that failed it are complete, plus each delay in minutes:
   * maturing of the data, then the way home.
   */
  readonly bad: readonly { readonly delayMinutes: number; readonly mean: number; readonly se: number }[]
  /** Of this machine, for a whole run. */
  readonly cpuMs: number
}

export interface Share {
  readonly share: number
  readonly se: number
}

/** Absent where fewer runs came that far. */
export interface Quantiles {
  readonly median?: number
  readonly p90?: number
}

export interface Plan {
  readonly scenario: Scenario
  readonly rules: readonly Rule[]
  readonly runs: number
  /** After a PASS nothing more is asked. */
  readonly untilPass?: true
  /** Minutes between the end of the row that fails and the end of the traffic. */
  readonly delays?: readonly number[]
}

interface Run {
  failedAt?: number
  passedAt?: number
  readonly bad: number[]
}

/** All rules see the same rows. */
export function measure({ scenario, rules, runs, untilPass, delays = [0] }: Plan): readonly Tally[] {
  const seen = rules.map((): Run[] => [])
  const cpuMs = rules.map(() => 0)
  for (let run = 0; run < runs; run++) {
    const { past, rows } = draw(scenario, run)
    const bad = badUntil(rows, metricsOf(scenario)[0]!)
    rules.forEach((rule, at) => {
      if (run >= (rule.mostRuns ?? runs)) return
      const before = process.threadCpuUsage()
      seen[at]!.push(oneRun(rule, scenario, past, rows, bad, untilPass === true, delays))
      const { user, system } = process.threadCpuUsage(before)
      cpuMs[at]! += (user + system) / 1_000
    })
  }
  return rules.map((rule, at) => tally(rule.name, seen[at]!, delays, cpuMs[at]! / seen[at]!.length))
}

function oneRun(
  rule: Rule,
  scenario: Scenario,
  past: readonly Row[],
  rows: readonly Row[],
  badUntilRow: readonly number[],
  untilPass: boolean,
  delays: readonly number[],
): Run {
  const judge = rule.begin({ scenario, past })
  const period = periodMinutes(scenario)
  let passedAt: number | undefined
  let failedAt: number | undefined
  for (let at = 0; at < rows.length && failedAt === undefined; at++) {
    const word = judge(rows[at]!)
    if (word === 'fail') failedAt = (at + 1) * period
    if (word === 'pass') passedAt ??= (at + 1) * period
    if (passedAt !== undefined && untilPass) break
  }
  const until = (delay: number): number => Math.min(rows.length, Math.round(((failedAt ?? minutes) + delay) / period))
  return {
    ...(failedAt === undefined ? {} : { failedAt }),
    ...(passedAt === undefined ? {} : { passedAt }),
    bad: delays.map((delay) => badUntilRow[until(delay)]!),
  }
}

/** Bad responses of the canary in the first k rows, for each k. */
function badUntil(rows: readonly Row[], metric: string): readonly number[] {
  const sums = [0]
  for (const row of rows) sums.push(sums.at(-1)! + (row.metrics[metric]?.canary.x ?? 0))
  return sums
}

function tally(rule: string, seen: readonly Run[], delays: readonly number[], cpuMs: number): Tally {
  const runs = seen.length
  const fails = seen.flatMap(({ failedAt }) => (failedAt === undefined ? [] : [failedAt]))
  const passes = seen.flatMap(({ passedAt }) => (passedAt === undefined ? [] : [passedAt]))
  const undecided = seen.filter(({ failedAt, passedAt }) => failedAt === undefined && passedAt === undefined).length
  return {
    rule,
    runs,
    failed: shareOf(fails.length, runs),
    passed: shareOf(passes.length, runs),
    undecided: shareOf(undecided, runs),
    failMinute: quantiles(fails, runs),
    passMinute: quantiles(passes, runs),
    medianSe: medianError(fails, runs),
    bad: delays.map((delayMinutes, at) => ({ delayMinutes, ...meanOf(seen.map(({ bad }) => bad[at]!)) })),
    cpuMs: Math.round(cpuMs * 100) / 100,
  }
}

export function shareOf(count: number, runs: number): Share {
  const share = count / runs
  return { share, se: Math.sqrt((share * (1 - share)) / runs) }
}

function quantiles(values: readonly number[], runs: number): Quantiles {
  const sorted = [...values].sort((one, other) => one - other)
  const median = sorted[Math.ceil(0.5 * runs) - 1]
  const p90 = sorted[Math.ceil(0.9 * runs) - 1]
  return { ...(median === undefined ? {} : { median: round(median) }), ...(p90 === undefined ? {} : { p90: round(p90) }) }
}

function medianError(values: readonly number[], runs: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (rank: number): number => sorted[Math.max(0, Math.ceil(rank) - 1)] ?? minutes
  const step = Math.sqrt(runs) / 2
  return sorted.length < runs / 2 ? 0 : round((at(runs / 2 + step) - at(runs / 2 - step)) / 2)
}

function meanOf(values: readonly number[]): { readonly mean: number; readonly se: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
  return { mean, se: Math.sqrt(variance / values.length) }
}

function round(minute: number): number {
  return Math.round(minute * 100) / 100
}
