import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { lintFiles } from '../domain/migration/lint/said.ts'

const readme = readFileSync(resolve(import.meta.dirname, '../../actions/migrate-expand-contract/README.md'), 'utf8')

/** The files of the README: of a block that begins with the name of one, each; else the block is an expand. */
function filesIn(page: string): Readonly<Record<string, string>> {
  const blocks = [...page.matchAll(/^```sql\n([^]*?)^```$/gm)].map((match) => match[1]!)
  const files = blocks.flatMap((block, at) => {
    const named = [...block.matchAll(/^-- (\w+\.sql)\n([^]*?)(?=^-- \w+\.sql\n|$(?![^]))/gm)]
    const parts = named.length > 0 ? named.map(([, name, sql]) => [name!, sql!] as const) : [['expand.sql', block] as const]
    return parts.map(([name, sql]) => [`${String(at + 1)}_shown/${name}`, sql] as const)
  })
  return Object.fromEntries(files)
}

test('the SQL that the README shows runs as it is shown', () => {
  const files = filesIn(readme)
  expect(Object.keys(files)).toEqual(['1_shown/expand.sql', '1_shown/backfill.sql', '1_shown/verify.sql', '2_shown/expand.sql'])
  const { statements, mistakes } = lintFiles(files)
  expect(mistakes).toEqual([])
  expect(statements.map(({ path, line, verdict }) => `${path}:${String(line)} ${verdict}`)).toEqual([
    '1_shown/expand.sql:1 runs',
    '1_shown/expand.sql:2 runs',
    '1_shown/backfill.sql:2 runs',
    '1_shown/verify.sql:1 runs',
    '2_shown/expand.sql:2 runs',
  ])
})
