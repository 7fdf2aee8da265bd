import { durationText, readDuration } from '../document.ts'
import { aliasIn } from './alias.ts'
import { readNames } from './identifiers.ts'
import type { Directive, Relation, Role, Script, Statement } from './model.ts'

/** Every word that a comment can say to us, with where it means something. */
const known: Readonly<Record<string, { readonly roles: readonly Role[]; readonly example: string }>> = {
  allow: { roles: ['expand', 'backfill', 'contract', 'undo', 'verify'], example: '-- @allow <rule>: <reason>' },
  loosens: { roles: ['expand'], example: '-- @loosens' },
  backfill: { roles: ['backfill'], example: '-- @backfill table=users key=id target=100ms' },
  'uses-nothing': { roles: ['contract'], example: '-- @uses-nothing: users.full_name' },
}

const [leastTargetMs, mostTargetMs] = [10, 5_000]

export interface Allowance {
  readonly rule: string
  readonly reason: string
  readonly line: number
}

/** What the statement of a backfill is run with. */
export interface Backfill {
  readonly table: Relation
  /** Columns of the key, in its order. */
  readonly key: readonly string[]
  /** How long a batch should take; absent where its author leaves it to us. */
  readonly targetMs?: number
  /** With `:range`. */
  readonly sql: string
  /** What the statement calls the table, where it gives it another name. */
  readonly alias?: string
}

/** The directives of a comment that begins in this line. An `@` inside of a sentence is none. */
export function directivesIn(comment: string, line: number): readonly Directive[] {
  const inner = comment.startsWith('--') ? comment.slice(2) : comment.slice(2, -2)
  return inner.split('\n').flatMap((each, index) => {
    const [, name, rest] = /^[\s*]*@([A-Za-z][\w-]*)[ \t]*:?[ \t]*(.*?)\s*$/.exec(each) ?? []
    return name === undefined ? [] : [{ name, text: rest ?? '', line: line + index }]
  })
}

/** What is wrong with a directive, in words; undefined where nothing is. */
export function mistakeIn(directive: Directive, role: Role, rules: readonly string[]): string | undefined {
  const about = known[directive.name]
  if (about === undefined) {
    const all = Object.values(known).map((each) => each.example)
    return `@${directive.name} is not known: ${all.join(', ')} are`
  }
  if (!about.roles.includes(role)) return `@${directive.name} means nothing in ${role}.sql: it belongs to ${about.roles.join(', ')}`
  if (directive.name === 'allow') return mistakeInAllow(directive, rules)
  if (directive.name === 'backfill') return readBackfill(directive).problems.join('; ') || undefined
  if (directive.name === 'uses-nothing') {
    const columns = directive.text.split(',').map((each) => readNames(each.trim()))
    const well = columns.every((each) => each !== undefined && each.length <= 3)
    return well ? undefined : `@uses-nothing names no table or column: write ${about.example}`
  }
  return directive.text === '' ? undefined : '@loosens stands alone: what follows it is not read'
}

function mistakeInAllow(directive: Directive, rules: readonly string[]): string | undefined {
  const { example } = known.allow!
  const [, rule, reason] = /^([a-z0-9-]+)\s*(?::\s*(.*))?$/.exec(directive.text) ?? []
  if (rule === undefined) return `@allow names no rule: write ${example}`
  if (!rules.includes(rule)) return `@allow ${rule} names a rule that does not exist`
  return (reason ?? '') === '' ? `@allow ${rule} gives no reason: write ${example}` : undefined
}

/** What the author of a statement allows. What is written wrong allows nothing. */
export function allowedIn(statement: Statement): readonly Allowance[] {
  return statement.directives.flatMap(({ name, text, line }) => {
    const [, rule, reason] = name === 'allow' ? (/^([a-z0-9-]+)\s*:\s*(.+)$/.exec(text) ?? []) : []
    return rule === undefined || reason === undefined ? [] : [{ rule, reason, line }]
  })
}

/** Its author says that it only gives up a check, so that no old code can mind. */
export function loosens(statement: Statement): boolean {
  return statement.directives.some(({ name }) => name === 'loosens')
}

/** What a contract says that nothing uses any more: names as Postgres has them, `users.full_name`. */
export function usesNothingIn(script: Script): readonly Relation[] {
  return script.statements
    .flatMap((statement) => statement.directives)
    .filter(({ name }) => name === 'uses-nothing')
    .flatMap(({ text }) => text.split(',').flatMap((each) => readNames(each.trim())?.join('.') ?? []))
}

/** Undefined for a script that holds none; every script of `readChanges` without a mistake holds one. */
export function backfillIn(script: Script): Backfill | undefined {
  const [statement] = script.statements
  const read = statement === undefined ? undefined : walkedBy(statement)
  if (script.role !== 'backfill' || statement === undefined || read === undefined) return undefined
  const { table, key, targetMs } = read
  const alias = aliasIn(statement.node, table)
  return { table, key, ...(targetMs !== undefined && { targetMs }), sql: statement.text, ...(alias !== undefined && { alias }) }
}

/** The table and the key that a statement says it is run along; undefined where it says nothing that can be read. */
export function walkedBy({ directives }: Statement): Omit<ReadBackfill, 'problems'> | undefined {
  const directive = directives.find(({ name }) => name === 'backfill')
  const read = directive === undefined ? undefined : readBackfill(directive)
  return read?.problems.length === 0 ? read : undefined
}

interface ReadBackfill {
  readonly problems: readonly string[]
  readonly table: Relation
  readonly key: readonly string[]
  readonly targetMs?: number | undefined
}

function readBackfill({ text }: Directive): ReadBackfill {
  const problems: string[] = []
  const given = new Map<string, string>()
  for (const word of text.match(/(?:"[^"]*"|\S)+/g) ?? []) {
    const [, name, value] = /^([a-z]+)=(.+)$/.exec(word) ?? []
    if (name === undefined || value === undefined || !['table', 'key', 'target'].includes(name))
      problems.push('@backfill holds a word that is none of table=, key= and target=')
    else if (given.has(name)) problems.push(`@backfill gives ${name} twice`)
    else given.set(name, value)
  }
  const table = readNames(given.get('table') ?? '')
  if (table === undefined || table.length > 2) problems.push('@backfill names no table: table=users, or table=schema.users')
  // A comma inside of quotes would be a strange name for a column of a key: it is refused as two.
  const key = (given.get('key') ?? '').split(',').map(readNames)
  const columns = key.flatMap((each) => (each?.length === 1 ? each : []))
  if (columns.length < key.length) problems.push('@backfill names no key: key=id, or key=tenant_id,id')
  if (new Set(columns).size < columns.length) problems.push('@backfill names a column of the key twice')
  const target = given.get('target')
  const targetMs = target === undefined ? undefined : readTarget(target, problems)
  return { problems, table: table?.join('.') ?? '', key: columns, targetMs }
}

function readTarget(written: string, problems: string[]): number | undefined {
  const ms = readDuration({ at: 'target', problems: [] }, written, leastTargetMs, mostTargetMs)
  if (ms === undefined)
    problems.push(
      `@backfill has a target that is no time from ${durationText(leastTargetMs)} to ${durationText(mostTargetMs)}, such as 100ms`,
    )
  return ms
}
