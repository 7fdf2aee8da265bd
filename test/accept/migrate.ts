import { backfillBars } from './backfill-bars.ts'
import { backfillKills } from './backfill-kills.ts'
import type { Item } from './item.ts'

/** What must hold of schema changes. */
export const migrate: readonly Item[] = [backfillKills, backfillBars]
