import type { Finding, LockMode, Step } from '../model.ts'
import { bodyOf, flag, isNull, member, text } from '../tree.ts'
import { alone, type AlterPart, type JudgedPart, targetOf } from './alter-part.ts'
import { typeOf } from './column-type.ts'
import { without } from './cut.ts'
import { type Facts, finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'
import { short } from './step.ts'
import { volatilityOf } from './volatility.ts'
import { addByIndex, addNotValid, constraintsOf, inTurn, referred, type WrittenConstraint } from './written-constraint.ts'

const serials = new Set(['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'])

/** Types that are no domain: those of Postgres, and those of extensions that are in wide use. */
export const plainTypes = new Set(
  (
    'bool bytea char name int2 int4 int8 float4 float8 numeric money text varchar bpchar bit varbit date time timetz timestamp timestamptz interval ' +
    'uuid json jsonb jsonpath xml inet cidr macaddr macaddr8 oid regclass regproc regtype regrole regnamespace tsvector tsquery point line lseg box ' +
    'path polygon circle int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange ' +
    'tstzmultirange datemultirange pg_lsn xid xid8 cid tid citext hstore ltree lquery cube seg geometry geography box2d box3d raster vector halfvec ' +
    'sparsevec isbn isbn13 ean13'
  ).split(' '),
)

/** ADD COLUMN: what its type, its default and its constraints cost, each for itself. */
export function addColumn(part: AlterPart): JudgedPart {
  const column = bodyOf(part.command.def)
  const name = text(column, 'colname')
  const { table, statement } = part
  const constraints = constraintsOf(statement, column, part.to)
  const held = lock('ACCESS EXCLUSIVE', table)
  const say = (rule: RuleName, facts: Facts = {}): Finding => finding(rule, { what: `${table}.${name}`, locks: held, ...facts })
  const findings = [...ofValue(part, constraints, say), ...ofConstraints(part, constraints, say)]
  // Where the column is there already its constraints are not added either.
  if (flag(part.command, 'missing_ok') && findings.some((each) => each.class === 'recipe'))
    return { findings: findings.map((each) => ({ ...each, advice: `${each.advice} It is not done for you because of IF NOT EXISTS.` })) }
  const steps = findings.some((each) => each.class === 'recipe') ? inPieces(part, constraints) : [short(alone(part), table)]
  const first = findings.length === 0 ? [say('add-column')] : findings
  return { findings: first, steps: typeOf(member(column, 'typeName')).name === 'json' ? undefined : steps }
}

function isVirtual(constraints: readonly WrittenConstraint[]): boolean {
  return constraints.some(({ type, node }) => type === 'CONSTR_GENERATED' && text(node, 'generated_kind') === 'v')
}

type Say = (rule: RuleName, facts?: Facts) => Finding

/** Where every row gets a value of its own, the table is written anew. */
function ofValue(part: AlterPart, constraints: readonly WrittenConstraint[], say: Say): readonly Finding[] {
  const column = bodyOf(part.command.def)
  const type = typeOf(member(column, 'typeName'))
  const anew = { rewrites: true, scans: true }
  const of = (wanted: string): WrittenConstraint | undefined => constraints.find((each) => each.type === wanted)
  if (serials.has(type.name) || of('CONSTR_IDENTITY') !== undefined) return [say('add-column-serial', anew)]
  if (isVirtual(constraints)) return [say('add-column-virtual')]
  if (of('CONSTR_GENERATED') !== undefined) return [say('add-column-stored', anew)]
  const made = madeType(part, type.name)
  const found: Finding[] = []
  if (made !== 'plain') {
    const more = made === 'checked' ? 'The changes here make it so.' : undefined
    found.push(say('add-column-unknown-type', { ...anew, ...(more !== undefined && { more }) }))
  }
  if (type.name === 'json' && !type.array) found.push(say('add-column-json'))
  const value = of('CONSTR_DEFAULT')?.node.raw_expr
  const volatility = volatilityOf(value)
  if (volatility.kind !== 'steady') {
    const more =
      volatility.kind === 'unknown'
        ? `${volatility.by}() is not among the functions known to give one value for all rows.`
        : `${volatility.by}() gives each row another value.`
    found.push(say('add-column-volatile-default', { ...anew, more }))
  }
  const required = of('CONSTR_NOTNULL') !== undefined
  if (of('CONSTR_PRIMARY') !== undefined) found.push(say('add-column-primary-key', { scans: true }))
  else if (required && isNull(value)) found.push(say('add-column-required', { scans: true }))
  return found
}

function madeType({ about }: AlterPart, name: string): 'plain' | 'checked' | undefined {
  if (plainTypes.has(name)) return 'plain'
  return about.types?.get(name) ?? about.known?.madeType?.(name)
}

function ofConstraints(part: AlterPart, constraints: readonly WrittenConstraint[], say: Say): readonly Finding[] {
  const { table } = part
  const both = (mode: LockMode, other: string): Facts['locks'] => [...lock('ACCESS EXCLUSIVE', table), ...lock(mode, other)]
  return separable(constraints).flatMap((each) => {
    switch (each.type) {
      case 'CONSTR_NOTNULL': {
        const advice = 'Add the column alone, then NOT NULL as a constraint that is NOT VALID, then VALIDATE CONSTRAINT.'
        return [say('set-not-null', { scans: true, advice })]
      }
      case 'CONSTR_CHECK':
        return each.unenforced === true ? [] : [say('add-column-check', { scans: true })]
      case 'CONSTR_UNIQUE':
        return [say('add-column-unique', { scans: true })]
      case 'CONSTR_FOREIGN': {
        // A column without a value refers to nothing: Postgres does not look.
        const scans = constraints.some(({ type }) => type === 'CONSTR_DEFAULT')
        const other = referred(each)
        return [say('add-column-foreign-key', { scans, ...(other !== table && { locks: both('SHARE ROW EXCLUSIVE', other) ?? [] }) })]
      }
      default:
        return []
    }
  })
}

/** Those that can be added behind their column. Whether it is NOT NULL is known by its default, but where each value is computed. */
function separable(constraints: readonly WrittenConstraint[]): readonly WrittenConstraint[] {
  const types = ['CONSTR_CHECK', 'CONSTR_UNIQUE', 'CONSTR_FOREIGN', ...(isVirtual(constraints) ? ['CONSTR_NOTNULL'] : [])]
  return constraints.filter(({ type }) => types.includes(type))
}

/** The column without the constraints that cost something, and then each of them by itself. */
function inPieces(part: AlterPart, constraints: readonly WrittenConstraint[]): readonly Step[] | undefined {
  const target = targetOf(part)
  const apart = separable(constraints)
  // Postgres would refuse them when the column is there already.
  if (isVirtual(constraints) && apart.some(({ type }) => ['CONSTR_UNIQUE', 'CONSTR_FOREIGN'].includes(type))) return undefined
  const first = pieceWithout(part, apart)
  const rest = inTurn(apart, target, (each, own) =>
    each.type === 'CONSTR_UNIQUE' ? addByIndex(part.statement, each, own) : addNotValid(part.statement, each, own),
  )
  return [short(first, part.table), ...rest.flat()]
}

function pieceWithout(part: AlterPart, apart: readonly WrittenConstraint[]): string {
  const { statement } = part
  const own = {
    ...statement,
    tokens: statement.tokens.slice(0, part.to),
    text: statement.text.slice(0, statement.tokens[part.to - 1]!.end),
  }
  const start = statement.tokens[part.from]!.start
  const text = without(
    own,
    apart.map(({ from, to }) => [from, to] as const),
  )
  return `${part.head} ${text.slice(start)}`
}
