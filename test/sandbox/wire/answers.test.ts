import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  ObjectNotFoundException,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ClusterNotFoundException, DescribeServicesCommand, ECSClient, RunTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, describe, expect, it } from 'vitest'
import { AwsFault } from '../../../sandbox/cloud/ports.ts'
import { fakeCloud, serveFake } from './fake-cloud.ts'

let wire: Awaited<ReturnType<typeof serveFake>> | undefined
const clients: { destroy(): void }[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await wire?.close()
  wire = undefined
})

async function connect(answer: (operation: string, input: object) => object, more: Parameters<typeof serveFake>[1] = {}, maxAttempts = 1) {
  const cloud = fakeCloud(answer)
  const served = await serveFake(cloud, more)
  wire = served
  const settings = { ...served.settings, maxAttempts }
  const ecs = new ECSClient(settings)
  const elb = new ElasticLoadBalancingV2Client(settings)
  const cloudwatch = new CloudWatchClient(settings)
  const logs = new CloudWatchLogsClient(settings)
  const scaling = new ApplicationAutoScalingClient(settings)
  clients.push(ecs, elb, cloudwatch, logs, scaling)
  return { cloud, wire: served, ecs, elb, cloudwatch, logs, scaling }
}

/** The error a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<Error & { readonly $metadata?: { readonly httpStatusCode?: number } }> {
  return call.then(
    () => {
      throw new Error('the call succeeded')
    },
    (error: unknown) => error as Error,
  )
}
/** Sends an input past the types of the client. */
const anything = (input: object): never => input as never
const post = (endpoint: string, path: string, body: unknown) => fetch(`${endpoint}${path}`, { method: 'POST', body: JSON.stringify(body) })

describe('errors of the cloud', () => {
  it('reach the caller as the class of the client, by class name or by query code, with their status', async () => {
    const { ecs, elb } = await connect((operation) => {
      if (operation === 'ecs:DescribeServices') throw new AwsFault('ClusterNotFoundException', 'Cluster not found.')
      throw new AwsFault('TargetGroupNotFound', `One or more target groups not found: <'a' & "b">`)
    })
    const cluster = await errorOf(ecs.send(new DescribeServicesCommand({ services: ['web'] })))
    expect(cluster).toBeInstanceOf(ClusterNotFoundException)
    expect(cluster).toMatchObject({ message: 'Cluster not found.', $metadata: { httpStatusCode: 400 } })
    const group = await errorOf(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn' })))
    expect(group).toBeInstanceOf(TargetGroupNotFoundException)
    expect(group.message).toBe(`One or more target groups not found: <'a' & "b">`)
  })

  it('of Application Auto Scaling have its classes, and its name for what does not validate', async () => {
    const { scaling, cloud } = await connect(() => {
      throw new AwsFault('ObjectNotFoundException', 'none registered')
    })
    const missing = await errorOf(scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' })))
    expect(missing).toBeInstanceOf(ObjectNotFoundException)
    expect(missing.message).toBe('none registered')
    const resource = { ServiceNamespace: 'ecs', ResourceId: 'service/c/web' } as const
    expect(await errorOf(scaling.send(new RegisterScalableTargetCommand(anything(resource))))).toMatchObject({
      name: 'ValidationException',
      message: "1 validation error detected: Value null at 'ScalableDimension' failed to satisfy constraint: Member must not be null",
    })
    expect(cloud.asked).toHaveLength(1)
  })

  it('carry the further members of their shape', async () => {
    const { ecs } = await connect(() => {
      throw new AwsFault('ConflictException', 'busy', 400, { resourceIds: ['one'] })
    })
    expect(await errorOf(ecs.send(new DescribeServicesCommand({ services: ['web'] })))).toMatchObject({
      name: 'ConflictException',
      resourceIds: ['one'],
    })
  })

  it('carry the query code where a JSON service is query compatible', async () => {
    const { cloudwatch } = await connect(() => {
      throw new AwsFault('InvalidNextToken', 'no such token')
    })
    expect(await errorOf(cloudwatch.send(new DescribeAlarmsCommand({})))).toMatchObject({
      name: 'InvalidNextToken',
      message: 'no such token',
    })
  })

  it('that the model does not know go through by name', async () => {
    const { ecs, logs } = await connect(() => {
      throw new AwsFault('SomethingNew', 'new', 409)
    })
    expect(await errorOf(ecs.send(new DescribeServicesCommand({ services: ['web'] })))).toMatchObject({
      name: 'SomethingNew',
      $metadata: { httpStatusCode: 409 },
    })
    expect((await errorOf(logs.send(new GetLogEventsCommand({ logGroupName: 'g', logStreamName: 's' })))).name).toBe('SomethingNew')
  })
})

describe('inputs that do not fit', () => {
  it('are refused as AWS refuses them', async () => {
    const { ecs, elb, cloud } = await connect(() => ({}))
    expect(await errorOf(ecs.send(new UpdateServiceCommand(anything({}))))).toMatchObject({
      name: 'InvalidParameterException',
      message: "1 validation error detected: Value null at 'service' failed to satisfy constraint: Member must not be null",
    })
    expect(await errorOf(ecs.send(new UpdateServiceCommand(anything({ service: 'web', desiredCount: 'two' }))))).toMatchObject({
      name: 'SerializationException',
    })
    expect((await errorOf(ecs.send(new DescribeServicesCommand(anything({ services: ['web'], include: ['ALL'] }))))).message).toContain(
      "Value 'ALL' at 'include.1.member' failed to satisfy constraint: Member must satisfy enum value set: [TAGS]",
    )
    expect(await errorOf(elb.send(new ModifyRuleCommand(anything({}))))).toMatchObject({ name: 'ValidationError' })
    const weight = { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'a', Weight: 'much' }] } }
    expect((await errorOf(elb.send(new ModifyRuleCommand(anything({ RuleArn: 'r', Actions: [weight] }))))).message).toContain(
      "'Actions.1.member.ForwardConfig.TargetGroups.1.member.Weight' must be a number",
    )
    expect(cloud.asked).toEqual([])
  })

  it('may not hold members AWS does not know', async () => {
    const { wire } = await connect(() => ({}))
    const send = (headers: Record<string, string>, body: string) =>
      fetch(wire.endpoint, { method: 'POST', headers: { authorization: headers['authorization']!, ...headers }, body })
    const signed = (service: string) =>
      `AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`
    const json = await send(
      { authorization: signed('ecs'), 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices' },
      JSON.stringify({ services: ['web'], colour: 'blue' }),
    )
    expect(json.status).toBe(400)
    expect(await json.json()).toEqual({ __type: 'SerializationException', message: "'colour' is not a member of DescribeServicesRequest" })
    const query = await send(
      { authorization: signed('elasticloadbalancing'), 'content-type': 'application/x-www-form-urlencoded' },
      'Action=DescribeRules&Version=2015-12-01&Colour=blue',
    )
    expect(query.status).toBe(400)
    expect(await query.text()).toContain('<Code>MalformedInput</Code>')
    expect((await send({ authorization: signed('elasticloadbalancing') }, 'Action=Fly')).status).toBe(400)
    expect((await send({ authorization: signed('s3') }, '')).status).toBe(404)
    expect((await fetch(wire.endpoint, { method: 'POST', body: '{}' })).status).toBe(403)
  })

  it('name operations the sandbox does not model', async () => {
    const cloud = { ...fakeCloud(() => ({})), operations: new Set(['ecs:UpdateService']) }
    const served = await serveFake(cloud)
    wire = served
    const ecs = new ECSClient(served.settings)
    const elb = new ElasticLoadBalancingV2Client(served.settings)
    clients.push(ecs, elb)
    expect(await errorOf(ecs.send(new DescribeServicesCommand({ services: ['web'] })))).toMatchObject({
      name: 'UnknownOperationException',
      message: 'The sandbox does not model ecs:DescribeServices',
    })
    expect((await errorOf(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn' })))).name).toBe('InvalidAction')
  })
})

describe('answers that do not fit', () => {
  it('are a bug of the sandbox that names the member', async () => {
    const { ecs, elb } = await connect((operation) =>
      operation === 'ecs:DescribeServices'
        ? { services: [{ runingCount: 1 }] }
        : { TargetHealthDescriptions: [{ TargetHealth: { State: 'drainin' } }] },
    )
    const misspelt = await errorOf(ecs.send(new DescribeServicesCommand({ services: ['web'] })))
    expect(misspelt.message).toContain("'services.1.member.runingCount' is not a member of Service")
    expect(misspelt.$metadata?.httpStatusCode).toBe(500)
    const state = await errorOf(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn' })))
    expect(state.message).toContain("sandbox bug: the answer to elasticloadbalancing:DescribeTargetHealth is wrong: Value 'drainin' at")
  })

  it('have a Date header also when they are errors', async () => {
    const { wire } = await connect(() => ({}))
    const answer = await fetch(wire.endpoint, { method: 'POST' })
    expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now())).toBeLessThan(5000)
  })
})

describe('faults on purpose', () => {
  it('are ordered over HTTP, strike the next calls, and are survived by the retries of the client', async () => {
    const { ecs, wire, cloud } = await connect(() => ({ services: [] }), {}, 3)
    const ordered = await post(wire.endpoint, '/_sandbox/faults', {
      operation: 'ecs:DescribeServices',
      kind: 'error',
      status: 503,
      times: 1,
    })
    expect(ordered.status).toBe(200)
    const { $metadata } = await ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    expect($metadata.attempts).toBe(2)
    expect(cloud.asked).toHaveLength(1)
    expect(wire.calls.list().map((call) => [call.operation, call.status, call.code])).toEqual([
      ['ecs:DescribeServices', 503, 'InternalFailure'],
      ['ecs:DescribeServices', 200, undefined],
    ])
  })

  it('speak the words of each service', async () => {
    const { ecs, elb, wire } = await connect(() => ({}))
    const describe = () => ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    const health = () => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'arn' }))
    const expected = [
      ['throttle', 'ThrottlingException', 400, 'ThrottlingException', 400],
      ['expired-credentials', 'ExpiredTokenException', 400, 'ExpiredToken', 403],
      ['access-denied', 'AccessDeniedException', 400, 'AccessDenied', 403],
    ] as const
    for (const [kind, ecsName, ecsStatus, elbName, elbStatus] of expected) {
      wire.faults.order({ operation: '*', kind, times: 2 })
      expect(await errorOf(describe())).toMatchObject({ name: ecsName, $metadata: { httpStatusCode: ecsStatus } })
      expect(await errorOf(health())).toMatchObject({ name: elbName, $metadata: { httpStatusCode: elbStatus } })
    }
    await expect(describe()).resolves.toBeDefined()
  })

  it('lose an answer after the work was done', async () => {
    const { ecs, cloud, wire } = await connect(() => ({}))
    wire.faults.order({ operation: 'ecs:UpdateService', kind: 'lost-response' })
    expect(await errorOf(ecs.send(new UpdateServiceCommand({ service: 'web' })))).toMatchObject({ code: 'ECONNRESET' })
    expect(cloud.asked.map((one) => one.operation)).toEqual(['ecs:UpdateService'])
    expect(wire.calls.list()).toMatchObject([{ operation: 'ecs:UpdateService', lost: true }])
  })

  it('find no place for a task: an answer without one, and the cloud is not asked', async () => {
    const { ecs, cloud, wire } = await connect(() => ({}))
    wire.faults.order({ operation: 'ecs:RunTask', kind: 'failures', message: 'RESOURCE:MEMORY' })
    const { tasks, failures } = await ecs.send(new RunTaskCommand({ taskDefinition: 'web' }))
    expect({ tasks, failures }).toEqual({ tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] })
    expect(cloud.asked).toEqual([])
    expect(() => wire.faults.order({ operation: 'ecs:DescribeTasks', kind: 'failures' })).toThrow('ecs:RunTask alone')
  })

  it('delay a call by real time', async () => {
    const { ecs, wire } = await connect(() => ({}))
    wire.faults.order({ operation: 'ecs:*', kind: 'delay', delayMs: 150 })
    const startedMs = performance.now()
    await ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(149)
  })

  it('strike by probability the same calls for the same seed, after those let through', async () => {
    const strikes = async (seed: number) => {
      const { ecs, wire } = await connect(() => ({}))
      wire.faults.order({ operation: 'ecs:DescribeServices', kind: 'throttle', probability: 0.5, seed, after: 3 })
      const struck: boolean[] = []
      for (let call = 0; call < 20; call++) {
        struck.push(
          await ecs.send(new DescribeServicesCommand({ services: ['web'] })).then(
            () => false,
            () => true,
          ),
        )
      }
      await wire.close()
      return struck
    }
    const first = await strikes(7)
    expect(first.slice(0, 3)).toEqual([false, false, false])
    expect(new Set(first.slice(3)).size).toBe(2)
    expect(await strikes(7)).toEqual(first)
    expect(await strikes(8)).not.toEqual(first)
  })

  it('that are mistaken are refused with every mistake, and cleared by DELETE', async () => {
    const { ecs, wire } = await connect(() => ({}))
    const refused = await post(wire.endpoint, '/_sandbox/faults', { kind: 'sneeze', times: -1, colour: 'blue' })
    expect(refused.status).toBe(400)
    const { error } = (await refused.json()) as { error: string }
    for (const word of ['operation is missing', 'kind must be one of', 'times must not be below 0', 'colour is not known'])
      expect(error).toContain(word)
    const inForce = async (): Promise<unknown> => (await fetch(`${wire.endpoint}/_sandbox/faults`)).json()
    const order = { operation: '*', kind: 'throttle', times: 100 }
    await post(wire.endpoint, '/_sandbox/faults', [order])
    expect(await inForce()).toEqual({ faults: [order] })
    await fetch(`${wire.endpoint}/_sandbox/faults`, { method: 'DELETE' })
    expect(await inForce()).toEqual({ faults: [] })
    await expect(ecs.send(new DescribeServicesCommand({ services: ['web'] }))).resolves.toBeDefined()
  })

  it('can strike one access key alone: expired credentials stay expired, renewed ones work', async () => {
    const { wire } = await connect(() => ({}))
    wire.faults.order({ operation: '*', kind: 'expired-credentials', accessKeyId: 'OLD', times: 1000 })
    const describeAs = async (accessKeyId: string) => {
      const ecs = new ECSClient({ ...wire.settings, credentials: { accessKeyId, secretAccessKey: 'secret' } })
      clients.push(ecs)
      return ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    }
    expect((await errorOf(describeAs('OLD'))).name).toBe('ExpiredTokenException')
    await expect(describeAs('NEW')).resolves.toBeDefined()
    expect((await errorOf(describeAs('OLD'))).name).toBe('ExpiredTokenException')
  })

  it('leave a list of calls with time and user agent', async () => {
    const { ecs, wire } = await connect(() => ({}))
    await ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    const answer = (await (await fetch(`${wire.endpoint}/_sandbox/calls`)).json()) as { calls: { userAgent: string; atMs: number }[] }
    expect(answer.calls).toMatchObject([{ operation: 'ecs:DescribeServices', accessKeyId: 'AKIDSANDBOX', status: 200 }])
    expect(answer.calls[0]!.userAgent).toMatch(/aws-sdk-js/)
    const later = (await (await fetch(`${wire.endpoint}/_sandbox/calls?since=${answer.calls[0]!.atMs + 60_000}`)).json()) as {
      calls: unknown[]
    }
    expect(later.calls).toEqual([])
  })
})
