import { commaParts, createReader, type Reader, wordOf } from './reader.ts'
import type { MysqlRule } from './rules.ts'
import type { Token } from './tokens.ts'

/** What InnoDB can do a part of an ALTER TABLE by: only in the dictionary; beside readers and writers; by a copy, or not known. */
export type Way = 'instant' | 'inplace' | 'copy'

export interface AlterPart {
  readonly rule: MysqlRule
  readonly way: Way
}

const part = (rule: MysqlRule, way: Way = 'instant'): AlterPart => ({ rule, way })
const wholeOptions = [
  'COMMENT',
  'AUTO_INCREMENT',
  'STATS_PERSISTENT',
  'STATS_AUTO_RECALC',
  'STATS_SAMPLE_PAGES',
  'MAX_ROWS',
  'MIN_ROWS',
  'AVG_ROW_LENGTH',
  'CHECKSUM',
  'PACK_KEYS',
  'DELAY_KEY_WRITE',
]
const rebuilding = [
  'ENGINE',
  'FORCE',
  'ROW_FORMAT',
  'KEY_BLOCK_SIZE',
  'ORDER',
  'ENCRYPTION',
  'COMPRESSION',
  'PAGE_COMPRESSED',
  'ENCRYPTED',
  'TABLESPACE',
  'DISCARD',
  'IMPORT',
  'DISABLE',
  'ENABLE',
  'UNION',
  'INSERT_METHOD',
]

/** The parts of `ALTER TABLE t ...`, without what is stated of algorithm and lock. */
export function alterParts(tokens: readonly Token[]): readonly AlterPart[] {
  return commaParts(tokens).flatMap((clause) => partsOf(clause))
}

function partsOf(clause: readonly Token[]): readonly AlterPart[] {
  const reader = createReader(clause)
  const word = reader.peek()
  reader.skip()
  if (word === 'ALGORITHM' || word === 'LOCK') return []
  switch (word) {
    case 'ADD':
      return addPart(reader, clause)
    case 'DROP':
      return [dropPart(reader)]
    case 'RENAME':
      if (reader.peek() === 'COLUMN') return [part('rename-column')]
      return [reader.peek() === 'INDEX' || reader.peek() === 'KEY' ? part('rename-index', 'inplace') : part('rename-table')]
    case 'CHANGE':
    case 'MODIFY':
      return [changePart(reader, word === 'CHANGE')]
    case 'ALTER':
      return [alterPart(reader, clause)]
    case 'CONVERT':
      return [reader.peek() === 'TO' ? part('convert-charset', 'copy') : part('alter-partition', 'copy')]
    case 'DEFAULT':
    case 'CHARACTER':
    case 'CHARSET':
    case 'COLLATE':
      return [part('set-options', 'inplace')]
  }
  const words = clause.map(wordOf)
  if (words.some((each) => each === 'PARTITION' || each === 'PARTITIONING'))
    return [words[0] === 'TRUNCATE' ? part('truncate') : part('alter-partition', 'copy')]
  // Options of a table stand there with or without commas.
  if (words.some((each) => rebuilding.includes(each))) return [part('rebuild-table', 'inplace')]
  return [wholeOptions.includes(word) ? part('set-options', 'inplace') : part('unknown-statement', 'copy')]
}

function addPart(reader: Reader, clause: readonly Token[]): readonly AlterPart[] {
  const words = clause.map(wordOf)
  if (reader.accept('CONSTRAINT') && !['PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK'].includes(reader.peek())) reader.skip()
  switch (reader.peek()) {
    case 'PRIMARY':
      return [part('add-primary-key', 'inplace')]
    case 'UNIQUE':
      return [part('add-unique-index', 'inplace')]
    case 'INDEX':
    case 'KEY':
      return [part('add-index', 'inplace')]
    case 'FULLTEXT':
    case 'SPATIAL':
      return [part('add-index-blocking', 'copy')]
    case 'FOREIGN':
      return [part('add-foreign-key', 'copy')]
    case 'CHECK':
      return [part('add-check', 'copy')]
    case 'PARTITION':
      return [part('alter-partition', 'copy')]
    case 'PERIOD':
    case 'SYSTEM':
      return [part('rebuild-table', 'copy')]
  }
  reader.accept('COLUMN')
  reader.accept('IF', 'NOT', 'EXISTS')
  if (reader.peek() !== '(') {
    reader.relation()
    return [columnPart(words)]
  }
  return commaParts(reader.group().slice(1, -1)).map((column) => columnPart(column.map(wordOf)))
}

/** Of a column that is new, by the words of its definition. */
function columnPart(words: readonly string[]): AlterPart {
  const has = (...wanted: readonly string[]): boolean => words.some((_, at) => wanted.every((each, index) => words[at + index] === each))
  const generated = has('AS') || has('GENERATED')
  if (has('AUTO_INCREMENT')) return part('add-column-auto-increment', 'copy')
  if (has('UNIQUE') || has('PRIMARY') || has('KEY')) return part('add-column-key', 'inplace')
  if (has('REFERENCES')) return part('add-foreign-key', 'copy')
  if (has('CHECK')) return part('add-check', 'copy')
  if (generated) return has('STORED') || has('PERSISTENT') ? part('add-column-stored', 'copy') : part('add-column')
  const at = words.indexOf('DEFAULT')
  const now = /^(CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP|CURRENT_DATE|CURDATE)$/
  const value = words[at + 1] ?? ''
  const computed = at >= 0 && (value === '(' || (words[at + 2] === '(' && !now.test(value)))
  if (computed) return part('add-column-computed-default', 'copy')
  // No value of its own, and none that may be absent.
  if (has('NOT', 'NULL') && at < 0) return part('add-column-required')
  return part('add-column')
}

function dropPart(reader: Reader): AlterPart {
  switch (reader.peek()) {
    case 'PRIMARY':
      return part('drop-primary-key', 'copy')
    case 'INDEX':
    case 'KEY':
      return part('drop-index', 'inplace')
    case 'FOREIGN':
    case 'CONSTRAINT':
    case 'CHECK':
      return part('drop-constraint', 'inplace')
    case 'PARTITION':
      return part('drop-partition', 'copy')
    case 'PERIOD':
    case 'SYSTEM':
      return part('rebuild-table', 'copy')
  }
  return part('drop-column')
}

/** The type a column had is not known here: the server knows, and refuses by what is stated. */
function changePart(reader: Reader, named: boolean): AlterPart {
  reader.accept('COLUMN')
  reader.accept('IF', 'EXISTS')
  const before = reader.relation()
  const after = named ? reader.relation() : before
  if (before?.toLowerCase() !== after?.toLowerCase()) return part('rename-column')
  return /^(VARCHAR|VARBINARY|NVARCHAR|CHARACTER)$/.test(reader.peek()) && (reader.peek() !== 'CHARACTER' || reader.peek(1) === 'VARYING')
    ? part('modify-varchar')
    : part('change-type', 'copy')
}

function alterPart(reader: Reader, clause: readonly Token[]): AlterPart {
  if (reader.accept('INDEX'))
    return part(
      clause.some((token) => wordOf(token) === 'VISIBLE' || wordOf(token) === 'NOT') ? 'show-index' : 'index-visibility',
      'inplace',
    )
  if (reader.peek() === 'CHECK' || reader.peek() === 'CONSTRAINT') return part('add-check', 'copy')
  reader.accept('COLUMN')
  reader.relation()
  if (reader.accept('SET', 'DEFAULT')) return part('set-default')
  if (reader.accept('DROP', 'DEFAULT')) return part('drop-default')
  return reader.peek() === 'SET' ? part('column-visibility') : part('unknown-statement', 'copy')
}
