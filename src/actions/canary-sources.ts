import { createAlbProvider } from '../aws/alb-provider.ts'
import { createCloudWatchProvider } from '../aws/cloudwatch-provider.ts'
import { createMetricReader } from '../aws/metric-reader.ts'
import type { Send } from '../aws/operations.ts'
import { pairArm, zonesBefore } from '../aws/metered-arms.ts'
import type { Colour, Pair, PairRef } from '../aws/pair.ts'
import { findPair } from '../aws/pair-discovery.ts'
import { meteredGroups } from '../aws/pair-groups.ts'
import { liveSide } from '../aws/pair-rule-problems.ts'
import { type Arm, type Arms, bareArm } from '../domain/metrics/arm.ts'
import { sourcesOf } from '../domain/metrics/entries.ts'
import type { Metering, Metrics, Source } from '../domain/metrics/model.ts'
import type { Metered } from '../engine/canary-judge.ts'
import type { MetricProvider } from '../ports.ts'
import { createCommandProvider } from '../metrics/command.ts'
import { createHttpJsonProvider } from '../metrics/http-json.ts'
import { createPrometheusProvider } from '../metrics/prometheus.ts'

export interface SourceOptions {
  readonly metrics: Metrics
  readonly send: Send
  /** Absent where nothing but queries tells the arms apart. */
  readonly ref?: PairRef
  /** The side with the smaller weight when absent. */
  readonly canary?: Colour
  readonly periodMs: number
  readonly delayMs: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly mask: (text: string) => void
}

type Kind = Source['kind']

/** Where each interval of each arm is a question of its own. */
const askedPastMs = 20 * 60_000

/** The sources that the metrics name, each kind once, with both arms as they are now. */
export async function openSources(options: SourceOptions, signal: AbortSignal): Promise<readonly Metered[]> {
  const { metrics, send, ref, periodMs, delayMs, env, mask } = options
  const pair = ref && (await findPair(send, ref, signal))
  const canary = options.canary ?? (pair ? canaryOf(pair) : 'green')
  const baseline = canary === 'blue' ? 'green' : 'blue'
  const armOf = (arm: 'canary' | 'baseline', side: Colour): Arm => ({ ...bareArm, ...(ref && pair && pairArm(pair, ref, side)), arm })
  const arms: Arms = { canary: armOf('canary', canary), baseline: armOf('baseline', baseline) }
  const all = [...sourcesOf(metrics)]
  const read = all.map(([name, source]): Metering => ({ metric: { name }, source }))
  const names = (...kinds: readonly Kind[]): readonly string[] => all.flatMap(([name, { kind }]) => (kinds.includes(kind) ? [name] : []))
  const reader = createMetricReader(send)
  const common = { arms, metrics: read, periodMs, delayMs, env, mask }
  const metered = (provider: MetricProvider, ...kinds: readonly Kind[]): Metered => ({ provider, metrics: names(...kinds) })
  const sources: Metered[] = []
  if (pair && names('alb').length > 0) {
    const groups = { canary: meteredGroups(pair, canary), baseline: meteredGroups(pair, baseline) }
    const alb = { reader, arms: groups, metrics: read, periodMs, delayMs }
    const zones = await zonesBefore(send, pair, baseline, signal)
    sources.push({
      ...metered(createAlbProvider(alb), 'alb'),
      ...(zones.length > 1 && { past: createAlbProvider({ ...alb, zones }) }),
    })
  }
  if (names('cloudwatch').length > 0) sources.push(metered(createCloudWatchProvider({ ...common, reader }), 'cloudwatch'))
  if (names('prometheus', 'prometheus-histogram').length > 0)
    sources.push(metered(createPrometheusProvider(common), 'prometheus', 'prometheus-histogram'))
  if (names('http-json').length > 0) sources.push({ ...metered(createHttpJsonProvider(common), 'http-json'), pastMs: askedPastMs })
  if (names('command').length > 0) sources.push({ ...metered(createCommandProvider(common), 'command'), pastMs: askedPastMs })
  return sources
}

/** Where nothing is rolled out by us: the side that does not serve most. */
export function canaryOf(pair: Pair): Colour {
  return liveSide(pair) === 'blue' ? 'green' : 'blue'
}
