import { afterEach, describe, expect, test } from 'vitest'
import type { Counts } from '../../src/domain/analysis/model.ts'
import { SluiceError } from '../../src/domain/errors.ts'
import type { MetricInterval, MetricProvider } from '../../src/ports.ts'

/** A provider over a source that the test fills. */
export interface MetricStage {
  readonly provider: MetricProvider
  readonly periodMs: number
  /** The member whose counts `hold` sets. */
  readonly member: string
  /**
   * From now on the source holds these counts for the interval that starts at `atMs`, instead of those it held. An arm without counts served
   * nothing in it. Intervals that nothing was ever held for are before, between and after the others.
   */
  hold(atMs: number, counts: { readonly canary?: Counts; readonly baseline?: Counts }): void
  /** From now on the source answers something that is no number for both arms in this interval. */
  spoil(atMs: number): void
  /** From now on the source never answers, or answers with an error of its own. */
  breakDown(how: 'hangs' | 'fails'): void
  close?(): Promise<void> | void
}

/** A whole minute, and a whole hour. */
export const originMs = 1_800_000_000_000
const canary: Counts = { n: 50, x: 3 }
const baseline: Counts = { n: 950, x: 9 }
const nothing: Counts = { n: 0, x: 0 }
const never = new AbortController().signal

/** What every metric provider must do. `create` gives one over a source that holds nothing yet. */
export function metricProviderContract(name: string, create: () => MetricStage | Promise<MetricStage>): void {
  describe(`metric provider: ${name}`, () => {
    let stage: MetricStage | undefined
    afterEach(async () => {
      await stage?.close?.()
      stage = undefined
    })

    /** A source with counts in the first `intervals` intervals from the origin. */
    async function open(intervals: number) {
      const opened = (stage = await create())
      const at = (interval: number): number => originMs + interval * opened.periodMs
      /** When the interval has become mature. */
      const mature = (interval: number): number => at(interval + 1) + opened.provider.delayMs
      for (let interval = 0; interval < intervals; interval++) opened.hold(at(interval), { canary, baseline })
      /** All rows between two times. A source that knows no past is asked as time goes by, once an interval. */
      const rows = async (
        fromMs: number,
        toMs: number,
        members: readonly string[] = [opened.member],
      ): Promise<readonly MetricInterval[]> => {
        const { provider, periodMs } = opened
        if (provider.history) return provider.rows(members, fromMs, toMs, never)
        const seen = new Map<number, MetricInterval>()
        for (let nowMs = fromMs; ; nowMs = Math.min(toMs, nowMs + periodMs)) {
          for (const row of await provider.rows(members, fromMs, nowMs, never)) seen.set(row.atMs, row)
          if (nowMs >= toMs) return [...seen.values()]
        }
      }
      const sampleAt = async (interval: number) =>
        (await rows(at(interval), mature(interval))).find(({ atMs }) => atMs === at(interval))?.samples[opened.member]
      return { ...opened, at, mature, rows, sampleAt }
    }

    test('gives the counts of both arms for each whole interval, oldest first, and nothing before', async () => {
      const { at, mature, rows, member } = await open(6)
      const found = await rows(at(1) - 1, mature(3))
      expect(found.map(({ atMs, samples }) => [atMs, samples[member]?.canary, samples[member]?.baseline])).toEqual(
        [1, 2, 3].map((interval) => [at(interval), canary, baseline]),
      )
      expect((await rows(at(1) + 1, mature(3))).map(({ atMs }) => atMs)).toEqual([at(2), at(3)])
    })

    test('gives no interval before it is mature', async () => {
      const { at, mature, rows } = await open(3)
      expect((await rows(at(0), mature(1) - 1)).map(({ atMs }) => atMs)).toEqual([at(0)])
      expect((await rows(at(0), mature(1))).map(({ atMs }) => atMs)).toEqual([at(0), at(1)])
    })

    test('gives nothing where nothing is asked for', async () => {
      const { at, mature, rows } = await open(2)
      expect(await rows(at(0), at(0))).toEqual([])
      expect(await rows(mature(1), at(0))).toEqual([])
    })

    test('an arm without bad requests has none of them', async () => {
      const { at, hold, sampleAt } = await open(1)
      hold(at(1), { canary: { n: 50, x: 0 }, baseline: { n: 950, x: 0 } })
      expect(await sampleAt(1)).toMatchObject({ canary: { n: 50, x: 0 }, baseline: { n: 950, x: 0 } })
    })

    test.each(['canary', 'baseline'] as const)('a silent %s has no requests, or is unknown', async (silent) => {
      const { at, hold, sampleAt } = await open(1)
      const other = silent === 'canary' ? { baseline } : { canary }
      hold(at(1), other)
      const sample = await sampleAt(1)
      if (sample !== undefined) expect(sample).toMatchObject({ [silent]: nothing, ...other })
    })

    test('makes up no requests where the source has nothing', async () => {
      const { at, hold, sampleAt } = await open(1)
      hold(at(2), { canary, baseline })
      const sample = await sampleAt(1)
      if (sample !== undefined) expect(sample).toMatchObject({ canary: nothing, baseline: nothing })
    })

    test('an interval in which neither arm served anything is none, or empty', async () => {
      const { at, hold, sampleAt } = await open(1)
      hold(at(1), {})
      const sample = await sampleAt(1)
      if (sample !== undefined) expect(sample).toMatchObject({ canary: nothing, baseline: nothing })
    })

    test('what is no number never comes out as one', async () => {
      const { at, hold, spoil, mature, rows, member } = await open(1)
      hold(at(1), { canary, baseline })
      spoil(at(1))
      hold(at(2), { canary, baseline })
      let found: readonly MetricInterval[]
      try {
        found = await rows(at(0), mature(2))
      } catch (error) {
        expect(error).toBeInstanceOf(SluiceError)
        return
      }
      expect(found.find(({ atMs }) => atMs === at(1))?.samples[member]).toBeUndefined()
      expect(found.find(({ atMs }) => atMs === at(0))?.samples[member]).toMatchObject({ canary, baseline })
    })

    test('counts are whole, and no more are bad than there are', async () => {
      const { at, mature, rows } = await open(3)
      for (const { samples } of await rows(at(0), mature(2)))
        for (const { canary, baseline, zones = [] } of Object.values(samples))
          for (const { n, x } of [canary, baseline, ...zones]) {
            expect([n, x].every(Number.isInteger)).toBe(true)
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x).toBeLessThanOrEqual(n)
          }
    })

    test('what the source states anew is given anew', async () => {
      const { provider, at, hold, sampleAt } = await open(2)
      if (!provider.history) return
      expect(await sampleAt(1)).toMatchObject({ canary, baseline })
      hold(at(1), { canary: { n: 60, x: 8 }, baseline })
      expect(await sampleAt(1)).toMatchObject({ canary: { n: 60, x: 8 }, baseline })
    })

    test('its members are the same each time, and those of others are left to others', async () => {
      const { provider, at, mature, rows, member } = await open(2)
      const members = await provider.members(mature(1), never)
      expect(members).toContain(member)
      expect(new Set(members).size).toBe(members.length)
      expect(await provider.members(mature(1), never)).toEqual(members)
      for (const { samples } of await rows(at(0), mature(1), ['nobody', member, 'nobody >250ms'])) {
        expect(Object.keys(samples)).toContain(member)
        expect(Object.keys(samples).filter((each) => each.startsWith('nobody'))).toEqual([])
      }
    })

    test('a source that hangs is given up with the signal', async () => {
      const { provider, breakDown, at, mature, member } = await open(2)
      breakDown('hangs')
      const leaving = new AbortController()
      const asked = provider.rows([member], at(0), mature(1), leaving.signal)
      const ended = expect(asked).rejects.toMatchObject({ name: 'SluiceError', reasonCode: 'CANCELLED' })
      await Promise.resolve()
      leaving.abort()
      await ended
    })

    test('a look that is cancelled already asks nothing', async () => {
      const { provider, breakDown, at, mature, member } = await open(2)
      breakDown('hangs')
      const asked = provider.rows([member], at(0), mature(1), AbortSignal.abort())
      await expect(asked).rejects.toMatchObject({ name: 'SluiceError', reasonCode: 'CANCELLED' })
    })

    test('a source that fails is an error that says so, and no counts', async () => {
      const { provider, breakDown, at, mature, member } = await open(2)
      breakDown('fails')
      const error: unknown = await provider.rows([member], at(0), mature(1), never).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(SluiceError)
      expect(['METRICS_UNAVAILABLE', 'AWS_ERROR', 'THROTTLED', 'ACCESS_DENIED']).toContain((error as SluiceError).reasonCode)
    })
  })
}
