import { columns } from './columns.ts'
import { constraints } from './constraints.ts'
import { objects } from './objects.ts'
import type { Row } from './row.ts'
import { tables } from './tables.ts'

export const corpus: readonly Row[] = [...columns, ...constraints, ...tables, ...objects]

export const versions = [12, 13, 14, 15, 16, 17, 18] as const

export function isFor(row: Row, version: number): boolean {
  return version >= (row.since ?? 12) && version <= (row.until ?? 18)
}
