import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LockMode, lockModes } from '../../../../src/domain/migration/model.ts'
import { describeOnPostgres } from '../../../database/on-postgres.ts'
import { base } from './corpus/base.ts'
import { corpus, isFor } from './corpus/corpus.ts'
import { readLocks } from './corpus/row.ts'
import { observe } from './observed.ts'

/** What the corpus claims, and `classify.test.ts` holds the lint to, against what a server does. */
describeOnPostgres(
  'locks, rewrites and scans of the corpus are those that the server takes',
  (server, version) => {
    let client: Client
    let url: string | undefined
    beforeEach(async () => {
      if (url === undefined) {
        url = await server().createDatabase()
        const first = new Client({ connectionString: url })
        await first.connect()
        await first.query(`DROP ROLE IF EXISTS somebody`)
        await first.query(base)
        await first.end()
      }
      client = new Client({ connectionString: url })
      await client.connect()
    })
    afterEach(() => client.end())

    const seen = corpus.filter((row) => isFor(row, version) && row.alone !== true && row.unseen === undefined)
    it.each(seen.map((row) => [row.sql.replace(/\s+/g, ' '), row] as const))('%s', async (_, row) => {
      const found = await observe(client, row.sql, row.setup)
      const strong = Object.entries(found.locks).filter(([name, mode]) => name in row.locks || lockModes.indexOf(mode) >= strongFrom)
      const claimed = Object.entries(row.locks).filter(([name]) => !name.endsWith('_idx') && !isNew(name))
      expect({ ...found, locks: Object.fromEntries(strong) }).toEqual({
        locks: { ...Object.fromEntries(claimed), ...readLocks(row.also ?? '') },
        cost: row.cost,
      })
    })
  },
  { versions: [12, 15, 18] },
)

/** Weaker ones stand in nobody's way but that of DDL. */
const strongFrom = lockModes.indexOf('SHARE UPDATE EXCLUSIVE' satisfies LockMode)

/** Made by the statement itself. */
function isNew(name: string): boolean {
  return name === 'user_mails'
}
