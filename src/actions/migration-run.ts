import type { Sender } from '../aws/send.ts'
import { createThrottleMetrics } from '../aws/throttle-metrics.ts'
import { blockerAgeMs } from '../domain/migration/acquire.ts'
import type { Dialect } from '../domain/migration/dialect.ts'
import { backfillIn } from '../domain/migration/directives.ts'
import type { MigrationEnd, MigrationEvent } from '../domain/migration/events.ts'
import { isDone } from '../domain/migration/ledger-entry.ts'
import { namesAsked } from '../domain/migration/lint/catalog.ts'
import type { LintedStatement, LintOptions } from '../domain/migration/lint/lint.ts'
import { lintStanding } from '../domain/migration/lint/lint-standing.ts'
import type { Blocker, Change, LedgerEntry, Phase } from '../domain/migration/model.ts'
import { plannedPhases } from '../domain/migration/planned.ts'
import { parseThrottleMetrics } from '../domain/migration/throttle-metrics.ts'
import { backfillChanges, type PlannedBackfill } from '../engine/backfill-changes.ts'
import { migrate } from '../engine/migrating.ts'
import { inspectDatabase } from '../engine/hold-database.ts'
import { createStage, defaultLimits, type MigrationPorts } from '../engine/migration-stage.ts'
import type { Cancellation, MigrationDatabase } from '../ports.ts'
import { chance } from '../runner/chance.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Documents } from './documents.ts'
import type { MigrateValues } from './migrate-rules.ts'
import type { teller } from './migration-told.ts'
import { holderOf } from './place.ts'

/** What a run over a database needs of the step. */
export interface MigrationStep {
  readonly host: RunnerHost
  readonly values: MigrateValues
  readonly documents: Documents
  readonly aws: Sender
  readonly dialect: Dialect
  readonly changes: readonly Change[]
  /** The wish to stop, also when the time of the step is over. */
  readonly cancellation: Cancellation
  /** How much of it is left: for what ends by itself then, and heeds the signal of the host alone. */
  readonly leftMs: () => number
  readonly told: ReturnType<typeof teller>
}

export function portsOf({ host, values, cancellation, told }: MigrationStep, database: MigrationDatabase): MigrationPorts {
  const { run, attempt } = holderOf(host)
  const maxWaitMs = values['max-wait']
  return {
    ...{ database, clock: localClock, cancellation, random: chance, run, attempt },
    limits: { ...defaultLimits, lockMs: values['lock-timeout'], maxWaitMs, lockWaitMs: maxWaitMs },
    tell: told.tell,
  }
}

/** What the ledger has, and what the lint says of the phase that is asked for, where it is not done. */
export interface Inspected {
  readonly ledger: readonly LedgerEntry[]
  readonly pending: readonly LintedStatement[]
  readonly linted: readonly LintedStatement[]
  /** Who stands in the way of what is pending now; looked for where it is only planned. */
  readonly blockers: readonly Blocker[]
}

/** Looks at the database without its lock, and lints in the light of its version, its catalog and its ledger. Throws SluiceError. */
export async function inspect(step: MigrationStep, database: MigrationDatabase, phase: Phase): Promise<Inspected> {
  const { changes, dialect, values, cancellation } = step
  const ports = portsOf(step, database)
  // What it waits for is news already; that it has looked is none.
  const tell = (event: MigrationEvent): void => {
    if (event.kind === 'unreached') ports.tell(event)
  }
  return inspectDatabase(createStage({ ...ports, tell }), async ({ version }) => {
    const ledger = await database.ledger(cancellation.signal)
    const catalog = await database.catalog(namesAsked(changes), cancellation.signal)
    const linted = lintStanding(
      changes,
      (known) => dialect.lint(changes, { ...lintOptions(values, version), ...(known && { known }) }).statements,
      { catalog, ledger, phase },
      digestBy(dialect),
    )
    const pending = linted.filter(({ role, change }) => role === phase && !isDone(ledger, change, phase))
    const relations = pending.flatMap(({ findings }) => findings.flatMap(({ locks }) => locks.map(({ relation }) => relation)))
    const blockers =
      values.mode === 'plan' ? await database.blockers([...new Set(relations)], 'ACCESS EXCLUSIVE', blockerAgeMs, cancellation.signal) : []
    return { ledger, linted, pending, blockers }
  })
}

export function lintOptions(values: MigrateValues, version: number): LintOptions {
  return { version, safeRewrite: values['safe-rewrite'] }
}

/** What an SQL text of ours is, whatever its spaces and comments. */
function digestBy({ parse }: Dialect): (sql: string) => string {
  return (sql) => {
    const parsed = parse(sql)
    if ('wrong' in parsed) throw new Error(`A step is no SQL: ${parsed.wrong.message}`)
    return parsed.digest
  }
}

export function expand(step: MigrationStep, database: MigrationDatabase, { linted }: Inspected): Promise<MigrationEnd> {
  const ours = step.changes.filter(({ foreign }) => foreign !== true)
  return migrate(plannedPhases(ours, 'expand', linted, digestBy(step.dialect)), portsOf(step, database))
}

export async function fill(step: MigrationStep, database: MigrationDatabase): Promise<MigrationEnd> {
  const { values, documents, aws } = step
  const metrics = await documents.valueOf(values['throttle-metrics'], parseThrottleMetrics)
  return backfillChanges(
    step.changes.flatMap(plannedBackfill),
    {
      mostRows: values['backfill-batch-size'],
      ...(values['max-duration'] !== undefined && { maxDurationMs: values['max-duration'] }),
      pressure: {
        ...{ lagMs: values['max-lag'], autovacuum: true, waiterMs: 1_000 },
        ...(values['max-wal'] !== undefined && { walBytesPerSecond: values['max-wal'] * 1_000_000 }),
      },
      ...(values['throttle-query'] !== undefined && { query: values['throttle-query'] }),
      pressures: metrics ? [createThrottleMetrics(aws.send, metrics, aws.awsNowMs)] : [],
    },
    portsOf(step, database),
  )
}

function plannedBackfill({ id, name, scripts }: Change): readonly PlannedBackfill[] {
  const script = scripts.backfill
  const order = script && backfillIn(script)
  if (!order) return []
  const { table, key, sql, targetMs, alias } = order
  const { path = '', statements = [] } = scripts.verify ?? {}
  return [
    {
      change: { id, name },
      digest: script.digest,
      order: { table, key, sql, ...(alias !== undefined && { alias }) },
      ...(targetMs !== undefined && { targetMs }),
      verify: statements.map(({ line, text }) => ({ path, line, sql: text })),
      expands: scripts.expand !== undefined,
    },
  ]
}
