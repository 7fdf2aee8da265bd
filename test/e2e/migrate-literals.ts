import { expect } from 'vitest'
import { failing, leftBehind, needed } from '../database/failing-statements.ts'
import type { MigrateTest } from './migrate-test.ts'
import { thorough } from './shop-test.ts'
import type { ToldStep } from './told-step.ts'

/** In every spelling of a literal, in every role of a file, and in the comments. */
const marked = {
  '0001_marked/expand.sql': `-- s3cret-8471147 is a note
CREATE TABLE users (id int PRIMARY KEY, name text DEFAULT 's3cret-8471147', level int NOT NULL DEFAULT 8471147 CHECK (level <> 8471140));
/* s3cret */ INSERT INTO users (id, name) SELECT n, E's3cret\\n' || $$s3cret$$ || $tag$s3cret$tag$ || U&'s3cret' FROM generate_series(1, 100) AS n;
COMMENT ON TABLE users IS 's3cret-8471147';
ALTER TABLE users ADD CONSTRAINT users_level CHECK (level < 84711499 AND name <> 's3cret-none');
CREATE INDEX users_some ON users (name) WHERE level > 8471147;
ALTER TABLE users ALTER COLUMN name SET DEFAULT B'1' || X'8471147' || N's3cret';
`,
  '0001_marked/backfill.sql': `-- @backfill table=users key=id
UPDATE users SET name = 's3cret-8471147', level = 8471147 + 1.8471147 WHERE name <> 's3cret-else' AND :range;
`,
  '0001_marked/verify.sql': "SELECT name FROM users WHERE name = 's3cret-none';",
  '0001_marked/undo.sql': "-- @allow drop-table: it was new\nDROP TABLE users; -- 's3cret'",
  '0001_marked/contract.sql': "-- @uses-nothing: users.name\nDELETE FROM users WHERE id = 8471147 AND name = 's3cret';",
} as const

/** No literal of a statement and no value of a row gets to where others read: summary, outputs, annotations, ledger. */
export function literals(migrateTest: MigrateTest): void {
  migrateTest('of files in every role', {}, async ({ write, run, ask }) => {
    write(marked)
    for (const inputs of [{ command: 'lint' }, { mode: 'plan' }, { 'safe-rewrite': 'true', mode: 'plan' }]) nothingTold(await run(inputs))
    const expanded = await run({ 'safe-rewrite': 'true' })
    expect(expanded.outputs['reason-code'], expanded.stdout).toBe('MIGRATED')
    const filled = await run({ command: 'backfill' })
    expect(filled.outputs['reason-code'], filled.stdout).toBe('MIGRATED')
    for (const step of [expanded, filled]) nothingTold(step)
    const cast = { '0002_cast/backfill.sql': '-- @backfill table=users key=id\nUPDATE users SET level = name::int WHERE :range;' }
    write(cast)
    const failed = await run({ command: 'backfill' })
    expect(failed.outputs['reason-code'], failed.stdout).toBe('MIGRATION_FAILED')
    nothingTold(failed)
    expect(failed.stdout).not.toContain('s3cret')
    write({
      '0002_cast/backfill.sql': '-- @backfill table=users key=id\nUPDATE users SET level = 4713 WHERE :range;',
      '0002_cast/verify.sql': "SELECT 's3cret'::int FROM users;",
    })
    const unverified = await run({ command: 'backfill' })
    expect(unverified.outputs['reason-code'], unverified.stdout).toBe('MIGRATION_FAILED')
    nothingTold(unverified)
    await nothingKept(ask)
  })

  migrateTest('of statements that fail', {}, async ({ write, run, ask }) => {
    await ask(needed)
    const statements = Object.entries(failing)
    // The server is asked all of them elsewhere.
    for (const [what, sql] of thorough ? statements : statements.filter((_, index) => index % 4 === 0)) {
      write({ '0009_failing/expand.sql': `${sql};\n` })
      const step = await run()
      expect(['MIGRATION_FAILED', 'MIGRATION_UNSAFE'], `${what}: ${step.stdout}`).toContain(step.outputs['reason-code'])
      nothingTold(step, what)
      expect(step.stdout, what).not.toMatch(/s3cret/)
      await ask(`DROP SCHEMA IF EXISTS sluice CASCADE; ${leftBehind}`)
    }
  })
}

function nothingTold(step: ToldStep, what = ''): void {
  // The id of this file's changes is none of its literals, and neither is the time.
  const told = [step.summary, JSON.stringify(step.outputs), JSON.stringify(step.annotations)].join('\n')
  expect(told.match(/.{0,60}(s3cret|847114).{0,40}/)?.[0], what).toBeUndefined()
}

async function nothingKept(ask: (sql: string) => Promise<readonly object[]>): Promise<void> {
  const kept = [await ask('SELECT * FROM sluice.change'), await ask('SELECT * FROM sluice.event')]
  expect(JSON.stringify(kept)).not.toMatch(/s3cret|847114/)
}
