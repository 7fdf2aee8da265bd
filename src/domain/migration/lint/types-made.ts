import type { Script, SqlNode } from '../model.ts'
import { bodyOf, items, kindOf, member, names, relationOf, text } from '../tree.ts'
import type { Known, MadeType } from './about.ts'
import { plainTypes } from './add-column.ts'
import { type ColumnType, typeOf } from './column-type.ts'

/**
 * Types that any of the changes makes, by the name it has there. A domain checks what the one below it checks; what is below may be told by the catalog.
 * Two names that differ by their schema alone may be of one type: the worse holds for both.
 */
export function typesMade(scripts: readonly Script[], known?: Known): ReadonlyMap<string, MadeType> {
  const below = new Map<string, ColumnType | undefined>()
  const checked = new Set<string>()
  const bare = (name: string): string => name.slice(name.lastIndexOf('.') + 1)
  for (const { node } of scripts.flatMap((script) => script.statements)) {
    const body = bodyOf(node)
    const name = names(body, kindOf(node) === 'CreateDomainStmt' ? 'domainname' : 'typeName').join('.')
    switch (kindOf(node)) {
      case 'CreateEnumStmt':
      case 'CreateRangeStmt':
        below.set(name, undefined)
        break
      case 'CompositeTypeStmt':
        below.set(relationOf(member(body, 'typevar')), undefined)
        break
      case 'CreateDomainStmt':
        below.set(name, typeOf(member(body, 'typeName')))
        if (checks(body)) checked.add(bare(name))
        break
      case 'AlterDomainStmt':
        if (!['C', 'O'].includes(text(body, 'subtype'))) break
        checked.add(bare(name))
        if (!below.has(name)) below.set(name, undefined)
        break
    }
  }
  const madeOf = (name: string, above: readonly string[] = []): MadeType | undefined => {
    if (checked.has(bare(name))) return 'checked'
    if (!below.has(name)) return plainTypes.has(name) ? 'plain' : known?.madeType?.(name)
    const type = below.get(name)
    return type === undefined || type.array || above.includes(name) ? 'plain' : madeOf(type.name, [...above, name])
  }
  return new Map([...below.keys()].flatMap((name) => madeEntry(name, madeOf(name))))
}

function madeEntry(name: string, made: MadeType | undefined): readonly (readonly [string, MadeType])[] {
  return made === undefined ? [] : [[name, made]]
}

function checks(domain: SqlNode): boolean {
  return items(domain, 'constraints').some((each) => ['CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(text(bodyOf(each), 'contype')))
}
