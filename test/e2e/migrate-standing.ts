import { hasPgBouncer } from '../database/pgbouncer.ts'
import { dirtyData, editedFile, killedWithin, oldSnapshot, pooled, type Situation, superuser, twoRuns } from './migrate-situations.ts'
import type { MigrateTest } from './migrate-test.ts'

/** What stands in the way of a run: the same that the acceptance gives its figures of. */
export function situations(migrateTest: MigrateTest, version: number): void {
  const holds = (name: string, situation: Situation, missing?: string): void =>
    migrateTest(name, { missing }, async (place) => {
      await situation(place)
    })
  holds('two runs at once', twoRuns)
  holds('a run killed within a long statement', killedWithin, version < 14 ? 'this Postgres does not look for its client' : undefined)
  holds('a pooler in between', pooled, hasPgBouncer ? undefined : 'there is no PgBouncer')
  holds('an old snapshot while an index is built', oldSnapshot)
  holds('rows that are not unique', dirtyData)
  holds('a file that was edited after a part of it has run', editedFile)
  holds('a statement that takes a superuser', superuser)
}
