import type { Change, Relation, Statement } from '../model.ts'
import { bodyOf, kindOf, member, relationOf } from '../tree.ts'
import type { Known } from './about.ts'
import type { Catalog, CatalogColumn } from './catalog.ts'
import { statementsOf } from './catalog.ts'
import { type Touch, touchesOf } from './touched.ts'

/**
 * What may be relied on of a catalog when each of the pending statements has its turn: nothing of what two of them change, for the second would be
 * told what was before the first. A table that the changes make themselves is partitioned or not as its statement says.
 */
export function knownFrom(catalog: Catalog, changes: readonly Change[], pending: readonly Statement[]): Known {
  const touches = pending.map(touchesOf)
  if (touches.flat().some(({ aspect }) => aspect === 'anything')) return {}
  const byName = new Map(catalog.relations.map((each) => [each.name, each]))
  const same = (one: Relation, other: Relation): boolean =>
    one === other || (byName.get(one)?.id ?? one) === (byName.get(other)?.id ?? other)
  /** How many of them change it. */
  const count = (relation: Relation, changed: (touch: Touch) => boolean): number =>
    touches.filter((own) => own.some((each) => 'relation' in each && same(each.relation, relation) && changed(each))).length
  const isSettled = (relation: Relation): boolean => count(relation, ({ aspect }) => aspect === 'whole') === 0
  const columnOf = (relation: Relation, name: string): CatalogColumn | undefined =>
    isSettled(relation) ? byName.get(relation)?.columns.find((each) => each.name === name) : undefined
  const typed = (relation: Relation, name: string): CatalogColumn | undefined =>
    count(relation, (touch) => touch.aspect === 'type' && touch.column === name) > 1 ? undefined : columnOf(relation, name)
  const built = (relation: Relation, name: string): CatalogColumn | undefined =>
    count(relation, ({ aspect }) => aspect === 'built') > 0 ? undefined : typed(relation, name)
  const checksMore = touches.flat().some(({ aspect }) => aspect === 'types')
  const made = partitionsMade(statementsOf(changes))
  return {
    columnType: (relation, name) => typed(relation, name)?.type,
    indexed: (relation, name) => built(relation, name)?.indexed,
    computed: (relation, name) => built(relation, name)?.computed,
    notNull(relation, name) {
      const notNull = columnOf(relation, name)?.notNull
      const changing = count(relation, (touch) => touch.aspect === 'nulls' || (touch.aspect === 'null' && touch.column === name))
      return changing > 1 ? undefined : notNull
    },
    partitioned(relation) {
      return (isSettled(relation) ? byName.get(relation)?.partitioned : undefined) ?? made.get(relation)
    },
    madeType: (name) => (checksMore ? undefined : catalog.types.find((each) => each.name === name)?.made),
  }
}

/** Whether tables that statements make are partitioned; nothing of those that are made twice, once this way and once that. */
function partitionsMade(statements: readonly Statement[]): ReadonlyMap<Relation, boolean> {
  const found = new Map<Relation, boolean>()
  const unclear = new Set<Relation>()
  for (const { node } of statements.filter((each) => kindOf(each.node) === 'CreateStmt')) {
    const body = bodyOf(node)
    const relation = relationOf(member(body, 'relation'))
    const partitioned = body.partspec !== undefined
    if (found.has(relation) && found.get(relation) !== partitioned) unclear.add(relation)
    found.set(relation, partitioned)
  }
  for (const relation of unclear) found.delete(relation)
  return found
}
