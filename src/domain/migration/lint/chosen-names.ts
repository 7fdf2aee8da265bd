import type { SqlNode } from '../model.ts'
import { bodyOf, items, kindOf, member, names, text, walk } from '../tree.ts'

/** Postgres cuts names to this many bytes. */
const mostBytes = 63

/**
 * The name Postgres makes of up to two names and a label: `users_email_key`. The longer of the two is cut until all fits, between characters. Where
 * the name is taken, a number follows it.
 */
export function chooseName(one: string, other: string, label: string, taken: ReadonlySet<string> = new Set()): string {
  for (let pass = 0; ; pass += 1) {
    const name = makeName(one, other, pass === 0 ? label : `${label}${String(pass)}`)
    if (!taken.has(name)) return name
  }
}

function makeName(one: string, other: string, label: string): string {
  const room = mostBytes - (other === '' ? 0 : 1) - (label === '' ? 0 : bytes(label) + 1)
  let [first, second] = [bytes(one), bytes(other)]
  while (first + second > room) {
    if (first > second) first -= 1
    else second -= 1
  }
  return [clip(one, first), clip(other, second), label].filter((each) => each !== '').join('_')
}

/** Of the columns and expressions of an index, those that are only included among them. */
export function indexColumns(index: SqlNode): readonly string[] {
  const found: string[] = []
  for (const each of [...items(index, 'indexParams'), ...items(index, 'indexIncludingParams')]) {
    const element = bodyOf(each)
    const base = text(element, 'name') || expressionName(element.expr) || 'expr'
    let name = base
    for (let number = 1; found.includes(name); number += 1) {
      const digits = String(number)
      name = `${clip(base, mostBytes - digits.length)}${digits}`
    }
    found.push(name)
  }
  return found
}

/** What a CHECK is named after: its column, where it is about one alone. */
export function checkedColumn(expression: unknown): string {
  const columns = new Set<string>()
  walk([expression], (kind, body) => {
    if (kind === 'ColumnRef') columns.add(names(body, 'fields').at(-1) ?? '')
  })
  return columns.size === 1 ? [...columns][0]! : ''
}

/** The name that a column would have in a query; empty where Postgres would find none. */
function expressionName(node: unknown): string {
  return nameOf(node)?.name ?? ''
}

/** A name that is only that of a type gives way to a better one. */
function nameOf(node: unknown): { readonly name: string; readonly weak: boolean } | undefined {
  const body = bodyOf(node)
  const strong = (name: string): { readonly name: string; readonly weak: boolean } => ({ name, weak: false })
  switch (kindOf(node)) {
    case 'ColumnRef':
      return strong(
        names(body, 'fields')
          .filter((name) => name !== '')
          .at(-1) ?? '',
      )
    case 'A_Indirection':
      return strong(
        names(body, 'indirection')
          .filter((name) => name !== '')
          .at(-1) ??
          nameOf(body.arg)?.name ??
          '',
      )
    case 'FuncCall':
      return strong(names(body, 'funcname').at(-1) ?? '')
    case 'A_Expr':
      return text(body, 'kind') === 'AEXPR_NULLIF' ? strong('nullif') : undefined
    case 'TypeCast': {
      const inner = nameOf(body.arg)
      return inner?.weak === false ? inner : { name: names(member(body, 'typeName'), 'names').at(-1) ?? '', weak: true }
    }
    case 'CollateClause':
      return nameOf(body.arg)
    case 'CoalesceExpr':
      return strong('coalesce')
    case 'MinMaxExpr':
      return strong(text(body, 'op') === 'IS_LEAST' ? 'least' : 'greatest')
    case 'CaseExpr': {
      const inner = nameOf(body.defresult)
      return inner?.weak === false ? inner : { name: 'case', weak: true }
    }
    case 'A_ArrayExpr':
      return strong('array')
    case 'RowExpr':
      return strong('row')
    default:
      return undefined
  }
}

function bytes(value: string): number {
  let count = 0
  for (const each of value) count += width(each)
  return count
}

function clip(value: string, most: number): string {
  let count = 0
  let kept = ''
  for (const each of value) {
    count += width(each)
    if (count > most) break
    kept += each
  }
  return kept
}

/** In UTF-8. */
function width(character: string): number {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
