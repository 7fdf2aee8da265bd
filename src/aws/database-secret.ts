import { SluiceError } from '../domain/errors.ts'
import { type DatabaseGiven, readDatabaseSecret } from '../domain/migration/database-secret.ts'
import { findManagedDatabase } from './database-secret-owner.ts'
import { awsErrorName } from './explain-error.ts'
import type { Output, Send } from './operations.ts'

export interface DatabaseSecretOptions extends DatabaseGiven {
  readonly send: Send
  /** The same in another region, for a secret whose ARN names one. */
  readonly sendIn?: (region: string) => Send
  readonly region: string
  /** Name or ARN. */
  readonly secret: string
  /** Hears every text that must not be shown, before anything else is done with it. */
  readonly mask: (text: string) => void
}

/**
 * The URL of the database that a secret of Secrets Manager leads to. Where the secret is one that RDS keeps, which names no host, RDS is asked
 * for the writer. Throws SluiceError with the members that are missing, and never with a value.
 */
export async function readSecretUrl(options: DatabaseSecretOptions, signal?: AbortSignal): Promise<string> {
  const { secret, region, mask } = options
  const there = secret.startsWith('arn:') ? (secret.split(':')[3] ?? region) : region
  const send = there === region ? options.send : options.sendIn?.(there)
  if (send === undefined) throw unusable(secret, [`is in ${there}, and this step asks ${region}: give aws-region`])
  const value = await send('secretsmanager:GetSecretValue', { SecretId: secret }, signal).catch((error: unknown) => {
    throw explainSecretError(error, secret)
  })
  const reading = readDatabaseSecret(textOf(value, secret, mask), options)
  const known = 'location' in reading ? reading.location.secrets : reading.secrets
  for (const each of known) mask(each)
  if ('location' in reading) return reading.location.url
  if ('problems' in reading) throw unusable(secret, reading.problems)

  const place = await findManagedDatabase(send, value, signal)
  if (place === undefined) throw unusable(secret, ['names no host: give database-host'])
  const located = reading.locate(place)
  if ('problems' in located) throw unusable(secret, located.problems)
  for (const each of located.location.secrets) mask(each)
  return located.location.url
}

function textOf(value: Output<'secretsmanager:GetSecretValue'>, secret: string, mask: (text: string) => void): string {
  if (value.SecretString !== undefined) return value.SecretString
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value.SecretBinary ?? new Uint8Array())
  } catch {
    mask(Buffer.from(value.SecretBinary ?? []).toString('base64'))
    throw unusable(secret, ['is binary'])
  }
}

function unusable(secret: string, problems: readonly string[]): SluiceError {
  return new SluiceError('PREFLIGHT_FAILED', problems.map((each) => `The secret ${secret} ${each}`).join('\n'), {
    hint: 'A secret for a database is a URL, or JSON with host, port, dbname, username and password; database-host and database-name add what it lacks.',
  })
}

function explainSecretError(error: unknown, secret: string): unknown {
  if (!(error instanceof SluiceError)) return error
  const name = awsErrorName(error)
  const make = (message: string, hint: string): SluiceError => new SluiceError('PREFLIGHT_FAILED', message, { hint, cause: error })
  if (name === 'ResourceNotFoundException')
    return make(`There is no secret ${secret} in this region, or it has no value`, 'Check database-secret, the region and the account.')
  if (name === 'InvalidRequestException')
    return make(`The secret ${secret} is marked for deletion`, 'Restore it, or give another in database-secret.')
  const kms = name === 'DecryptionFailure' || (error.reasonCode === 'ACCESS_DENIED' && /\bKMS\b/i.test(causeOf(error)))
  if (!kms) return error
  return new SluiceError('ACCESS_DENIED', `The key of the secret ${secret} may not be used by the role of this job`, {
    hint: 'Allow kms:Decrypt on the KMS key of the secret, in the policy of the role and in that of the key.',
    cause: error,
  })
}

function causeOf(error: SluiceError): string {
  return error.cause instanceof Error ? error.cause.message : ''
}
