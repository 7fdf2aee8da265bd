import type { MysqlRule } from './rules.ts'
import type { Way } from './seen.ts'

export interface AlterPart {
  readonly rule: MysqlRule
  readonly way: Way
}

export const part = (rule: MysqlRule, way: Way = 'instant'): AlterPart => ({ rule, way })

/** Done again it would do more. */
export const unrepeatable = part('not-repeatable')
