import type { Relation } from '../model.ts'
import type { Reader } from './reader.ts'

export interface Rename {
  readonly from: Relation
  readonly to: Relation
}

/** `a TO b, c TO d`, from where the names begin. */
export function renamesIn(reader: Reader): readonly Rename[] {
  const found: Rename[] = []
  do {
    reader.accept('IF', 'EXISTS')
    const from = reader.relation()
    // WAIT and NOWAIT of MariaDB stand between.
    while (!reader.done && !reader.accept('TO')) reader.skip()
    const to = reader.relation()
    if (from !== undefined && to !== undefined) found.push({ from, to })
  } while (reader.accept(','))
  return found
}

/** Whether the names are the same before and after: done again, each is what it was. */
export function exchangesNames(renames: readonly Rename[]): boolean {
  const moved = renames.map(({ from, to }) => ({ from: from.toLowerCase(), to: to.toLowerCase() })).filter(({ from, to }) => from !== to)
  const sources = new Set(moved.map(({ from }) => from))
  const targets = new Set(moved.map(({ to }) => to))
  return moved.length > 0 && sources.size === targets.size && [...sources].every((each) => targets.has(each))
}
