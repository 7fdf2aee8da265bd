import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AwsFault } from '../../sandbox/cloud/ports.ts'
import { explained } from '../fakes/explained-send.ts'
import { setStage } from '../sandbox/stage.ts'
import { serveFake } from '../sandbox/wire/fake-cloud.ts'
import { readSecretUrl } from '../../src/aws/database-secret.ts'
import type { OperationName } from '../../src/aws/operations.ts'
import { createSend } from '../../src/aws/send.ts'

type Answers = (operation: OperationName, input: object) => unknown

/** Secrets in the modelled cloud, and answers of RDS given. */
function setSecret(text: string | undefined, answers: Answers = () => undefined, name = 'app/db') {
  const stage = setStage()
  stage.secrets('CreateSecret', { Name: name, ...(text !== undefined && { SecretString: text }) })
  const calls: OperationName[] = []
  const masked: string[] = []
  const send = explained((operation, input) => {
    calls.push(operation)
    return answers(operation, input) ?? stage.cloud.call(operation, input)
  })
  const read = (more: object = {}) => readSecretUrl({ send, region: 'eu-west-1', secret: name, mask: (each) => masked.push(each), ...more })
  return { stage, calls, masked, read, send }
}

const full = JSON.stringify({ engine: 'postgres', host: 'db.example.com', port: 5432, dbname: 'shop', username: 'app', password: 'pa ss' })
const kept = JSON.stringify({ username: 'postgres', password: 'kept' })
const arnOf = ({ stage }: ReturnType<typeof setSecret>, name: string): string =>
  stage.secrets<{ ARN: string }>('GetSecretValue', { SecretId: name }).ARN

describe('a secret for a database', () => {
  test('is read by name or ARN, and everything of it is hidden at once', async () => {
    const secret = setSecret(full)
    expect(await secret.read()).toBe('postgres://app:pa%20ss@db.example.com:5432/shop')
    expect(secret.masked).toEqual(expect.arrayContaining(['pa ss', 'pa%20ss', 'postgres://app:pa%20ss@db.example.com:5432/shop']))
    expect(await secret.read({ secret: arnOf(secret, 'app/db') })).toContain('@db.example.com')
    expect(secret.calls).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:GetSecretValue'])
  })

  test('may be kept as bytes', async () => {
    const secret = setSecret(undefined)
    secret.stage.secrets('PutSecretValue', { SecretId: 'app/db', SecretBinary: new TextEncoder().encode(full) })
    expect(await secret.read()).toContain('@db.example.com')
    secret.stage.secrets('PutSecretValue', { SecretId: 'app/db', SecretBinary: new Uint8Array([0xff, 0xfe, 0x00]) })
    await expect(secret.read()).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED', message: 'The secret app/db is binary' })
  })

  test('in another region is read there, or named', async () => {
    const secret = setSecret(full)
    const arn = arnOf(secret, 'app/db').replace('eu-west-1', 'us-east-1')
    const regions: string[] = []
    const sendIn = (region: string) => {
      regions.push(region)
      return explained(() => ({ ARN: arn, Name: 'app/db', SecretString: full }))
    }
    expect(await secret.read({ secret: arn, sendIn })).toContain('@db.example.com')
    expect(regions).toEqual(['us-east-1'])
    await expect(secret.read({ secret: arn })).rejects.toMatchObject({
      message: expect.stringContaining('is in us-east-1, and this step asks eu-west-1') as string,
    })
  })

  test.each<[string, AwsFault, string, RegExp, RegExp]>([
    [
      'is not there',
      new AwsFault('ResourceNotFoundException', "can't find"),
      'PREFLIGHT_FAILED',
      /There is no secret app\/db/,
      /database-secret/,
    ],
    ['is going to be deleted', new AwsFault('InvalidRequestException', 'marked'), 'PREFLIGHT_FAILED', /marked for deletion/, /Restore it/],
    ['may not be read', new AwsFault('AccessDeniedException', 'no'), 'ACCESS_DENIED', /secretsmanager:GetSecretValue/, /policy/],
    [
      'has a key that may not be used',
      new AwsFault('AccessDeniedException', 'Access to KMS is not allowed'),
      'ACCESS_DENIED',
      /key of the secret/,
      /kms:Decrypt/,
    ],
    ['cannot be decrypted', new AwsFault('DecryptionFailure', 'no'), 'ACCESS_DENIED', /key of the secret/, /kms:Decrypt/],
    ['cannot be asked for', new AwsFault('InternalServiceError', 'no', 500), 'AWS_ERROR', /500/, /^$/],
  ])('that %s says so', async (_, fault, reasonCode, message, hint) => {
    const { read } = setSecret(full, () => {
      throw fault
    })
    const error = (await read().catch((thrown: unknown) => thrown)) as { reasonCode: string; message: string; hint?: string }
    expect(error.reasonCode).toBe(reasonCode)
    expect(error.message).toMatch(message)
    expect(error.hint ?? '').toMatch(hint)
  })

  test('that lacks something names it all, and shows nothing', async () => {
    const { read, masked } = setSecret(JSON.stringify({ pass: 'hunter2', host: 'db' }))
    const error = (await read().catch((thrown: unknown) => thrown)) as { message: string; hint: string }
    expect(error.message).toBe('The secret app/db names no username\nThe secret app/db has no password')
    expect(error.message + error.hint).not.toContain('hunter2')
    expect(masked.join()).toContain('hunter2')
  })
})

describe('a secret that RDS keeps', () => {
  const name = 'rds!cluster-1b2c'
  const cluster = (arn: string) => ({
    DBClusters: [
      { Endpoint: 'other.example.com', MasterUserSecret: { SecretArn: `${arn}x` } },
      {
        Endpoint: 'shop.cluster-abc.rds.amazonaws.com',
        ReaderEndpoint: 'shop.cluster-ro-abc.rds.amazonaws.com',
        Port: 5499,
        DatabaseName: 'shop',
        Engine: 'aurora-postgresql',
        MasterUserSecret: { SecretArn: arn },
      },
    ],
  })

  test('of a cluster is located by the endpoint of its writer, on whatever page it is', async () => {
    const secret = setSecret(
      kept,
      (operation, input) => {
        if (operation !== 'rds:DescribeDBClusters') return undefined
        return 'Marker' in input ? cluster(arnOf(secret, name)) : { DBClusters: [{}], Marker: 'next' }
      },
      name,
    )
    expect(await secret.read()).toBe('postgres://postgres:kept@shop.cluster-abc.rds.amazonaws.com:5499/shop')
    expect(secret.masked).toEqual(expect.arrayContaining(['kept', 'postgres://postgres:kept@shop.cluster-abc.rds.amazonaws.com:5499/shop']))
  })

  test('of an instance is located by its endpoint; what is given is not asked for', async () => {
    const instance = 'rds!db-1b2c'
    const secret = setSecret(
      kept,
      (operation) =>
        operation === 'rds:DescribeDBInstances'
          ? {
              DBInstances: [
                {
                  Endpoint: { Address: 'db.rds.amazonaws.com', Port: 3306 },
                  Engine: 'mysql',
                  MasterUserSecret: { SecretArn: arnOf(secret, instance) },
                },
              ],
            }
          : undefined,
      instance,
    )
    expect(await secret.read({ database: 'shop' })).toBe('mysql://postgres:kept@db.rds.amazonaws.com:3306/shop')
    await expect(secret.read()).rejects.toMatchObject({ message: `The secret ${instance} names no database (dbname): give database-name` })
    secret.calls.length = 0
    expect(await secret.read({ host: 'mine.example.com', database: 'shop' })).toBe('postgres://postgres:kept@mine.example.com:5432/shop')
    expect(secret.calls).toEqual(['secretsmanager:GetSecretValue'])
  })

  test('whose database RDS does not name, or that is not of RDS, needs a host', async () => {
    await expect(
      setSecret(kept, (operation) => (operation === 'rds:DescribeDBClusters' ? { DBClusters: [] } : undefined), name).read(),
    ).rejects.toMatchObject({
      message: `The secret ${name} names no host: give database-host`,
    })
    const plain = setSecret(kept)
    await expect(plain.read()).rejects.toMatchObject({ message: 'The secret app/db names no host: give database-host' })
    expect(plain.calls).toEqual(['secretsmanager:GetSecretValue'])
  })

  test('whose database may not be asked for names both ways out', async () => {
    const secret = setSecret(
      kept,
      (operation) => {
        if (operation === 'rds:DescribeDBClusters')
          throw new AwsFault('AccessDenied', 'not authorized to perform: rds:DescribeDBClusters', 403)
        return undefined
      },
      name,
    )
    await expect(secret.read()).rejects.toMatchObject({
      reasonCode: 'ACCESS_DENIED',
      message: expect.stringContaining('rds:DescribeDBClusters') as string,
      hint: expect.stringMatching(/^Give database-host and database-name\. Allow rds:DescribeDBClusters/) as string,
    })
  })
})

describe('over the wire', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const options = { region: 'eu-west-1', userAgent: 'sluice/0' }

  test('a secret is read by the client of Secrets Manager', async () => {
    const stage = setStage()
    stage.secrets('CreateSecret', { Name: 'app/db', SecretString: full })
    const wire = await serveFake(stage.cloud)
    vi.stubEnv('AWS_ENDPOINT_URL', wire.endpoint)
    const { send, close } = createSend(options)
    try {
      const read = (secret: string) => readSecretUrl({ send, region: 'eu-west-1', secret, mask: () => undefined })
      expect(await read('app/db')).toBe('postgres://app:pa%20ss@db.example.com:5432/shop')
      await expect(read('nothing')).rejects.toMatchObject({
        reasonCode: 'PREFLIGHT_FAILED',
        message: expect.stringContaining('no secret nothing') as string,
      })
    } finally {
      close()
      await wire.close()
    }
  })

  test('a database is found by the client of RDS', async () => {
    let asked = ''
    const server: Server = createServer((request, response) => {
      request.on('data', (part: Buffer) => (asked += part.toString()))
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'text/xml' })
        response.end(`<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances>
          <DBInstance><DBInstanceIdentifier>shop</DBInstanceIdentifier><Engine>postgres</Engine><DBName>shop</DBName>
          <Endpoint><Address>shop.abc.eu-west-1.rds.amazonaws.com</Address><Port>5432</Port></Endpoint>
          <MasterUserSecret><SecretArn>arn:of:secret</SecretArn><SecretStatus>active</SecretStatus></MasterUserSecret></DBInstance>
          </DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
    const sender = createSend(options)
    const rds = explained(() => ({ ARN: 'arn:of:secret', Name: 'rds!db-1', SecretString: kept }))
    try {
      const send = ((operation, input, signal) =>
        operation === 'rds:DescribeDBInstances'
          ? sender.send(operation, input, signal)
          : rds(operation, input, signal)) as typeof sender.send
      expect(await readSecretUrl({ send, region: 'eu-west-1', secret: 'rds!db-1', mask: () => undefined })).toBe(
        'postgres://postgres:kept@shop.abc.eu-west-1.rds.amazonaws.com:5432/shop',
      )
      expect(new URLSearchParams(asked).get('Action')).toBe('DescribeDBInstances')
    } finally {
      sender.close()
      server.closeAllConnections()
      server.close()
    }
  })
})
