import { describe, expect, test } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import type { Course, Evidence } from '../../src/domain/rollout.ts'
import type { Judge } from '../../src/ports.ts'
import { type Canary, type SwapStage, swapStage } from './swap-stage.ts'
import { endOf, told } from './stage.ts'

const minuteMs = 60_000
const steps = [
  { weight: 5, holdMs: 10 * minuteMs },
  { weight: 25, holdMs: 10 * minuteMs },
  { weight: 50, holdMs: 15 * minuteMs },
  { weight: 100, holdMs: 0 },
]
const canary = (changes: Partial<Canary> = {}): Canary => ({ steps, candidate: 'web:8', ...changes })

interface Asked {
  readonly atMs: number
  readonly course: Course
}

/** A judge that keeps what it was asked; `says` may know the minute since the first traffic. */
function judgeOf(says: (minute: number, asked: number) => Partial<Evidence>) {
  const asked: Asked[] = []
  const frozenAtMs: number[] = []
  const judge: Judge = {
    judge(checks, fromMs, toMs, _signal, course) {
      asked.push({ atMs: toMs, course })
      return Promise.resolve(
        checks.map(({ name, kind }): Evidence => {
          const minute = course.arrivals[0] ? (toMs - course.arrivals[0].atMs) / minuteMs : -1
          const found = kind === 'analysis' ? says(minute, asked.length) : { verdict: 'pass' as const }
          return { check: name, verdict: 'inconclusive', because: 'scripted', ...found, fromMs, toMs }
        }),
      )
    },
    freeze(atMs) {
      frozenAtMs.push(atMs)
      return Promise.resolve({ frozen: `frozen-${String(frozenAtMs.length)}`, lines: ['sees 2x with probability .9'] })
    },
  }
  return { judge, asked, frozenAtMs }
}

function expectHome({ pair }: SwapStage): void {
  expect(pair.weights.at(-1)).toBe(0)
  expect(pair.services.blue).toMatchObject({ revision: 'web:7', desired: 4, healthy: 4 })
  expect(pair.violations).toEqual([])
}

test('steps open while nothing has failed, the last one on a pass, and what is judged is fixed before the first shift', async () => {
  const stage = swapStage()
  const { judge, asked, frozenAtMs } = judgeOf((minute) => ({ verdict: minute >= 34 ? 'pass' : 'inconclusive' }))
  const finish = await stage.canary(canary({ judge }))
  expect(endOf(finish)).toBe('succeeded PROMOTED')
  expect(stage.pair.weights).toEqual([0, 5, 25, 50, 100])
  expect(stage.pair.violations).toEqual([])
  expect(frozenAtMs).toHaveLength(1)
  const { history } = told(finish)
  const at = (kind: string, weight = 0) =>
    history.findIndex((event) => event.kind === kind && ('weight' in event ? event.weight : 0) === weight)
  expect(at('frozen')).toBeGreaterThan(at('arrived', 0))
  expect(at('frozen')).toBeLessThan(history.findIndex((event) => event.kind === 'acted' && event.act.kind === 'shift'))
  const courses = asked.filter(({ course }) => course.arrivals.length > 0)
  expect(courses.every(({ course }) => course.frozen === 'frozen-1')).toBe(true)
  expect(courses.at(-1)!.course.arrivals.map(({ weight }) => weight)).toEqual([5, 25, 50])
  expect(stage.record()?.ended?.reasonCode).toBe('PROMOTED')
})

test('a failure at any minute leads home at once', async () => {
  for (const failing of [1, 9, 10, 11, 21, 34]) {
    const stage = swapStage()
    const finish = await stage.canary(canary({ judge: judgeOf((minute) => (minute >= failing ? { verdict: 'fail' } : {})).judge }))
    expect(endOf(finish), `${failing}`).toBe('rolled-back ANALYSIS_FAILED')
    expectHome(stage)
    expect(stage.pair.services.green.desired).toBe(0)
  }
})

test('without evidence the last step is held until the time-out, and then it goes home', async () => {
  const stage = swapStage()
  const finish = await stage.canary(canary({ judge: judgeOf(() => ({})).judge }))
  expect(endOf(finish)).toBe('rolled-back ANALYSIS_INCONCLUSIVE')
  expect(stage.pair.weights).toEqual([0, 5, 25, 50, 0])
  expectHome(stage)
})

test('held, it is promoted as soon as the evidence suffices', async () => {
  const stage = swapStage()
  const { judge } = judgeOf((minute) => ({ verdict: minute >= 45 ? 'pass' : 'inconclusive' }))
  const finish = await stage.canary(canary({ judge }))
  expect(endOf(finish)).toBe('succeeded PROMOTED')
  const swapped = told(finish).history.find((event) => event.kind === 'arrived' && event.weight === 100)!
  const first = told(finish).history.find((event) => event.kind === 'arrived' && event.weight === 5)!
  expect((swapped.atMs - first.atMs) / minuteMs).toBeGreaterThanOrEqual(45)
  expect((swapped.atMs - first.atMs) / minuteMs).toBeLessThan(46.5)
})

test('where nobody need attend a person decides: it pauses, and goes on by what the next run is asked', async () => {
  const stage = swapStage()
  const { judge } = judgeOf(() => ({}))
  expect(endOf(await stage.canary(canary({ judge, unattended: true })))).toBe('paused ANALYSIS_INCONCLUSIVE')
  expect(stage.pair.weights.at(-1)).toBe(50)
  stage.pass(3_600_000)
  expect(endOf(await stage.canary(canary({ judge, onInconclusive: 'pass' }), { run: '101' }))).toBe('succeeded PROMOTED')
  expect(stage.pair.violations).toEqual([])
})

test('nothing seen opens no step, whatever the policy, and both sides failing does not either', async () => {
  const stage = swapStage()
  const { judge } = judgeOf((minute) => (minute < 25 ? { blocks: true } : { verdict: 'pass' }))
  const finish = await stage.canary(canary({ judge, onInconclusive: 'pass' }))
  expect(endOf(finish)).toBe('succeeded PROMOTED')
  const at = told(finish).history.flatMap((event) => (event.kind === 'arrived' && event.weight > 0 ? [event.atMs] : []))
  expect((at[1]! - at[0]!) / minuteMs).toBeGreaterThanOrEqual(25)
})

test('where nobody need attend, what opens no step pauses when the time is over', async () => {
  const stage = swapStage()
  const { judge } = judgeOf(() => ({ blocks: true }))
  const finish = await stage.canary(canary({ judge, unattended: true, deadlineMs: 30 * minuteMs }))
  expect(endOf(finish)).toBe('paused ANALYSIS_INCONCLUSIVE')
  expect(stage.pair.weights).toEqual([0, 5])
})

test('steps end early on a pass where that is asked for', async () => {
  const stage = swapStage()
  const { judge } = judgeOf((minute) => ({ verdict: minute >= 6 ? 'pass' : 'inconclusive' }))
  const finish = await stage.canary(canary({ judge, early: true }))
  expect(endOf(finish)).toBe('succeeded PROMOTED')
  const at = told(finish).history.flatMap((event) => (event.kind === 'arrived' && event.weight > 0 ? [event.atMs] : []))
  expect((at[3]! - at[0]!) / minuteMs).toBeLessThan(12)
})

describe('a source of evidence', () => {
  test('that is out of reach for some minutes costs nothing', async () => {
    const stage = swapStage()
    const { judge } = judgeOf((minute) => (minute > 12 && minute < 20 ? { verdict: 'error' } : { verdict: 'pass' }))
    expect(endOf(await stage.canary(canary({ judge })))).toBe('succeeded PROMOTED')
  })

  test('that stays out of reach leads home, and that is no failed canary', async () => {
    const stage = swapStage()
    const { judge } = judgeOf((minute) => (minute > 3 ? { verdict: 'error', because: 'prometheus does not answer' } : {}))
    const finish = await stage.canary(canary({ judge }))
    expect(endOf(finish)).toBe('rolled-back METRICS_UNAVAILABLE')
    expect(stage.pair.weights).toEqual([0, 5, 0])
    expectHome(stage)
  })

  test('that cannot be used before the first shift leads home without any traffic', async () => {
    const stage = swapStage()
    const judge: Judge = {
      ...judgeOf(() => ({})).judge,
      freeze: () => Promise.reject(new SluiceError('ACCESS_DENIED', 'The role of this job may not read metrics')),
    }
    const finish = await stage.canary(canary({ judge }))
    expect(endOf(finish)).toBe('rolled-back METRICS_UNAVAILABLE')
    expect(told(finish).history.at(-1)).toMatchObject({ because: expect.stringContaining('may not read metrics') as string })
    expect(stage.pair.weights).toEqual([0])
    expectHome(stage)
  })
})

describe('one step a run', () => {
  const step = (weight: number, changes: Partial<Canary> = {}): Canary => {
    const pass = judgeOf(() => ({ verdict: 'pass' })).judge
    return { steps: [{ weight, holdMs: 10 * minuteMs }], stepwise: true, unattended: true, judge: pass, ...changes }
  }

  test('after another, with approvals in between, and the last one promotes', async () => {
    const stage = swapStage()
    expect(endOf(await stage.canary(step(5, { candidate: 'web:8' })))).toBe('succeeded GATE_PASSED')
    expect(stage.record()?.rest?.reasonCode).toBe('GATE_PASSED')
    stage.pass(7_200_000)
    const { judge, asked, frozenAtMs } = judgeOf(() => ({ verdict: 'pass' }))
    expect(endOf(await stage.canary(step(25, { judge }), { run: '101' }))).toBe('succeeded GATE_PASSED')
    expect(frozenAtMs).toEqual([])
    expect(asked.at(-1)!.course.arrivals.map(({ weight }) => weight)).toEqual([5, 25])
    expect(asked.at(-1)!.course.frozen).toBe('frozen-1')
    stage.pass(7_200_000)
    const whole = step(100)
    expect(endOf(await stage.canary({ ...whole, steps: [{ weight: 100, holdMs: 0 }] }, { run: '102' }))).toBe('succeeded PROMOTED')
    expect(stage.pair.weights).toEqual([0, 5, 25, 100])
    expect(stage.pair.violations).toEqual([])
  })

  test('all traffic needs evidence: what was left undecided is judged before it is shifted', async () => {
    const stage = swapStage()
    const unsure = judgeOf(() => ({})).judge
    expect(endOf(await stage.canary(step(5, { candidate: 'web:8', judge: unsure })))).toBe('paused ANALYSIS_INCONCLUSIVE')
    stage.pass(600_000)
    const all = { ...step(100, { judge: unsure }), steps: [{ weight: 100, holdMs: 0 }] }
    expect(endOf(await stage.canary(all, { run: '101' }))).toBe('paused ANALYSIS_INCONCLUSIVE')
    expect(stage.pair.weights).toEqual([0, 5])
    stage.pass(600_000)
    expect(endOf(await stage.canary({ ...all, onInconclusive: 'pass' }, { run: '102' }))).toBe('succeeded PROMOTED')
  })

  test('one that became worse while nobody judged it gets no more traffic', async () => {
    const stage = swapStage()
    expect(endOf(await stage.canary(step(5, { candidate: 'web:8' })))).toBe('succeeded GATE_PASSED')
    stage.pass(600_000)
    const failed = judgeOf(() => ({ verdict: 'fail' })).judge
    expect(endOf(await stage.canary(step(25, { judge: failed }), { run: '101' }))).toBe('rolled-back ANALYSIS_FAILED')
    expect(stage.pair.weights).toEqual([0, 5, 0])
  })

  test('another candidate is no step after what was left, which is led home where that is asked for', async () => {
    const stage = swapStage()
    await stage.canary(step(25, { candidate: 'web:8' }))
    stage.pass(600_000)
    const after: unknown[] = []
    const other = step(5, { candidate: 'web:9', plans: (candidate, left) => after.push([candidate, left?.revision.candidate]) })
    expect(endOf(await stage.canary(other, { run: '101', onUnfinished: 'rollback' }))).toBe('succeeded GATE_PASSED')
    expect(stage.pair.weights).toEqual([0, 25, 0, 5])
    expect(new Set(after.map(String))).toEqual(new Set(['web:9,']))
  })

  test('asked again, it is judged again where it stands', async () => {
    const stage = swapStage()
    const unsure = judgeOf(() => ({})).judge
    expect(endOf(await stage.canary(step(5, { candidate: 'web:8', judge: unsure })))).toBe('paused ANALYSIS_INCONCLUSIVE')
    stage.pass(600_000)
    expect(endOf(await stage.canary(step(5), { run: '101' }))).toBe('succeeded GATE_PASSED')
    expect(stage.pair.weights).toEqual([0, 5])
  })

  test('a recovery leaves it, and `rollback` of a person leads it home', async () => {
    const stage = swapStage()
    await stage.canary(step(5, { candidate: 'web:8' }))
    stage.pass(600_000)
    expect(endOf(await stage.rollBack('unfinished', { run: '200' }))).toBe('no-op NO_CHANGE')
    expect(stage.pair.weights.at(-1)).toBe(5)
    stage.pass(600_000)
    expect(endOf(await stage.rollBack('always', { run: '201' }))).toBe('succeeded ROLLED_BACK')
    expectHome(stage)
  })
})

test.each([1, 2])(
  'who would judge by other terms than those fixed is refused before anything is written, dead at shift %i',
  async (dead) => {
    const stage = swapStage()
    const { judge } = judgeOf(() => ({ verdict: 'pass' }))
    let shifts = 0
    const trouble = {
      at: (_: number, name: string) => (name === 'perform shift' && (shifts += 1) === dead ? ('dies before' as const) : undefined),
    }
    expect((await stage.canary(canary({ judge }), { trouble })).kind).toBe('died')
    stage.pass(90_000)
    const acts = stage.pair.acts.length
    const assertJudges = (frozen: string): never => {
      throw new SluiceError('PLAN_CHANGED', `by others than ${frozen}`)
    }
    const again = await stage.canary(canary({ judge: { ...judge, assertJudges } }), { run: '101' })
    expect(again).toMatchObject({ kind: 'threw', error: { reasonCode: 'PLAN_CHANGED', message: 'by others than frozen-1' } })
    expect(stage.pair.acts).toHaveLength(acts)
  },
)

test('takes over the side that another action has staged', async () => {
  const stage = swapStage()
  expect(endOf(await stage.swap('stage', { candidate: 'web:8' }))).toBe('succeeded STAGED')
  stage.pass(600_000)
  const { judge } = judgeOf(() => ({ verdict: 'pass' }))
  const { candidate: _, ...taken } = canary({ judge })
  expect(endOf(await stage.canary(taken, { run: '101' }))).toBe('succeeded PROMOTED')
  expect(stage.pair.weights).toEqual([0, 5, 25, 50, 100])
  expect(stage.pair.acts.filter((act) => act.kind === 'size' && act.side === 'candidate')).toHaveLength(1)
})

test('a canary held at the end of its steps is promoted by a later run of the same plan', async () => {
  const stage = swapStage()
  const { judge } = judgeOf(() => ({ verdict: 'pass' }))
  expect(endOf(await stage.canary(canary({ judge, complete: 'hold', unattended: true })))).toBe('succeeded GATE_PASSED')
  expect(stage.pair.weights.at(-1)).toBe(100)
  stage.pass(600_000)
  expect(endOf(await stage.canary(canary({ judge }), { run: '101' }))).toBe('succeeded PROMOTED')
})

test('holds longer than a run wait, and the next run waits only the rest', async () => {
  const stage = swapStage()
  const { judge } = judgeOf(() => ({ verdict: 'pass' }))
  const long = canary({ judge, unattended: true, deadlineMs: 15 * minuteMs })
  const first = await stage.canary(long)
  expect(endOf(first)).toBe('waiting BAKE_CONTINUES')
  const ended = told(first).history.at(-1)!
  expect(ended).toMatchObject({ resumeAtMs: expect.any(Number) as number })
  expect(stage.pair.weights.at(-1)).toBe(25)
  stage.time.advanceTo((ended as { resumeAtMs: number }).resumeAtMs)
  const startMs = stage.time.nowMs()
  expect(endOf(await stage.canary(long, { run: '101' }))).toBe('waiting BAKE_CONTINUES')
  expect(stage.pair.weights.at(-1)).toBe(50)
  expect(stage.time.nowMs() - startMs).toBeLessThan(16 * minuteMs)
  stage.pass(10 * minuteMs)
  expect(endOf(await stage.canary(long, { run: '102' }))).toBe('succeeded PROMOTED')
})

test('what a topology cannot hold is refused before anything moves, with the nearest it can', async () => {
  const stage = swapStage({ rests: [0, 10, 50, 100] })
  const finish = await stage.canary(canary({ judge: judgeOf(() => ({})).judge }))
  expect(finish).toMatchObject({
    kind: 'threw',
    error: { reasonCode: 'STEPS_NOT_NATIVE', message: expect.stringContaining('10 %, 50 %, 100 %') as string },
  })
  expect(stage.pair.acts).toEqual([])
  const held = swapStage({ rests: [0, 10, 50, 100] })
  const ten = [
    { weight: 10, holdMs: minuteMs },
    { weight: 50, holdMs: minuteMs },
    { weight: 100, holdMs: 0 },
  ]
  expect(endOf(await held.canary(canary({ steps: ten, judge: judgeOf(() => ({ verdict: 'pass' })).judge })))).toBe('succeeded PROMOTED')
  expect(held.pair.weights).toEqual([0, 10, 50, 100])
})

test.each(['passes', 'fails'] as const)(
  'killed at any call and run again, a canary that %s ends the same, judged by what was frozen first',
  async (how) => {
    const says = (minute: number) =>
      how === 'fails' && minute >= 12 ? ({ verdict: 'fail' } as const) : ({ verdict: minute >= 8 ? 'pass' : 'inconclusive' } as const)
    const whole = await swapStage().canary(canary({ judge: judgeOf(says).judge }))
    const end = how === 'passes' ? 'succeeded PROMOTED' : 'rolled-back ANALYSIS_FAILED'
    expect(endOf(whole)).toBe(end)
    const { calls } = told(whole)
    for (let index = 0; index < calls.length - 1; index += calls[index] === 'observe' ? 7 : 1) {
      for (const death of ['dies before', 'dies after'] as const) {
        const where = `call ${index} ${calls[index]}, ${death}`
        const stage = swapStage()
        const judged = judgeOf(says)
        const trouble = { at: (at: number) => (at === index ? death : undefined) }
        const first = await stage.canary(canary({ judge: judged.judge }), { trouble })
        if (first.kind !== 'died') continue
        stage.pass(90_000)
        const again = await stage.canary(canary({ judge: judged.judge }), { attempt: 2 })
        expect(endOf(again), where).toBe(end)
        expect(stage.pair.violations, where).toEqual([])
        const frozen = new Set(judged.asked.flatMap(({ course }) => (course.arrivals.length > 0 ? [course.frozen] : [])))
        expect(frozen.size, where).toBeLessThanOrEqual(1)
      }
    }
  },
)
