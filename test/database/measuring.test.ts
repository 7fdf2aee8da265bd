import { expect, test } from 'vitest'
import { createScratch } from '../../src/database/measure.ts'
import { loadParser, sqlParser } from '../../src/database/parser.ts'
import { SluiceError } from '../../src/domain/errors.ts'
import { readChanges } from '../../src/domain/migration/changes.ts'
import { lint, type LintedStatement } from '../../src/domain/migration/lint/lint.ts'
import { isWorse, type MeasuredStatement } from '../../src/domain/migration/measured.ts'
import { readSchema } from '../../src/domain/migration/measured-schema.ts'
import { measuredLines, measuredSection } from '../../src/domain/render/migration-measured.ts'
import { measureChanges } from '../../src/engine/measuring.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { ask, unhurried } from './sessions.ts'

const { parse } = sqlParser(await loadParser())

/** As pg_dump writes it. */
const dump = `--
\\restrict abcdef
SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA shop;
ALTER SCHEMA shop OWNER TO nobody_here;
CREATE TABLE public.teams (id integer NOT NULL, name text);
ALTER TABLE public.teams OWNER TO nobody_here;
ALTER TABLE ONLY public.teams ADD CONSTRAINT teams_pkey PRIMARY KEY (id);
CREATE TABLE public.users (
    id integer NOT NULL,
    team_id integer,
    email text,
    note character varying(50)
);
CREATE INDEX users_email_idx ON public.users USING btree (email);
COPY public.teams (id, name) FROM stdin;
1	it's \\ text
\\.
GRANT SELECT ON TABLE public.users TO nobody_here;
COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
\\unrestrict abcdef
`

function linted(files: Readonly<Record<string, string>>, safeRewrite = true, version = 12): readonly LintedStatement[] {
  const { changes, mistakes } = readChanges(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    '',
    parse,
  )
  if (mistakes.length > 0) throw new Error(mistakes.map(({ text }) => text).join())
  return lint(changes, { version, safeRewrite }).statements
}

describeOnPostgres(
  'changes that are measured',
  (server) => {
    const schema = { path: 'db/schema.sql', statements: readSchema('db/schema.sql', dump, parse).statements }
    const measure = (statements: readonly LintedStatement[], signal = unhurried) =>
      measureChanges(statements, createScratch({ url: server().url, run: '100' }), signal, schema)
    const scratches = async (): Promise<unknown> => ask(server().url, `SELECT datname FROM pg_database WHERE datname LIKE 'sluice_lint_%'`)
    const kinds = (found: readonly MeasuredStatement[]) => found.map(({ measured }) => measured.kind)

    test('are as the lint says, statement by statement, and their safe forms stand in nobody’s way', async () => {
      const all = linted({
        '1_a/expand.sql': `ALTER TABLE users ADD COLUMN nick text;
          ALTER TABLE users ALTER COLUMN email SET NOT NULL;
          CREATE INDEX users_nick_idx ON users (nick);
          ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team_id) REFERENCES teams (id);
          CREATE TABLE posts (id int PRIMARY KEY, user_id int);
          CREATE INDEX ON posts (user_id);
          ALTER TABLE posts ALTER user_id SET NOT NULL`,
        '1_a/backfill.sql': `-- @backfill table=users key=id
          UPDATE users SET nick = 'x' WHERE nick IS NULL AND :range`,
        '1_a/verify.sql': 'SELECT id FROM users WHERE nick IS NULL',
        '1_a/contract.sql': 'DROP INDEX CONCURRENTLY users_email_idx; ALTER TABLE users DROP COLUMN email',
        '1_a/undo.sql': 'ALTER TABLE users DROP COLUMN nick',
        '2_b/expand.sql': 'ALTER TABLE posts ADD COLUMN title text; CREATE INDEX CONCURRENTLY ON posts (title)',
      })
      const { statements, version } = await measure(all)
      expect(statements).toHaveLength(all.length)
      expect(statements.filter(({ measured }) => measured.kind === 'refused')).toEqual([])
      expect(statements.filter(isWorse)).toEqual([])
      expect(statements.flatMap(({ worse }) => worse)).toEqual([])
      expect(kinds(statements).filter((kind) => kind === 'skipped')).toHaveLength(3)
      const forms = statements.map(({ steps }) => steps.map(({ measured, worse }) => [measured.kind, worse]))
      expect(forms[1]!.length).toBeGreaterThanOrEqual(2)
      for (const each of forms.flat()) expect(each).toEqual(['seen', []])
      expect(statements[1]!.measured).toMatchObject({ rewrites: [], scans: ['users'] })
      // What is new to everybody is not looked at.
      expect(statements[6]!.measured).toMatchObject({ locks: [], rewrites: [], scans: [] })
      expect(measuredSection(statements, version)).toContain(`### Measured on Postgres ${String(server().version)}`)
      expect(await scratches()).toEqual([])
    })

    test('are told where the lint says less than they do', async () => {
      const all = linted(
        {
          '1_a/expand.sql': `ALTER TABLE users ALTER COLUMN email SET NOT NULL;
          ALTER TABLE users ADD COLUMN n serial;
          ALTER TABLE teams ADD COLUMN a int;
          CREATE INDEX CONCURRENTLY i ON users (note)`,
        },
        false,
      )
      /** A lint that knows nothing of what it says. */
      const wrong = all.map((each) => ({
        ...each,
        verdict: 'runs' as const,
        findings: each.findings.map((found) => ({ ...found, rewrites: false, scans: false, locks: [] })),
      }))
      const { statements } = await measure(wrong)
      expect(statements.map(({ worse }) => worse)).toEqual([
        ['ACCESS EXCLUSIVE on users is taken, which is not told', 'users is read as a whole under that lock'],
        ['ACCESS EXCLUSIVE on users is taken, which is not told', 'users is written anew'],
        ['ACCESS EXCLUSIVE on teams is taken, which is not told'],
        [],
      ])
      expect(statements.map(isWorse)).toEqual([true, true, true, false])
      expect(measuredLines(statements)[1]).toBe(
        '✗ 1_a/expand.sql:2  ALTER TABLE users ADD COLUMN n serial  ACCESS EXCLUSIVE on users; writes users anew; reads users: worse: ACCESS EXCLUSIVE on users is taken, which is not told; users is written anew',
      )
      const weaker = all.map((each) => ({
        ...each,
        verdict: 'runs' as const,
        findings: each.findings.map((found) => ({ ...found, locks: found.locks.map((own) => ({ ...own, mode: 'SHARE' as const })) })),
      }))
      const second = await measure(weaker)
      expect(second.statements[0]!.worse).toEqual(['ACCESS EXCLUSIVE on users is taken, not SHARE'])
    })

    test('are told where they do less, for the text of a statement means the worst', async () => {
      const all = linted({ '1_a/expand.sql': 'ALTER TABLE users ALTER COLUMN note TYPE varchar(100)' })
      const { statements } = await measure(all)
      expect(statements[0]).toMatchObject({ worse: [], milder: ['no table is written anew'] })
      expect(all[0]!.verdict).toBe('refused')
    })

    test('are told to lock what their text does not name', async () => {
      const { statements } = await measure(
        linted({
          '1_a/expand.sql': 'CREATE TABLE posts (id int, user_id int); ALTER TABLE users ADD PRIMARY KEY (id)',
          '2_b/expand.sql': 'ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id)',
          '3_c/contract.sql': 'ALTER TABLE posts DROP CONSTRAINT posts_user',
        }),
      )
      expect(statements.at(-1)).toMatchObject({ worse: ['ACCESS EXCLUSIVE on users is taken, which is not told'] })
      expect(isWorse(statements.at(-1)!)).toBe(true)
    })

    test('that fail are told by SQLSTATE without a literal, and the next ones go on', async () => {
      const { statements } = await measure(
        linted({
          '1_a/expand.sql': `ALTER TABLE absent ADD COLUMN a text DEFAULT 'secret-one';
            ALTER TABLE users ADD COLUMN b int DEFAULT 'secret-two';
            -- @allow call-function: a test
            DO $$ BEGIN RAISE EXCEPTION 'secret-three'; END $$;
            ALTER TABLE users ADD COLUMN c text`,
        }),
      )
      expect(statements.map(({ measured }) => (measured.kind === 'refused' ? measured.sqlState : measured.kind))).toEqual([
        '42P01',
        '22P02',
        'P0001',
        'seen',
      ])
      const told = [
        ...measuredLines(statements),
        measuredSection(statements, 16),
        JSON.stringify(statements.map(({ measured, worse }) => [measured, worse])),
      ]
      expect(told.join('\n')).not.toContain('secret')
      expect(await scratches()).toEqual([])
    })

    test('leave the server as it was: roles, databases and settings are passed over', async () => {
      const { statements } = await measure(
        linted(
          {
            '0001_a.sql': `CREATE ROLE sluice_visitor; ALTER SYSTEM SET work_mem = '1MB'; CREATE DATABASE sluice_other;
              SET search_path = shop; BEGIN; CREATE TABLE inside (a int); COMMIT; GRANT SELECT ON inside TO sluice_visitor`,
            '0002_b.sql': 'ALTER TABLE users ADD COLUMN z int; ALTER TABLE shop.inside ADD COLUMN b int',
          },
          false,
        ),
      )
      expect(kinds(statements)).toEqual([
        'skipped',
        'skipped',
        'skipped',
        'skipped',
        'skipped',
        'seen',
        'skipped',
        'skipped',
        'seen',
        'seen',
      ])
      expect(statements[7]!.measured).toMatchObject({ because: 'it names a role that the scratch server does not have' })
      expect(await ask(server().url, `SELECT rolname FROM pg_roles WHERE rolname LIKE 'sluice%'`)).toEqual([])
      expect(await ask(server().url, `SELECT datname FROM pg_database WHERE datname = 'sluice_other'`)).toEqual([])
    })

    test('end with an error and no database where the schema before them cannot be made, or when they are cancelled', async () => {
      const broken = readSchema('db/schema.sql', `CREATE TABLE a (b int DEFAULT 'secret')`, parse).statements
      const work = measureChanges([], createScratch({ url: server().url, run: '100' }), unhurried, {
        path: 'db/schema.sql',
        statements: broken,
      })
      const error = await work.catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(SluiceError)
      expect(error).toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
      expect((error as SluiceError).message).toContain('db/schema.sql:1: ')
      expect((error as SluiceError).message).not.toContain('secret')

      const control = new AbortController()
      const slow = measure(linted({ '0001_a.sql': 'SELECT pg_sleep(60)' }), control.signal).catch((thrown: unknown) => thrown)
      await expect
        .poll(async () => (await ask(server().url, `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)).length)
        .toBe(1)
      control.abort()
      expect(await slow).toMatchObject({ reasonCode: 'CANCELLED' })
      expect(await scratches()).toEqual([])
    })
  },
  { versions: [12, 15, 18] },
)
