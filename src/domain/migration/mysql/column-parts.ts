import { type AlterPart, part, unrepeatable } from './alter-part.ts'
import { outside, type Reader, wordOf } from './reader.ts'
import type { Token } from './tokens.ts'

/** Of a column that is new, by the words of its definition that stand in no brackets. */
export function columnParts(words: readonly string[]): readonly AlterPart[] {
  if (words.includes('AUTO_INCREMENT')) return [part('add-column-auto-increment', 'copy')]
  return [valuePart(words), ...constraintParts(words)]
}

function valuePart(words: readonly string[]): AlterPart {
  if (words.includes('AS') || words.includes('GENERATED'))
    return words.includes('STORED') || words.includes('PERSISTENT') ? part('add-column-stored', 'copy') : part('add-column')
  const at = words.indexOf('DEFAULT')
  const now = /^(CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP|CURRENT_DATE|CURDATE)$/
  const value = words[at + 1] ?? ''
  const computed = at >= 0 && (value === '(' || (words[at + 2] === '(' && !now.test(value)))
  if (computed) return part('add-column-computed-default', 'copy')
  // No value of its own, and none that may be absent.
  return part(saysNotNull(words) && at < 0 ? 'add-column-required' : 'add-column')
}

/** What a definition of a column makes beside it. */
function constraintParts(words: readonly string[]): readonly AlterPart[] {
  return [
    ...(['UNIQUE', 'PRIMARY', 'KEY'].some((each) => words.includes(each)) ? [part('add-column-key', 'inplace')] : []),
    ...(words.includes('REFERENCES') ? [part('add-foreign-key', 'copy')] : []),
    ...(words.includes('CHECK') ? [part('add-check', 'copy')] : []),
  ]
}

function saysNotNull(words: readonly string[]): boolean {
  return words.some((word, at) => word === 'NOT' && words[at + 1] === 'NULL')
}

/** The type a column had is not known here: the server knows, and refuses by what is stated. */
export function changeParts(reader: Reader, clause: readonly Token[], named: boolean): readonly AlterPart[] {
  reader.accept('COLUMN')
  reader.accept('IF', 'EXISTS')
  const before = reader.relation()
  const after = named ? reader.relation() : before
  const words = outside(clause).map(wordOf)
  const made = constraintParts(words)
  const varies =
    /^(VARCHAR|VARBINARY|NVARCHAR|CHARACTER)$/.test(reader.peek()) && (reader.peek() !== 'CHARACTER' || reader.peek(1) === 'VARYING')
  const computed = words.includes('AS') || words.includes('GENERATED')
  return [
    varies && !computed ? part('modify-varchar') : part('change-type', 'copy'),
    ...(before?.toLowerCase() === after?.toLowerCase() ? [] : [part('rename-column')]),
    ...(saysNotNull(words) ? [part('modify-not-null', 'inplace')] : []),
    ...(words.includes('FIRST') || words.includes('AFTER') ? [part('move-column')] : []),
    ...(words.includes('INVISIBLE') ? [part('column-visibility')] : []),
    ...made,
    // A second index or CHECK would have another name.
    ...(made.length > 0 ? [unrepeatable] : []),
  ]
}
