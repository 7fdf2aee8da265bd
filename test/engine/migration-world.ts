import type { MigrationEnd, MigrationEvent } from '../../src/domain/migration/events.ts'
import type { Blocker, Step } from '../../src/domain/migration/model.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { migrate } from '../../src/engine/migrating.ts'
import { defaultLimits, type MigrationLimits } from '../../src/engine/migration-stage.ts'
import { createFakeTime, type FakeTime, type Finish } from '../fakes/fake-clock.ts'
import { createMemoryServer, type MemoryServer } from '../fakes/memory-database.ts'
import { createRandom } from '../fakes/random.ts'

export interface MigrationWorld {
  readonly time: FakeTime
  readonly server: MemoryServer
  run(planned: readonly PlannedPhase[], options?: RunOptions): Promise<Ran>
}

export interface RunOptions {
  readonly name?: string
  readonly startsAtMs?: number
  /** After the start of the run. */
  readonly cancelAtMs?: number
  readonly limits?: Partial<MigrationLimits>
  /** Hears each event as it is told. */
  readonly tell?: (event: MigrationEvent) => void
}

export interface Ran {
  readonly end: (MigrationEnd & { readonly events: readonly MigrationEvent[] }) | undefined
  readonly error: unknown
  readonly events: readonly MigrationEvent[]
  readonly kinds: readonly string[]
  readonly tookMs: number
}

/** A server in memory, and runs over it. Each closes its session at its end. */
export function createMigrationWorld(): MigrationWorld {
  const time = createFakeTime()
  const local = time.nowMs()
  const server = createMemoryServer({
    nowMs: () => time.nowMs() - local,
    sleep: () => Promise.reject(new Error('A server does not sleep')),
  })
  return {
    time,
    server,
    async run(planned, { name = '100', startsAtMs = 0, cancelAtMs, limits, tell } = {}) {
      const events: MigrationEvent[] = []
      let tookMs = 0
      const finish: Finish<MigrationEnd & { readonly events: readonly MigrationEvent[] }> = await time.run(name, async ({ clock }) => {
        await clock.sleep(startsAtMs)
        const sinceMs = clock.nowMs()
        const stop = new AbortController()
        let atMs: number | undefined
        if (cancelAtMs !== undefined)
          time.at(time.nowMs() + cancelAtMs, () => {
            atMs = clock.nowMs()
            stop.abort()
          })
        const database = server.session(name)
        try {
          return await migrate(planned, {
            database,
            clock,
            cancellation: { signal: stop.signal, atMs: () => atMs },
            random: createRandom(1),
            run: name,
            attempt: 1,
            limits: { ...defaultLimits, ...limits },
            tell(event) {
              events.push(event)
              tell?.(event)
            },
          })
        } finally {
          tookMs = clock.nowMs() - sinceMs
          await database.close()
        }
      })
      return {
        end: finish.kind === 'done' ? finish.value : undefined,
        error: finish.kind === 'threw' ? finish.error : undefined,
        events,
        kinds: events.map(({ kind }) => kind),
        tookMs,
      }
    },
  }
}

/** A phase whose steps have their texts as digests. */
export function phaseOf(id: string, steps: readonly Step[], digest = `digest of ${id}`): PlannedPhase {
  const planned = steps.map((step, index) => ({
    step,
    digest: `digest of ${step.sql}`,
    path: `db/changes/${id}/expand.sql`,
    line: index + 1,
  }))
  return { change: { id, name: 'a change' }, phase: 'expand', steps: planned, digest }
}

export function blockerOf(overrides: Partial<Blocker> = {}): Blocker {
  const base = {
    pid: 7,
    application: 'report',
    user: 'analyst',
    state: 'active',
    ageMs: 5_000,
    relation: 't',
    mode: 'ACCESS SHARE',
  } as const
  return { ...base, ...overrides }
}

/** What the server is busy with for this long. */
export async function takes(time: FakeTime, ms: number): Promise<void> {
  await time.run('server', ({ clock }) => clock.sleep(ms))
}
