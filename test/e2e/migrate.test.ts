import { describe } from 'vitest'
import { inAws } from './migrate-aws.ts'
import { cancellations } from './migrate-cancelled.ts'
import { endings } from './migrate-ends.ts'
import { refusals } from './migrate-inputs.ts'
import { literals } from './migrate-literals.ts'
import { measured } from './migrate-measured.ts'
import { situations } from './migrate-standing.ts'
import { describeMigrations } from './migrate-test.ts'
import { tools } from './migrate-tool.ts'

/** The committed dist as a process, as the runner starts it, on a real Postgres, and beside the sandbox where AWS is asked. */
describeMigrations('migrate-expand-contract', (migrateTest, version, ground) => {
  describe('a run', () => endings(migrateTest))
  describe('a run that is', () => cancellations(migrateTest))
  describe('a lint, and another database:', () => measured(migrateTest))
  describe('a command of the team', () => tools(migrateTest))
  describe('in AWS,', () => inAws(migrateTest, ground))
  describe('no literal is told', () => literals(migrateTest))
  describe('refused:', () => refusals(migrateTest))
  describe('what stands in the way:', () => situations(migrateTest, version))
})
