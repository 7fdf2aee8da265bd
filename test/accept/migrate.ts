import { backfillBars } from './backfill-bars.ts'
import { backfillKills } from './backfill-kills.ts'
import { everyEnd } from './ends.ts'
import type { Item } from './item.ts'
import { ddl } from './migrate-ddl.ts'
import { migrateSituations } from './migrate-situations.ts'

/** What must hold of schema changes. */
export const migrate: readonly Item[] = [...migrateSituations, ddl, backfillKills, backfillBars, everyEnd('migrate')]
