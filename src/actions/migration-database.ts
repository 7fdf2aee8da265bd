import { readSecretUrl } from '../aws/database-secret.ts'
import { sha256 } from '../database/digest.ts'
import { createPostgres } from '../database/postgres.ts'
import { loadParser, sqlParser } from '../database/parser.ts'
import { SluiceError } from '../domain/errors.ts'
import { certificateAdvice } from '../domain/migration/database-authorities.ts'
import { readDatabaseSecret } from '../domain/migration/database-secret.ts'
import { type Dialect, mysqlDialect, postgresDialect } from '../domain/migration/dialect.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { MigrationDatabase } from '../ports.ts'
import type { RunnerHost } from '../runner/host.ts'
import { otherEngine, passedOver, wrongAddress } from './database-address.ts'
import { authoritiesIn, type MigrateValues } from './migrate-rules.ts'
import type { MigrationStep } from './migration-run.ts'
import { withRegions } from './other-regions.ts'
import { holderOf, regionOf } from './place.ts'

/** The URL of the database, masked with all that could show its password; undefined where none is named. Throws SluiceError. */
export async function databaseUrl({ host, values, aws, cancellation }: MigrationStep): Promise<string | undefined> {
  const { 'database-url': url, 'database-secret': secret } = values
  if (url !== undefined) {
    maskUrl(host, url)
    return warned(host, url)
  }
  if (secret === undefined) return undefined
  const engine = values['database-engine']
  const given = { host: values['database-host'], database: values['database-name'], engine }
  const region = regionOf(host, values['aws-region'])
  const mask = (text: string): void => host.masks.add(text)
  const found = await withRegions('sluice/migrate-expand-contract', (sendIn) =>
    readSecretUrl({ send: aws.send, sendIn, region, secret, ...given, mask }, cancellation.signal),
  )
  const wrong = otherEngine(found, engine) === undefined ? wrongAddress(found, engine) : undefined
  if (wrong === undefined) return warned(host, found)
  throw new SluiceError('PREFLIGHT_FAILED', `The secret ${secret} cannot be used: ${wrong}`, {
    hint: 'What is special in the user or password of a URL has to be encoded: @ as %40, / as %2F, # as %23. JSON with host, dbname, username and password needs none of that.',
  })
}

function warned({ log }: Pick<RunnerHost, 'log'>, url: string): string {
  const words = passedOver(url)
  if (words !== undefined) log.warning(words)
  return url
}

/** Hides every text in which the password of a URL could show. */
export function maskUrl(host: Pick<RunnerHost, 'masks'>, url: string): void {
  const read = readDatabaseSecret(url, {})
  for (const each of 'location' in read ? read.location.secrets : read.secrets) host.masks.add(each)
}

/** How the files are read, by `database-engine`. */
export async function dialectOf(values: MigrateValues): Promise<Dialect> {
  return values['database-engine'] === 'mysql' ? mysqlDialect(sha256) : postgresDialect(sqlParser(await loadParser()).parse)
}

/** Nothing is opened yet; with `looks` nothing will be written. Throws INPUT_INVALID where the URL is of another engine. */
export async function databaseAt(host: RunnerHost, url: string, values: MigrateValues, looks: boolean): Promise<MigrationDatabase> {
  const authorities = authoritiesIn(host, values['database-ca'])
  const options = {
    ...{ url, run: holderOf(host).run },
    ...(authorities && 'value' in authorities && { ca: authorities.value }),
    ...(looks && { looks: true as const }),
  }
  const other = otherEngine(url, values['database-engine'])
  if (other !== undefined) throw new SluiceError('INPUT_INVALID', `database-engine is ${other}`, { hint: 'Nothing was changed.' })
  // The client of MySQL is a megabyte of its own.
  return values['database-engine'] === 'mysql' ? (await import('../database/mysql.ts')).createMysql(options) : createPostgres(options)
}

/** What to do about a certificate that could not be verified depends on whose database it is. */
export function advised(thrown: unknown, database: string, ca: string | undefined): unknown {
  if (!(thrown instanceof SluiceError) || !(thrown.cause instanceof DatabaseFault) || !thrown.cause.untrusted) return thrown
  const host = database.replace(/:\d+\/.*$/, '')
  return new SluiceError(thrown.reasonCode, thrown.message, { hint: certificateAdvice(host, ca), cause: thrown })
}
