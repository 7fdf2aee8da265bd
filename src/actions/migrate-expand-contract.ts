import { createSend } from '../aws/send.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import { migrationResult } from '../domain/migration/result.ts'
import type { RunnerHost } from '../runner/host.ts'
import { withDeadline } from '../runner/deadline.ts'
import { finish } from '../runner/finish.ts'
import { readInputs, settings } from '../runner/inputs.ts'
import { documentsOf } from './documents.ts'
import { inputs, metadata } from './migrate-fields.ts'
import { migrateRules } from './migrate-rules.ts'
import { migrateDatabase } from './migrate-database.ts'
import { dialectOf } from './migration-database.ts'
import { changesIn } from './migration-files.ts'
import { measured } from './migration-measured.ts'
import { lintOptions, type MigrationStep } from './migration-run.ts'
import { lintShown, teller } from './migration-told.ts'
import { regionOf } from './place.ts'

export async function main(host: RunnerHost): Promise<void> {
  const documents = documentsOf(host)
  const read = await readInputs(inputs, host, { rules: migrateRules(host, documents) })
  const { values } = read
  const aws = createSend({ region: regionOf(host, values['aws-region']), userAgent: `sluice/${metadata.name}` })
  const deadline = withDeadline(host.cancelled, values['timeout-minutes'] * 60_000)
  try {
    const dialect = await dialectOf(values)
    const { changes, mistakes } = changesIn(host, values.migrations, dialect, values.command === 'lint' ? values['lint-after'] : undefined)
    const step: MigrationStep = { host, values, documents, aws, dialect, changes, cancellation: deadline.cancellation, told: teller(host) }
    const linted = dialect.lint(changes, lintOptions(values, values['postgres-version']))
    const wrong = [...mistakes, ...linted.mistakes]
    const lints = values.command === 'lint' || wrong.length > 0
    const shown = lints
      ? await measured(step, wrong.length > 0 ? [] : linted.statements, lintShown(step, linted.statements, wrong))
      : await migrateDatabase(step, settings(inputs, read))
    const result = migrationResult(
      { action: metadata.name, environment: values.environment ?? '', ...shown, end: timed(shown.end, deadline.isOver()) },
      step.told.events,
      aws.awsNowMs(),
    )
    finish(host, result, shown.sections)
  } finally {
    deadline.end()
    aws.close()
  }
}

/** What was ended by our own clock was not cancelled by anybody. */
function timed(end: MigrationEnd, isOver: boolean): MigrationEnd {
  return isOver && end.reasonCode === 'CANCELLED' ? { ...end, reasonCode: 'TIMED_OUT' } : end
}

export { metadata }
