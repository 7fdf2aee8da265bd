import { describe, expect, it } from 'vitest'
import { again, fails, playBrownOut } from '../../demo/brown-out.ts'
import { harmed, harmOf, harmTold } from '../../demo/canary-record.ts'
import type { CanaryRecord } from '../../demo/canary-record.ts'
import { decisionsOf } from '../../demo/decisions.ts'
import { page } from '../../demo/page.ts'
import { wide } from '../../demo/picture-frame.ts'
import { picture } from '../../demo/picture.ts'
import { startSharedDatabase } from '../../demo/shared-database.ts'
import type { Expectation } from '../../demo/story.ts'
import { deviationsOf } from '../../demo/story-record.ts'
import { recorded, recordedCanary, startedAtMs } from './recorded.ts'

const quantiles = (p50: number) => ({ p50, p99: p50, max: p50 })

describe('harm', () => {
  it('is what the canary failed or nobody answered, and what it answered late; never what the baseline did', () => {
    const load = {
      ...recorded().load,
      failedByVersion: { v1: 7, v2: 3, none: 2 },
      lateByVersion: { v1: 9, v2: 4 },
      latencyByVersion: { v1: quantiles(2), v2: quantiles(83) },
    }
    expect(harmOf(load, 'v1', 'v2')).toEqual({ failed: 5, baselineFailed: 7, late: 4, medianMs: { baseline: 2, candidate: 83 } })
    const canary: CanaryRecord = { verdict: 'fail', harm: harmOf(load, 'v1', 'v2') }
    expect(harmed(canary)).toBe(9)
    expect(harmTold(canary)).toBe('9 requests harmed on it, 5 failed, 4 late: 83 ms instead of 2 ms, 7 on the baseline')
  })

  it('has no medians where the canary never answered well', () => {
    const load = { ...recorded().load, failedByVersion: { none: 1 }, lateByVersion: {}, latencyByVersion: { v1: quantiles(2) } }
    expect(harmOf(load, 'v1', 'v2')).toEqual({ failed: 1, baselineFailed: 0, late: 0, medianMs: undefined })
  })
})

describe('the story of a canary', () => {
  const red = { outcome: 'rolled-back', reasonCode: 'ANALYSIS_FAILED', serving: 'v1' }
  const expected: Expectation = { ...red, verdict: 'fail', mostHarmed: 3, mostWeight: 5 }

  it('went as told when all did', () => {
    expect(deviationsOf(expected, recordedCanary())).toEqual([])
  })

  const { canary } = recordedCanary()
  const { report: _, ...noReport } = canary!
  it.each<[string, Partial<Expectation>, Parameters<typeof recordedCanary>[0], RegExp]>([
    ['another verdict', { verdict: 'pass' }, {}, /verdict: expected pass, got fail/],
    ['more harm', { mostHarmed: 2 }, {}, /3 requests were harmed by v2, at most 2 may/],
    ['more weight', { mostWeight: 4 }, {}, /weight of 5 %/],
    ['something that was never told', { notes: /both arms/ }, {}, /never told/],
    ['no report', {}, { canary: noReport }, /no report/],
    ['no brown-out in time', { heldAt: 5 }, {}, /over before/],
  ])('did not with %s', (_, more, rest, told) => {
    expect(deviationsOf({ ...expected, ...more }, recordedCanary(rest)).join('\n')).toMatch(told)
  })

  it('that is held keeps its weight for as long as both fail', () => {
    const during = (fromS: number, toS: number) =>
      recordedCanary({ canary: { ...canary!, brownOut: { fromMs: startedAtMs + fromS * 1000, toMs: startedAtMs + toS * 1000 } } })
    expect(deviationsOf({ ...expected, heldAt: 5 }, during(6, 9))).toEqual([])
    expect(deviationsOf({ ...expected, heldAt: 5 }, during(6, 11)).join()).toMatch(/held at 5 %.*had 0 %/)
    expect(deviationsOf({ ...expected, heldAt: 5 }, during(4, 9)).join()).toMatch(/held at 5 %.*had 0 %/)
  })
})

describe('a brown-out', () => {
  const ask = async (url: string): Promise<number> => (await fetch(url)).status

  it('lasts its time once the canary has traffic, and is over then', async () => {
    const database = await startSharedDatabase()
    const seen: string[] = []
    let traffic = false
    const played = playBrownOut(
      // Long enough to be seen by a machine that stands still for a moment.
      { afterMs: 1, forMs: 3_000, errorRate: 0.5 },
      database,
      () => Promise.resolve(traffic),
      (text) => seen.push(text),
      new AbortController().signal,
    )
    expect(await ask(database.url)).toBe(200)
    expect(seen).toEqual([])
    traffic = true
    await expect.poll(() => ask(database.url), { interval: 20 }).toBe(503)
    const { fromMs, toMs } = (await played)!
    expect(toMs - fromMs).toBeGreaterThanOrEqual(2_999)
    expect(await ask(database.url)).toBe(200)
    expect(seen).toEqual([fails, again])
    await database.close()
  })

  it('leaves the database working when the rollout is over before its end, and tells of none', async () => {
    const database = await startSharedDatabase()
    const over = new AbortController()
    const order = { afterMs: 1, forMs: 60_000, errorRate: 0.5 }
    const played = playBrownOut(
      order,
      database,
      () => Promise.resolve(true),
      () => over.abort(),
      over.signal,
    )
    expect(await played).toBeUndefined()
    expect(await ask(database.url)).toBe(200)
    await database.close()
  })
})

describe('the page of a canary', () => {
  it('tells the verdict, the harm beside it, and leads to the report of the gate', () => {
    const html = page([recorded(), recordedCanary()], startedAtMs)
    expect(html).toContain('<b>fail</b><span>verdict</span>')
    expect(html).toContain('<b class="bad">3</b><span>harmed on the canary</span>')
    expect(html).toContain('<a href="faulty/report.html">')
    expect(html.match(/Harmed are/g)).toHaveLength(1)
    expect(page([recorded()], startedAtMs)).not.toMatch(/harmed/i)
  })

  it('says what late means', () => {
    const harm = { failed: 0, baselineFailed: 0, late: 25, medianMs: { baseline: 2.5, candidate: 83 } }
    expect(page([recordedCanary({ canary: { verdict: 'fail', harm } })], startedAtMs)).toContain('25 late: 83 ms instead of 2.5 ms')
  })

  it('shows text of others as it is', () => {
    const html = page(
      [
        recordedCanary({
          canary: { verdict: '<b>', report: '"><script>', harm: { failed: 0, baselineFailed: 0, late: 0, medianMs: undefined } },
        }),
      ],
      0,
    )
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;b&gt;')
  })

  it('names a share that is too thin for its name, and says the weight in the ribbon', () => {
    const svg = picture(recordedCanary(), wide)
    expect(svg).toMatch(/class="label thin"[^>]*>green: v2</)
    expect(svg.match(/>5 %<\/text>/g)).toHaveLength(2)
  })
})

it('of the looks of a canary only news are decisions, and a weight that was asked for is told once', () => {
  const entry = (kind: string, text: string) => ({ at: new Date(startedAtMs).toISOString(), kind, text })
  const timeline = [
    entry('acted', 'Asked for weight 5 %'),
    entry('arrived', 'Reached canary-5'),
    entry('judged', 'analysis inconclusive: no interval is complete yet'),
    entry('judged', 'analysis inconclusive: errors: so far 1x of the baseline'),
    entry('judged', 'analysis inconclusive: errors: so far 2x of the baseline'),
    entry('judged', 'analysis fail: errors: the canary is 9x of the baseline'),
  ]
  expect(decisionsOf(recorded({ timeline })).map(({ text }) => text)).toEqual([timeline[0]!.text, timeline[3]!.text, timeline[5]!.text])
})
