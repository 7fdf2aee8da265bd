import type { Check, Evidence } from './rollout.ts'
import { element, member, type Place, readDuration, readMembers, readWhole, shown, wrong } from './document.ts'
import type { Made } from './task-definition.ts'

/** One whole minute of one target group, as its load balancer counted it. */
export interface MetricRow {
  /** For people: the name of the target group. */
  readonly group: string
  /** Start of the minute. */
  readonly atMs: number
  readonly requests: number
  /** Answers of targets by class. A request that no target answered is in none of them. */
  readonly classes: Readonly<Record<'2xx' | '3xx' | '4xx' | '5xx', number>>
  readonly connectionErrors: number
  /** By statistic; absent where no target answered. */
  readonly latencyMs: Readonly<Record<string, number>>
}

/** A limit that holds for every minute by itself. */
export type Threshold =
  /** `most` is a share from 0 to 1. */
  | { readonly kind: 'errors'; readonly most: number; readonly minRequests: number }
  /** `statistic` as CloudWatch names it: p99, Average, Maximum. */
  | { readonly kind: 'latency'; readonly statistic: string; readonly mostMs: number; readonly minRequests: number }

const minuteMs = 60_000
/** Looked at: the last so many minutes that say something. That many over the limit fail; one is enough when it is this far over. */
const window = 3
const failing = 2
const grossly = 5
/** A single minute needs so many times `min-requests`: one error among twenty is over 1 % five times, and says nothing. */
const enough = 5

/** The list `metrics`, as YAML gives it, or every mistake in it. Each entry is a mapping of one member that names its kind. */
export function parseMetrics(value: unknown): Made<readonly Threshold[]> {
  const place: Place = { at: 'metrics', problems: [] }
  if (!Array.isArray(value) || value.length === 0) wrong(place, value, 'a list of metrics, such as "- errors: { max: 1% }",')
  const names = new Set<string>()
  const thresholds = (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((entry, index) => {
    const at = element(place, index)
    const threshold = readThreshold(at, entry)
    if (!threshold) return []
    const name = thresholdName(threshold)
    if (names.has(name)) place.problems.push(`${at.at} limits ${name} a second time`)
    names.add(name)
    return [threshold]
  })
  return place.problems.length > 0 ? { problems: place.problems } : { value: thresholds }
}

/** One check for each threshold; its spec is the threshold. */
export function thresholdChecks(thresholds: readonly Threshold[]): readonly Check[] {
  return thresholds.map((threshold) => ({ name: thresholdName(threshold), kind: 'threshold', spec: threshold }))
}

/** `errors`, `latency p99`. */
export function thresholdName(threshold: Threshold): string {
  return threshold.kind === 'errors' ? 'errors' : `latency ${threshold.statistic}`
}

/** The statistics of latency that rows must hold for these thresholds, each once. */
export function statisticsOf(thresholds: readonly Threshold[]): readonly string[] {
  return [...new Set(thresholds.flatMap((threshold) => (threshold.kind === 'latency' ? [threshold.statistic] : [])))]
}

/** How long a candidate must be watched so that one whole minute can be judged, when metrics come so much later. */
export function leastBakeMs(delayMs: number): number {
  // The minute in which it begins is not whole.
  return delayMs + 2 * minuteMs
}

/** Requests of a minute that failed: a candidate that hangs or dies shows no 5XX of its own, but requests without any answer. */
export function errorsIn({ requests, classes }: MetricRow): number {
  return Math.min(requests, Math.max(classes['5xx'], requests - classes['2xx'] - classes['3xx'] - classes['4xx']))
}

/**
 * What mature minutes say of a threshold. Each target group is judged by itself, by its last three minutes with enough requests: over the
 * limit in two of them fails, and so does one that is over it five times. Nothing to judge, or too little to tell, is never a pass.
 */
export function judgeThreshold(threshold: Threshold, rows: readonly MetricRow[]): Pick<Evidence, 'verdict' | 'because'> {
  const groups = [...new Set(rows.map(({ group }) => group))]
  const found = groups.map((group) => {
    const own = rows.filter((row) => row.group === group).sort((a, b) => a.atMs - b.atMs)
    const { verdict, because } = judgeGroup(threshold, own)
    return { verdict, because: groups.length > 1 ? `${group}: ${because}` : because }
  })
  const failed = found.find(({ verdict }) => verdict === 'fail')
  if (failed) return { verdict: 'fail', because: failed.because }
  const passed = found.filter(({ verdict }) => verdict === 'pass')
  const unsure = found.find(({ verdict }) => verdict === 'unsure')
  if (unsure) return { verdict: 'inconclusive', because: unsure.because }
  if (passed.length > 0) return { verdict: 'pass', because: passed.map(({ because }) => because).join('; ') }
  return { verdict: 'inconclusive', because: found[0]?.because ?? 'there is no minute with requests that can be judged yet' }
}

interface Minute {
  readonly row: MetricRow
  readonly value: number
  /** How many times the limit; 1 is at the limit. */
  readonly times: number
}

/** `unsure`: too few minutes to tell; `silent`: none. */
function judgeGroup(
  threshold: Threshold,
  rows: readonly MetricRow[],
): { readonly verdict: 'pass' | 'fail' | 'unsure' | 'silent'; readonly because: string } {
  const judged = rows.flatMap((row) => minuteOf(threshold, row) ?? []).slice(-window)
  if (judged.length === 0) return { verdict: 'silent', because: tooFew(threshold, rows) }
  const limit = limitText(threshold)
  const over = judged.filter(({ times }) => times > 1)
  const gross = over.find(({ row, times }) => times >= grossly && row.requests >= enough * threshold.minRequests)
  const values = (minutes: readonly Minute[]): string => minutes.map((minute) => minuteText(threshold, minute)).join(', ')
  if (gross) return { verdict: 'fail', because: `${values([gross])}, at most ${limit}: over it ${timesText(gross.times)}` }
  const count = `${String(over.length)} of the last ${judged.length === 1 ? 'minute' : `${String(judged.length)} minutes`}`
  if (over.length >= failing) return { verdict: 'fail', because: `${values(over)}, at most ${limit}: over it in ${count}` }
  if (over.length > 0 && judged.length < window)
    return { verdict: 'unsure', because: `${values(over)}, at most ${limit}: over it in ${count}, too few to tell` }
  return { verdict: 'pass', because: `${values(judged)}, at most ${limit}` }
}

function minuteOf(threshold: Threshold, row: MetricRow): Minute | undefined {
  if (row.requests < threshold.minRequests) return undefined
  if (threshold.kind === 'errors') {
    const value = errorsIn(row) / row.requests
    return { row, value, times: ratio(value, threshold.most) }
  }
  const value = row.latencyMs[threshold.statistic]
  return value === undefined ? undefined : { row, value, times: ratio(value, threshold.mostMs) }
}

function ratio(value: number, most: number): number {
  return value === 0 ? 0 : value / most
}

function tooFew(threshold: Threshold, rows: readonly MetricRow[]): string {
  const most = Math.max(...rows.map(({ requests }) => requests))
  return most < threshold.minRequests
    ? `no minute of ${String(rows.length)} had ${String(threshold.minRequests)} requests, the busiest had ${String(most)}`
    : `no target answered in ${String(rows.length)} ${rows.length === 1 ? 'minute' : 'minutes'}`
}

function minuteText(threshold: Threshold, { row, value }: Minute): string {
  const at = new Date(row.atMs).toISOString().slice(11, 16)
  if (threshold.kind === 'latency') return `${at} ${threshold.statistic} ${String(Math.round(value))} ms`
  const refused = row.connectionErrors > 0 ? `, ${String(row.connectionErrors)} of them connection errors` : ''
  return `${at} ${percentText(value)} errors (${String(errorsIn(row))} of ${String(row.requests)}${refused})`
}

function limitText(threshold: Threshold): string {
  return threshold.kind === 'errors' ? percentText(threshold.most) : `${String(threshold.mostMs)} ms`
}

function percentText(share: number): string {
  return `${String(Number((share * 100).toPrecision(3)))} %`
}

function timesText(times: number): string {
  return Number.isFinite(times) ? `${String(Math.floor(times))} times` : 'where none is allowed'
}

const kinds = ['errors', 'latency']

/** One entry: a mapping of `errors` or `latency` with its limit. */
export function readThreshold(place: Place, entry: unknown): Threshold | undefined {
  const members = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : []
  const [kind, spec] = (members[0] ?? ['', undefined]) as readonly [string, unknown]
  if (members.length !== 1 || !kinds.includes(kind)) {
    const found = members.length === 0 ? shown(entry) : `a mapping of ${members.map(([name]) => shown(name)).join(', ')}`
    place.problems.push(`${place.at} is ${found}: one of ${kinds.join(', ')} is expected, such as "errors: { max: 1% }"`)
    return undefined
  }
  const at = member(place, kind)
  const known = readMembers(at, spec, kind === 'errors' ? ['max', 'min-requests'] : ['max', 'statistic', 'min-requests'])
  if (!known) return undefined
  const requests = known.has('min-requests') ? readWhole(member(at, 'min-requests'), known.get('min-requests'), 1, 1_000_000) : 20
  const max = member(at, 'max')
  if (kind === 'errors') {
    const most = readShare(max, known.get('max'))
    return most === undefined || requests === undefined ? undefined : { kind, most, minRequests: requests }
  }
  const mostMs = readDuration(max, known.get('max'), 1, 300_000)
  const statistic = known.has('statistic') ? readStatistic(member(at, 'statistic'), known.get('statistic')) : 'p99'
  if (mostMs === undefined || statistic === undefined || requests === undefined) return undefined
  return { kind: 'latency', statistic, mostMs, minRequests: requests }
}

/** `1%` or `0.1%` as a share; without the sign nobody could tell 1 from 1 %. */
function readShare(place: Place, value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,2}(?:\.\d{1,3})?)\s*%$/.exec(value) : null
  return match ? Number((Number(match[1]) / 100).toPrecision(12)) : wrong(place, value, 'a percentage below 100 with its sign, such as 1%,')
}

function readStatistic(place: Place, value: unknown): string | undefined {
  if (value === 'average' || value === 'maximum') return value === 'average' ? 'Average' : 'Maximum'
  if (typeof value === 'string' && /^p\d{1,2}(\.\d{1,2})?$/.test(value) && Number(value.slice(1)) > 0) return value
  return wrong(place, value, 'a percentile such as p50 or p99.9, average or maximum')
}
