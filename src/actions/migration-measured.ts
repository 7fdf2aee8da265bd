import { createScratch } from '../database/measure.ts'
import type { MigrationEnd } from '../domain/migration/events.ts'
import type { LintedStatement } from '../domain/migration/lint/lint.ts'
import { isWorse } from '../domain/migration/measured.ts'
import { readSchema } from '../domain/migration/measured-schema.ts'
import { measuredLines, measuredSection } from '../domain/render/migration-measured.ts'
import { measureChanges, type SchemaBefore } from '../engine/measuring.ts'
import type { ScratchDatabase } from '../ports.ts'
import { authoritiesIn } from './migrate-rules.ts'
import { advised, maskUrl } from './migration-database.ts'
import type { MigrationStep } from './migration-run.ts'
import type { MigrationShown } from './migration-told.ts'
import { holderOf } from './place.ts'

/**
 * Runs the changes on the scratch database and adds what was seen to what the lint has shown. What does more than the lint said makes it fail, unless
 * it has failed already. Throws SluiceError.
 */
export async function measured(
  step: MigrationStep,
  statements: readonly LintedStatement[],
  shown: MigrationShown,
): Promise<MigrationShown> {
  const { host, values, cancellation } = step
  const url = values['lint-database-url']
  if (url === undefined || statements.length === 0) return shown
  const scratch = scratchAt(step, url)
  const schema = schemaIn(step)
  const found = await measureChanges(statements, scratch, cancellation.signal, schema).catch((thrown: unknown) => {
    throw advised(thrown, scratch.name, values['database-ca'])
  })
  for (const line of measuredLines(found.statements)) host.log.line(line)
  for (const each of found.statements) {
    const place = { file: each.linted.path, line: each.linted.line }
    if (isUnsafe(each)) host.log.error(wordsOf(each), { title: 'Measured: worse than the lint says', ...place })
    else if (each.measured.kind === 'refused')
      host.log.warning(each.measured.message, { title: 'Refused by the scratch database', ...place })
  }
  const worse = found.statements.filter(isUnsafe).length
  const end: MigrationEnd = {
    outcome: 'failed',
    reasonCode: 'MIGRATION_UNSAFE',
    because: `${String(worse)} ${worse === 1 ? 'statement does' : 'statements do'} more on a server than the lint says`,
    hint: 'Nothing was run but on the scratch database. What was seen stands beside each.',
  }
  const section = measuredSection(found.statements, found.version)
  return {
    ...shown,
    ...(worse > 0 && shown.end.outcome !== 'failed' && { end }),
    sections: [...shown.sections, ...(section === '' ? [] : [section])],
  }
}

type Found = Parameters<typeof isWorse>[0]

/** What contract and undo take away is taken away when nobody is left to mind. */
function isUnsafe(each: Found): boolean {
  return each.linted.role === 'expand' && each.linted.allowed === undefined && isWorse(each)
}

function wordsOf({ worse, steps }: Found): string {
  return [...worse, ...steps.flatMap((each) => each.worse)].join('; ')
}

/** That the URL and the schema can be read is known by the rules of the inputs. */
function scratchAt({ host, values }: MigrationStep, url: string): ScratchDatabase {
  maskUrl(host, url)
  const authorities = authoritiesIn(host, values['database-ca'])
  return createScratch({ url, run: holderOf(host).run, ...(authorities && 'value' in authorities && { ca: authorities.value }) })
}

function schemaIn({ host, values, dialect }: MigrationStep): SchemaBefore | undefined {
  const path = values['lint-schema']
  return path === undefined ? undefined : { path, statements: readSchema(path, host.readFile(path), dialect.parse).statements }
}
