/** What is known of the baseline's own latency before anything is shifted, in milliseconds. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Beyond three times the p99 a few very slow requests show that p50, p95 and p99 hardly notice. */
const farTail = 3
/** A threshold is a name for people too: `>237ms`, not `>236.81734ms`. */
const digits = 3

/**
 * The thresholds whose exceedances are compared: p50, p95, p99 of the baseline and its far tail, ascending, each once. A percentile that is unknown
 * (NaN) or zero gives none. Where the source counts in buckets, `edgesMs` are their finite upper edges, and only those can be asked for.
 */
export function chooseThresholds({ p50, p95, p99 }: Percentiles, edgesMs?: readonly number[]): readonly number[] {
  const wanted = [p50, p95, p99, farTail * p99].filter((ms) => Number.isFinite(ms) && ms > 0)
  const edges = edgesMs?.filter((ms) => Number.isFinite(ms) && ms > 0)
  const found = wanted.flatMap((ms) => (edges === undefined ? [Number(ms.toPrecision(digits))] : nearest(ms, edges)))
  return [...new Set(found)].sort((a, b) => a - b)
}

/** By ratio, as latencies spread. */
function nearest(ms: number, edges: readonly number[]): readonly number[] {
  const away = (edge: number): number => Math.abs(Math.log(edge / ms))
  const [first, ...rest] = edges
  return first === undefined ? [] : [rest.reduce((best, edge) => (away(edge) < away(best) ? edge : best), first)]
}

/** The member of a latency metric for one threshold: `latency >250ms`, `latency >1.5s`, `latency >0.4ms`. */
export function latencyMember(name: string, thresholdMs: number): string {
  return `${name} >${thresholdMs < 1_000 ? `${exact(thresholdMs)}ms` : `${exact(thresholdMs / 1_000)}s`}`
}

/** The threshold of a member in milliseconds, exactly what it was made of; undefined for what is no member of a latency metric. */
export function thresholdOf(member: string): number | undefined {
  const match = / >(\d+(?:\.\d+)?(?:e[+-]\d+)?)(ms|s)$/.exec(member)
  if (match === null) return undefined
  const ms = Number(exact(Number(match[1]) * (match[2] === 's' ? 1_000 : 1)))
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

/** Without what binary fractions add: 1.005 s are 1005 ms. */
function exact(value: number): string {
  return String(Number(value.toPrecision(12)))
}
