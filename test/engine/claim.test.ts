import { expect, test } from 'vitest'
import { type Claim, claimedWhile, claimLifeMs, type Holder, takeClaim } from '../../src/engine/claim.ts'
import type { RecordStore } from '../../src/ports.ts'
import { createBoundary, createSharedStore, type SharedStore, storeThrough, type Trouble } from '../fakes/call-boundary.ts'
import { createFakeTime, type FakeTime, type Finish } from '../fakes/fake-clock.ts'
import { createRandom } from '../fakes/random.ts'

const never = new AbortController().signal
const key = ({ run, attempt, job }: Holder): string => `claim.${run}.${attempt}.${job}`

interface Contender {
  readonly holder: Holder
  readonly startsAtMs?: number
  readonly trouble?: Trouble
}

function contend(time: FakeTime, store: SharedStore, contender: Contender): Promise<Finish<Claim>> {
  return time.run(key(contender.holder), async (runner) => {
    await runner.clock.sleep(contender.startsAtMs ?? 0)
    return takeClaim(storeThrough(createBoundary(runner, contender.trouble), store), runner.clock, contender.holder, never)
  })
}

/** A claim that outlives the runner that took it, for what happens later. */
async function claimOf(time: FakeTime, store: SharedStore, holder: Holder): Promise<Claim> {
  const direct: RecordStore = { read: () => Promise.resolve(store.read()), write: (entries) => Promise.resolve(store.write(entries)) }
  const finish = await time.run('taker', ({ clock }) => takeClaim(direct, clock, holder, never))
  if (finish.kind !== 'done') throw new Error(outcome(finish))
  return finish.value
}

function outcome(finish: Finish<Claim>): string {
  if (finish.kind !== 'threw') return finish.kind
  return (finish.error as { reasonCode?: string }).reasonCode ?? String(finish.error)
}

const first: Holder = { run: '100', attempt: 1, job: 'deploy' }
const second: Holder = { run: '99', attempt: 1, job: 'deploy' }

test('alone, the claim is taken; it waits out the lag once', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const startMs = time.nowMs()
  expect(outcome(await contend(time, store, { holder: first }))).toBe('done')
  expect(time.nowMs() - startMs).toBeLessThan(7_000)
  expect(Object.keys(store.now())).toEqual([key(first)])
})

test('two runners at every distance and every lag the claim allows for: never two winners', async () => {
  let both = 0
  let one = 0
  const random = createRandom(1)
  for (let distanceMs = 0; distanceMs <= 7_000; distanceMs += 47) {
    for (const lagMs of [0, 800, 2_000, 3_900]) {
      for (const [a, b] of [
        [first, second],
        [second, first],
      ] as const) {
        const time = createFakeTime()
        const store = createSharedStore(
          () => time.nowMs(),
          () => random() * lagMs,
        )
        const trouble: Trouble = { at: () => undefined, latencyMs: 20 + Math.floor(random() * 900) }
        const results = await Promise.all([
          contend(time, store, { holder: a, trouble }),
          contend(time, store, { holder: b, startsAtMs: distanceMs, trouble: { ...trouble, latencyMs: 60 } }),
        ])
        const winners = results.filter((result) => result.kind === 'done').length
        for (const result of results) if (result.kind !== 'done') expect(outcome(result)).toBe('ROLLOUT_IN_PROGRESS')
        if (winners > 1) both += 1
        if (winners === 1) one += 1
        // Who yields takes its own key away.
        expect(Object.keys(store.now())).toHaveLength(winners)
      }
    }
  }
  expect(both).toBe(0)
  expect(one).toBeGreaterThan(1_000)
})

test('every interleaving of the calls of two runners: never two winners', async () => {
  // Each call of a runner takes its own time, drawn so that all orders of five calls against five come up.
  const orders = new Set<string>()
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = createRandom(seed)
    const time = createFakeTime()
    const store = createSharedStore(
      () => time.nowMs(),
      () => random() * 3_900,
    )
    const order: string[] = []
    const contender = (holder: Holder) =>
      time.run(key(holder), async (runner) => {
        const inner = storeThrough(createBoundary(runner, { at: () => undefined, latencyMs: 0 }), store)
        const slow = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
          await runner.clock.sleep(Math.floor(random() * 1_500))
          order.push(`${name} ${holder.run}`)
          const value = await call()
          await runner.clock.sleep(Math.floor(random() * 1_500))
          return value
        }
        await runner.clock.sleep(Math.floor(random() * 4_000))
        return takeClaim(
          {
            read: (signal) => slow('read', () => inner.read(signal)),
            write: (entries, signal) => slow('write', () => inner.write(entries, signal)),
          },
          runner.clock,
          holder,
          never,
        )
      })
    const results = await Promise.all([contender(first), contender(second)])
    orders.add(order.slice(0, 6).join(', '))
    expect(results.filter((result) => result.kind === 'done').length, `seed ${seed}`).toBeLessThanOrEqual(1)
  }
  expect(orders.size).toBeGreaterThanOrEqual(20)
})

test('a slow write is dated again, so that nobody is overtaken by a claim from the past', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const startMs = time.nowMs()
  const slow = contend(time, store, { holder: first, trouble: { at: () => undefined, latencyMs: 3_000 } })
  // The slow write gives up after its last try of this test; the other one is alone long before.
  const quick = await contend(time, store, { holder: second })
  expect(outcome(quick)).toBe('done')
  expect(time.nowMs() - startMs).toBeLessThan(20_000)
  expect(outcome(await slow)).toBe('ROLLOUT_IN_PROGRESS')
})

test('a crash at every call blocks another run for no longer than the life of a claim, and a rerun not at all', async () => {
  for (let index = 0; index < 3; index += 1) {
    for (const how of ['dies before', 'dies after'] as const) {
      const time = createFakeTime()
      const store = createSharedStore(() => time.nowMs())
      const trouble: Trouble = { at: (at) => (at === index ? how : undefined) }
      expect(outcome(await contend(time, store, { holder: first, trouble }))).toBe('died')
      expect(outcome(await contend(time, store, { holder: { ...first, attempt: 2 } }))).toBe('done')
      store.write({ [key({ ...first, attempt: 2 })]: null })

      const other = createSharedStore(() => time.nowMs())
      expect(outcome(await contend(time, other, { holder: first, trouble }))).toBe('died')
      const written = Object.keys(other.now()).length > 0
      expect(outcome(await contend(time, other, { holder: second }))).toBe(written ? 'ROLLOUT_IN_PROGRESS' : 'done')
      time.advanceTo(time.nowMs() + claimLifeMs + 1_000)
      expect(outcome(await contend(time, other, { holder: second }))).toBe('done')
      expect(Object.keys(other.now())).toEqual([key(second)])
    }
  }
})

test('a claim is renewed once half of its life is over, not before, and lost when somebody removed it', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const claim = await claimOf(time, store, first)
  const written = () => store.now()[key(first)]
  const before = written()
  await time.run('early', () => claim.renewIfDue(time.nowMs() + 20_000, never))
  expect(written()).toBe(before)
  await time.run('late', () => claim.renewIfDue(time.nowMs() + 40_000, never))
  expect(written()).not.toBe(before)

  claim.verify(store.now(), time.nowMs())
  store.write({ [key(first)]: null })
  expect(() => claim.verify(store.now(), time.nowMs())).toThrow(expect.objectContaining({ reasonCode: 'RECORD_LOST' }))
})

test('a runner that comes back from the dead does not take its claim back', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const claim = await claimOf(time, store, first)
  time.advanceTo(time.nowMs() + claimLifeMs + 1_000)
  expect(outcome(await contend(time, store, { holder: second }))).toBe('done')
  const revived = await time.run('revived', () => claim.renewIfDue(time.nowMs(), never))
  expect(revived).toMatchObject({ kind: 'threw', error: { reasonCode: 'ROLLOUT_IN_PROGRESS' } })
  expect(Object.keys(store.now())).toEqual([key(second)])
  expect(() => claim.verify(store.now(), time.nowMs())).toThrow(expect.objectContaining({ reasonCode: 'ROLLOUT_IN_PROGRESS' }))
})

test('an earlier attempt of the same run is dead, a later one is not', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  expect(outcome(await contend(time, store, { holder: { run: '100', attempt: 2, job: 'deploy' } }))).toBe('done')
  expect(outcome(await contend(time, store, { holder: { run: '100', attempt: 1, job: 'deploy' } }))).toBe('ROLLOUT_IN_PROGRESS')
  expect(outcome(await contend(time, store, { holder: { run: '100', attempt: 3, job: 'deploy' } }))).toBe('done')
  expect(Object.keys(store.now())).toEqual(['claim.100.3.deploy'])
})

test('a claim given back a moment ago is not taken for a live one', async () => {
  const time = createFakeTime()
  const store = createSharedStore(
    () => time.nowMs(),
    () => 3_900,
  )
  const claim = await claimOf(time, store, first)
  store.write(claim.released)
  expect(store.read().entries).toHaveProperty([key(first)])
  expect(outcome(await contend(time, store, { holder: second }))).toBe('done')
})

test('two jobs of one run are two writers; the steps of one job are one', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const build: Holder = { run: '100', attempt: 1, job: 'build' }
  const results = await Promise.all([contend(time, store, { holder: first }), contend(time, store, { holder: build, startsAtMs: 500 })])
  expect(results.map(outcome)).toEqual(['done', 'ROLLOUT_IN_PROGRESS'])
  expect(outcome(await contend(time, store, { holder: first }))).toBe('done')
})

test('a test that takes longer than a claim lives keeps the claim: nobody else gets in meanwhile', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const direct: RecordStore = { read: () => Promise.resolve(store.read()), write: (entries) => Promise.resolve(store.write(entries)) }
  const working = time.run('first', async ({ clock }) => {
    const claim = await takeClaim(direct, clock, first, never)
    return claimedWhile(
      claim,
      clock,
      time.nowMs(),
      clock.sleep(5 * claimLifeMs).then(() => 'passed'),
    )
  })
  const rivals = [1, 2, 3, 4].map((lives) =>
    contend(time, store, { holder: { ...second, attempt: lives }, startsAtMs: lives * claimLifeMs }),
  )
  expect(await working).toEqual({ kind: 'done', value: 'passed' })
  expect((await Promise.all(rivals)).map(outcome)).toEqual(rivals.map(() => 'ROLLOUT_IN_PROGRESS'))
})

test('a test that fails is told as it failed', async () => {
  const time = createFakeTime()
  const store = createSharedStore(() => time.nowMs())
  const claim = await claimOf(time, store, first)
  const finish = await time.run('first', ({ clock }) =>
    claimedWhile(
      claim,
      clock,
      time.nowMs(),
      clock.sleep(1_000).then(() => Promise.reject(new Error('no target answered'))),
    ),
  )
  expect(finish).toMatchObject({ kind: 'threw', error: { message: 'no target answered' } })
})
