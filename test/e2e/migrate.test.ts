import { describe } from 'vitest'
import { endings } from './migrate-ends.ts'
import { describeMigrations } from './migrate-test.ts'

/** The committed dist as a process, as the runner starts it, on a real Postgres, and beside the sandbox where AWS is asked. */
describeMigrations('migrate-expand-contract', (migrateTest) => {
  describe('a run', () => endings(migrateTest))
})
