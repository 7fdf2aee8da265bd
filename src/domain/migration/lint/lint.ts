import { roles } from '../change-files.ts'
import { allowedIn } from '../directives.ts'
import type { Change, Finding, Mistake, Role, SafetyClass, Script, Statement, Step } from '../model.ts'
import { bodyOf, flag, kindOf, text, walk } from '../tree.ts'
import { type About, type Known, type MadeType, taking } from './about.ts'
import { alterParts, namesMade } from './alter-part.ts'
import { classify, createdBy, filledBy, goneBy, mixedBy } from './classify.ts'
import { indexName } from './classify-index.ts'
import { inOneTransaction, type Meanwhile } from './one-transaction.ts'
import { type RuleName, rules } from './rules.ts'
import { stepsOf } from './steps-of.ts'
import { allowedAs } from './turns-out.ts'
import { typesMade } from './types-made.ts'

export interface LintOptions {
  /** The major version of the oldest server the changes will meet. */
  readonly version: number
  /** Statements with a recipe are run by it. */
  readonly safeRewrite: boolean
  readonly known?: Known
}

export interface LintedStatement {
  readonly change: string
  readonly role: Role
  readonly path: string
  readonly line: number
  readonly statement: Statement
  readonly findings: readonly Finding[]
  readonly verdict: 'runs' | 'runs-rewritten' | 'refused'
  /** The reason of its author, where it runs by that alone. */
  readonly allowed?: string
  /** How it would be run; none where it is refused, or is not ours to run. */
  readonly steps: readonly Step[]
}

export interface Linted {
  readonly statements: readonly LintedStatement[]
  /** An `@allow` of what is not found. */
  readonly mistakes: readonly Mistake[]
}

/** What each statement of each change does to others, and whether it may run. */
export function lint(changes: readonly Change[], options: LintOptions): Linted {
  const scripts = changes.flatMap((change) => roles.flatMap((role) => ofRole(change, role)))
  const types = typesMade(
    scripts.map(({ script }) => script),
    options.known,
  )
  const all = scripts.map(({ change, script }) => lintScript(change, script, types, options))
  return { statements: all.flatMap((each) => each.statements), mistakes: all.flatMap((each) => each.mistakes) }
}

function ofRole(change: Change, role: Role): readonly { readonly change: Change; readonly script: Script }[] {
  const script = change.scripts[role]
  return script === undefined ? [] : [{ change, script }]
}

function lintScript(change: Change, script: Script, types: ReadonlyMap<string, MadeType>, options: LintOptions): Linted {
  const created = new Set<string>()
  const filled = new Set<string>()
  const meanwhile: Meanwhile = change.foreign === true ? inOneTransaction(script) : () => []
  const taken = new Set<string>()
  const statements: LintedStatement[] = []
  const mistakes: Mistake[] = []
  for (const statement of script.statements) {
    const about: About = {
      version: options.version,
      role: script.role,
      created,
      filled,
      taken,
      types,
      ...(change.scripts.verify !== undefined && { verified: true as const }),
      ...(options.known !== undefined && { known: options.known }),
    }
    const linted = lintStatement(change, script, statement, about, options, meanwhile)
    statements.push(linted)
    const found = linted.findings.flatMap(({ rule }) => allowedAs(rule))
    for (const { rule, line } of allowedIn(statement))
      if (!found.includes(rule) && rule in rules)
        mistakes.push({ path: script.path, line, text: `@allow ${rule} allows what is not found here: remove it` })
    for (const name of namesTaken(statement, about)) taken.add(name)
    for (const relation of [...goneBy(statement.node), ...mixedBy(statement.node, created)]) created.delete(relation)
    for (const relation of createdBy(statement.node)) {
      created.add(relation)
      filled.delete(relation)
    }
    for (const relation of filledBy(statement.node)) filled.add(relation)
  }
  return { statements, mistakes }
}

function lintStatement(
  change: Change,
  script: Script,
  statement: Statement,
  about: About,
  options: LintOptions,
  meanwhile: Meanwhile,
): LintedStatement {
  const own = classify(statement, about)
  const findings = [...own, ...meanwhile(statement, own, about.created)]
  const reasons = new Map(allowedIn(statement).map(({ rule, reason }) => [rule, reason]))
  const reasonOf = ({ rule }: Finding): string | undefined => reasons.get(allowedAs(rule).find((each) => reasons.has(each)) ?? '')
  const ours = change.foreign !== true
  const open = findings.filter((each) => (!ours && isOnlyOurs(each)) === false && !(reasonOf(each) !== undefined && mayBeAllowed(each)))
  const stands = open.filter((each) => !fits(each.class, script.role))
  const refused = stands.filter((each) => !(ours && each.class === 'recipe' && each.recipe !== undefined && options.safeRewrite))
  const verdict = refused.length > 0 ? 'refused' : stands.length > 0 ? 'runs-rewritten' : 'runs'
  const used = findings.filter((each) => !fits(each.class, script.role)).flatMap((each) => reasonOf(each) ?? [])
  const steps =
    verdict === 'refused' || !ours
      ? []
      : stepsOf(statement, findings, about, { safeRewrite: options.safeRewrite, allowed: new Set(reasons.keys()) })
  return {
    change: change.id,
    role: script.role,
    path: script.path,
    line: statement.line,
    statement,
    findings,
    verdict,
    ...(verdict !== 'refused' && used.length > 0 && { allowed: used.join('; ') }),
    steps,
  }
}

/** BEGIN, SET and the locks of its session are the own business of another tool. */
function isOnlyOurs({ rule }: Finding): boolean {
  return rule === 'transaction-control' || rule === 'session-setting' || rule === 'session-lock'
}

function mayBeAllowed({ rule }: Finding): boolean {
  return rules[rule as RuleName].fixed !== true
}

/** Which classes a script may hold as they are: when contract.sql runs no old code is left; undo.sql takes back what only new code knew. */
function fits(found: SafetyClass, role: Role): boolean {
  if (found === 'expand-safe') return true
  return found === 'contract-only' && (role === 'contract' || role === 'undo')
}

/** Names of indexes and constraints that are there after a statement: what Postgres chooses later must be another. */
function namesTaken(statement: Statement, about: About): readonly string[] {
  const found: string[] = []
  walk(statement.node, (kind, body) => {
    if (kind === 'Constraint' && text(body, 'conname') !== '') found.push(text(body, 'conname'))
  })
  const body = bodyOf(statement.node)
  if (kindOf(statement.node) === 'IndexStmt' && !flag(body, 'if_not_exists')) found.push(indexName(statement, about))
  if (kindOf(statement.node) === 'AlterTableStmt') {
    let own = about
    for (const part of alterParts(statement, about)) own = taking(own, namesMade({ ...part, about: own }))
    found.push(...(own.taken ?? []))
  }
  return found
}
