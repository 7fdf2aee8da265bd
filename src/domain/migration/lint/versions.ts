import type { SqlNode } from '../model.ts'
import { bodyOf, flag, items, text, walk } from '../tree.ts'

interface Feature {
  readonly since: number
  readonly what: string
  readonly in: (kind: string, body: SqlNode) => boolean
}

/** What Postgres has learnt since version 12, as far as the parser, which is that of 18, takes it. */
const features: readonly Feature[] = [
  { since: 13, what: 'DROP EXPRESSION', in: (kind, body) => kind === 'AlterTableCmd' && text(body, 'subtype') === 'AT_DropExpression' },
  { since: 13, what: 'ALTER STATISTICS ... SET STATISTICS', in: (kind) => kind === 'AlterStatsStmt' },
  { since: 14, what: 'DETACH PARTITION ... CONCURRENTLY', in: (kind, body) => kind === 'PartitionCmd' && flag(body, 'concurrent') },
  {
    since: 14,
    what: 'DETACH PARTITION ... FINALIZE',
    in: (kind, body) => kind === 'AlterTableCmd' && text(body, 'subtype') === 'AT_DetachPartitionFinalize',
  },
  { since: 14, what: 'SET COMPRESSION', in: (kind, body) => kind === 'AlterTableCmd' && text(body, 'subtype') === 'AT_SetCompression' },
  { since: 14, what: 'COMPRESSION of a column', in: (kind, body) => kind === 'ColumnDef' && text(body, 'compression') !== '' },
  { since: 14, what: 'a function with a body in SQL', in: (kind, body) => kind === 'CreateFunctionStmt' && body.sql_body !== undefined },
  {
    since: 14,
    what: 'an option of REINDEX',
    in: (kind, body) =>
      kind === 'ReindexStmt' &&
      items(body, 'params')
        .map(bodyOf)
        .some((each) => text(each, 'defname') === 'tablespace' || each.arg !== undefined),
  },
  {
    since: 14,
    what: 'SEARCH or CYCLE',
    in: (kind, body) => kind === 'CommonTableExpr' && (body.search_clause !== undefined || body.cycle_clause !== undefined),
  },
  { since: 14, what: 'statistics of an expression', in: (kind, body) => kind === 'StatsElem' && body.expr !== undefined },
  { since: 14, what: 'CREATE OR REPLACE TRIGGER', in: (kind, body) => kind === 'CreateTrigStmt' && flag(body, 'replace') },
  { since: 15, what: 'NULLS NOT DISTINCT', in: (_, body) => flag(body, 'nulls_not_distinct') },
  {
    since: 15,
    what: 'ON DELETE SET NULL or SET DEFAULT of some columns',
    in: (kind, body) => kind === 'Constraint' && items(body, 'fk_del_set_cols').length > 0,
  },
  { since: 15, what: 'security_invoker', in: (kind, body) => kind === 'DefElem' && text(body, 'defname') === 'security_invoker' },
  { since: 15, what: 'MERGE', in: (kind) => kind === 'MergeStmt' },
  { since: 15, what: 'SET ACCESS METHOD', in: (kind, body) => kind === 'AlterTableCmd' && text(body, 'subtype') === 'AT_SetAccessMethod' },
  { since: 16, what: 'STORAGE of a column', in: (kind, body) => kind === 'ColumnDef' && text(body, 'storage_name') !== '' },
  { since: 17, what: 'SET EXPRESSION', in: (kind, body) => kind === 'AlterTableCmd' && text(body, 'subtype') === 'AT_SetExpression' },
  {
    since: 18,
    what: 'a virtual generated column',
    in: (kind, body) => kind === 'Constraint' && text(body, 'contype') === 'CONSTR_GENERATED' && text(body, 'generated_kind') === 'v',
  },
  {
    since: 18,
    what: 'NOT NULL as a constraint of the table',
    in: (kind, body) => kind === 'Constraint' && text(body, 'contype') === 'CONSTR_NOTNULL' && items(body, 'keys').length > 0,
  },
  {
    since: 18,
    what: 'NOT ENFORCED',
    in: (kind, body) =>
      (kind === 'Constraint' &&
        (text(body, 'contype') === 'CONSTR_ATTR_NOT_ENFORCED' ||
          (['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(text(body, 'contype')) && !flag(body, 'is_enforced')))) ||
      (kind === 'ATAlterConstraint' && flag(body, 'alterEnforceability')),
  },
  {
    since: 18,
    what: 'ALTER CONSTRAINT ... INHERIT',
    in: (kind, body) => kind === 'ATAlterConstraint' && flag(body, 'alterInheritability'),
  },
  { since: 18, what: 'WITHOUT OVERLAPS', in: (_, body) => flag(body, 'without_overlaps') },
  { since: 18, what: 'PERIOD', in: (_, body) => flag(body, 'fk_with_period') },
]

/** What a statement asks for that the server does not know yet, with the version it needs. */
export function newerThan(version: number, node: SqlNode): readonly { readonly what: string; readonly since: number }[] {
  const found = new Set<Feature>()
  walk(node, (kind, body) => {
    for (const feature of features) if (feature.since > version && feature.in(kind, body)) found.add(feature)
  })
  return [...found].map(({ what, since }) => ({ what, since }))
}
