import { createSend } from '../aws/send.ts'
import { asSluiceError, SluiceError } from '../domain/errors.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import { migrationResult } from '../domain/migration/result.ts'
import type { RunnerHost } from '../runner/host.ts'
import { withDeadline } from '../runner/deadline.ts'
import { finish } from '../runner/finish.ts'
import { readInputs, settings } from '../runner/inputs.ts'
import { documentsOf } from './documents.ts'
import { inputs, metadata } from './migrate-fields.ts'
import { filesAreOurs, migrateRules } from './migrate-rules.ts'
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
  const minutes = values['timeout-minutes']
  const deadline = withDeadline(host.cancelled, minutes * 60_000)
  // What was ended by our own clock was not cancelled by anybody.
  const timed = <Ended extends Pick<MigrationEnd, 'reasonCode' | 'because'>>(ended: Ended): Ended =>
    deadline.isOver() && ended.reasonCode === 'CANCELLED'
      ? { ...ended, reasonCode: 'TIMED_OUT', because: `timeout-minutes (${String(minutes)}) is over: ${ended.because}` }
      : ended
  try {
    const dialect = await dialectOf(values)
    const { changes, mistakes } = filesAreOurs(values)
      ? changesIn(host, values.migrations, dialect, values['lint-after'])
      : { changes: [], mistakes: [] }
    const step: MigrationStep = {
      host,
      values,
      documents,
      aws,
      dialect,
      changes,
      cancellation: deadline.cancellation,
      leftMs: deadline.leftMs,
      told: teller(host, timed),
    }
    const linted = dialect.lint(changes, lintOptions(values, values['postgres-version']))
    const wrong = [...mistakes, ...linted.mistakes]
    const lints = values.command === 'lint' || wrong.length > 0
    const shown = lints
      ? await measured(step, wrong.length > 0 ? [] : linted.statements, lintShown(step, linted.statements, wrong))
      : await migrateDatabase(step, settings(inputs, read))
    const result = migrationResult(
      { action: metadata.name, environment: values.environment ?? '', ...shown, end: timed(shown.end) },
      step.told.events,
      aws.awsNowMs(),
    )
    finish(host, result, shown.sections)
  } catch (thrown) {
    const { reasonCode, message: because, hint } = asSluiceError(thrown)
    const ended = timed({ reasonCode, because })
    throw ended.reasonCode === reasonCode
      ? thrown
      : new SluiceError(ended.reasonCode, ended.because, { ...(hint && { hint }), cause: thrown })
  } finally {
    deadline.end()
    aws.close()
  }
}

export { metadata }
