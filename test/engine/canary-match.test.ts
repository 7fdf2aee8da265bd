import { expect, test } from 'vitest'
import { alarmChecks } from '../../src/domain/plan.ts'
import type { Act, Evidence, RolloutEvent } from '../../src/domain/rollout.ts'
import type { Judge } from '../../src/ports.ts'
import type { Mishap } from '../fakes/call-boundary.ts'
import { endOf, told } from './stage.ts'
import { type Canary, type SwapStage, swapStage } from './swap-stage.ts'

const minuteMs = 60_000
const steps = [
  { weight: 0, holdMs: 10 * minuteMs },
  { weight: 5, holdMs: 5 * minuteMs },
  { weight: 100, holdMs: 0 },
]
const pass: Judge = {
  judge: (checks, fromMs, toMs) =>
    Promise.resolve(checks.map(({ name }): Evidence => ({ check: name, verdict: 'pass', because: 'scripted', fromMs, toMs }))),
  freeze: () => Promise.resolve({ frozen: 'frozen', lines: [] }),
}
const canary = (changes: Partial<Canary> = {}): Canary => ({ steps, candidate: 'web:8', judge: pass, ...changes })
const watched = alarmChecks(['shop-5xx'])

function expectHome({ pair }: SwapStage, where = ''): void {
  expect(pair.weights.at(-1), where).toBe(0)
  expect(pair.matches(), where).toEqual(pair.matches().map(() => undefined))
  expect(pair.services.blue, where).toMatchObject({ revision: 'web:7', desired: 4, healthy: 4 })
  expect(pair.violations, where).toEqual([])
}

const ofActs = (acts: readonly Act[]): readonly string[] =>
  acts.flatMap((act) => (act.kind === 'match' ? [`match ${act.on ? 'on' : 'off'}`] : act.kind === 'shift' ? [`shift ${act.weight}`] : []))
const arrived = (history: readonly RolloutEvent[], name: string): number =>
  history.find((event) => event.kind === 'arrived' && event.name === name)!.atMs

test('chosen users come first, for as long as was asked, and are let go before the first weight', async () => {
  const stage = swapStage({ rules: 2 })
  const judged: number[] = []
  const judge: Judge = {
    ...pass,
    judge(checks, fromMs, toMs, signal, course) {
      if (checks.some(({ kind }) => kind === 'analysis')) judged.push(course.arrivals[0]!.atMs)
      return pass.judge(checks, fromMs, toMs, signal, course)
    },
  }
  const finish = await stage.canary(canary({ judge }))
  expect(endOf(finish)).toBe('succeeded PROMOTED')
  expect(ofActs(stage.pair.acts)).toEqual(['match on', 'match off', 'shift 5', 'shift 100'])
  const { history } = told(finish)
  const off = history.find((event) => event.kind === 'acted' && event.act.kind === 'match' && !event.act.on)!.atMs
  expect(off - arrived(history, 'matched')).toBeGreaterThanOrEqual(10 * minuteMs)
  // What is judged begins when no node of the load balancer leads chosen users any more.
  expect(arrived(history, 'canary-5') - off).toBeGreaterThanOrEqual(20_000)
  expect(new Set(judged)).toEqual(new Set([arrived(history, 'canary-5')]))
  expectGone(stage)
})

function expectGone({ pair }: SwapStage, where = ''): void {
  expect(pair.matches(), where).toEqual(pair.matches().map(() => undefined))
  expect(pair.violations, where).toEqual([])
}

test('nobody is led to a candidate that is not healthy', async () => {
  const stage = swapStage({ sick: true })
  expect(endOf(await stage.canary(canary()))).toBe('rolled-back TIMED_OUT')
  expect(ofActs(stage.pair.acts)).toEqual([])
  expectHome(stage)
})

test('a task that dies under chosen users, or an alarm, leads home before any weight', async () => {
  const stage = swapStage()
  const faulty = swapStage({ faultAtMs: stage.startMs + 4 * minuteMs })
  expect(endOf(await faulty.canary(canary({ watched })))).toBe('rolled-back TASK_EXITED')
  expect(ofActs(faulty.pair.acts)).toEqual(['match on', 'match off'])
  expectHome(faulty)
  expect(faulty.pair.services.green.desired).toBe(0)
})

test('a limit that the owner has set is heard while chosen users are on the candidate', async () => {
  const stage = swapStage()
  const limit = { name: 'errors', kind: 'threshold', spec: {} } as const
  const judge: Judge = {
    ...pass,
    judge: (checks, fromMs, toMs) =>
      Promise.resolve(
        checks.map(({ name }): Evidence => ({
          check: name,
          verdict: name === 'errors' ? 'fail' : 'pass',
          because: 'half of them',
          fromMs,
          toMs,
        })),
      ),
  }
  expect(endOf(await stage.canary(canary({ watched: [limit], judge })))).toBe('rolled-back ANALYSIS_FAILED')
  expect(ofActs(stage.pair.acts)).toEqual(['match on', 'match off'])
  expectHome(stage)
})

test('somebody who removes a rule has sent chosen users back, and is not overruled', async () => {
  const stage = swapStage({ rules: 2 })
  stage.time.at(stage.startMs + 4 * minuteMs, () => stage.pair.match(1, undefined))
  expect(endOf(await stage.canary(canary()))).toBe('rolled-back CANCELLED')
  expectHome(stage)
})

test('our rules go even where somebody else has taken over', async () => {
  const stage = swapStage({ rules: 2 })
  stage.time.at(stage.startMs + 4 * minuteMs, () => stage.pair.meddle(33))
  expect(endOf(await stage.canary(canary()))).toBe('failed SUPERSEDED')
  expect(stage.pair.matches()).toEqual([undefined, undefined])
  expect(stage.pair.weights.at(-1)).toBe(33)
})

test('whenever the signal comes, chosen users are home in time', async () => {
  const moments = [
    ...Array.from({ length: 60 }, (_, index) => 46_000 + 83 * index),
    ...Array.from({ length: 40 }, (_, index) => 11.3 * minuteMs + 1_013 * index),
  ]
  for (const lost of [false, true]) {
    for (const cancelAtMs of moments) {
      const where = `${String(cancelAtMs)} ${String(lost)}`
      const stage = swapStage({ rules: 2 })
      const at = (_: number, name: string): Mishap | undefined =>
        lost && name === 'perform match' && stage.time.nowMs() < stage.startMs + cancelAtMs ? 'answer lost' : undefined
      const finish = await stage.canary(canary(), { cancelAtMs, trouble: { at } })
      expect(endOf(finish), where).toMatch(/CANCELLED/)
      expect(stage.time.nowMs() - stage.startMs - cancelAtMs, where).toBeLessThan(7_000)
      expect(stage.pair.matches(), where).toEqual([undefined, undefined])
      expect(stage.pair.violations, where).toEqual([])
      stage.pass(90_000)
      expect(endOf(await stage.rollBack('unfinished', { run: '200' })), where).toMatch(/^(succeeded ROLLED_BACK|no-op NO_CHANGE)$/)
      expectHome(stage, where)
    }
  }
})

test.each(['runs again', 'is recovered'] as const)('killed at any call, it %s, and no rule is left', async (how) => {
  const whole = await swapStage({ rules: 2 }).canary(canary())
  expect(endOf(whole)).toBe('succeeded PROMOTED')
  const { calls } = told(whole)
  for (let index = 0; index < calls.length - 1; index += calls[index] === 'observe' ? 5 : 1) {
    for (const death of ['dies before', 'dies after'] as const) {
      const where = `call ${String(index)} ${String(calls[index])}, ${death}`
      const stage = swapStage({ rules: 2 })
      const first = await stage.canary(canary(), { trouble: { at: (at) => (at === index ? death : undefined) } })
      if (first.kind !== 'died') continue
      stage.pass(90_000)
      if (how === 'is recovered') {
        const before = stage.record()
        expect(endOf(await stage.rollBack('unfinished', { run: '200' })), where).toMatch(/^(succeeded|no-op) /)
        if (before && before.goal < before.committed) expectHome(stage, where)
      } else {
        // Killed while its rules were made or removed, some of it may be what somebody else would have done: then it goes home.
        expect(endOf(await stage.canary(canary(), { attempt: 2 })), where).toMatch(
          /^(succeeded PROMOTED|rolled-back CANCELLED|no-op NO_CHANGE)$/,
        )
      }
      expectGone(stage, where)
    }
  }
})

test('calls that fail or whose answers are lost cost time, nothing else', async () => {
  for (const mishap of ['refused', 'answer lost'] as const) {
    const stage = swapStage({ rules: 2 })
    let left = 3
    const at = (_: number, name: string) => (name === 'perform match' && (left -= 1) >= 0 ? mishap : undefined)
    expect(endOf(await stage.canary(canary(), { trouble: { at } }))).toBe('succeeded PROMOTED')
    expect(stage.pair.weights).toEqual([0, 5, 100])
    expectGone(stage)
  }
})

test('a run too short for them rests where nobody need attend, and the next run goes on', async () => {
  const stage = swapStage()
  const short = canary({ unattended: true, deadlineMs: 5 * minuteMs })
  expect(endOf(await stage.canary(short))).toBe('waiting BAKE_CONTINUES')
  expect(stage.pair.matches()).toEqual(['green'])
  expect(stage.record()?.goals[2]).toMatchObject({ name: 'matched', matched: true })
  stage.pass(10 * minuteMs)
  expect(endOf(await stage.rollBack('unfinished', { run: '200' }))).toBe('no-op NO_CHANGE')
  expect(endOf(await stage.canary(canary({ unattended: true }), { run: '101' }))).toBe('succeeded PROMOTED')
  expectGone(stage)
})

test('takes over what another action has staged', async () => {
  const stage = swapStage()
  expect(endOf(await stage.swap('stage', { candidate: 'web:8' }))).toBe('succeeded STAGED')
  stage.pass(10 * minuteMs)
  const { candidate: _, ...taken } = canary()
  expect(endOf(await stage.canary(taken, { run: '101' }))).toBe('succeeded PROMOTED')
  expect(ofActs(stage.pair.acts)).toEqual(['match on', 'match off', 'shift 5', 'shift 100'])
})

test('plan mode shows them in their place', async () => {
  const stage = swapStage()
  const finish = await stage.canary(canary(), { mode: 'plan' })
  if (finish.kind !== 'done') throw new Error(finish.kind)
  const calls = finish.value.end.planned!.calls.map((call) => JSON.parse(call) as Act)
  expect(calls.map(({ kind }) => kind)).toEqual(['hold', 'size', 'match', 'match', 'shift', 'shift', 'restore'])
})
