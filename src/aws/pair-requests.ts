import { asSluiceError } from '../domain/errors.ts'
import { type AlbMetrics, createAlbMetrics, type MeteredGroup } from './alb-metrics.ts'
import type { Send } from './operations.ts'
import { type Colour, colours, type Pair } from './pair.ts'
import { tuplesOf } from './pair-rules.ts'

/** Load balancers report a minute so long after its end. */
const metricsDelayMs = 120_000

/**
 * Tells how many requests each side got, once for each minute that began after `sinceMs`; `first` is named first. It decides nothing, so
 * a role that may not read metrics is told so once.
 */
export function createRequestNews(
  send: Send,
  { groups, rules }: Pick<Pair, 'groups' | 'rules'>,
  first: Colour,
): (sinceMs: number, nowMs: number, signal: AbortSignal) => Promise<readonly string[]> {
  const metrics: AlbMetrics = createAlbMetrics({ send, delayMs: metricsDelayMs })
  const metered = colours.flatMap((colour) =>
    groups[colour].flatMap(({ TargetGroupArn: groupArn = '' }): (MeteredGroup & { readonly colour: Colour })[] => {
      const rule = rules.find(({ actions }) => actions.flatMap(tuplesOf).some((tuple) => tuple.TargetGroupArn === groupArn))
      return rule ? [{ colour, groupArn, by: rule.arn }] : []
    }),
  )
  const order = [first, ...colours.filter((colour) => colour !== first)]
  let toldMs = -Infinity
  let denied = false

  return async (sinceMs, nowMs, signal) => {
    // The minute that would be counted may have been told already, or have begun too early.
    if (denied || metered.length === 0) return []
    try {
      const { atMs, counts } = await metrics.requestCounts(metered, nowMs, signal)
      if (atMs < sinceMs || atMs <= toldMs) return []
      toldMs = atMs
      const countOf = (wanted: Colour): number =>
        counts.reduce((sum, count, index) => sum + (metered[index]!.colour === wanted ? count : 0), 0)
      const sides = order.map((colour) => `${colour} ${grouped(countOf(colour))}`)
      return [`Requests in the minute ${new Date(atMs).toISOString().slice(11, 16)}: ${sides.join(', ')}`]
    } catch (thrown) {
      const error = asSluiceError(thrown)
      if (error.reasonCode !== 'ACCESS_DENIED') return []
      denied = true
      return [`Requests are not counted: ${error.message}`]
    }
  }
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
