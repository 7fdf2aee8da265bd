import { describe, expect, test } from 'vitest'
import { analysisOf } from '../../src/domain/analysis/declared.ts'
import type { ComparedMetric, Sample } from '../../src/domain/analysis/model.ts'
import { SluiceError } from '../../src/domain/errors.ts'
import type { Objective } from '../../src/domain/metrics/model.ts'
import type { Check, Course, Evidence } from '../../src/domain/rollout.ts'
import { createCanaryJudge } from '../../src/engine/canary-judge.ts'
import { countedProvider } from '../fakes/counted-provider.ts'

const minuteMs = 60_000
/** A whole minute. */
const startMs = 1_900_000_020_000
const never = new AbortController().signal
const check: Check = { name: 'analysis', kind: 'analysis', spec: {} }
const errors: ComparedMetric = {
  ...{ name: 'errors', alphaShare: 1, margin: 1.25, harm: 2, required: true, overdispersion: 'auto', failures: true },
}
const wanted = {
  ...{ metrics: [errors], alpha: 0.05, beta: 0.05, periodMs: minuteMs, warmUpMs: minuteMs, floorMs: 5 * minuteMs },
  ...{ judgedMs: 35 * minuteMs, extends: false, adapts: false },
}
const spec = analysisOf(wanted)

const good = (): Sample => ({ canary: { n: 5_000, x: 50 }, baseline: { n: 95_000, x: 950 } })
const bad = (): Sample => ({ canary: { n: 5_000, x: 250 }, baseline: { n: 95_000, x: 950 } })
/** From minute 4 on the canary fails five times as often. */
const turning = (atMs: number): Sample => (atMs >= startMs + 4 * minuteMs ? bad() : good())

type Source = ReturnType<typeof countedProvider>

/** 99 % of requests must be good. */
const budget: Objective = {
  ...{ name: 'errors-slo', target: 0.99, burn: 3, from: 'errors' },
  source: { kind: 'alb', what: 'errors', thresholdsMs: 'auto' },
}

function judgeOver(source: Source, asked = spec) {
  const judge = createCanaryJudge({
    spec: asked,
    objectives: [budget],
    open: () => Promise.resolve([{ provider: source.provider, metrics: ['errors'] }]),
    forecast: (_spec, frozen, past) => [`${String(past.length)} intervals, ${frozen.members.map(({ name }) => name).join()}`],
  })
  const at = async (minute: number, course: Course): Promise<Evidence> => {
    const [found] = await judge.judge([check], startMs, startMs + minute * minuteMs, never, course)
    return found!
  }
  return { judge, at }
}

/** What a run that looks each minute hears, and the first minute of each verdict. */
async function watched(source: Source, course: Course, fromMinute = 1, toMinute = 20) {
  const { at, judge } = judgeOver(source)
  const found: Evidence[] = []
  for (let minute = fromMinute; minute <= toMinute; minute += 1) found.push(await at(minute, course))
  return { found, report: judge.report(), failedAt: fromMinute + found.findIndex(({ verdict }) => verdict === 'fail') }
}

async function frozenBy(source: Source, asked = spec): Promise<Course> {
  const { frozen } = await judgeOver(source, asked).judge.freeze!(startMs, never)
  return { arrivals: [{ weight: 5, atMs: startMs }], frozen }
}

test('fixes its terms from the past before the canary has traffic, and says what they will show', async () => {
  const source = countedProvider(good)
  const { frozen, lines } = await judgeOver(source).judge.freeze!(startMs, never)
  expect(frozen).toMatch(/^d\.34\.[0-9a-f]{8}\/errors\//)
  expect(lines).toEqual(['178 intervals, errors'])
  expect(source.asked).toEqual([{ fromMs: startMs - 3 * 3_600_000, toMs: startMs }])
})

test('a canary that becomes worse is failed, the sooner the more there is of it', async () => {
  const source = countedProvider(turning)
  const { failedAt, found, report } = await watched(source, await frozenBy(source))
  expect(failedAt).toBeGreaterThanOrEqual(7)
  expect(failedAt).toBeLessThanOrEqual(12)
  expect(found.at(-1)!.because).toMatch(/^errors: the canary is .*x/)
  expect(report).toMatchObject({ startedAtMs: startMs, weights: [{ weight: 5, atMs: startMs }] })
  expect(report!.rows).toHaveLength(18)
  expect(report!.looks).toHaveLength(18)
})

test('whoever takes it up, whenever, comes to the same verdict in the same minute', async () => {
  const source = countedProvider(turning)
  const course = await frozenBy(source)
  const whole = await watched(source, course)
  for (const killedAt of [1, 3, 5, 7]) {
    const after = await watched(source, course, killedAt + 1)
    expect(after.failedAt, `${killedAt}`).toBe(Math.max(whole.failedAt, killedAt + 1))
    expect(after.found.at(-1), `${killedAt}`).toEqual(whole.found.at(-1))
    expect(after.report?.looks.map(({ verdict }) => verdict)).toEqual(whole.report?.looks.map(({ verdict }) => verdict))
  }
})

test('a canary that is not worse earns its pass', async () => {
  const source = countedProvider(good)
  const { found } = await watched(source, await frozenBy(source), 1, 35)
  expect(found.at(-1)).toMatchObject({ verdict: 'pass' })
  expect(found.slice(0, 6).map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'inconclusive'))
})

test('the interval in which the traffic began is half of another weight, and not judged', async () => {
  const source = countedProvider((atMs) => (atMs === startMs ? bad() : good()))
  const { frozen } = await frozenBy(source)
  const { report } = await watched(source, { arrivals: [{ weight: 5, atMs: startMs + 20_000 }], frozen: frozen! }, 5, 5)
  expect(report?.startedAtMs).toBe(startMs + minuteMs)
  expect(report?.rows[0]).toEqual({ minute: 0, metrics: { errors: good() } })
})

test('before an interval is complete nothing opens', async () => {
  const source = countedProvider(good)
  const course = await frozenBy(source)
  expect(await judgeOver(source).at(1, course)).toMatchObject({
    verdict: 'inconclusive',
    blocks: true,
    because: expect.stringContaining('no interval is complete yet') as string,
  })
})

test('data that is stated anew is judged anew', async () => {
  let shown: (atMs: number) => Sample = good
  const source = countedProvider((atMs) => shown(atMs))
  const course = await frozenBy(source)
  const { at } = judgeOver(source)
  expect((await at(12, course)).verdict).not.toBe('fail')
  shown = bad
  expect((await at(13, course)).verdict).toBe('fail')
})

describe('a source that', () => {
  test('is out of reach is an error, and the verdict afterwards is as if it never had been', async () => {
    const error = new SluiceError('METRICS_UNAVAILABLE', 'prometheus:9090 does not answer')
    const away = (toMs: number): SluiceError | undefined =>
      toMs > startMs + 3 * minuteMs && toMs < startMs + 6 * minuteMs ? error : undefined
    const source = countedProvider(turning, { fails: away })
    const course = await frozenBy(countedProvider(turning))
    const broken = await watched(source, course)
    expect(broken.found[3]).toMatchObject({ verdict: 'error', because: 'prometheus:9090 does not answer' })
    expect(broken.failedAt).toBe((await watched(countedProvider(turning), course)).failedAt)
  })

  test('is out of reach hides no FAIL of another', async () => {
    const away = countedProvider(good, { fails: () => new SluiceError('METRICS_UNAVAILABLE', 'orders do not answer') })
    const orders: ComparedMetric = { ...errors, name: 'orders', required: false, failures: false }
    const asked = analysisOf({
      ...wanted,
      metrics: [
        { ...errors, alphaShare: 0.5 },
        { ...orders, alphaShare: 0.5 },
      ],
    })
    const course = await frozenBy(countedProvider(turning), asked)
    const judge = createCanaryJudge({
      spec: asked,
      objectives: [],
      open: () =>
        Promise.resolve([
          { provider: countedProvider(turning).provider, metrics: ['errors'] },
          { provider: away.provider, metrics: ['orders'] },
        ]),
      forecast: () => [],
    })
    const said: Evidence[] = []
    for (let minute = 1; minute <= 14; minute += 1)
      said.push(...(await judge.judge([check], startMs, startMs + minute * minuteMs, never, course)))
    expect(said[5]).toMatchObject({ verdict: 'error', because: 'orders do not answer' })
    expect(said.at(-1)).toMatchObject({ verdict: 'fail', because: expect.stringMatching(/^errors: /) as string })
  })

  test('has nothing for the canary is an error in time', async () => {
    const source = countedProvider(() => ({ canary: { n: 0, x: 0 }, baseline: { n: 9_000, x: 9 } }))
    const { found } = await watched(source, await frozenBy(source), 1, 12)
    expect(found.at(-1)).toMatchObject({ verdict: 'error', because: expect.stringContaining('gets no traffic') as string })
  })

  test('has nothing for anybody opens nothing', async () => {
    const source = countedProvider(() => undefined)
    const { found } = await watched(source, await frozenBy(source), 1, 12)
    expect(found.every(({ verdict, blocks }) => verdict !== 'pass' && verdict !== 'fail' && (blocks || verdict === 'error'))).toBe(true)
  })

  test('keeps no past begins anew, and says so', async () => {
    const source = countedProvider(good, { history: false })
    const course = await frozenBy(source)
    const whole = await watched(source, course, 1, 12)
    expect(whole.found.at(-1)!.because).not.toContain('keeps no past')
    const after = await watched(countedProvider(good, { history: false }), course, 10, 12)
    expect(after.found.at(-1)!.because).toContain('The source of errors keeps no past, so its evidence begins with this run')
  })

  test('counts refused connections fails a canary at once', async () => {
    const source = countedProvider(good)
    const course = await frozenBy(source)
    const refusing = countedProvider(good)
    const { provider } = refusing
    const rows: typeof provider.rows = async (...given) =>
      (await provider.rows(...given)).map((row) => ({
        ...row,
        samples: { ...row.samples, connections: { canary: { n: 5_000, x: 900 }, baseline: { n: 95_000, x: 2 } } },
      }))
    const { at } = judgeOver({ ...refusing, provider: { ...provider, rows } })
    expect(await at(3, course)).toMatchObject({
      verdict: 'fail',
      because: expect.stringContaining('900 of 5000 connections to the canary failed') as string,
    })
  })
})

test('a canary that gets another part of the requests than was configured is told', async () => {
  const source = countedProvider(good)
  const { frozen } = await frozenBy(source)
  const at = async (weight: number) => (await judgeOver(source).at(12, { arrivals: [{ weight, atMs: startMs }], frozen: frozen! })).because
  expect(await at(20)).toContain('the canary got 5 % of 900,000 requests, 20 % were configured: sessions may be sticky')
  expect(await at(5)).not.toContain('configured')
})

describe('what was declared', () => {
  test('is not exchanged midway', async () => {
    const source = countedProvider(good)
    const course = await frozenBy(source)
    const stricter = judgeOver(source, { ...spec, alpha: 0.01 })
    await expect(stricter.at(3, course)).rejects.toMatchObject({ reasonCode: 'PLAN_CHANGED' })
    expect(() => stricter.judge.assertJudges!(course.frozen!)).toThrow('other metrics')
    expect(() => judgeOver(source).judge.assertJudges!(course.frozen!)).not.toThrow()
    await expect(judgeOver(source).at(3, { ...course, frozen: 'nonsense' })).rejects.toMatchObject({ reasonCode: 'RECORD_LOST' })
  })

  test('rests on holds that do not end early', async () => {
    const source = countedProvider(good)
    const early = analysisOf({ ...wanted, adapts: true })
    const declared = await frozenBy(source)
    await expect(judgeOver(source, early).at(3, declared)).rejects.toMatchObject({ reasonCode: 'PLAN_CHANGED' })
    const adaptive = await frozenBy(source, early)
    expect((await judgeOver(source).at(3, adaptive)).verdict).toBe('inconclusive')
  })

  test('stays as long as it was, and of its design, whatever a later run asks', async () => {
    const source = countedProvider(good)
    const course = await frozenBy(source)
    const longer = judgeOver(source, analysisOf({ ...wanted, judgedMs: 90 * minuteMs, extends: true }))
    await longer.at(8, course)
    expect(longer.judge.report()!.spec).toMatchObject({ looks: 34, design: 'declared' })
  })
})

describe('an objective', () => {
  const slo: Check = { name: 'errors-slo', kind: 'slo', spec: {} }
  const at = async (source: Source, course: Course) => {
    const found = await judgeOver(source).judge.judge([check, slo], startMs, startMs + 14 * minuteMs, never, course)
    return found[1]!
  }

  test('is failed by a canary that burns its budget and is worse than the baseline', async () => {
    const source = countedProvider(turning)
    expect(await at(source, await frozenBy(source))).toMatchObject({
      check: 'errors-slo',
      verdict: 'fail',
      because: expect.stringContaining('burns') as string,
    })
    expect(await at(countedProvider(good), await frozenBy(source))).toMatchObject({ verdict: 'pass' })
  })

  test('that burned before the first shift already is not the fault of the canary', async () => {
    const burning = (): Sample => ({ canary: { n: 5_000, x: 300 }, baseline: { n: 95_000, x: 5_500 } })
    const source = countedProvider(burning)
    expect(await at(source, await frozenBy(source))).toMatchObject({
      verdict: 'inconclusive',
      blocks: true,
      because: expect.stringContaining('before the first shift already') as string,
    })
  })
})

test('checks of other kinds are left to others', async () => {
  const source = countedProvider(good)
  const { judge } = judgeOver(source)
  expect(await judge.judge([{ name: 'smoke', kind: 'smoke', spec: {} }], startMs, startMs, never, { arrivals: [] })).toEqual([])
  expect(source.asked).toEqual([])
})
