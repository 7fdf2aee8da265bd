import type { Counts, Row, Sample } from '../../src/domain/analysis/model.ts'
import { betaBinomial, chance, type Chance, negativeBinomial } from './chance.ts'
import { latencyMetrics, latencyName, type LatencyShape, thresholdsMs } from './latency.ts'

/** One service with a canary, as the judges never know it: the truth behind the rows. */
export interface Scenario {
  /** Requests a minute, over both arms. */
  readonly rpm: number
  /** Share of bad requests on the baseline. */
  readonly base: number
  /** Percent of the traffic that the canary gets: one for all minutes, or a ramp in equal parts. */
  readonly weights: readonly number[]
  /** Rate of bad requests on the canary over that on the baseline, when the fault is full. */
  readonly ratio: number
  /** `late`: the fault begins after minute 20. `leak`: it grows from nothing to `ratio` at the end. */
  readonly fault?: 'late' | 'leak'
  /** Variance of the counts over that of independent requests, in both arms. */
  readonly dispersion?: number
  /** The canary runs on few hosts: its rate is off by a lasting log-normal factor with this standard deviation. */
  readonly hostSd?: number
  /** Both arms have five times the bad requests in minutes 20 to 24. */
  readonly brownOut?: true
  /** Part of the intervals the source has nothing for. */
  readonly missing?: number
  /** Two hours of the baseline in three zones are known from before, and the zones are in the rows. Otherwise there is neither. */
  readonly past: boolean
  readonly seconds?: 60 | 10
  /** Metrics of the same requests, the first of which carries the fault, and how their counts correlate within an arm. */
  readonly metrics?: { readonly count: number; readonly correlation: number }
  /** The metric is response time; `base` and `ratio` mean nothing then. */
  readonly latency?: LatencyShape
}

export const minutes = 60
const pastMinutes = 120
const zones = 3

export interface Drawn {
  /** Rows with negative minutes: the baseline alone. */
  readonly past: readonly Row[]
  readonly rows: readonly Row[]
}

/** The names under which the metrics of a scenario stand in its rows. */
export function metricsOf(scenario: Scenario): readonly string[] {
  if (scenario.latency !== undefined) return thresholdsMs.map(latencyName)
  const count = scenario.metrics?.count ?? 1
  return count === 1 ? ['errors'] : Array.from({ length: count }, (_, at) => `metric ${at + 1}`)
}

export function periodMinutes(scenario: Scenario): number {
  return (scenario.seconds ?? 60) / 60
}

/** The same scenario and run give the same rows, whatever else is drawn. */
export function draw(scenario: Scenario, run: number): Drawn {
  const source = chance(`${JSON.stringify(scenario)} ${run}`)
  const period = periodMinutes(scenario)
  const host = Math.exp((scenario.hostSd ?? 0) * source.normal())
  const past: Row[] = []
  if (scenario.past) {
    for (let at = Math.round(-pastMinutes / period); at < 0; at++) past.push(pastRow(source, scenario, at * period))
  }
  const rows: Row[] = []
  for (let at = 0; at < Math.round(minutes / period); at++) rows.push(row(source, scenario, at * period, host))
  return { past, rows }
}

function pastRow(source: Chance, scenario: Scenario, minute: number): Row {
  const n = source.poisson(scenario.rpm * periodMinutes(scenario))
  return { minute, metrics: rowMetrics(source, scenario, { canary: 0, baseline: n }, scenario.base, 0, 0) }
}

function row(source: Chance, scenario: Scenario, minute: number, host: number): Row {
  const n = source.poisson(scenario.rpm * periodMinutes(scenario))
  const weight = scenario.weights[Math.floor((minute / minutes) * scenario.weights.length)]!
  const canary = source.binomial(n, weight / 100)
  const base = scenario.base * (scenario.brownOut && minute >= 20 && minute < 25 ? 5 : 1)
  const missing = scenario.missing !== undefined && source.uniform() < scenario.missing
  const drawn = rowMetrics(source, scenario, { canary, baseline: n - canary }, base, base * host, ratioAt(scenario, minute))
  return { minute, metrics: missing ? {} : drawn }
}

/** How bad the canary is in one minute. */
function ratioAt(scenario: Scenario, minute: number): number {
  if (scenario.fault === 'late') return minute < 20 ? 1 : scenario.ratio
  if (scenario.fault === 'leak') return 1 + ((scenario.ratio - 1) * minute) / minutes
  return scenario.ratio
}

function rowMetrics(
  source: Chance,
  scenario: Scenario,
  requests: { readonly canary: number; readonly baseline: number },
  baseRate: number,
  canaryRate: number,
  ratio: number,
): Readonly<Record<string, Sample>> {
  const names = metricsOf(scenario)
  const parts = scenario.past ? thirds(source, requests.baseline) : [requests.baseline]
  if (scenario.latency !== undefined) return latencyMetrics(source, requests.canary, parts, scenario.latency)
  if (names.length === 1) {
    const x = bad(source, requests.canary, Math.min(0.95, canaryRate * ratio), scenario.dispersion ?? 1)
    const split = parts.map((n) => ({ n, x: bad(source, n, baseRate, scenario.dispersion ?? 1) }))
    return { [names[0]!]: sample({ n: requests.canary, x }, split) }
  }
  const correlation = scenario.metrics?.correlation ?? 0
  const canary = together(source, requests.canary, canaryRate, names.length, correlation, ratio)
  const split = parts.map((n) => together(source, n, baseRate, names.length, correlation, 1))
  return Object.fromEntries(
    names.map((name, at) => [
      name,
      sample(
        canary[at]!,
        split.map((counts) => counts[at]!),
      ),
    ]),
  )
}

function sample(canary: Counts, split: readonly Counts[]): Sample {
  const baseline = split.reduce((sum, part) => ({ n: sum.n + part.n, x: sum.x + part.x }), { n: 0, x: 0 })
  return split.length > 1 ? { canary, baseline, zones: split } : { canary, baseline }
}

function thirds(source: Chance, n: number): readonly number[] {
  const first = source.binomial(n, 1 / zones)
  const second = source.binomial(n - first, 1 / (zones - 1))
  return [first, second, n - first - second]
}

/** Bad ones among n: independent, or in clumps whose number is Poisson; common ones (above 20 %) by a rate that varies. */
function bad(source: Chance, n: number, rate: number, dispersion: number): number {
  if (n === 0) return 0
  if (dispersion === 1) return source.binomial(n, rate)
  if (rate > 0.2) return betaBinomial(source, n, rate, dispersion)
  return Math.min(n, negativeBinomial(source, n * rate, dispersion))
}

/** Poisson counts of one arm with a common part. */
function together(source: Chance, n: number, rate: number, count: number, correlation: number, ratio: number): readonly Counts[] {
  const common = source.poisson(n * rate * correlation)
  return Array.from({ length: count }, (_, at) => {
    const own = source.poisson(n * rate * (1 - correlation) + (at === 0 ? n * rate * (ratio - 1) : 0))
    return { n, x: Math.min(n, common + own) }
  })
}
