import type { Finding, Relation, SqlNode, Statement, Step } from '../model.ts'
import { bodyOf, items, member, placeOf, relationOf, text } from '../tree.ts'
import type { About } from './about.ts'
import { behindName, between, parts, tokenAt, word } from './cut.ts'
import { constraintsOf, inTurn, nameOfConstraint, type Target, writtenRelation } from './written-constraint.ts'

/** One of the things that an ALTER TABLE does. */
export interface AlterPart {
  readonly statement: Statement
  readonly about: About
  readonly table: Relation
  /** `AT_AddColumn`. */
  readonly subtype: string
  readonly command: SqlNode
  /** `ALTER TABLE ONLY users`, as written. */
  readonly head: string
  /** Its tokens. */
  readonly from: number
  readonly to: number
}

/** What is said of a part, and how it is done by itself: the same end by steps that block nobody, where it can be had. */
export interface JudgedPart {
  readonly findings: readonly Finding[]
  readonly steps?: readonly Step[] | undefined
}

/** The parts in the order they are written; none where the text is not cut as the parser says, which leaves the statement without a recipe. */
export function alterParts(statement: Statement, about: About): readonly AlterPart[] {
  const body = bodyOf(statement.node)
  const relation = member(body, 'relation')
  const commands = items(body, 'cmds').map(bodyOf)
  const table = relationOf(relation)
  let from = behindName(statement, tokenAt(statement, placeOf(relation)))
  while (['*', ')'].includes(word(statement, from))) from += 1
  const places = parts(statement, from, statement.tokens.length)
  const head = between(statement, 0, from)
  return commands.map((command, index) => {
    const [first, last] = places.length === commands.length ? places[index]! : [from, statement.tokens.length]
    return { statement, about, table, subtype: text(command, 'subtype'), command, head, from: first, to: last }
  })
}

/** The names of the constraints that a part makes, as written or as Postgres would choose them. */
export function namesMade(part: AlterPart): readonly string[] {
  const node = bodyOf(part.command.def)
  if (part.subtype === 'AT_AddConstraint') {
    const constraint = { node, type: text(node, 'contype'), column: '', from: part.from, to: part.to }
    return [nameOfConstraint(constraint, part.table, part.about)]
  }
  if (part.subtype !== 'AT_AddColumn') return []
  const named = constraintsOf(part.statement, node, part.to).filter(({ type }) => makesConstraint.includes(type))
  return inTurn(named, targetOf(part), (each, { about }) => nameOfConstraint(each, part.table, about))
}

const makesConstraint = ['CONSTR_CHECK', 'CONSTR_FOREIGN', 'CONSTR_UNIQUE', 'CONSTR_PRIMARY']

/** The part as it is written. */
export function written(part: AlterPart): string {
  return between(part.statement, part.from, part.to)
}

/** The part as a statement of its own. */
export function alone(part: AlterPart): string {
  return `${part.head} ${written(part)}`
}

export function targetOf({ statement, table, head, about }: AlterPart): Target {
  return { table, head, about, written: writtenRelation(statement, member(bodyOf(statement.node), 'relation')) }
}
