import { afterAll, beforeAll, expect, it } from 'vitest'
import { createScratch } from '../../../../src/database/measure.ts'
import { classify } from '../../../../src/domain/migration/lint/classify.ts'
import { claimOf, compare } from '../../../../src/domain/migration/measured.ts'
import { workOf } from '../../../../src/domain/migration/measured-work.ts'
import { relationsIn } from '../../../../src/domain/migration/tree.ts'
import type { ScratchDatabase } from '../../../../src/ports.ts'
import { describeOnPostgres } from '../../../database/on-postgres.ts'
import { unhurried } from '../../../database/sessions.ts'
import { base } from './corpus/base.ts'
import { corpus, isFor } from './corpus/corpus.ts'
import { readLocks } from './corpus/row.ts'
import { aboutRow, readStatement } from './read-statement.ts'

/** The measuring sees on tables without a row what the corpus says of tables with a thousand. */
describeOnPostgres(
  'statements of the corpus, measured without a row',
  (server, version) => {
    let scratch: ScratchDatabase
    beforeAll(async () => {
      scratch = createScratch({ url: server().url, run: '100' })
      await scratch.open(unhurried)
      await scratch.run(base.replaceAll(/^\s*INSERT INTO[^;]*;/gm, ''), unhurried)
      await scratch.settle(unhurried)
    })
    afterAll(() => scratch.close())

    const measured = corpus.filter(
      (row) => isFor(row, version) && row.unseen === undefined && row.setup === undefined && row.alone !== true,
    )
    it.each(measured.map((row) => [row.sql.replace(/\s+/g, ' '), row] as const))('%s', async (_, row) => {
      const statement = readStatement(row.sql)
      if (workOf({ role: 'expand', statement }).kind !== 'measure') return
      const claim = claimOf(classify(statement, aboutRow(row, version)))
      const relations = [...claim.locks.map(({ relation }) => relation), ...relationsIn(statement.node)]
      const effects = await scratch.measure({ sql: row.sql, relations, undo: true }, unhurried)
      const { worse, milder } = compare(claim, effects)
      // What the text does not name is what there is to be found by measuring.
      const also = Object.keys(readLocks(row.also ?? ''))
      const beyond = worse.filter((words) => !also.some((name) => words.includes(` on ${name} is taken, which is not told`)))
      // Whoever plans a query asks for every index of its tables.
      expect(beyond.filter((words) => !(row.rules.includes('reindex') && words.includes('an index of users')))).toEqual([])
      expect(milder).toEqual([])
    })
  },
  { versions: [12, 15, 18] },
)
