import { chmodSync, chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runAs } from '../database/binaries.ts'
import { hasMariadb, startMariadb } from '../database/mysql-server.ts'
import { startPostgres } from '../database/server.ts'
import { findOnPath } from '../on-path.ts'
import { makeCertificate } from '../self-signed.ts'
import { ended } from './migrate-ends.ts'
import type { MigrateTest } from './migrate-test.ts'

/** A lint that is measured, and databases other than Postgres. */
export function measured(migrateTest: MigrateTest): void {
  migrateTest(
    'a lint is held against what a scratch database shows, and leaves the named one alone',
    {},
    async ({ write, run, ask, url, workspace }) => {
      writeFileSync(join(workspace, 'schema.sql'), '\\restrict x\nCREATE TABLE users (id int PRIMARY KEY, email text);\n')
      write({ '0001_a/expand.sql': 'ALTER TABLE users ADD COLUMN age int;\nALTER TABLE users ALTER COLUMN email SET NOT NULL;' })
      const scratch = { command: 'lint', 'database-url': '', 'lint-database-url': url, 'lint-schema': 'schema.sql' }
      const safe = await run({ ...scratch, 'safe-rewrite': 'true' })
      ended(safe, 'succeeded', 'LINTED')
      expect(safe.summary).toMatch(/### Measured on Postgres \d+\n\n2 run\.\n/)
      expect(safe.summary).toContain('| ACCESS EXCLUSIVE on users; reads users | as told |')
      expect(await ask("SELECT to_regclass('users') IS NULL AS gone")).toEqual([{ gone: true }])
      // What is refused by its text is measured all the same: it may be what its author allows.
      const refused = await run(scratch)
      ended(refused, 'failed', 'MIGRATION_UNSAFE')
      expect(refused.summary).toContain('### Measured on Postgres')
    },
  )

  migrateTest('a statement that does more than its text shows fails the lint', {}, async ({ write, run, url, workspace }) => {
    const trigger = [
      'CREATE FUNCTION whole() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN',
      "  IF tg_tag = 'ALTER TABLE' THEN LOCK TABLE orders IN ACCESS EXCLUSIVE MODE; END IF; END $$;",
    ]
    writeFileSync(
      join(workspace, 'schema.sql'),
      [
        'CREATE TABLE users (id int);',
        'CREATE TABLE orders (id int);',
        ...trigger,
        'CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION whole();',
      ].join('\n'),
    )
    write({ '0001_a/expand.sql': 'ALTER TABLE users ADD COLUMN age int;' })
    const step = await run({ command: 'lint', 'database-url': '', 'lint-database-url': url, 'lint-schema': 'schema.sql' })
    ended(step, 'failed', 'MIGRATION_UNSAFE')
    expect(step.told?.reason).toMatch(/^1 statement does more on a server than the lint says/)
    expect(step.stdout).toMatch(/::error file=db\/changes\/0001_a\/expand\.sql,line=1,title=Measured.*ACCESS EXCLUSIVE on .*orders/)
  })

  const openssl = findOnPath('openssl') === undefined ? 'there is no openssl' : undefined
  migrateTest('a scratch database is trusted by database-ca', { missing: openssl }, async ({ write, run, workspace }) => {
    makeCertificate(workspace, 'localhost')
    const key = join(workspace, 'key.pem')
    chmodSync(workspace, 0o755)
    if (runAs.uid !== undefined) chownSync(key, runAs.uid, runAs.gid)
    chmodSync(key, 0o600)
    const server = await startPostgres({ settings: { ssl: 'on', ssl_cert_file: join(workspace, 'cert.pem'), ssl_key_file: key } })
    try {
      write({ '0001_a/expand.sql': 'CREATE TABLE users (id int PRIMARY KEY);' })
      const at = (await server.createDatabase()).replace('127.0.0.1', 'localhost')
      const inputs = { command: 'lint', 'database-url': '', 'lint-database-url': `${at}?sslmode=verify-full` }
      const refused = await run(inputs)
      ended(refused, 'failed', 'PREFLIGHT_FAILED')
      expect(refused.outputs['reason']).toContain('Give the certificate of the authority that signed it in database-ca.')
      ended(await run({ ...inputs, 'database-ca': 'cert.pem' }), 'succeeded', 'LINTED')
    } finally {
      await server.stop()
    }
  })

  const missing = hasMariadb ? undefined : 'there is no MariaDB'
  migrateTest('MariaDB: expand and backfill, each once', { missing }, async ({ write, run }) => {
    const server = await startMariadb()
    try {
      const inputs = { 'database-engine': 'mysql', 'database-url': await server.createDatabase() }
      write({
        '0001_users/expand.sql':
          'CREATE TABLE users (id int PRIMARY KEY AUTO_INCREMENT, name varchar(50));\nINSERT INTO users (name) VALUES (1), (2), (3);',
        '0002_upper/expand.sql': 'ALTER TABLE users ADD COLUMN upper_name varchar(50);',
        '0002_upper/backfill.sql': '-- @backfill table=users key=id\nUPDATE users SET upper_name = upper(name) WHERE :range;',
        '0002_upper/verify.sql': 'SELECT id FROM users WHERE upper_name IS NULL;',
      })
      const refused = await run({ ...inputs, command: 'lint', 'database-url': '' })
      ended(refused, 'failed', 'MIGRATION_UNSAFE')
      expect(refused.summary).toContain('`algorithm-missing`')
      ended(await run({ ...inputs, 'safe-rewrite': 'true' }), 'succeeded', 'MIGRATED')
      ended(await run({ ...inputs, command: 'backfill' }), 'succeeded', 'MIGRATED')
      ended(await run({ ...inputs, command: 'backfill' }), 'no-op', 'NO_CHANGE')
      const mixed = await run({ 'database-url': inputs['database-url'] })
      ended(mixed, 'failed', 'INPUT_INVALID')
      expect(mixed.told?.reason).toContain('database-engine: postgres, but the database is one of MySQL or MariaDB: give mysql')
    } finally {
      await server.stop()
    }
  })
}
