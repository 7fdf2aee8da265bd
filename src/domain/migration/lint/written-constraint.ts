import type { Relation, SqlNode, Statement, Step } from '../model.ts'
import { quoted } from '../identifiers.ts'
import { bodyOf, flag, items, kindOf, member, names, placeOf, relationOf, text } from '../tree.ts'
import { type About, taking } from './about.ts'
import { checkedColumn, chooseName } from './chosen-names.ts'
import { behindName, behindParentheses, between, findWord, tokenAt, word } from './cut.ts'
import { bareName, besideOf, buildIndex, long, short } from './step.ts'

/** A constraint as it stands in the text: in a column, or by itself. */
export interface WrittenConstraint {
  readonly node: SqlNode
  /** `CONSTR_CHECK`. */
  readonly type: string
  /** The column it stands in; empty where it stands by itself. */
  readonly column: string
  /** Its tokens, the words before its name and DEFERRABLE among them. */
  readonly from: number
  readonly to: number
  /** In a column: NOT ENFORCED follows, so that no row is ever checked, and none can be validated. */
  readonly unenforced?: true
}

/** The constraints of a column, of which each goes as far as the next; what says when it is checked belongs to the one before. */
export function constraintsOf(statement: Statement, column: SqlNode, to: number): readonly WrittenConstraint[] {
  const pieces = items(column, 'constraints').map((each) => ({ node: bodyOf(each), at: tokenAt(statement, placeOf(bodyOf(each))) }))
  const collation = member(column, 'collClause')
  const edges = [...pieces.map(({ at }) => at), ...(kindOf(collation) === '' ? [] : [tokenAt(statement, placeOf(collation))]), to]
  const isMark = (node: SqlNode): boolean => text(node, 'contype').startsWith('CONSTR_ATTR_')
  const marks = pieces.filter(({ node }) => isMark(node))
  return pieces
    .filter(({ node }) => !isMark(node))
    .map(({ node, at }) => {
      const end = Math.min(...edges.filter((edge) => edge > at && !marks.some((mark) => mark.at === edge)))
      const own = marks.filter((mark) => mark.at > at && mark.at < end).map((mark) => text(mark.node, 'contype'))
      const unenforced = own.includes('CONSTR_ATTR_NOT_ENFORCED')
      return { node, type: text(node, 'contype'), column: text(column, 'colname'), from: at, to: end, ...(unenforced && { unenforced }) }
    })
}

/** Its columns. */
function columnsOf({ node, type, column }: WrittenConstraint): readonly string[] {
  return column !== '' ? [column] : names(node, type === 'CONSTR_FOREIGN' ? 'fk_attrs' : 'keys')
}

/** As written, or as Postgres would choose it. */
export function nameOfConstraint(constraint: WrittenConstraint, table: Relation, about: About): string {
  const { node, type } = constraint
  const name = text(node, 'conname')
  if (name !== '') return name
  const base = bareName(table)
  const columns = columnsOf(constraint)
  switch (type) {
    case 'CONSTR_CHECK':
      return chooseName(base, checkedColumn(node.raw_expr), 'check', about.taken)
    case 'CONSTR_FOREIGN':
      return chooseName(base, columns.join('_'), 'fkey', about.taken)
    case 'CONSTR_PRIMARY':
      return chooseName(base, '', 'pkey', about.taken)
    case 'CONSTR_NOTNULL':
      return chooseName(base, columns.join('_'), 'not_null', about.taken)
    default:
      return chooseName(base, [...columns, ...names(node, 'including')].join('_'), 'key', about.taken)
  }
}

/** Constraints in their order, each with what is named before it, so that two that Postgres would name alike get two names. */
export function inTurn<T extends WrittenConstraint, R>(
  constraints: readonly T[],
  target: Target,
  each: (constraint: T, target: Target) => R,
): readonly R[] {
  let { about } = target
  return constraints.map((constraint) => {
    const done = each(constraint, { ...target, about })
    about = taking(about, [nameOfConstraint(constraint, target.table, about)])
    return done
  })
}

export function referred(constraint: WrittenConstraint): Relation {
  return relationOf(member(constraint.node, 'pktable'))
}

/** What follows its name: `CHECK (...)`, with the column that it stands in where it does not say so itself. */
function definition(statement: Statement, { node, type, column, from, to }: WrittenConstraint): string {
  const named = text(node, 'conname') !== '' && word(statement, from) === 'CONSTRAINT'
  const body = between(statement, named ? from + 2 : from, to)
  if (type === 'CONSTR_NOTNULL' && column !== '') return `NOT NULL ${quoted(column)}`
  return type === 'CONSTR_FOREIGN' && column !== '' ? `FOREIGN KEY (${quoted(column)}) ${body}` : body
}

/** The table that constraints are added to: for the steps, and as its author writes it. */
export interface Target {
  readonly table: Relation
  /** `app."Users"` */
  readonly written: string
  /** `ALTER TABLE ONLY app."Users"` */
  readonly head: string
  readonly about: About
}

/** Added by a statement of its own, on a table that is empty. */
export function addAtOnce(statement: Statement, constraint: WrittenConstraint, { table, head, about }: Target): Step {
  const name = nameOfConstraint(constraint, table, about)
  return short(`${head} ADD CONSTRAINT ${quoted(name)} ${definition(statement, constraint)}`, ...new Set([table, referred(constraint)]))
}

/** A CHECK, FOREIGN KEY or NOT NULL: first for rows to come, then for those that are there, unless it is for none of them. */
export function addNotValid(statement: Statement, constraint: WrittenConstraint, { table, head, about }: Target): readonly Step[] {
  const name = quoted(nameOfConstraint(constraint, table, about))
  const relations = constraint.type === 'CONSTR_FOREIGN' ? [...new Set([table, referred(constraint)])] : [table]
  const added = `${head} ADD CONSTRAINT ${name} ${definition(statement, constraint)}`
  if (constraint.unenforced === true) return [short(added, ...relations)]
  return [short(`${added} NOT VALID`, ...relations), long(`${head} VALIDATE CONSTRAINT ${name}`, ...relations)]
}

/** A UNIQUE or PRIMARY KEY: first its index, then the constraint that takes it over. */
export function addByIndex(statement: Statement, constraint: WrittenConstraint, target: Target): readonly Step[] {
  const { node, type, from, to } = constraint
  const { table, head } = target
  const name = nameOfConstraint(constraint, table, target.about)
  const find = (wanted: string): number => findWord(statement, wanted, from, to)
  const list = (at: number): string => between(statement, at, behindParentheses(statement, at))
  const columns = constraint.column === '' ? list(find('(')) : `(${quoted(constraint.column)})`
  const [include, options, tablespace] = [find('INCLUDE'), find('WITH'), find('TABLESPACE')]
  const marks = ['DEFERRABLE', 'NOT', 'INITIALLY'].map(find).filter((at) => at >= 0 && word(statement, at + 1) !== 'DISTINCT')
  const index = [
    `CREATE UNIQUE INDEX CONCURRENTLY ${quoted(name)} ON ${target.written} ${columns}`,
    include < 0 ? '' : `INCLUDE ${list(include + 1)}`,
    flag(node, 'nulls_not_distinct') ? 'NULLS NOT DISTINCT' : '',
    options < 0 ? '' : `WITH ${list(options + 1)}`,
    tablespace < 0 ? '' : `TABLESPACE ${between(statement, tablespace + 1, tablespace + 2)}`,
  ].filter((each) => each !== '')
  const kind = type === 'CONSTR_PRIMARY' ? 'PRIMARY KEY' : 'UNIQUE'
  const when = marks.length === 0 ? '' : ` ${between(statement, Math.min(...marks), to)}`
  return [
    buildIndex(index.join(' '), besideOf(table, name), table),
    short(`${head} ADD CONSTRAINT ${quoted(name)} ${kind} USING INDEX ${quoted(name)}${when}`, table),
  ]
}

/** A column without NULL: by a CHECK that is then given up, or where the server has it, by the constraint itself. */
export function fillColumn(column: string, { table, head, about }: Target, byItself = about.version >= 18): readonly Step[] {
  const name = quoted(chooseName(bareName(table), column, byItself ? 'not_null' : 'filled', about.taken))
  const check = byItself ? `NOT NULL ${quoted(column)}` : `CHECK (${quoted(column)} IS NOT NULL)`
  const validated = [short(`${head} ADD CONSTRAINT ${name} ${check} NOT VALID`, table), long(`${head} VALIDATE CONSTRAINT ${name}`, table)]
  if (byItself) return validated
  return [
    ...validated,
    short(`${head} ALTER COLUMN ${quoted(column)} SET NOT NULL`, table),
    short(`${head} DROP CONSTRAINT ${name}`, table),
  ]
}

/** A relation in the words of its author. */
export function writtenRelation(statement: Statement, range: SqlNode): string {
  const at = tokenAt(statement, placeOf(range))
  return between(statement, at, behindName(statement, at))
}
