import { createRandom } from '../../sandbox/cloud/random.ts'

/** When something happens to a step: at one of its calls, before or after AWS has done it, or so long after its start. */
export type Moment =
  { readonly kind: 'call'; readonly nth: number; readonly effect: 'before' | 'after' } | { readonly kind: 'time'; readonly afterMs: number }

/** Moments spread over a step that takes so many calls and so long: calls and times by turns, always the same for a seed. */
export function drawMoments(seed: number, count: number, calls: number, ms: number): readonly Moment[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index): Moment => {
    if (index % 2 === 1) return { kind: 'time', afterMs: Math.round(random.next() * ms) }
    return { kind: 'call', nth: 1 + Math.floor(random.next() * calls), effect: random.next() < 0.5 ? 'before' : 'after' }
  })
}

/** Works through all of them, so many at a time; answers in their order. */
export async function sideBySide<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const found = new Array<R>(items.length)
  const queue = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) found[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found
}
