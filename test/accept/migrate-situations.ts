import { hasPgBouncer } from '../database/pgbouncer.ts'
import { availableVersions, startPostgres } from '../database/server.ts'
import { atPlace } from '../e2e/migrate-step.ts'
import { dirtyData, editedFile, killedWithin, oldSnapshot, pooled, type Situation, superuser, twoRuns } from '../e2e/migrate-situations.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import type { Item } from './item.ts'

interface Demand {
  readonly name: string
  readonly claim: string
  readonly situation: Situation
  /** The oldest Postgres of which it holds. */
  readonly since?: number
  readonly skipped?: string | undefined
}

/** The committed dist as a process, on each Postgres there is. */
function demanded({ name, claim, situation, since = 0, skipped }: Demand): Item {
  return {
    name,
    claim,
    async run(progress) {
      const versions = availableVersions().filter((version) => version >= since)
      const reason = versions.length === 0 ? 'no Postgres for this platform' : skipped
      if (reason !== undefined) return { ok: false, skipped: reason, figures: {} }
      const figures: Record<string, unknown> = {}
      const sandbox = await openSandbox()
      try {
        for (const version of versions) {
          const server = await startPostgres({ version, settings: { fsync: 'on' } })
          try {
            figures[`postgres${version}`] = await atPlace({ server, sandbox }, situation)
            progress(`Postgres ${version}: ok`)
          } finally {
            await server.stop()
          }
        }
      } finally {
        await sandbox.close()
      }
      return { ok: true, figures }
    },
  }
}

export const migrateSituations: readonly Item[] = [
  {
    name: 'two-runs',
    claim: 'Of two runs at once one does the work; the other waits, says for whom, and finds nothing to do',
    situation: twoRuns,
  },
  {
    name: 'killed-within',
    claim:
      'A run that is killed within a long statement leaves the lock free within seconds, and the next one goes on there (Postgres 14 and later)',
    situation: killedWithin,
    since: 14,
  },
  {
    name: 'pooler',
    claim: 'Through a pool of transactions each of five runs is refused, and nothing is written',
    situation: pooled,
    skipped: hasPgBouncer ? undefined : 'there is no PgBouncer',
  },
  {
    name: 'old-snapshot',
    claim:
      'An index is built beside an old snapshot of another table: its holder is named, nothing times out, and the index is valid in the end',
    situation: oldSnapshot,
  },
  {
    name: 'dirty-data',
    claim:
      'A unique index over rows that are not unique is refused without a value of them, no index is left, and it is built once they are corrected',
    situation: dirtyData,
  },
  {
    name: 'edited-file',
    claim: 'A file that was edited after a part of it has run is drift where it was done, and goes on where it had failed',
    situation: editedFile,
  },
  {
    name: 'superuser',
    claim: 'A statement that takes a superuser is refused with what to do; what was done before it stays done',
    situation: superuser,
  },
].map(demanded)
