import { createReader, wordOf } from './reader.ts'
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

/** The words that stand in no brackets. */
function outside(tokens: readonly Token[]): readonly string[] {
  let depth = 0
  return tokens.flatMap((token) => {
    const word = wordOf(token)
    if (word === ')') depth -= 1
    const found = depth === 0 && token.kind !== 'comment' ? [word] : []
    if (word === '(') depth += 1
    return found
  })
}

export function statedIn(tokens: readonly Token[]): Stated {
  const stated: { algorithm?: string; lock?: string } = {}
  const words = outside(tokens)
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] === '=' ? words[index + 2] : words[index + 1]
    if (word === 'ALGORITHM' && ['DEFAULT', 'INSTANT', 'INPLACE', 'NOCOPY', 'COPY'].includes(value ?? '')) stated.algorithm = value!
    if (word === 'LOCK' && ['DEFAULT', 'NONE', 'SHARED', 'EXCLUSIVE'].includes(value ?? '')) stated.lock = value!
  }
  return stated
}

/**
 * How a statement is run: the forms are tried in their order, for the server refuses in milliseconds what it cannot do in the way that is stated.
 * None of them copies a table unless its author has written that. Source: "Online DDL Operations" of MySQL's manual, "ALTER TABLE" of MariaDB's.
 */
export function formsOf(sql: string): readonly string[] {
  const read = tokensOf(sql)
  const tokens = 'wrong' in read ? [] : read.tokens
  const altering = alteringOf(tokens)
  // MariaDB knows no such words for DROP INDEX, which never copies.
  if (altering === 'drop-index') return [sql]
  // What is said of partitions must be the last, and nothing can be stated behind it.
  if (altering === undefined || (altering === 'alter-table' && ofPartitions(tokens))) return [sql]
  const { algorithm, lock } = statedIn(tokens)
  // The end of the line ends a comment that the statement may end with.
  const comma = altering === 'alter-table' ? ', ' : ' '
  const online = lock === undefined ? `${comma}LOCK=NONE` : ''
  if (algorithm === 'INPLACE') return [`${sql}\n${online}`.trimEnd()]
  if (algorithm !== undefined && algorithm !== 'DEFAULT') return [sql]
  // `DEFAULT` is overridden by what is written behind it.
  const inplace = `${sql}\n${comma}ALGORITHM=INPLACE${online}`
  return altering === 'alter-table' && lock === undefined ? [`${sql}\n, ALGORITHM=INSTANT`, inplace] : [inplace]
}

function ofPartitions(tokens: readonly Token[]): boolean {
  return outside(tokens).some((word) => ['PARTITION', 'PARTITIONING', 'PARTITIONS'].includes(word))
}
