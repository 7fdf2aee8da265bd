import * as autoscaling from '@aws-sdk/client-application-auto-scaling'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ecs from '@aws-sdk/client-ecs'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as secrets from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { services } from '../../../sandbox/wire/codec.ts'
import { fakeCloud, serveFake } from './fake-cloud.ts'
import { sampleOf } from './sample.ts'

type Send = { send(command: unknown): Promise<Record<string, unknown>>; destroy(): void }
const clients = {
  ecs: [ecs, (settings: object) => new ecs.ECSClient(settings)],
  elasticloadbalancing: [elb, (settings: object) => new elb.ElasticLoadBalancingV2Client(settings)],
  cloudwatch: [cloudwatch, (settings: object) => new cloudwatch.CloudWatchClient(settings)],
  logs: [logs, (settings: object) => new logs.CloudWatchLogsClient(settings)],
  secretsmanager: [secrets, (settings: object) => new secrets.SecretsManagerClient(settings)],
  'application-autoscaling': [autoscaling, (settings: object) => new autoscaling.ApplicationAutoScalingClient(settings)],
} as const
/** Event streams and a host name of their own: another protocol, not modelled. */
const elsewhere = new Set(['StartLiveTail', 'GetLogObject', 'GetMetricWidgetImage'])

describe.each(services.map((service) => [service.prefix, service] as const))('%s', (prefix, service) => {
  const cloud = fakeCloud((operation) => sampleOf(service.operations.get(operation.split(':')[1]!)!.output) as object)
  let wire: Awaited<ReturnType<typeof serveFake>>
  let client: Send
  const [module, create] = clients[prefix]
  beforeAll(async () => {
    wire = await serveFake(cloud)
    client = create(wire.settings) as unknown as Send
  })
  afterAll(async () => {
    client.destroy()
    await wire.close()
  })

  it.each(
    [...service.operations.values()]
      .filter((operation) => !elsewhere.has(operation.name))
      .map((operation) => [operation.name, operation] as const),
  )('%s goes there and back unchanged', async (name, operation) => {
    const input = sampleOf(operation.input)
    const Command = (module as unknown as Record<string, new (input: unknown) => unknown>)[`${name}Command`]!
    const { $metadata, ...output } = await client.send(new Command(input))
    expect(($metadata as { httpStatusCode: number }).httpStatusCode).toBe(200)
    expect(cloud.asked.at(-1)).toEqual({ operation: `${prefix}:${name}`, input })
    expect(output).toEqual(sampleOf(operation.output))
  })
})
