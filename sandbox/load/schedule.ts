import type { Stream } from './order.ts'

/** When the n-th request is due, in milliseconds after the start: fixed in advance, however the server behaves. */
export function dueAfterMs(index: number, ratePerSecond: number): number {
  return (index * 1000) / ratePerSecond
}

/**
 * Deals requests to streams so that each has its exact share at all times, none ahead of it by more than one request:
 * each gains its share at every turn, the richest is taken and pays for all.
 */
export function createDealer(streams: readonly Stream[]): () => Stream {
  const total = streams.reduce((sum, stream) => sum + stream.share, 0)
  const credits = streams.map(() => 0)
  return () => {
    let richest = 0
    for (const [index, stream] of streams.entries()) {
      credits[index]! += stream.share
      if (credits[index]! > credits[richest]!) richest = index
    }
    credits[richest]! -= total
    return streams[richest]!
  }
}
