import { readSecretUrl } from '../aws/database-secret.ts'
import { createSend, type Sender } from '../aws/send.ts'
import { createPostgres } from '../database/postgres.ts'
import { SluiceError } from '../domain/errors.ts'
import { readDatabaseSecret } from '../domain/migration/database-secret.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { MigrationDatabase } from '../ports.ts'
import type { RunnerHost } from '../runner/host.ts'
import { authoritiesIn, type MigrateValues } from './migrate-rules.ts'
import { holderOf, regionOf } from './place.ts'

/** The URL of the database, masked with all that could show its password; undefined where none is named. Throws SluiceError. */
export async function databaseUrl(host: RunnerHost, values: MigrateValues, aws: Sender): Promise<string | undefined> {
  const mask = (text: string): void => host.masks.add(text)
  const { 'database-url': url, 'database-secret': secret } = values
  if (url !== undefined) {
    const read = readDatabaseSecret(url, {})
    for (const each of 'location' in read ? read.location.secrets : read.secrets) mask(each)
    return url
  }
  if (secret === undefined) return undefined
  const senders: Sender[] = []
  const sendIn = (region: string): Sender['send'] => {
    const sender = createSend({ region, userAgent: 'sluice/migrate-expand-contract' })
    senders.push(sender)
    return sender.send
  }
  try {
    const given = { host: values['database-host'], database: values['database-name'] }
    const region = regionOf(host, values['aws-region'])
    return await readSecretUrl({ send: aws.send, sendIn, region, secret, ...given, mask }, host.cancelled.signal)
  } finally {
    for (const sender of senders) sender.close()
  }
}

/** Nothing is opened yet; with `looks` nothing will be written. Throws INPUT_INVALID where the URL is none. */
export function databaseAt(host: RunnerHost, url: string, values: MigrateValues, looks: boolean): MigrationDatabase {
  const authorities = authoritiesIn(host, values['database-ca'])
  const ca = authorities && 'value' in authorities ? { ca: authorities.value } : {}
  try {
    return createPostgres({ url, run: holderOf(host).run, ...ca, ...(looks && { looks: true as const }) })
  } catch (thrown) {
    if (!(thrown instanceof DatabaseFault)) throw thrown
    throw new SluiceError('INPUT_INVALID', thrown.message, {
      hint: 'Nothing was changed. `postgres://user:password@host:5432/name` is expected.',
    })
  }
}
