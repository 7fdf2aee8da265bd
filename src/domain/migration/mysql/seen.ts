import type { Relation } from '../model.ts'
import type { MysqlRule } from './rules.ts'

/** What InnoDB can do it by: only in the dictionary; beside readers and writers; by a copy, or not known. */
export type Way = 'instant' | 'inplace' | 'copy'

/** What a statement, or a part of it, is. */
export interface Seen {
  readonly rule: MysqlRule
  readonly relations?: readonly (Relation | undefined)[]
  readonly way?: Way
  /** Who waits, where that does not follow from the rule and the way. */
  readonly blocks?: 'writers' | 'everybody'
}
