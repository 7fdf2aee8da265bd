import { allowedIn, loosens } from '../directives.ts'
import {
  type Finding,
  type Phase,
  type Relation,
  type Role,
  type SafetyClass,
  safetyClasses,
  type Script,
  type Statement,
  type Step,
} from '../model.ts'
import { alteringOf, formsOf, statedIn } from './algorithm.ts'
import { type AlterPart, alterParts, type Way } from './alter-table.ts'
import { createReader, type Reader, wordOf } from './reader.ts'
import { type MysqlRule, mysqlRules } from './rules.ts'
import { tablesOf, verbOf } from './script.ts'
import { type Token, tokensOf } from './tokens.ts'

/**
 * What a statement does to others. Locks of Postgres are not those of MySQL, so the list of them is empty: everybody waits for the moment in which a
 * statement begins and ends (the metadata lock), and `blocks` says who waits while it works.
 */
export interface MysqlFinding extends Finding {
  readonly rule: MysqlRule
  readonly relations: readonly Relation[]
  readonly blocks: 'nobody' | 'writers' | 'everybody'
  /** How it is run: one after another until the server takes one. */
  readonly forms: readonly string[]
}

export interface MysqlVerdict {
  readonly statement: Statement
  readonly finding: MysqlFinding
  /** Why it is not run in this role; absent where it is. */
  readonly problem?: string
}

interface Seen {
  readonly rule: MysqlRule
  readonly relations?: readonly (Relation | undefined)[]
  readonly way?: Way
}

/** Every statement of a script, which was read by the parser of `script.ts`. `safeRewrite`: the way of doing it is stated for its author. */
export function lintScript(script: Script, options: { readonly safeRewrite: boolean }): readonly MysqlVerdict[] {
  const made = new Set<string>()
  return script.statements.map((statement) => {
    const read = tokensOf(statement.text)
    const tokens = 'wrong' in read ? [] : read.tokens.filter(({ kind }) => kind !== 'comment')
    const table = tableMadeBy(tokens)
    const finding = lintStatement(statement, tokens, script.role, made)
    if (table !== undefined) made.add(table.toLowerCase())
    const problem = problemOf(statement, finding, script.role, options.safeRewrite)
    return { statement, finding, ...(problem !== undefined && { problem }) }
  })
}

function lintStatement(statement: Statement, tokens: readonly Token[], role: Role, made: ReadonlySet<string>): MysqlFinding {
  const seen = look(tokens, role)
  const relations = [...new Set((seen.relations ?? []).filter((each) => each !== undefined))]
  const own = relations.length > 0 && relations.every((each) => made.has(each.toLowerCase())) && alteringOf(tokens) !== undefined
  const rule = own ? 'on-new-table' : seen.rule
  const { class: given, meaning, advice } = mysqlRules[rule]
  const way = own ? 'instant' : (seen.way ?? 'instant')
  const recipe = recipeFor(statement.text, rule, relations, tokens)
  return {
    class: rule === 'drop-constraint' && loosens(statement) ? 'expand-safe' : given,
    rule,
    relations,
    locks: [],
    blocks: blocksOf(rule, way),
    rewrites: way === 'copy',
    scans: way === 'copy',
    because: meaning,
    advice,
    forms: (recipe ?? [{ sql: statement.text }]).flatMap(({ sql }) => formsOf(sql)),
    ...(recipe !== undefined && { recipe }),
  }
}

/** The form is chosen when it is run: what the server takes depends on its version and on how the table is. An empty table may be copied. */
function recipeFor(text: string, rule: MysqlRule, relations: readonly Relation[], tokens: readonly Token[]): readonly Step[] | undefined {
  if (rule === 'algorithm-missing') return [{ kind: 'short', sql: text, relations }]
  if (rule !== 'on-new-table' || statedIn(tokens).algorithm !== undefined) return undefined
  return [{ kind: 'short', sql: `${text}\n${alteringOf(tokens) === 'alter-table' ? ', ' : ''}ALGORITHM=COPY`, relations }]
}

function blocksOf(rule: MysqlRule, way: Way): MysqlFinding['blocks'] {
  if (rule === 'truncate' || rule === 'lock-table') return 'everybody'
  return way === 'copy' || ['update', 'delete', 'insert-select'].includes(rule) ? 'writers' : 'nobody'
}

const runIn: Readonly<Record<Role, readonly SafetyClass[]>> = {
  expand: ['expand-safe'],
  backfill: ['expand-safe'],
  verify: ['expand-safe'],
  // What expand has made is used by nobody once it is taken back.
  undo: ['expand-safe', 'new-column', 'contract-only'],
  contract: ['expand-safe', 'contract-only'],
}

function problemOf(statement: Statement, finding: MysqlFinding, role: Role, safeRewrite: boolean): string | undefined {
  if (runIn[role].includes(finding.class) || (finding.class === 'recipe' && safeRewrite)) return undefined
  const allowed = allowedIn(statement).some(({ rule }) => rule === finding.rule)
  if (allowed && mysqlRules[finding.rule].fixed !== true) return undefined
  return `${finding.rule}: ${finding.because} ${finding.advice}`.trim()
}

/** The phases whose scripts run what was found without more words. */
export function phasesFor(finding: MysqlFinding): readonly Phase[] {
  const phases: readonly Phase[] = ['expand', 'backfill', 'contract']
  return phases.filter((phase) => runIn[phase].includes(finding.class))
}

function look(tokens: readonly Token[], role: Role): Seen {
  const altering = alteringOf(tokens)
  if (altering !== undefined) return lookAtAltering(altering, tokens)
  const reader = createReader(tokens)
  const verb = verbOf(tokens)
  const relations = tablesOf(tokens)
  const words = tokens.map(wordOf)
  switch (verb) {
    case 'CREATE':
      return lookAtCreate(reader, words)
    case 'DROP':
      return lookAtDrop(reader)
    case 'RENAME':
      return reader.accept('RENAME', 'TABLE') ? { rule: 'rename-table', relations: [reader.relation()] } : { rule: 'unknown-statement' }
    case 'TRUNCATE':
      reader.skip()
      reader.accept('TABLE')
      return { rule: 'truncate', relations: [reader.relation()] }
    case 'UPDATE':
    case 'DELETE':
      return { rule: role === 'backfill' && words.includes(':RANGE') ? 'batched' : verb === 'UPDATE' ? 'update' : 'delete', relations }
    case 'INSERT':
    case 'REPLACE':
      if (role === 'backfill' && words.includes(':RANGE')) return { rule: 'batched', relations }
      return { rule: words.includes('SELECT') || words.includes('TABLE') ? 'insert-select' : 'insert-values', relations }
    case 'SELECT':
    case 'TABLE':
    case 'VALUES': {
      const locks = words.some(
        (word, at) => word === 'INTO' || (word === 'FOR' && /^(UPDATE|SHARE)$/.test(words[at + 1] ?? '')) || word === 'LOCK',
      )
      return { rule: locks ? 'locking-query' : 'query', relations }
    }
    case 'SHOW':
    case 'DESCRIBE':
    case 'DESC':
    case 'EXPLAIN':
      return { rule: words.includes('ANALYZE') ? 'unknown-statement' : 'query' }
    case 'ANALYZE':
      return { rule: 'analyze' }
    case 'OPTIMIZE':
    case 'REPAIR':
      return { rule: 'optimize-table' }
    case 'LOCK':
    case 'UNLOCK':
    case 'FLUSH':
      return { rule: 'lock-table' }
    case 'GRANT':
      return { rule: 'grant' }
    case 'REVOKE':
      return { rule: 'revoke' }
    case 'LOAD':
      return { rule: 'load-data' }
    case 'CALL':
    case 'DO':
    case 'PREPARE':
    case 'EXECUTE':
    case 'HANDLER':
      return { rule: 'call-routine' }
    case 'SET':
    case 'USE':
      return { rule: 'session-setting' }
    case 'BEGIN':
    case 'START':
    case 'COMMIT':
    case 'ROLLBACK':
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'XA':
      return { rule: 'transaction-control' }
  }
  return { rule: 'unknown-statement' }
}

function lookAtCreate(reader: Reader, words: readonly string[]): Seen {
  reader.skip()
  const replaces = reader.accept('OR', 'REPLACE')
  if (reader.peek() === 'TABLE' || reader.peek() === 'TEMPORARY') {
    reader.accept('TEMPORARY')
    reader.skip()
    reader.accept('IF', 'NOT', 'EXISTS')
    const relations = [reader.relation()]
    if (replaces) return { rule: 'drop-table', relations }
    if (words.includes('SELECT')) return { rule: 'create-table-select', relations }
    return { rule: 'create-table', relations: [...relations, ...referredTo(reader)] }
  }
  const what = words.find((word) => objects.includes(word))
  if (what === 'VIEW') return { rule: 'create-view' }
  if (what === 'TRIGGER') return { rule: 'create-trigger', relations: [tableAfterOn(reader)] }
  return { rule: what === undefined ? 'unknown-statement' : replaces ? 'drop-object' : 'create-object' }
}

const objects = ['VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'SEQUENCE', 'USER', 'ROLE', 'DATABASE', 'SCHEMA', 'SERVER', 'PACKAGE']

function referredTo(reader: Reader): readonly Relation[] {
  const found: Relation[] = []
  while (!reader.done) {
    if (reader.accept('REFERENCES')) found.push(...[reader.relation()].filter((each) => each !== undefined))
    else reader.skip()
  }
  return found
}

function tableAfterOn(reader: Reader): Relation | undefined {
  while (!reader.done && !reader.accept('ON')) reader.skip()
  return reader.relation()
}

function lookAtDrop(reader: Reader): Seen {
  reader.skip()
  reader.accept('TEMPORARY')
  const what = reader.peek()
  reader.skip()
  if (what === 'TABLE' || what === 'TABLES') {
    reader.accept('IF', 'EXISTS')
    const relations = [reader.relation()]
    while (reader.accept(',')) relations.push(reader.relation())
    return { rule: 'drop-table', relations }
  }
  if (what === 'DATABASE' || what === 'SCHEMA') return { rule: 'drop-database' }
  return { rule: objects.includes(what) ? 'drop-object' : what === 'PREPARE' ? 'call-routine' : 'unknown-statement' }
}

function lookAtAltering(altering: 'alter-table' | 'create-index' | 'drop-index', tokens: readonly Token[]): Seen {
  const reader = createReader(tokens)
  const stated = statedIn(tokens)
  const relation = altering === 'alter-table' ? alteredTable(reader) : tableAfterOn(reader)
  const parts = altering === 'alter-table' ? alterParts(restOf(reader)) : [indexPart(altering, tokens)]
  const worst = [...parts].sort((one, other) => rank(other) - rank(one))[0]
  if (worst === undefined) return { rule: 'unknown-statement' }
  const ways: readonly Way[] = ['instant', 'inplace', 'copy']
  const way = ways.findLast((each) => parts.some((part) => part.way === each)) ?? 'copy'
  const seen = (rule: MysqlRule, by: Way = way): Seen => ({ rule, relations: [relation], way: by })
  if (rank(worst) > 0) return seen(worst.rule)
  if (stated.algorithm === 'COPY') return seen('algorithm-copy', 'copy')
  if (stated.lock === 'SHARED' || stated.lock === 'EXCLUSIVE') return seen('lock-stated', 'copy')
  // Of what is done in the dictionary alone nobody would see a lock.
  const states =
    stated.algorithm === 'INSTANT' || stated.algorithm === 'NOCOPY' || (stated.algorithm === 'INPLACE' && stated.lock === 'NONE')
  return seen(states ? worst.rule : 'algorithm-missing')
}

function rank({ rule }: AlterPart): number {
  return safetyClasses.indexOf(mysqlRules[rule].class)
}

function indexPart(altering: 'create-index' | 'drop-index', tokens: readonly Token[]): AlterPart {
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

function restOf(reader: Reader): readonly Token[] {
  const rest: Token[] = []
  for (let token = reader.token(); token !== undefined; token = reader.token()) {
    rest.push(token)
    reader.skip()
  }
  return rest
}

function tableMadeBy(tokens: readonly Token[]): Relation | undefined {
  const reader = createReader(tokens)
  // With IF NOT EXISTS it may be there already.
  return reader.accept('CREATE', 'TABLE') && !reader.accept('IF', 'NOT', 'EXISTS') ? reader.relation() : undefined
}
