import { SluiceError } from '../domain/errors.ts'
import type { MigrationEnd, MigrationEvent } from '../domain/migration/events.ts'
import { findingSections, lintSections } from '../domain/render/migration-lint.ts'
import type { LedgerEntry } from '../domain/migration/model.ts'
import type { StepPlace } from '../domain/migration/planned.ts'
import { migrationPlanLines } from '../domain/render/migration-plan.ts'
import { runSections } from '../domain/render/migration-run.ts'
import type { MigrationDatabase } from '../ports.ts'
import { advised, databaseAt, databaseUrl } from './migration-database.ts'
import { expand, fill, inspect, type MigrationStep } from './migration-run.ts'
import { expandByTask, expandByTool } from './migration-tool.ts'
import { annotate, lintEnd, type MigrationShown, shownBy, standingOutputs, tellSafeForms } from './migration-told.ts'
import { workerOf } from './migrate-rules.ts'

type Settings = readonly (readonly [name: string, text: string, source: string])[]

/** Runs the phase that is asked for, or plans it. Throws SluiceError where nothing was begun. */
export async function migrateDatabase(step: MigrationStep, settings: Settings): Promise<MigrationShown> {
  const { host, values } = step
  if (workerOf(values) === 'task') {
    const { end, failed, plan } = await expandByTask(step)
    return {
      database: `${values['run-task-cluster'] ?? ''}/${values['run-task-service'] ?? ''}`,
      end,
      sections: [],
      ...(failed && { failed }),
      ...(plan && { plan }),
    }
  }
  if (workerOf(values) === 'sluice' && step.changes.every(({ foreign }) => foreign === true)) {
    throw new SluiceError('INPUT_INVALID', `The files in ${values.migrations} are those of another tool: none of them has a phase`, {
      hint: 'Let the tool run them (`tool-command`, or `run-task-*`), or write changes with phases: `<id>_<name>/expand.sql`.',
    })
  }
  const url = (await databaseUrl(step)) ?? ''
  const opened: MigrationDatabase[] = []
  const open = async (looks: boolean): Promise<MigrationDatabase> => {
    const database = await databaseAt(host, url, values, looks)
    opened.push(database)
    return database
  }
  try {
    if (workerOf(values) === 'tool') {
      const database = await open(values.mode === 'plan')
      const { end, plan } = await expandByTool(step, database, url)
      return { database: database.name, end, sections: [], ...(plan && { plan }) }
    }
    return await byEngine(step, open, settings)
  } catch (thrown) {
    throw advised(thrown, opened[0]?.name ?? '', values['database-ca'])
  } finally {
    await Promise.all(opened.map((each) => each.close()))
  }
}

/** `open` a database, one that is only looked at or one that is written to: what is refused, or planned, leaves nothing behind. */
async function byEngine(
  step: MigrationStep,
  open: (looks: boolean) => Promise<MigrationDatabase>,
  settings: Settings,
): Promise<MigrationShown> {
  const { values, host, changes } = step
  const phase = values.command === 'backfill' ? 'backfill' : 'expand'
  const looking = await open(true)
  const found = await inspect(step, looking, phase)
  tellOutputs(step, found.ledger)
  annotate(host, found.pending, [])
  tellSafeForms(host, found.pending)
  const refused = lintEnd(found.pending, [], !values['safe-rewrite'])
  if (values.mode === 'plan') {
    const plan = migrationPlanLines({ changes, ledger: found.ledger, phase, settings, statements: found.pending, blockers: found.blockers })
    for (const line of plan) host.log.line(line)
    const end: MigrationEnd = refused ?? { outcome: 'no-op', reasonCode: 'PLANNED', because: 'Nothing was changed: this is what would run' }
    return { database: looking.name, end, sections: findingSections(found.pending, shownBy(step.dialect)), plan }
  }
  if (refused) return { database: looking.name, end: refused, sections: lintSections(found.pending, [], shownBy(step.dialect)) }
  await looking.close()
  const database = await open(false)
  const end = await (phase === 'backfill' ? fill(step, database) : expand(step, database, found))
  await tellStanding(step, database)
  const shown = shownBy(step.dialect)
  const stepOf = ({ change, step: at }: StepPlace): string =>
    found.linted.filter((each) => each.change === change && each.role === phase).flatMap(({ steps }) => steps)[at - 1]?.sql ?? ''
  const events = step.told.events.filter((event): event is MigrationEvent => !event.kind.startsWith('task-'))
  return { database: database.name, end, sections: runSections(events, (place) => shown(stepOf(place))) }
}

/** After a session that was lost for good there is nobody to ask. */
async function tellStanding(step: MigrationStep, database: MigrationDatabase): Promise<void> {
  const { signal } = step.cancellation
  try {
    tellOutputs(step, await database.ledger(signal.aborted ? new AbortController().signal : signal))
  } catch {
    step.host.log.warning('Where the database stands now could not be read: `level` and `pending` are as they were before this run')
  }
}

function tellOutputs({ host, changes }: MigrationStep, ledger: readonly LedgerEntry[]): void {
  for (const [name, value] of Object.entries(standingOutputs(changes, ledger))) host.outputs.set(name, value)
}
