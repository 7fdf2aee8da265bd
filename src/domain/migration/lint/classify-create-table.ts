import type { Finding, Relation, SqlNode, Statement, Step } from '../model.ts'
import { bodyOf, flag, items, kindOf, member, placeOf, relationOf, text, walk } from '../tree.ts'
import type { About } from './about.ts'
import { behindParentheses, between, findWord, parts, tokenAt, without, word } from './cut.ts'
import { type Facts, finding, lock } from './finding.ts'
import { short } from './step.ts'
import { addAtOnce, constraintsOf, inTurn, referred, type Target, type WrittenConstraint, writtenRelation } from './written-constraint.ts'

export function classifyCreateTable(statement: Statement, about: About): readonly Finding[] {
  const body = bodyOf(statement.node)
  const table = relationOf(member(body, 'relation'))
  const parents = parentsOf(body)
  const [parent] = parents
  if (body.partbound !== undefined && parent !== undefined) return [ofPartition(statement, about, table, parent)]
  const foreign = foreignKeys(statement).filter(
    (each) => referred(each.constraint) !== table && !about.created.has(referred(each.constraint)),
  )
  const above = lock('SHARE UPDATE EXCLUSIVE', ...parents)
  if (foreign.length === 0) return [finding('create-table', { what: table, locks: above })]
  const others = [...new Set(foreign.map((each) => referred(each.constraint)))]
  const locks = [...above, ...lock('SHARE ROW EXCLUSIVE', ...others)]
  // A table that is there already would get the constraint a second time.
  const steps = flag(body, 'if_not_exists') ? undefined : apart(statement, about, foreign)
  const advice = flag(body, 'if_not_exists')
    ? { advice: 'Remove IF NOT EXISTS, then the FOREIGN KEY can be added in a statement of its own.' }
    : {}
  return [finding('create-table-foreign-key', { what: `${table}, ${others.join(', ')}`, locks, recipe: steps, ...advice })]
}

export function classifyForeignTable({ node }: Statement, about: About): readonly Finding[] {
  const base = member(bodyOf(node), 'base')
  const table = relationOf(member(base, 'relation'))
  const parents = parentsOf(base)
  const [parent] = parents
  if (base.partbound === undefined || parent === undefined || about.created.has(parent))
    return [finding('create-object', { what: table, locks: lock('SHARE UPDATE EXCLUSIVE', ...parents) })]
  return [partition([parent], table, { advice: 'CREATE FOREIGN TABLE by itself, then ALTER TABLE ... ATTACH PARTITION.' })]
}

/** CREATE SCHEMA with what is made in it: all of that is new, but not what its tables refer to or belong to. */
export function classifySchema({ node }: Statement, about: About): readonly Finding[] {
  const schema = text(bodyOf(node), 'schemaname')
  const tables = items(bodyOf(node), 'schemaElts')
    .filter((each) => kindOf(each) === 'CreateStmt')
    .map(bodyOf)
  const own = tables.map((each) => text(member(each, 'relation'), 'relname')).flatMap((name) => [name, `${schema}.${name}`])
  const old = (relations: readonly Relation[]): readonly Relation[] =>
    [...new Set(relations)].filter((each) => !own.includes(each) && !about.created.has(each))
  const heirs = old(tables.filter(({ partbound }) => partbound === undefined).flatMap(parentsOf))
  const parents = old(tables.filter(({ partbound }) => partbound !== undefined).flatMap(parentsOf))
  const others = old(tables.flatMap(referredIn))
  const advice = 'Create the schema first, and then each table in a statement of its own.'
  return [
    finding('create-object', { ...(schema !== '' && { what: schema }), locks: lock('SHARE UPDATE EXCLUSIVE', ...heirs) }),
    ...(parents.length === 0 ? [] : [partition(parents, schema, { advice })]),
    ...(others.length === 0
      ? []
      : [finding('create-table-foreign-key', { what: others.join(', '), locks: lock('SHARE ROW EXCLUSIVE', ...others), advice })]),
  ]
}

function parentsOf(table: SqlNode): readonly Relation[] {
  return items(table, 'inhRelations').map(bodyOf).map(relationOf)
}

function referredIn(table: SqlNode): readonly Relation[] {
  const found: Relation[] = []
  walk(table, (kind, body) => {
    if (kind === 'Constraint' && text(body, 'contype') === 'CONSTR_FOREIGN') found.push(relationOf(member(body, 'pktable')))
  })
  return found
}

interface Placed {
  readonly constraint: WrittenConstraint
  /** What goes with it when it is taken out of the text: a constraint that stands by itself takes its comma. */
  readonly from: number
  readonly to: number
}

function foreignKeys(statement: Statement): readonly Placed[] {
  const body = bodyOf(statement.node)
  const elements = items(body, 'tableElts')
  const open = findWord(statement, '(')
  const places = open < 0 ? [] : parts(statement, open + 1, behindParentheses(statement, open) - 1)
  if (places.length !== elements.length) return []
  return elements.flatMap((each, index): readonly Placed[] => {
    const [from, to] = places[index]!
    const node = bodyOf(each)
    if (kindOf(each) === 'ColumnDef')
      return constraintsOf(statement, node, to)
        .filter(({ type }) => type === 'CONSTR_FOREIGN')
        .map((constraint) => ({ constraint, from: constraint.from, to: constraint.to }))
    if (kindOf(each) !== 'Constraint' || text(node, 'contype') !== 'CONSTR_FOREIGN') return []
    const constraint = { node, type: 'CONSTR_FOREIGN', column: '', from: tokenAt(statement, placeOf(node)), to }
    // The first one has no comma before it, but one behind.
    return [{ constraint, from: index === 0 ? from : from - 1, to: index === 0 ? to + 1 : to }]
  })
}

/** The table without the foreign keys, and then each of them: nothing is read, for the table is empty. */
function apart(statement: Statement, about: About, foreign: readonly Placed[]): readonly Step[] {
  const relation = member(bodyOf(statement.node), 'relation')
  const table = relationOf(relation)
  const written = writtenRelation(statement, relation)
  const target: Target = { table, written, head: `ALTER TABLE ${written}`, about }
  const first = without(
    statement,
    foreign.map(({ from, to }) => [from, to] as const),
  )
  const constraints = foreign.map(({ constraint }) => constraint)
  return [short(first), ...inTurn(constraints, target, (each, own) => addAtOnce(statement, each, own))]
}

/** A partition is locked with its parent; one that is attached is not. */
function ofPartition(statement: Statement, about: About, table: string, parent: string): Finding {
  if (about.created.has(parent)) return finding('create-table', { what: table })
  const body = bodyOf(statement.node)
  const plain = items(body, 'tableElts').length === 0 && !flag(body, 'if_not_exists')
  const steps = plain ? attached(statement, about, table, parent) : undefined
  const advice = plain
    ? {}
    : { advice: 'CREATE TABLE ... (LIKE ...) with what is said of its columns, then ALTER TABLE ... ATTACH PARTITION.' }
  return partition([parent], table, { recipe: steps, ...advice })
}

function partition(parents: readonly Relation[], made: string, facts: Facts): Finding {
  return finding('create-partition', {
    what: [...parents, made].join(', '),
    locks: lock('ACCESS EXCLUSIVE', ...parents),
    more: 'Where there is a default partition, it is read while nobody can use it.',
    ...facts,
  })
}

function attached(statement: Statement, about: About, table: string, parent: string): readonly Step[] {
  const body = bodyOf(statement.node)
  const own = writtenRelation(statement, member(body, 'relation'))
  const above = writtenRelation(statement, bodyOf(items(body, 'inhRelations')[0]))
  const of = findWord(statement, 'PARTITION')
  const bound = boundPlaces(statement)
  const like = ['DEFAULTS', 'CONSTRAINTS', 'GENERATED', 'STORAGE', ...(about.version >= 14 ? ['COMPRESSION'] : [])]
  const columns = `(LIKE ${above} ${like.map((each) => `INCLUDING ${each}`).join(' ')})`
  const create = [between(statement, 0, of), columns, between(statement, bound.to)].filter((each) => each !== '').join(' ')
  return [short(create), short(`ALTER TABLE ${above} ATTACH PARTITION ${own} ${between(statement, bound.from, bound.to)}`, parent, table)]
}

/** `FOR VALUES ...` or `DEFAULT`. */
function boundPlaces(statement: Statement): { readonly from: number; readonly to: number } {
  const [values, other] = [findWord(statement, 'VALUES'), findWord(statement, 'DEFAULT')]
  if (values < 0) return { from: other, to: other + 1 }
  // IN (...), FROM (...) TO (...), WITH (...)
  let to = values + 1
  while (['IN', 'FROM', 'TO'].includes(word(statement, to)) || (word(statement, to) === 'WITH' && to === values + 1))
    to = behindParentheses(statement, to + 1)
  return { from: values - 1, to }
}
