import type { Relation } from '../model.ts'
import { type Altering, ofPartitions, statedIn } from './algorithm.ts'
import type { AlterPart } from './alter-part.ts'
import { alterParts } from './alter-table.ts'
import { createReader, type Reader, wordOf } from './reader.ts'
import { mysqlRules } from './rules.ts'
import type { Seen } from './seen.ts'
import type { Token } from './tokens.ts'

/** Every part of it by itself, and the way in which all are done. */
export function lookAtAltering(altering: Altering, tokens: readonly Token[]): readonly Seen[] {
  const reader = createReader(tokens)
  const relations = [altering === 'alter-table' ? alteredTable(reader) : tableAfterOn(reader), ...exchanged(tokens)]
  const parts = altering === 'alter-table' ? tableParts(reader.rest()) : [indexPart(altering, tokens)]
  if (parts.length === 0) return [{ rule: 'unknown-statement', relations }]
  return [...parts, ...ofItsWay(tokens, parts)].map((part) => ({ ...part, relations }))
}

const partitioning = ['alter-partition', 'drop-partition', 'truncate']

/** PARTITION BY stands behind the last part, without a comma. */
function tableParts(tokens: readonly Token[]): readonly AlterPart[] {
  const parts = alterParts(tokens)
  const told = !ofPartitions(tokens) || parts.some(({ rule }) => partitioning.includes(rule))
  return told ? parts : [...parts, { rule: 'alter-partition', way: 'copy' }]
}

function ofItsWay(tokens: readonly Token[], parts: readonly AlterPart[]): readonly (AlterPart & Pick<Seen, 'blocks'>)[] {
  const { algorithm, lock } = statedIn(tokens)
  const copies = algorithm === 'COPY'
  const locks = lock === 'SHARED' || lock === 'EXCLUSIVE'
  // Of what is done in the dictionary alone nobody would see a lock.
  const states = algorithm === 'INSTANT' || algorithm === 'NOCOPY' || (algorithm === 'INPLACE' && lock === 'NONE')
  const safe = parts.every(({ rule }) => mysqlRules[rule].class === 'expand-safe')
  return [
    ...(copies ? [{ rule: 'algorithm-copy', way: 'copy' } as const] : []),
    ...(locks ? [{ rule: 'lock-stated', way: 'inplace', blocks: lock === 'SHARED' ? 'writers' : 'everybody' } as const] : []),
    ...(safe && !copies && !locks && !states ? [{ rule: 'algorithm-missing', way: 'instant' } as const] : []),
  ]
}

function indexPart(altering: Altering, tokens: readonly Token[]): AlterPart {
  if (altering === 'drop-index') return { rule: 'drop-index', way: 'inplace' }
  const words = tokens.slice(0, 5).map(wordOf)
  if (words.includes('FULLTEXT') || words.includes('SPATIAL')) return { rule: 'add-index-blocking', way: 'copy' }
  return { rule: words.includes('UNIQUE') ? 'add-unique-index' : 'add-index', way: 'inplace' }
}

function alteredTable(reader: Reader): Relation | undefined {
  while (!reader.done && !reader.accept('TABLE')) reader.skip()
  reader.accept('IF', 'EXISTS')
  return reader.relation()
}

export function tableAfterOn(reader: Reader): Relation | undefined {
  while (!reader.done && !reader.accept('ON')) reader.skip()
  return reader.relation()
}

/** Another table whose rows come to be a partition of this one. */
function exchanged(tokens: readonly Token[]): readonly Relation[] {
  const reader = createReader(tokens)
  while (!reader.done && !reader.accept('WITH', 'TABLE') && !reader.accept('CONVERT', 'TABLE')) reader.skip()
  return [reader.relation()].filter((each) => each !== undefined)
}
