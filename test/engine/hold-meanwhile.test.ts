import { expect, test } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import { holdDatabase } from '../../src/engine/hold-database.ts'
import { holdMeanwhile } from '../../src/engine/hold-meanwhile.ts'
import { createStage, defaultLimits } from '../../src/engine/migration-stage.ts'
import type { Clock } from '../../src/ports.ts'
import { faultFor } from '../fakes/memory-database.ts'
import { createRandom } from '../fakes/random.ts'
import { createMigrationWorld, type MigrationWorld } from './migration-world.ts'

interface Held {
  readonly end: string | undefined
  readonly error: SluiceError | undefined
  readonly kinds: readonly string[]
}

/** Work of ten seconds under the lock; it ends early where it is told to. `meanwhile` happens three seconds after its begin. */
async function hold(world: MigrationWorld, meanwhile: () => void, cancelAtMs?: number): Promise<Held> {
  const { time, server } = world
  const events: MigrationEvent[] = []
  const stop = new AbortController()
  const finish = await time.run('tool', async ({ clock }) => {
    const stage = createStage({
      ...{ database: server.session('tool'), clock, random: createRandom(1), run: '1', attempt: 1, limits: defaultLimits },
      cancellation: { signal: stop.signal, atMs: () => undefined },
      tell: (event) => events.push(event),
    })
    await holdDatabase(stage, false)
    time.at(time.nowMs() + 3_000, meanwhile)
    if (cancelAtMs !== undefined) time.at(time.nowMs() + cancelAtMs, () => stop.abort())
    const end = (text: string): string => `The tool ${text}`
    return holdMeanwhile(stage, (signal) => tenSeconds(clock, signal), end)
  })
  return {
    end: finish.kind === 'done' ? finish.value : undefined,
    error: finish.kind === 'threw' && finish.error instanceof SluiceError ? finish.error : undefined,
    kinds: events.map(({ kind }) => kind),
  }
}

async function tenSeconds(clock: Clock, signal: AbortSignal): Promise<string> {
  await clock.sleep(10_000, signal)
  return signal.aborted ? 'was ended' : 'is done'
}

/** Another run takes the lock for itself. */
async function takeAway({ server }: MigrationWorld): Promise<void> {
  server.restart()
  const other = server.session('run 2')
  const unhurried = new AbortController().signal
  await other.connect(unhurried)
  await other.lock(unhurried)
}

test('a lock that stays held is looked after for as long as the work goes, and once more', async () => {
  const world = createMigrationWorld()
  const held = await hold(world, () => undefined)
  expect(held).toMatchObject({ end: 'is done', kinds: ['connected', 'locked'] })
  expect(world.server.acts.filter((act) => act === 'lock').length).toBeGreaterThanOrEqual(10)
})

test('a session that is lost is opened anew, and the lock taken again, while the work goes on', async () => {
  const world = createMigrationWorld()
  const held = await hold(world, () => world.server.restart())
  expect(held).toMatchObject({ end: 'is done', kinds: ['connected', 'locked', 'lost', 'connected', 'locked'] })
})

test('a lock that the server still gives to the session which was lost is waited for, while the work goes on', async () => {
  const world = createMigrationWorld()
  const held = await hold(world, () => {
    const giveUp = world.server.cut()
    world.time.at(world.time.nowMs() + 4_000, giveUp)
  })
  expect(held).toMatchObject({ end: 'is done', kinds: ['connected', 'locked', 'lost', 'connected', 'lock-awaited', 'locked'] })
})

test('where another run has the lock by then, the work is ended, and who it was is told', async () => {
  const world = createMigrationWorld()
  const { error, end } = await hold(world, () => void takeAway(world))
  expect(end).toBeUndefined()
  expect(error).toMatchObject({ reasonCode: 'LOCK_BUSY' })
  expect(error?.message).toMatch(
    /^The lock of the database was lost with its session\. Another run works on tool: run 2.*The tool was ended$/,
  )
})

test('a loss in the last moment, after which another run took the lock, is no good end', async () => {
  const world = createMigrationWorld()
  world.server.onAct = (act) => {
    if (act === 'lock' && world.time.nowMs() - began >= 10_000) {
      world.server.onAct = () => undefined
      return takeAway(world)
    }
    return undefined
  }
  const began = world.time.nowMs()
  const { error } = await hold(world, () => undefined)
  expect(error?.reasonCode).toBe('LOCK_BUSY')
  expect(error?.message).toMatch(/The tool is done$/)
})

test('where the server stays away, nobody knows whose the lock is, and the work is told so', async () => {
  const world = createMigrationWorld()
  const { error } = await hold(world, () => {
    world.server.restart()
    world.server.onAct = () => Promise.reject(faultFor('lost', '', 'ECONNREFUSED'))
  })
  expect(error).toMatchObject({ reasonCode: 'DATABASE_UNREACHABLE' })
  expect(error?.message).toMatch(/ECONNREFUSED.*The tool is done$/)
})

test('whoever cancels is told how the work ended', async () => {
  const world = createMigrationWorld()
  const { end, error } = await hold(world, () => undefined, 4_000)
  expect({ end, error }).toEqual({ end: 'was ended', error: undefined })
})
