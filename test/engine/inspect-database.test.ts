import { expect, test } from 'vitest'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import { inspectDatabase } from '../../src/engine/hold-database.ts'
import { createStage, defaultLimits } from '../../src/engine/migration-stage.ts'
import { faultFor } from '../fakes/memory-database.ts'
import { createRandom } from '../fakes/random.ts'
import { createMigrationWorld } from './migration-world.ts'

/** Looks at the catalog, which meets these faults, one at each look. */
async function look(...faults: readonly ReturnType<typeof faultFor>[]) {
  const { time, server } = createMigrationWorld()
  const met = [...faults]
  server.onAct = (act) => {
    const fault = act === 'catalog' ? met.shift() : undefined
    return fault && Promise.reject(fault)
  }
  const events: MigrationEvent[] = []
  const unhurried = new AbortController().signal
  const finish = await time.run('look', ({ clock }) => {
    const database = server.session('look')
    const stage = createStage({
      ...{ database, clock, random: createRandom(1), run: '1', attempt: 1, limits: defaultLimits },
      cancellation: { signal: unhurried, atMs: () => undefined },
      tell: (event) => events.push(event),
    })
    return inspectDatabase(stage, () => database.catalog({ relations: [], types: [] }, unhurried).then(() => 'seen'))
  })
  return { finish, kinds: events.map(({ kind }) => kind) }
}

test('a session that is lost while it looks is opened anew, and looked through from the beginning', async () => {
  expect(await look(faultFor('lost', '57P01'), faultFor('lost', '57P01'))).toMatchObject({
    finish: { kind: 'done', value: 'seen' },
    kinds: ['connected', 'unreached', 'connected', 'connected'],
  })
})

test('what is refused to it is told with its cause, and not as a fault of ours', async () => {
  const { finish } = await look(faultFor('refused', '42501', 'permission denied for table pg_class (SQLSTATE 42501)'))
  expect(finish).toMatchObject({
    kind: 'threw',
    error: { reasonCode: 'PREFLIGHT_FAILED', message: expect.stringContaining('permission denied') as unknown },
  })
})
