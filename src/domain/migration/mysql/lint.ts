import { allowedIn, backfillIn, loosens } from '../directives.ts'
import type { Finding, Relation, Role, SafetyClass, Script, Statement, Step } from '../model.ts'
import { alteringOf, formsOf, statedIn, stating } from './algorithm.ts'
import { look } from './look.ts'
import { createReader } from './reader.ts'
import { type MysqlRule, mysqlRules } from './rules.ts'
import type { Seen } from './seen.ts'
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
  /** The worst first. */
  readonly findings: readonly MysqlFinding[]
  /** Why it is not run in this role; none where it is. */
  readonly problems: readonly string[]
}

/** Every statement of a script, which was read by the parser of `script.ts`. `safeRewrite`: the way of doing it is stated for its author. */
export function lintScript(
  script: Script,
  options: { readonly safeRewrite: boolean; readonly foreign?: boolean },
): readonly MysqlVerdict[] {
  // Names are the same where they are written so: servers differ in capitals.
  const made = new Set<Relation>()
  return script.statements.map((statement) => {
    const read = tokensOf(statement.text)
    const tokens = 'wrong' in read ? [] : read.tokens.filter(({ kind }) => kind !== 'comment' && kind !== 'hint')
    const all = look(tokens, script.role, backfillIn(script))
    const findings = onNewTable(all, tokens, made).map((seen) => findingOf(statement, tokens, seen))
    for (const relation of all.filter(({ rule }) => moving.includes(rule)).flatMap(relationsOf)) forget(made, relation)
    const table = tableMadeBy(tokens)
    if (table !== undefined) made.add(table)
    const judged = findings.filter(({ rule }) => options.foreign !== true || !onlyOurs.includes(rule))
    const problems = judged.flatMap((finding) => problemOf(statement, finding, script.role, options.safeRewrite))
    return { statement, findings, problems }
  })
}

/** Of our session and our ledger: the own business of another tool. */
const onlyOurs: readonly MysqlRule[] = ['not-repeatable', 'lock-or-sleep', 'session-setting', 'transaction-control']

/** After them a name may be that of another table. */
const moving: readonly MysqlRule[] = ['rename-table', 'drop-table', 'alter-partition', 'not-repeatable']

function forget(made: Set<Relation>, relation: Relation): void {
  const bare = (name: Relation): string => name.split('.').at(-1)!.toLowerCase()
  for (const name of [...made]) if (bare(name) === bare(relation)) made.delete(name)
}

function relationsOf({ relations }: Seen): readonly Relation[] {
  return [...new Set((relations ?? []).filter((each) => each !== undefined))]
}

/** What no word helps against holds there too. */
function onNewTable(all: readonly Seen[], tokens: readonly Token[], made: ReadonlySet<Relation>): readonly Seen[] {
  const relations = all.flatMap(relationsOf)
  if (alteringOf(tokens) === undefined || relations.length === 0 || !relations.every((each) => made.has(each))) return all
  return [...all.filter(({ rule }) => mysqlRules[rule].fixed === true), { rule: 'on-new-table', relations }]
}

function findingOf(statement: Statement, tokens: readonly Token[], seen: Seen): MysqlFinding {
  const { rule, way = 'instant' } = seen
  const relations = relationsOf(seen)
  const { class: given, meaning, advice } = mysqlRules[rule]
  const recipe = recipeFor(statement.text, rule, relations, tokens)
  return {
    class: rule === 'drop-constraint' && loosens(statement) ? 'expand-safe' : given,
    rule,
    relations,
    locks: [],
    blocks: seen.blocks ?? blocksOf(rule, way),
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
  return [{ kind: 'short', sql: stating(text, { algorithm: 'COPY' }), relations }]
}

function blocksOf(rule: MysqlRule, way: Seen['way']): MysqlFinding['blocks'] {
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

function problemOf(statement: Statement, finding: MysqlFinding, role: Role, safeRewrite: boolean): readonly string[] {
  if (fitsRole(finding, role) || (finding.class === 'recipe' && safeRewrite)) return []
  const allowed = allowedIn(statement).some(({ rule }) => rule === finding.rule)
  return allowed && mysqlRules[finding.rule].fixed !== true ? [] : [`${finding.rule}: ${finding.because} ${finding.advice}`.trim()]
}

/** Whether a script of this role may hold it without more words. */
export function fitsRole({ class: found }: Pick<MysqlFinding, 'class'>, role: Role): boolean {
  return runIn[role].includes(found)
}

function tableMadeBy(tokens: readonly Token[]): Relation | undefined {
  const reader = createReader(tokens)
  // With IF NOT EXISTS it may be there already.
  return reader.accept('CREATE', 'TABLE') && !reader.accept('IF', 'NOT', 'EXISTS') ? reader.relation() : undefined
}
