import { createReader, outside, wordOf } from './reader.ts'
import { type Token, tokensOf } from './tokens.ts'

/** What a statement says of how it is done, in capitals. */
export interface Stated {
  readonly algorithm?: string
  readonly lock?: string
}

/** Statements whose way can be stated; others change the dictionary alone, or rows. */
export type Altering = 'alter-table' | 'create-index' | 'drop-index'

export function alteringOf(tokens: readonly Token[]): Altering | undefined {
  const reader = createReader(tokens)
  if (reader.accept('ALTER')) {
    while (['ONLINE', 'OFFLINE', 'IGNORE'].includes(reader.peek())) reader.skip()
    return reader.peek() === 'TABLE' ? 'alter-table' : undefined
  }
  if (reader.accept('DROP', 'INDEX')) return 'drop-index'
  if (!reader.accept('CREATE')) return undefined
  reader.accept('OR', 'REPLACE')
  while (['UNIQUE', 'FULLTEXT', 'SPATIAL', 'ONLINE', 'OFFLINE'].includes(reader.peek())) reader.skip()
  return reader.peek() === 'INDEX' ? 'create-index' : undefined
}

const values = {
  algorithm: ['DEFAULT', 'INSTANT', 'INPLACE', 'NOCOPY', 'COPY'],
  lock: ['DEFAULT', 'NONE', 'SHARED', 'EXCLUSIVE'],
} as const

/** Where the value stands; the last one holds. A column may be called `algorithm`: in ALTER TABLE it is stated behind a comma, or by `=`. */
function valueOf(what: keyof typeof values, tokens: readonly Token[]): Token | undefined {
  const altersTable = alteringOf(tokens) === 'alter-table'
  const words = outside(tokens)
  const found = words.flatMap((token, at) => {
    const equals = wordOf(words[at + 1]) === '='
    if (wordOf(token) !== what.toUpperCase() || (altersTable && !equals && wordOf(words[at - 1]) !== ',')) return []
    const value = words[at + (equals ? 2 : 1)]
    return value !== undefined && (values[what] as readonly string[]).includes(wordOf(value)) ? [value] : []
  })
  return found.at(-1)
}

export function statedIn(tokens: readonly Token[]): Stated {
  const [algorithm, lock] = [valueOf('algorithm', tokens), valueOf('lock', tokens)]
  return { ...(algorithm && { algorithm: wordOf(algorithm) }), ...(lock && { lock: wordOf(lock) }) }
}

/** The statement with what it does not state of its way; DEFAULT states nothing, and may stand there but once. */
export function stating(sql: string, way: Stated): string {
  const tokens = readTokens(sql)
  const wanted = (['algorithm', 'lock'] as const).flatMap((what) => {
    const [value, at] = [way[what], valueOf(what, tokens)]
    return value === undefined || (at !== undefined && wordOf(at) !== 'DEFAULT') ? [] : [{ what, value, at }]
  })
  const comma = alteringOf(tokens) === 'alter-table' ? ', ' : ' '
  const missing = wanted.filter(({ at }) => at === undefined).map(({ what, value }) => `${what.toUpperCase()}=${value}`)
  // From behind, so that places before it stay. The end of the line ends a comment that the statement may end with.
  const written = wanted
    .flatMap(({ at, value }) => (at === undefined ? [] : [{ ...at, value }]))
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, value }) => text.slice(0, start) + value + text.slice(end), sql)
  return missing.length === 0 ? written : `${written}\n${comma}${missing.join(comma)}`
}

/**
 * How a statement is run: the forms are tried in their order, for the server refuses in milliseconds what it cannot do in the way that is stated.
 * None of them copies a table unless its author has written that. Source: "Online DDL Operations" of MySQL's manual, "ALTER TABLE" of MariaDB's.
 */
export function formsOf(sql: string): readonly string[] {
  const tokens = readTokens(sql)
  const altering = alteringOf(tokens)
  // MariaDB knows no such words for DROP INDEX, which never copies.
  if (altering === undefined || altering === 'drop-index') return [sql]
  // What is said of partitions must be the last, and nothing can be stated behind it.
  if (altering === 'alter-table' && ofPartitions(tokens)) return [sql]
  const { algorithm = 'DEFAULT', lock = 'DEFAULT' } = statedIn(tokens)
  const inplace = stating(sql, { algorithm: 'INPLACE', lock: 'NONE' })
  if (algorithm === 'INPLACE') return [inplace]
  if (algorithm !== 'DEFAULT') return [sql]
  return altering === 'alter-table' && lock === 'DEFAULT' ? [stating(sql, { algorithm: 'INSTANT' }), inplace] : [inplace]
}

function readTokens(sql: string): readonly Token[] {
  const read = tokensOf(sql)
  return 'wrong' in read ? [] : read.tokens
}

export function ofPartitions(tokens: readonly Token[]): boolean {
  return outside(tokens).some((token) => ['PARTITION', 'PARTITIONING', 'PARTITIONS'].includes(wordOf(token)))
}
