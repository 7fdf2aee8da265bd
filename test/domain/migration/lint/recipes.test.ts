import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { classify } from '../../../../src/domain/migration/lint/classify.ts'
import { readNames } from '../../../../src/domain/migration/identifiers.ts'
import { lockModes, type Step } from '../../../../src/domain/migration/model.ts'
import { describeOnPostgres } from '../../../database/on-postgres.ts'
import { catalogOf } from './catalog.ts'
import { base } from './corpus/base.ts'
import { corpus, isFor } from './corpus/corpus.ts'
import { readLocks, type Row } from './corpus/row.ts'
import { observe } from './observed.ts'
import { aboutRow, readStatement } from './read-statement.ts'
import { recipesAlone } from './corpus/recipes-alone.ts'

function recipeOf(row: Row, version: number): readonly Step[] | undefined {
  return classify(readStatement(row.sql), aboutRow(row, version)).find((each) => each.recipe !== undefined)?.recipe
}

describeOnPostgres(
  'a recipe has the end of its statement, and stands in nobody’s way',
  (server, version) => {
    let client: Client
    beforeAll(async () => {
      client = new Client({ connectionString: await server().createDatabase() })
      await client.connect()
    })
    afterAll(() => client.end())
    beforeEach(async () => {
      await client.query(reset)
      await client.query(base)
    })

    const rewritten = [...corpus, ...recipesAlone].filter((row) => isFor(row, version) && recipeOf(row, version) !== undefined)
    it.each(rewritten.map((row) => [row.sql.replace(/\s+/g, ' '), row] as const))('%s', async (_, row) => {
      const wanted = await plainly(client, row, version)
      if (row.setup !== undefined) await client.query(row.setup)
      for (const step of recipeOf(row, version) ?? []) await perform(client, step, row)
      expect(await endOf(client, version)).toEqual(wanted)
    })
  },
  { versions: [12, 15, 18] },
)

/** The end that the statement itself would have; it is taken back, but where it changes nothing but files. */
async function plainly(client: Client, row: Row, version: number): Promise<readonly string[]> {
  if (row.alone !== true) await client.query('BEGIN')
  if (row.setup !== undefined) await client.query(row.setup)
  // The recipe is for values in UTC, whatever the session before it.
  if (row.rules.includes('change-type-time-zone')) await client.query(`SET TimeZone = 'UTC'`)
  await client.query(row.sql)
  const end = await endOf(client, version)
  if (row.alone !== true) await client.query('ROLLBACK')
  return end
}

/** The catalog, and that the rows are the same ones. */
async function endOf(client: Client, version: number): Promise<readonly string[]> {
  await client.query(`SET TimeZone = 'UTC'`)
  return [...(await catalogOf(client, version)), ...(await valuesOf(client))]
}

/** As the runner does it, and seen while it does: what is short reads no table, what is long keeps nobody from reading and writing. */
async function perform(client: Client, step: Step, row: Row): Promise<void> {
  if (step.kind === 'index' || step.kind === 'bare') {
    await client.query(step.sql)
    return
  }
  const settings = Object.entries(step.kind === 'short' ? (step.settings ?? {}) : {}).map(
    ([name, value]) => `SET LOCAL ${name} = '${value}';`,
  )
  const sql = `${settings.join(' ')} ${step.sql}`
  const seen = await observe(client, sql)
  if (step.kind === 'short') expect({ step, cost: seen.cost }).toEqual({ step, cost: '' })
  else {
    const most = lockModes.indexOf(/^REFRESH/i.test(step.sql) ? 'EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE')
    expect(Object.entries(seen.locks).filter(([, mode]) => lockModes.indexOf(mode) > most)).toEqual([])
  }
  const told = [...step.relations.map((each) => each.replace(/^public\./, '')), ...Object.keys(readLocks(row.also ?? ''))]
  for (const [name, mode] of Object.entries(seen.locks))
    if (lockModes.indexOf(mode) >= lockModes.indexOf('SHARE ROW EXCLUSIVE')) expect(told).toContain(readNames(name)?.join('.'))
  await client.query('BEGIN')
  await client.query(sql)
  await client.query('COMMIT')
}

/** The rows are the same ones. */
async function valuesOf(client: Client): Promise<readonly string[]> {
  const tables = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind IN ('r', 'm') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  )
  const found: string[] = []
  for (const { name } of tables.rows) {
    const sum = await client.query<{ sum: string }>(`SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM ${name} t`)
    found.push(`${name} ${sum.rows[0]?.sum ?? ''}`)
  }
  return found
}

const reset = `
  RESET ALL; DROP SCHEMA IF EXISTS public, other CASCADE; CREATE SCHEMA public; DROP PUBLICATION IF EXISTS feed; DROP ROLE IF EXISTS somebody;
`
