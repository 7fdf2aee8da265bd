import { boundIn, holdsRange } from './bounded.ts'
import { backfillIn } from './directives.ts'
import type { Mistake, Script, Statement } from './model.ts'
import { rangeWord } from './range-word.ts'
import { bodyOf, items, kindOf, relationsIn, walk } from './tree.ts'

const changing = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']

/** What a script cannot be for its role, whatever its statements do. `ranges` are the lines that hold `:range`. */
export function mistakesOfRole(script: Script, ranges: readonly number[]): readonly Mistake[] {
  const at = (line: number, text: string): Mistake => ({ path: script.path, line, text })
  if (script.statements.length === 0) return [at(1, 'holds no statement: remove the file, or write one')]
  if (script.role === 'verify')
    return script.statements
      .filter((statement) => !onlyReads(statement))
      .map((statement) => at(statement.line, 'is no query: verify.sql holds SELECTs that must find nothing'))
  return script.role === 'backfill' ? mistakesOfBackfill(script, ranges, at) : []
}

/** A SELECT may hold WITH parts that write, lock rows, or make a table. */
function onlyReads({ node }: Statement): boolean {
  const kinds: string[] = []
  walk(node, (kind) => void kinds.push(kind))
  const locks = items(bodyOf(node), 'lockingClause').length > 0
  const makes = 'intoClause' in bodyOf(node)
  return kindOf(node) === 'SelectStmt' && !kinds.some((kind) => changing.includes(kind)) && !locks && !makes
}

function mistakesOfBackfill(script: Script, ranges: readonly number[], at: (line: number, text: string) => Mistake): readonly Mistake[] {
  const [first, second] = script.statements
  const found: Mistake[] = []
  const { node, line, directives } = first!
  if (second !== undefined) found.push(at(second.line, 'is a second statement: a backfill is one, so put this into a change of its own'))
  if (!['InsertStmt', 'UpdateStmt', 'DeleteStmt'].includes(kindOf(node)))
    found.push(at(line, 'is no UPDATE, INSERT or DELETE: a backfill is one of them, batch by batch'))
  if ('returningClause' in bodyOf(node)) found.push(at(line, 'has RETURNING, which nobody reads: leave it out'))
  if (ranges.length === 0)
    found.push(
      at(line, `has no ${rangeWord}: write it where the rows of a batch are chosen, as in WHERE full_name IS NULL AND ${rangeWord}`),
    )
  if (ranges.length === 1 && holdsRange(first!) && !boundIn(first!)(bodyOf(node)))
    found.push(
      at(ranges[0]!, `has ${rangeWord} where it does not choose the rows of a batch: write WHERE (all other conditions) AND ${rangeWord}`),
    )
  for (const other of ranges.slice(1)) found.push(at(other, `has ${rangeWord} a second time: the rows of a batch are chosen once`))
  const given = directives.filter(({ name }) => name === 'backfill')
  if (given.length === 0) found.push(at(line, 'has no directive: write -- @backfill table=users key=id before it'))
  for (const other of given.slice(1)) found.push(at(other.line, '@backfill stands there a second time'))
  const table = backfillIn(script)?.table
  if (table !== undefined && !relationsIn(node).includes(table))
    found.push(at(given[0]!.line, '@backfill names a table that the statement does not: write it as the statement does'))
  return found
}
