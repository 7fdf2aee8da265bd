import { describe, expect, test } from 'vitest'
import { endOf, told } from './stage.ts'
import { type SwapStage, swapStage } from './swap-stage.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** The owner scales the services, and two rules hold both sides. */
const owned = { rules: 2, minimum: 2 } as const

function actsOf(stage: SwapStage): readonly string[] {
  return stage.pair.acts.map((act) =>
    act.kind === 'size' ? `${act.side} ${act.capacity}` : act.kind === 'shift' ? `shift ${act.weight}` : act.kind,
  )
}

function expectClean(stage: SwapStage, live: 'blue' | 'green', where = ''): void {
  expect(stage.live(), where).toBe(live)
  expect(stage.pair.violations, where).toEqual([])
  expect(stage.pair.scaling?.held() ?? false, where).toBe(false)
  expect(
    Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.')),
    where,
  ).toEqual([])
}

test('run: held, both full, all traffic, put back, and the old side goes last', async () => {
  const stage = swapStage(owned)
  const finish = await stage.swap('run')
  expect(endOf(finish)).toBe('succeeded DEPLOYED')
  expect(actsOf(stage)).toEqual(['hold', 'candidate full', 'shift 100', 'restore', 'baseline none'])
  expect(stage.pair.services).toMatchObject({ blue: { desired: 0 }, green: { revision: 'web:8', desired: 4, healthy: 4 } })
  expect(stage.pair.scaling!.scaledIn).toEqual([])
  expect(stage.record()).toMatchObject({ goal: 4, ended: { outcome: 'succeeded', reasonCode: 'DEPLOYED' } })
  expect(stage.record()!.owed).toBeUndefined()
  expectClean(stage, 'green')
})

test('without scaling by the owner nothing is held', async () => {
  const stage = swapStage()
  expect(endOf(await stage.swap('run', { standbyMs: 'keep' }))).toBe('succeeded DEPLOYED')
  expect(actsOf(stage)).toEqual(['candidate full', 'shift 100'])
  expect(stage.pair.services.blue).toMatchObject({ revision: 'web:7', desired: 4, healthy: 4 })
  expectClean(stage, 'green')
})

describe('stage, swap and finish as three runs', () => {
  test('each does its part, and settings stay held between them until it is committed', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
    expect(stage.pair.weights).toEqual([0])
    expect(stage.record()).toMatchObject({ goal: 1, rest: { reasonCode: 'STAGED' }, owed: 'min=2' })
    expect(stage.pair.scaling!.held()).toBe(true)

    stage.pass(hourMs)
    expect(endOf(await stage.swap('swap', { run: '101' }))).toBe('succeeded SWAPPED')
    expect(stage.pair.weights).toEqual([0, 100])
    expect(stage.record()).toMatchObject({ run: '101', goal: 2, rest: { reasonCode: 'SWAPPED' } })

    stage.pass(24 * hourMs)
    expect(stage.pair.scaling!.scaledIn).toEqual([])
    expect(endOf(await stage.swap('finish', { run: '102' }))).toBe('succeeded FINISHED')
    expect(actsOf(stage)).toEqual(['hold', 'candidate full', 'shift 100', 'restore', 'baseline none'])
    expect(stage.record()!.ended).toMatchObject({ reasonCode: 'FINISHED' })
    expectClean(stage, 'green')
  })

  test('a job that watches other alarms, and bakes for another time, takes up what another staged', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage', { watch: [], bakeMs: 0 }))).toBe('succeeded STAGED')
    const finish = await stage.swap('run', { run: '101', bakeMs: 10 * minuteMs })
    expect(endOf(finish)).toBe('succeeded DEPLOYED')
    expect(told(finish).calls.filter((call) => call === 'judge').length).toBeGreaterThan(5)
    expect(stage.record()!.goals[2]!.holdMs).toBe(10 * minuteMs)
    expectClean(stage, 'green')
  })

  test('swap with nothing staged sends traffic to the idle side as it is', async () => {
    const stage = swapStage({ ...owned, idle: { revision: 'web:6', desired: 4 } })
    expect(endOf(await stage.swap('swap', { standbyMs: 'keep' }))).toBe('succeeded SWAPPED')
    expect(actsOf(stage)).toEqual(['hold', 'shift 100'])
    expect(stage.pair.services.green.revision).toBe('web:6')
  })

  test('finish before the swap is refused, finish with nothing under way is no failure', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('finish'))).toBe('no-op NO_CHANGE')
    expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
    expect(endOf(await stage.swap('finish'))).toBe('threw PREFLIGHT_FAILED')
    expect(stage.pair.weights).toEqual([0])
    expect(stage.record()!.rest).toMatchObject({ reasonCode: 'STAGED' })
  })

  test('a staged side that fails its tests is taken away again', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage', { judge: () => 'fail' }))).toBe('rolled-back SMOKE_FAILED')
    expect(actsOf(stage)).toEqual(['hold', 'candidate full', 'restore', 'candidate none'])
    expect(stage.pair.services.green.desired).toBe(0)
    expectClean(stage, 'blue')
  })

  test('an old side on standby is watched by nobody, has its settings back, and goes when it is due', async () => {
    const stage = swapStage(owned)
    const finish = await stage.swap('run', { standbyMs: 2 * hourMs })
    expect(endOf(finish)).toBe('waiting BAKE_CONTINUES')
    const ended = told(finish).history.at(-1)!
    expect(ended.kind === 'ended' && ended.resumeAtMs! - ended.atMs).toBeGreaterThan(hourMs)
    expectClean(stage, 'green')
    expect(stage.pair.services.blue.desired).toBe(4)

    stage.pass(hourMs)
    expect(endOf(await stage.swap('finish', { run: '101', standbyMs: 2 * hourMs }))).toBe('waiting BAKE_CONTINUES')
    stage.pass(hourMs)
    expect(endOf(await stage.swap('finish', { run: '102', standbyMs: 2 * hourMs }))).toBe('succeeded FINISHED')
    expect(stage.pair.services.blue.desired).toBe(0)
    expectClean(stage, 'green')
  })
})

describe('swapping back', () => {
  test('an ended rollout is undone by one with the roles exchanged, and again', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('run', { standbyMs: 'keep' }))).toBe('succeeded DEPLOYED')
    expect(endOf(await stage.rollBack('always', { run: '101' }))).toBe('succeeded ROLLED_BACK')
    expectClean(stage, 'blue')
    expect(stage.pair.services.blue).toMatchObject({ revision: 'web:7', desired: 4, healthy: 4 })
    expect(stage.record()!.names).toEqual({ baseline: 'green', candidate: 'blue' })
    expect(stage.pair.weights).toEqual([0, 100, 0])
    expect(endOf(await stage.rollBack('always', { run: '102' }))).toBe('succeeded ROLLED_BACK')
    expectClean(stage, 'green')
  })

  test('from scaled to zero the old side is made ready first', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('run'))).toBe('succeeded DEPLOYED')
    expect(stage.pair.services.blue.desired).toBe(0)
    expect(endOf(await stage.rollBack('always', { run: '101' }))).toBe('succeeded ROLLED_BACK')
    expectClean(stage, 'blue')
  })

  test('a side named serves afterwards; where it serves already there is nothing to do', async () => {
    const stage = swapStage({ ...owned, idle: { revision: 'web:6', desired: 4 } })
    expect(endOf(await stage.rollBack('always', { to: { side: 'blue' } }))).toBe('no-op NO_CHANGE')
    expect(endOf(await stage.rollBack('always', { to: { side: 'green' } }))).toBe('succeeded ROLLED_BACK')
    expectClean(stage, 'green')
  })

  test('of a swapped one that bakes: traffic home, and the candidate gone', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
    expect(endOf(await stage.swap('swap', { run: '101' }))).toBe('succeeded SWAPPED')
    expect(endOf(await stage.rollBack('always', { run: '102' }))).toBe('succeeded ROLLED_BACK')
    expect(actsOf(stage)).toEqual(['hold', 'candidate full', 'shift 100', 'shift 0', 'restore', 'candidate none'])
    expectClean(stage, 'blue')
  })

  test('what somebody else has put there since is not undone', async () => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('run', { standbyMs: 'keep' }))).toBe('succeeded DEPLOYED')
    stage.pair.size('green', 'web:9', 4, 'candidate')
    expect(endOf(await stage.rollBack('always', { run: '101' }))).toBe('threw SUPERSEDED')
    expect(stage.live()).toBe('green')
  })
})

describe('on-unfinished', () => {
  const other = { run: '101', candidate: 'web:9' } as const
  const begun = async (command: 'stage' | 'swap' = 'stage') => {
    const stage = swapStage(owned)
    expect(endOf(await stage.swap('stage'))).toBe('succeeded STAGED')
    if (command === 'swap') expect(endOf(await stage.swap('swap'))).toBe('succeeded SWAPPED')
    return stage
  }

  test('resume goes on with the same content', async () => {
    const stage = await begun()
    expect(endOf(await stage.swap('run', { run: '101' }))).toBe('succeeded DEPLOYED')
    expect(actsOf(stage)).toEqual(['hold', 'candidate full', 'shift 100', 'restore', 'baseline none'])
  })

  test.each(['stage', 'swap'] as const)('resume refuses other content: %s', async (command) => {
    const stage = await begun(command)
    const before = actsOf(stage)
    expect(endOf(await stage.swap('run', other))).toBe('threw PLAN_CHANGED')
    expect(actsOf(stage)).toEqual(before)
    expect(stage.record()!.rest).toBeDefined()
  })

  test.each(['stage', 'swap'] as const)('rollback leads home first, and then begins anew: %s', async (command) => {
    const stage = await begun(command)
    expect(endOf(await stage.swap('run', { ...other, onUnfinished: 'rollback' }))).toBe('succeeded DEPLOYED')
    expect(stage.pair.services).toMatchObject({ blue: { desired: 0 }, green: { revision: 'web:9', desired: 4 } })
    expect(actsOf(stage).slice(-7)).toEqual([
      'restore',
      'candidate none',
      'hold',
      'candidate full',
      'shift 100',
      'restore',
      'baseline none',
    ])
    expectClean(stage, 'green')
  })

  test.each([
    ['another run', { run: '101' }],
    ['the same run again', { attempt: 2 }],
  ])('rollback begins anew the same content too: %s', async (_, call) => {
    const stage = await begun('swap')
    expect(endOf(await stage.swap('run', { ...call, onUnfinished: 'rollback' }))).toBe('succeeded DEPLOYED')
    expect(stage.pair.weights).toEqual([0, 100, 0, 100])
    expectClean(stage, 'green')
  })

  test('rollback that cannot get home begins nothing', async () => {
    const stage = await begun()
    const at = (_: number, name: string) => (name === 'perform size' ? ('refused' as const) : undefined)
    expect(endOf(await stage.swap('run', { ...other, onUnfinished: 'rollback', trouble: { at } }))).toBe('threw ROLLBACK_FAILED')
    expect(stage.pair.weights).toEqual([0])
    expect(stage.pair.services.green.revision).toBe('web:8')
  })

  test('refuse takes up nothing, not even the same', async () => {
    const stage = await begun()
    expect(endOf(await stage.swap('run', { run: '101', onUnfinished: 'refuse' }))).toBe('threw PLAN_CHANGED')
    expect(stage.record()!.rest).toMatchObject({ reasonCode: 'STAGED' })
    expect(Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.'))).toEqual([])
  })

  test('asked for what serves, what is unfinished is led home', async () => {
    const stage = await begun('swap')
    expect(endOf(await stage.swap('run', { run: '101', candidate: 'web:7' }))).toBe('succeeded ROLLED_BACK')
    expectClean(stage, 'blue')
  })

  test('plan mode says what stands against it, and changes nothing', async () => {
    const stage = await begun()
    stage.pass(minuteMs)
    const entries = stage.store.now()
    const finish = await stage.swap('run', { ...other, mode: 'plan' })
    expect(endOf(finish)).toBe('no-op PLANNED')
    if (finish.kind === 'done') expect(finish.value.end.planned!.survey.problems.map(({ code }) => code)).toEqual(['PLAN_CHANGED'])
    expect(stage.store.now()).toEqual(entries)
  })
})
