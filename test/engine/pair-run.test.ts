import { describe, expect, test } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import { blueGreen, canary, pairStage, type PairStage } from './pair-stage.ts'
import { type Attempt, endOf, told } from './stage.ts'

const minuteMs = 60_000

/** Traffic and both sides as they were before anything began, or with the candidate's tasks still to be taken away. */
function expectHome(stage: PairStage, where = ''): void {
  expect(stage.pair.weights.at(-1), where).toBe(0)
  expect(stage.pair.services.blue, where).toEqual({ revision: 'web:7', desired: 4, healthy: 4 })
  expect(stage.pair.violations, where).toEqual([])
}

test('blue-green: both full, then all traffic, and the baseline goes last', async () => {
  const stage = pairStage()
  const finish = await stage.run(blueGreen())
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(stage.pair.weights).toEqual([0, 100])
  expect(stage.pair.acts.map((act) => (act.kind === 'size' ? `${act.side} ${act.capacity}` : act.kind))).toEqual([
    'candidate full',
    'shift',
    'baseline none',
  ])
  expect(stage.pair.violations).toEqual([])
  expect(stage.record()?.ended?.outcome).toBe('succeeded')
})

test('a goal with a standby keeps one task of the baseline', async () => {
  const stage = pairStage()
  const { goals } = blueGreen()
  const last = { ...goals.at(-1)!, capacity: { baseline: 'standby', candidate: 'full' } } as const
  expect(endOf(await stage.run(blueGreen({ goals: [...goals.slice(0, -1), last] })))).toBe('succeeded DEPLOYED')
  expect(stage.pair.services.blue.desired).toBe(1)
  expect(stage.pair.violations).toEqual([])
})

test('canary: each weight once, each for its hold, in order', async () => {
  const stage = pairStage()
  const finish = await stage.run(canary())
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(stage.pair.weights).toEqual([0, 5, 25, 50, 100])
  const arrivals = told(finish).history.flatMap((event) => (event.kind === 'arrived' ? [event] : []))
  expect(arrivals.map((event) => event.weight)).toEqual([0, 5, 25, 50, 100, 100])
  for (const [index, arrival] of arrivals.entries()) {
    const next = arrivals[index + 1]
    if (index >= 1 && next) expect(next.atMs - arrival.atMs).toBeGreaterThanOrEqual(10 * minuteMs)
  }
})

test('a side gets no traffic before it can carry it', async () => {
  const stage = pairStage({ sick: true })
  expect(endOf(await stage.run(blueGreen()))).toBe('rolled-back TIMED_OUT')
  expect(stage.pair.weights).toEqual([0])
  expectHome(stage)
  expect(stage.pair.services.green.desired).toBe(0)
})

describe.each([
  ['blue-green', blueGreen, [0, 100]],
  ['canary', canary, [0, 5, 25, 50, 100]],
] as const)('%s', (_, planOf, allWeights) => {
  const failingFrom = (measureIndex: number, verdict: 'fail' | 'inconclusive' | 'error') => {
    let measured = -1
    return () => ((measured += 1) >= measureIndex ? verdict : 'pass')
  }
  const measuresOf = async () => {
    const finish = await pairStage().run(planOf())
    return told(finish).calls.filter((call) => call === 'judge').length
  }

  test('a gate that fails at any measurement leads home, never past its weight', async () => {
    const count = await measuresOf()
    for (let index = 0; index < count; index += 1) {
      const stage = pairStage()
      const finish = await stage.run(planOf(), { judge: failingFrom(index, 'fail') })
      expect(endOf(finish), `${index}`).toMatch(/^rolled-back (SMOKE|ANALYSIS)_FAILED$/)
      expectHome(stage, `${index}`)
      expect(stage.pair.services.green.desired).toBe(0)
      const way = stage.pair.weights
      const away = way.length > 1 ? way.slice(0, -1) : way
      expect(away, `${index}`).toEqual(allWeights.slice(0, away.length))
    }
  })

  test('an inconclusive gate pauses where nobody need attend, and the run after it judges again', async () => {
    const stage = pairStage()
    expect(endOf(await stage.run(planOf({ unattended: 'hold' }), { judge: failingFrom(0, 'inconclusive') }))).toBe(
      'paused ANALYSIS_INCONCLUSIVE',
    )
    expect(stage.record()?.ended).toBeUndefined()
    stage.time.advanceTo(stage.time.nowMs() + 10_000)
    expect(endOf(await stage.run(planOf(), { run: '101' }))).toBe('succeeded DEPLOYED')
    expect(stage.pair.violations).toEqual([])
  })

  test.each([
    ['fail', 'rolled-back ANALYSIS_INCONCLUSIVE'],
    ['pass', 'succeeded DEPLOYED'],
    ['hold', 'rolled-back ANALYSIS_INCONCLUSIVE'],
    ['extend', 'rolled-back ANALYSIS_INCONCLUSIVE'],
  ] as const)('on-inconclusive %s: %s', async (onInconclusive, end) => {
    const stage = pairStage()
    expect(endOf(await stage.run(planOf({ onInconclusive }), { judge: () => 'inconclusive' }))).toBe(end)
    if (end.startsWith('rolled')) expectHome(stage)
  })

  test('an extended gate opens as soon as the evidence suffices', async () => {
    const stage = pairStage()
    expect(endOf(await stage.run(planOf({ onInconclusive: 'extend' }), { judge: failingThen('inconclusive', 20) }))).toBe(
      'succeeded DEPLOYED',
    )
  })

  test('a source of evidence that is broken is never a pass and never a failed candidate', async () => {
    const stage = pairStage()
    expect(endOf(await stage.run(planOf(), { judge: () => 'error' }))).toBe('rolled-back METRICS_UNAVAILABLE')
    expectHome(stage)
    const silent = pairStage()
    const at = (_index: number, name: string) => (name === 'judge' ? new SluiceError('THROTTLED', 'Rate exceeded') : undefined)
    expect(endOf(await silent.run(planOf(), { trouble: { at } }))).toBe('rolled-back METRICS_UNAVAILABLE')
    expectHome(silent)
  })

  test('a task that dies under traffic leads home at once', async () => {
    const start = pairStage().startMs
    const stage = pairStage({ faultAtMs: start + 2 * minuteMs })
    const finish = await stage.run(planOf())
    expect(endOf(finish)).toBe('rolled-back TASK_EXITED')
    expectHome(stage)
    const home = told(finish).history.find((event) => event.kind === 'acted' && event.act.kind === 'shift' && event.act.weight === 0)
    expect(home!.atMs - (start + 2 * minuteMs)).toBeLessThanOrEqual(20_000)
  })

  test('somebody else who moves traffic is not overruled', async () => {
    const stage = pairStage()
    stage.time.at(stage.startMs + 2 * minuteMs, () => stage.pair.meddle(33))
    expect(endOf(await stage.run(planOf()))).toBe('failed SUPERSEDED')
    expect(stage.pair.weights.at(-1)).toBe(33)
  })

  test('whenever the signal comes, traffic is home in time, in one write of the weight', async () => {
    const moments = [
      ...Array.from({ length: 60 }, (_, index) => 6_300 + 31 * index),
      ...Array.from({ length: 150 }, (_, index) => 40_000 + 1_013 * index),
    ]
    for (const lost of [false, true]) {
      for (const cancelAtMs of moments) {
        const where = `${cancelAtMs} ${lost}`
        const stage = pairStage({ rules: 2 })
        const at = (_: number, name: string) =>
          lost && name === 'perform shift' && stage.time.nowMs() < stage.startMs + cancelAtMs ? ('answer lost' as const) : undefined
        const finish = await stage.run(planOf(), { cancelAtMs, trouble: { at } })
        const end = endOf(finish)
        expect(end, where).toMatch(/CANCELLED/)
        expect(stage.time.nowMs() - stage.startMs - cancelAtMs, where).toBeLessThan(7_000)
        expectHome(stage, where)
        const callsHome = stage.pair.acts.filter((act) => act.kind === 'shift' && act.weight === 0).length
        expect(callsHome, where).toBeLessThanOrEqual(1)
      }
    }
  })

  const crash = (index: number, how: 'dies before' | 'dies after', extra: Attempt = {}): Attempt => ({
    ...extra,
    trouble: { at: (at) => (at === index ? how : undefined) },
  })

  test.each(['good', 'bad'] as const)('a crash at every call, then the same step again: %s candidate', async (kind) => {
    const judge = (check: string) => (kind === 'bad' && check === 'errors' ? 'fail' : 'pass')
    let stageUnder = pairStage({ rules: 2 })
    const whole = await stageUnder.run(planOf(), { judge })
    const end = endOf(whole)
    expect(end).toBe(kind === 'good' ? 'succeeded DEPLOYED' : 'rolled-back ANALYSIS_FAILED')
    const calls = told(whole).calls
    for (let index = 0; index < calls.length; index += 1) {
      // Of a long row of looks some are enough.
      if (calls[index] === 'observe' && calls[index - 1] === 'observe' && index % 11 !== 0) continue
      for (const how of ['dies before', 'dies after'] as const) {
        const where = `call ${index} ${calls[index]}, ${how}`
        // Nothing is left to be done after the last write.
        if (index === calls.length - 1 && how === 'dies after') continue
        stageUnder = pairStage({ rules: 2 })
        expect(endOf(await stageUnder.run(planOf(), crash(index, how, { judge }))), where).toBe('died')
        const highest = Math.max(...stageUnder.pair.weights)
        stageUnder.time.advanceTo(stageUnder.time.nowMs() + 90_000)
        expect(Math.max(...stageUnder.pair.weights)).toBe(highest)
        const again = endOf(await stageUnder.run(planOf(), { attempt: 2, judge }))
        expect(again, where).toBe(end)
        expect(stageUnder.pair.violations, where).toEqual([])
        if (kind === 'bad') expectHome(stageUnder, where)
        else expect(stageUnder.pair.weights, where).toEqual(allWeights)
        expect(stageUnder.record()?.ended, where).toBeDefined()
      }
    }
  })
})

function failingThen(verdict: 'inconclusive', times: number): () => 'inconclusive' | 'pass' {
  let asked = 0
  return () => ((asked += 1) <= times ? verdict : 'pass')
}

test('past the point of no return home is the candidate, and that is not called rolled back', async () => {
  const stage = pairStage()
  const plan = blueGreen({ committed: 2 })
  const judge = () => (stage.pair.weights.at(-1) === 100 ? 'fail' : 'pass')
  expect(endOf(await stage.run(plan, { judge }))).toBe('waiting BAKE_CONTINUES')
  stage.pass(5 * minuteMs)
  expect(endOf(await stage.run(plan, { run: '101', judge }))).toBe('failed ANALYSIS_FAILED')
  expect(stage.pair.weights).toEqual([0, 100])
  expect(stage.pair.services.green.desired).toBe(4)
  expect(stage.pair.violations).toEqual([])
})

test('rules that hold only 0 and 100 carry blue-green and refuse a canary before any traffic moved', async () => {
  const swap = pairStage({ rests: [0, 100] })
  expect(endOf(await swap.run(blueGreen()))).toBe('succeeded DEPLOYED')
  const steps = pairStage({ rests: [0, 100] })
  expect(endOf(await steps.run(canary()))).toBe('failed PREFLIGHT_FAILED')
  expect(steps.pair.weights).toEqual([0])
})

test('a resumed bake waits only the rest', async () => {
  const stage = pairStage()
  const dieAtMs = stage.startMs + 4 * minuteMs
  const at = () => (stage.time.nowMs() >= dieAtMs ? ('dies before' as const) : undefined)
  expect(endOf(await stage.run(blueGreen(), { trouble: { at } }))).toBe('died')
  stage.time.advanceTo(dieAtMs + minuteMs)
  const finish = await stage.run(blueGreen(), { attempt: 2 })
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(stage.time.nowMs() - stage.startMs).toBeLessThan(7.5 * minuteMs)
})
