import { createHash } from 'node:crypto'
import { createPostgres } from '../../src/database/postgres.ts'
import type { MigrationEnd, MigrationEvent } from '../../src/domain/migration/events.ts'
import type { Step } from '../../src/domain/migration/model.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { migrate } from '../../src/engine/migrating.ts'
import { defaultLimits, type MigrationLimits } from '../../src/engine/migration-stage.ts'
import { localClock } from '../../src/runner/clock.ts'

export interface RunOnOptions {
  readonly run?: string
  readonly signal?: AbortSignal
  readonly limits?: Partial<MigrationLimits>
  readonly tell?: (event: MigrationEvent) => void
}

/** A whole run over a real server, with its own session, closed at its end. */
export async function runOn(
  url: string,
  planned: readonly PlannedPhase[],
  { run = '100', signal = new AbortController().signal, limits, tell = () => undefined }: RunOnOptions = {},
): Promise<MigrationEnd & { readonly events: readonly MigrationEvent[] }> {
  const database = createPostgres({ url, run })
  try {
    return await migrate(planned, {
      database,
      clock: localClock,
      cancellation: { signal, atMs: () => (signal.aborted ? localClock.nowMs() : undefined) },
      random: Math.random,
      run,
      attempt: 1,
      limits: { ...defaultLimits, ...limits },
      tell,
    })
  } finally {
    await database.close()
  }
}

/** A phase of one change, each step with the digest of its text. */
export function expandOf(id: string, ...steps: readonly Step[]): PlannedPhase {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
  const planned = steps.map((step, index) => ({ step, digest: digest(step.sql), path: `db/changes/${id}/expand.sql`, line: index + 1 }))
  return { change: { id, name: 'a change' }, phase: 'expand', steps: planned, digest: digest(JSON.stringify(steps)) }
}
