import { type AlterPart, part, unrepeatable } from './alter-part.ts'
import { changeParts, columnParts } from './column-parts.ts'
import { commaParts, createReader, outside, type Reader, wordOf } from './reader.ts'
import { exchangesNames, type Rename } from './renames.ts'
import type { Token } from './tokens.ts'

/** Options that are words alone with their values. */
const wholeOptions = [
  'CHARSET',
  'COLLATE',
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
  const clauses = commaParts(tokens)
  const parts = clauses.flatMap((clause) => partsOf(clause))
  return exchangesNames(clauses.flatMap(renamed)) ? [...parts, unrepeatable] : parts
}

/** Of columns and of indexes: those of the one kind and of the other are seldom the same, and then the worse is assumed. */
function renamed(clause: readonly Token[]): readonly Rename[] {
  const reader = createReader(clause)
  const changes = reader.accept('CHANGE')
  if (!changes && !reader.accept('RENAME', 'COLUMN') && !reader.accept('RENAME', 'INDEX') && !reader.accept('RENAME', 'KEY')) return []
  reader.accept('COLUMN')
  reader.accept('IF', 'EXISTS')
  const from = reader.relation()
  if (!changes) reader.accept('TO')
  const to = reader.relation()
  return from === undefined || to === undefined ? [] : [{ from, to }]
}

function partsOf(clause: readonly Token[]): readonly AlterPart[] {
  const reader = createReader(clause)
  const word = reader.peek()
  reader.skip()
  if (word === 'ALGORITHM' || word === 'LOCK') return clause.length <= 3 ? [] : [part('unknown-statement', 'copy')]
  switch (word) {
    case 'ADD':
      return addParts(reader)
    case 'DROP':
      return [dropPart(reader)]
    case 'RENAME':
      if (reader.peek() === 'COLUMN') return [part('rename-column')]
      return [reader.peek() === 'INDEX' || reader.peek() === 'KEY' ? part('rename-index', 'inplace') : part('rename-table')]
    case 'CHANGE':
    case 'MODIFY':
      return changeParts(reader, clause, word === 'CHANGE')
    case 'ALTER':
      return [alterPart(reader, clause)]
    case 'CONVERT':
      return [reader.peek() === 'TO' ? part('convert-charset', 'copy') : part('alter-partition', 'copy')]
  }
  const words = outside(clause).map(wordOf)
  if (words.some((each) => each === 'PARTITION' || each === 'PARTITIONING'))
    return [words[0] === 'TRUNCATE' ? part('truncate') : part('alter-partition', 'copy')]
  // Options of a table stand there with or without commas.
  if (words.some((each) => rebuilding.includes(each))) return [part('rebuild-table', 'inplace')]
  return [isOptions(clause) ? part('set-options', 'inplace') : part('unknown-statement', 'copy')]
}

function isOptions(clause: readonly Token[]): boolean {
  const reader = createReader(clause)
  while (!reader.done) {
    reader.accept('DEFAULT')
    if (!reader.accept('CHARACTER', 'SET')) {
      if (!wholeOptions.includes(reader.peek())) return false
      reader.skip()
    }
    reader.accept('=')
    reader.skip()
  }
  return true
}

function addParts(reader: Reader): readonly AlterPart[] {
  const constraint = reader.accept('CONSTRAINT')
  if (constraint) reader.accept('IF', 'NOT', 'EXISTS')
  const named = constraint && !['PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK'].includes(reader.peek()) && reader.relation() !== undefined
  const kind = reader.peek()
  const also = (well: boolean): readonly AlterPart[] => (well ? [] : [unrepeatable])
  switch (kind) {
    case 'PRIMARY':
      return [part('add-primary-key', 'inplace')]
    case 'UNIQUE':
      reader.skip()
      return [part('add-unique-index', 'inplace'), ...also(namesIndex(reader) || named)]
    case 'INDEX':
    case 'KEY':
      return [part('add-index', 'inplace'), ...also(namesIndex(reader))]
    case 'FULLTEXT':
    case 'SPATIAL':
      reader.skip()
      return [part('add-index-blocking', 'copy'), ...also(namesIndex(reader))]
    case 'FOREIGN':
      return [part('add-foreign-key', 'copy'), ...also(named)]
    case 'CHECK':
      return [part('add-check', 'copy'), ...also(named)]
    case 'PARTITION':
      return [part('alter-partition', 'copy')]
    case 'PERIOD':
    case 'SYSTEM':
      return [part('rebuild-table', 'copy')]
  }
  reader.accept('COLUMN')
  reader.accept('IF', 'NOT', 'EXISTS')
  // Between the brackets indexes and constraints stand too.
  if (reader.peek() === '(') return commaParts(reader.group().slice(1, -1)).flatMap((each) => addParts(createReader(each)))
  reader.relation()
  return columnParts(outside(reader.rest()).map(wordOf))
}

function namesIndex(reader: Reader): boolean {
  if (!reader.accept('INDEX')) reader.accept('KEY')
  reader.accept('IF', 'NOT', 'EXISTS')
  return reader.peek() !== 'USING' && reader.relation() !== undefined
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

function alterPart(reader: Reader, clause: readonly Token[]): AlterPart {
  if (reader.accept('INDEX'))
    return part(
      clause.some((token) => wordOf(token) === 'VISIBLE' || wordOf(token) === 'NOT') ? 'show-index' : 'index-visibility',
      'inplace',
    )
  if (reader.peek() === 'CHECK' || reader.peek() === 'CONSTRAINT') return part('add-check', 'copy')
  reader.accept('COLUMN')
  reader.relation()
  // No default is a default of NULL.
  if (reader.accept('SET', 'DEFAULT')) {
    const isNull = reader.rest().every((token) => ['NULL', '(', ')'].includes(wordOf(token)))
    return part(isNull ? 'drop-default' : 'set-default')
  }
  if (reader.accept('DROP', 'DEFAULT')) return part('drop-default')
  return reader.peek() === 'SET' ? part('column-visibility') : part('unknown-statement', 'copy')
}
