import { expect } from 'vitest'
import { revisionOf } from './owner.ts'
import { type Colour, colours, type PairShop, type Weights } from './pair-shop.ts'
import { until } from './until.ts'

const otherOf = { blue: 'green', green: 'blue' } as const

/** Which side has all the weight of both rules; undefined while it is shared, or the rules differ. */
export function wholeSide(weights: readonly Weights[]): Colour | undefined {
  return colours.find((colour) => weights.every((each) => each[colour] > 0 && each[otherOf[colour]] === 0))
}

/** Until readers see all weight of both rules on this side. */
export async function wholly(shop: PairShop, colour: Colour): Promise<void> {
  await until(`all weight on ${colour}`, async () => wholeSide(await shop.weights()) === colour)
}

/** Until all traffic goes to this side by the rules and by what answers. `revision` must be what the side is set to. */
export async function servedBy(shop: PairShop, colour: Colour, revision: string, version: string): Promise<void> {
  await wholly(shop, colour)
  const service = await shop.service(colour)
  expect(revisionOf(service.taskDefinition)).toBe(revision)
  for (const path of ['/', '/shop/cart']) {
    await until(`${version} answers ${path}`, async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${shop.url}${path}`)))
      return answers.every((answer) => answer.ok && answer.headers.get('x-version') === version)
    })
  }
}

/** What the owner set for scaling stands again: both minimums, nothing suspended. */
export async function settingsPutBack(shop: PairShop, min = 1): Promise<void> {
  const untouched = { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false }
  await until('reads show the last write', () => settingsStand(shop, min)).catch(() => undefined)
  for (const [colour, target] of Object.entries(await shop.scalable()))
    expect(target, colour).toMatchObject({ MinCapacity: min, MaxCapacity: 8, SuspendedState: untouched })
}

/** Whether they do, for those who wait. */
export async function settingsStand(shop: PairShop, min = 1): Promise<boolean> {
  return Object.values(await shop.scalable()).every(
    (target) => target?.MinCapacity === min && !Object.values(target.SuspendedState ?? {}).some(Boolean),
  )
}

/** The tasks that each side is asked for. */
export async function desiredCounts(shop: PairShop): Promise<Readonly<Record<Colour, number>>> {
  const [blue, green] = await Promise.all(colours.map(async (colour) => (await shop.service(colour)).desiredCount ?? 0))
  return { blue: blue!, green: green! }
}

/** Each side is asked for so many tasks, once reads show the last write. */
export async function sized(shop: PairShop, counts: Readonly<Record<Colour, number>>): Promise<void> {
  const holds = async (): Promise<boolean> => {
    const found = await desiredCounts(shop)
    return colours.every((colour) => found[colour] === counts[colour])
  }
  await until('reads show the last write', holds).catch(() => undefined)
  expect(await desiredCounts(shop)).toEqual(counts)
}

/** The text of the record, empty when there is none; and whether anybody holds a claim. */
export async function recordOf(shop: PairShop): Promise<{ readonly text: string; readonly claims: readonly string[] }> {
  const tags = await shop.recordTags()
  const pieces = Object.keys(tags)
    .filter((key) => key.startsWith('sluice.record.'))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return {
    text: pieces.map((key) => tags[key]!.slice(tags[key]!.indexOf('.') + 1, -1)).join(''),
    claims: Object.keys(tags).filter((key) => key.startsWith('sluice.claim.')),
  }
}

/** Waits until reads show a record with these words: they lag behind writes. */
export async function recorded(shop: PairShop, words: string): Promise<void> {
  await until(`the record to say ${words}`, async () => (await recordOf(shop)).text.includes(words))
}
