import { connections } from '../domain/analysis/connections.ts'
import type { Counts, Sample } from '../domain/analysis/model.ts'
import { chooseThresholds, latencyMember, thresholdOf } from '../domain/metrics/latency.ts'
import type { Metering, Source } from '../domain/metrics/model.ts'
import type { MetricInterval, MetricProvider } from '../ports.ts'
import { readLatencyPercentiles } from './alb-latency.ts'
import type { MeteredGroup } from './alb-metrics.ts'
import { type ArmInterval, readArm } from './alb-counts.ts'
import type { MetricReader } from './metric-reader.ts'

export interface AlbProviderOptions {
  /** Shared with other providers, their queries go into one call. */
  readonly reader: MetricReader
  /** Several groups of an arm are added up. */
  readonly arms: { readonly canary: readonly MeteredGroup[]; readonly baseline: readonly MeteredGroup[] }
  /** Those of other sources are passed over. */
  readonly metrics: readonly Metering[]
  /** Load balancers report by the minute. */
  readonly periodMs: number
  /** How long after its end an interval is complete: load balancers report one to three minutes late. */
  readonly delayMs: number
  /** Availability zones by which the baseline is split as well, such as eu-west-1a: for the past, from which it is learned how bad requests clump. */
  readonly zones?: readonly string[]
}

type AlbSource = Extract<Source, { kind: 'alb' }>
interface AlbMetric {
  readonly name: string
  readonly source: AlbSource
}

/**
 * What application load balancers report of the target groups of both arms (AWS/ApplicationELB). A minute without requests on an arm is zero
 * exposure of that arm; one without any on either is no interval. One GetMetricData call a look. Times are AWS's.
 */
export function createAlbProvider({ reader, arms, metrics, periodMs, delayMs, zones = [] }: AlbProviderOptions): MetricProvider {
  const own = metrics.flatMap(({ metric, source }): readonly AlbMetric[] => (source.kind === 'alb' ? [{ name: metric.name, source }] : []))
  /** The end of the last interval that is complete. */
  const matureMs = (nowMs: number): number => Math.floor((nowMs - delayMs) / periodMs) * periodMs

  return {
    kind: 'alb',
    history: true,
    delayMs,
    async members(beforeMs, signal) {
      const chosen = own.some(({ source }) => source.what === 'latency' && source.thresholdsMs === 'auto')
        ? chooseThresholds(await readLatencyPercentiles(reader, arms.baseline, matureMs(beforeMs), periodMs, signal))
        : []
      return own.flatMap(({ name, source: { what, thresholdsMs } }) =>
        what === 'errors' ? [name] : (thresholdsMs === 'auto' ? chosen : thresholdsMs).map((ms) => latencyMember(name, ms)),
      )
    },
    async rows(members, fromMs, toMs, signal) {
      const startMs = Math.ceil(fromMs / periodMs) * periodMs
      const endMs = matureMs(toMs)
      if (startMs >= endMs) return []
      const wanted = members.flatMap((member) => wantedOf(own, member))
      const thresholdsMs = [...new Set(wanted.flatMap(({ slowerThanMs }) => slowerThanMs ?? []))]
      const read = (groups: readonly MeteredGroup[], as: string, zone?: string): Promise<ReadonlyMap<number, ArmInterval>> =>
        readArm(reader, groups, { as, zone, thresholdsMs, periodMs, startMs, endMs, signal })
      const [canary, baseline, ...split] = await Promise.all([
        read(arms.canary, 'canary'),
        read(arms.baseline, 'baseline'),
        ...zones.map((zone, index) => read(arms.baseline, `zone${String(index)}`, zone)),
      ])
      const moments = [...new Set([...canary.keys(), ...baseline.keys()])].sort((a, b) => a - b)
      return moments.map((atMs): MetricInterval => {
        const sample = (counts: (of: ArmInterval) => Counts | undefined): Sample | undefined =>
          sampleOf(
            countsAt(canary, atMs, counts),
            countsAt(baseline, atMs, counts),
            zones.length === 0 ? undefined : split.map((of) => countsAt(of, atMs, counts)),
          )
        const samples = wanted.map(({ member, slowerThanMs }) => {
          return [member, sample(({ errors, slower }) => (slowerThanMs === undefined ? errors : slower.get(slowerThanMs)))] as const
        })
        return { atMs, samples: present([...samples, [connections, sample((of) => of.connections)]]) }
      })
    },
  }
}

interface Wanted {
  readonly member: string
  /** Absent: failed requests are counted. */
  readonly slowerThanMs?: number
}

/** What is to be counted for a member; nothing for one of another source. */
function wantedOf(metrics: readonly AlbMetric[], member: string): readonly Wanted[] {
  for (const { name, source } of metrics) {
    if (source.what === 'errors' && member === name) return [{ member }]
    if (source.what !== 'latency' || !member.startsWith(`${name} `)) continue
    const slowerThanMs = thresholdOf(member)
    if (slowerThanMs !== undefined && latencyMember(name, slowerThanMs) === member) return [{ member, slowerThanMs }]
  }
  return []
}

/** An arm without an interval had no requests in it. Undefined: it had some, and cannot be told. */
function countsAt(
  arm: ReadonlyMap<number, ArmInterval>,
  atMs: number,
  counts: (of: ArmInterval) => Counts | undefined,
): Counts | undefined {
  const interval = arm.get(atMs)
  return interval === undefined ? { n: 0, x: 0 } : counts(interval)
}

function sampleOf(
  canary: Counts | undefined,
  baseline: Counts | undefined,
  zones: readonly (Counts | undefined)[] | undefined,
): Sample | undefined {
  if (canary === undefined || baseline === undefined) return undefined
  const split = zones?.flatMap((counts) => counts ?? [])
  // A split with a part missing is none.
  return { canary, baseline, ...(split !== undefined && split.length === zones?.length && { zones: split }) }
}

function present(samples: readonly (readonly [string, Sample | undefined])[]): Readonly<Record<string, Sample>> {
  return Object.fromEntries(samples.filter((each): each is readonly [string, Sample] => each[1] !== undefined))
}
