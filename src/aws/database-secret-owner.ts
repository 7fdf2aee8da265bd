import type { DBCluster, DBInstance } from '@aws-sdk/client-rds'
import { SluiceError } from '../domain/errors.ts'
import type { DatabasePlace } from '../domain/migration/database-secret.ts'
import type { Output, Send } from './operations.ts'

/**
 * Where the database is whose master password RDS keeps in this secret: the writer's endpoint. Undefined for a secret that RDS does not keep,
 * and for one whose database is gone. Source: MasterUserSecret of DBInstance and DBCluster, API reference of RDS; such secrets are named
 * `rds!db-…` and `rds!cluster-…` ("Password management with Amazon RDS and AWS Secrets Manager", User Guide).
 */
export async function findManagedDatabase(
  send: Send,
  { ARN, Name = '' }: Pick<Output<'secretsmanager:GetSecretValue'>, 'ARN' | 'Name'>,
  signal?: AbortSignal,
): Promise<DatabasePlace | undefined> {
  if (ARN === undefined || !Name.startsWith('rds!')) return undefined
  try {
    return Name.startsWith('rds!cluster-') ? await findCluster(send, ARN, signal) : await findInstance(send, ARN, signal)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.reasonCode !== 'ACCESS_DENIED') throw error
    throw new SluiceError('ACCESS_DENIED', `${error.message}, which would tell the host of the database`, {
      hint: `Give database-host and database-name. ${error.hint ?? ''}`.trim(),
      cause: error,
    })
  }
}

async function findCluster(send: Send, arn: string, signal: AbortSignal | undefined): Promise<DatabasePlace | undefined> {
  let Marker: string | undefined
  do {
    const answer = await send('rds:DescribeDBClusters', Marker === undefined ? {} : { Marker }, signal)
    const found = answer.DBClusters?.find((each) => keeps(each, arn))
    // Its endpoint follows the writer; the one for reading has a name of its own.
    if (found?.Endpoint !== undefined) return { host: found.Endpoint, port: found.Port, database: found.DatabaseName, engine: found.Engine }
    Marker = answer.Marker
  } while (Marker !== undefined)
  return undefined
}

async function findInstance(send: Send, arn: string, signal: AbortSignal | undefined): Promise<DatabasePlace | undefined> {
  let Marker: string | undefined
  do {
    const answer = await send('rds:DescribeDBInstances', Marker === undefined ? {} : { Marker }, signal)
    const found = answer.DBInstances?.find((each) => keeps(each, arn))
    const endpoint = found?.Endpoint
    if (endpoint?.Address !== undefined)
      return { host: endpoint.Address, port: endpoint.Port, database: found?.DBName, engine: found?.Engine }
    Marker = answer.Marker
  } while (Marker !== undefined)
  return undefined
}

function keeps({ MasterUserSecret }: Pick<DBInstance | DBCluster, 'MasterUserSecret'>, arn: string): boolean {
  return MasterUserSecret?.SecretArn === arn
}
