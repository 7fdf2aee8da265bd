import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AwsFault } from '../../../sandbox/cloud/ports.ts'
import { services } from '../../../sandbox/wire/codec.ts'
import { fakeCloud, serveFake } from './fake-cloud.ts'
import { sampleOf } from './sample.ts'

const script = fileURLToPath(new URL('boto3_calls.py', import.meta.url))
const installed = spawnSync('python3', ['-c', 'import boto3']).status === 0

/** AWS's own, independent model of the same services: operations by boto3's name, with an input. */
const calls: readonly (readonly [client: string, method: string, operation: string, input: object])[] = [
  ['ecs', 'describe_services', 'ecs:DescribeServices', { cluster: 'c', services: ['web'], include: ['TAGS'] }],
  ['ecs', 'update_service', 'ecs:UpdateService', { service: 'web', desiredCount: 2, forceNewDeployment: true }],
  ['ecs', 'register_task_definition', 'ecs:RegisterTaskDefinition', { family: 'web', containerDefinitions: [{ name: 'web', image: 'i' }] }],
  ['ecs', 'describe_service_deployments', 'ecs:DescribeServiceDeployments', { serviceDeploymentArns: ['arn:aws:ecs:one'] }],
  ['ecs', 'describe_tasks', 'ecs:DescribeTasks', { tasks: ['one'] }],
  ['elbv2', 'describe_rules', 'elasticloadbalancing:DescribeRules', { RuleArns: ['one', 'two'] }],
  [
    'elbv2',
    'modify_rule',
    'elasticloadbalancing:ModifyRule',
    {
      RuleArn: 'r',
      Actions: [
        {
          Type: 'forward',
          ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'a', Weight: 5 }], TargetGroupStickinessConfig: { Enabled: false } },
        },
      ],
    },
  ],
  [
    'elbv2',
    'describe_target_health',
    'elasticloadbalancing:DescribeTargetHealth',
    { TargetGroupArn: 'a', Targets: [{ Id: '127.0.0.1', Port: 80 }] },
  ],
  ['elbv2', 'describe_load_balancers', 'elasticloadbalancing:DescribeLoadBalancers', { Names: ['a & b'] }],
  ['cloudwatch', 'describe_alarms', 'cloudwatch:DescribeAlarms', { AlarmNames: ['one'] }],
  [
    'cloudwatch',
    'get_metric_data',
    'cloudwatch:GetMetricData',
    { StartTime: '2026-11-21T00:00:00Z', EndTime: '2026-11-21T01:00:00Z', MetricDataQueries: [{ Id: 'm1', Expression: 'm2' }] },
  ],
  [
    'application-autoscaling',
    'register_scalable_target',
    'application-autoscaling:RegisterScalableTarget',
    {
      ServiceNamespace: 'ecs',
      ResourceId: 'service/c/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 0,
      SuspendedState: { DynamicScalingInSuspended: true },
    },
  ],
  [
    'application-autoscaling',
    'describe_scalable_targets',
    'application-autoscaling:DescribeScalableTargets',
    { ServiceNamespace: 'ecs', ResourceIds: ['service/c/web'] },
  ],
  [
    'ecs',
    'run_task',
    'ecs:RunTask',
    {
      taskDefinition: 'web:1',
      clientToken: 'token',
      startedBy: 'sluice-1',
      overrides: { containerOverrides: [{ name: 'web', command: ['migrate'] }] },
    },
  ],
  ['ecs', 'stop_task', 'ecs:StopTask', { task: 'one', reason: 'cancelled' }],
  ['secretsmanager', 'get_secret_value', 'secretsmanager:GetSecretValue', { SecretId: 'db' }],
  ['logs', 'get_log_events', 'logs:GetLogEvents', { logGroupName: 'g', logStreamName: 's' }],
]

/** What an input or output looks like after boto3's printing. */
function printed(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (item instanceof Uint8Array ? Buffer.from(item).toString('base64') : item)),
  ) as unknown
}

describe.skipIf(!installed)('boto3, if it is installed', () => {
  const outputOf = (operation: string): object => {
    const [prefix, name] = operation.split(':')
    return sampleOf(services.find((service) => service.prefix === prefix)!.operations.get(name!)!.output) as object
  }
  const cloud = fakeCloud((operation) => {
    if (operation === 'ecs:DescribeClusters') throw new AwsFault('ClusterNotFoundException', 'Cluster not found.')
    if (operation === 'elasticloadbalancing:DescribeTargetGroups') throw new AwsFault('TargetGroupNotFound', 'none')
    if (operation === 'cloudwatch:ListMetrics') throw new AwsFault('InvalidParameterValueException', 'bad')
    return outputOf(operation)
  })
  let wire: Awaited<ReturnType<typeof serveFake>>
  let answers: { answer?: object; error?: string; message?: string }[]
  const wrong = [
    ['ecs', 'describe_clusters', {}],
    ['elbv2', 'describe_target_groups', {}],
    ['cloudwatch', 'list_metrics', {}],
  ]
  beforeAll(async () => {
    wire = await serveFake(cloud)
    const sent = JSON.stringify([...calls.map(([client, method, , input]) => [client, method, input]), ...wrong])
    const { stdout } = await promisify(execFile)('python3', [script, wire.endpoint, sent], { maxBuffer: 64 * 1024 * 1024 })
    answers = JSON.parse(stdout) as typeof answers
  }, 60_000)
  afterAll(() => wire.close())

  it.each(calls.map(([, , operation], index) => [operation, index] as const))('reads the answer of %s', (operation, index) => {
    const { answer } = answers[index]!
    expect(Object.keys(answer ?? {}).length).toBeGreaterThan(0)
    // Its model may be older than the clients' and then leaves out members; what it reads must be what was said.
    expect(printed(outputOf(operation))).toMatchObject(answer!)
    expect(printed(cloud.asked[index])).toMatchObject({ operation })
  })

  it('sends inputs that arrive as they were given', () => {
    for (const [index, [, , operation, input]] of calls.entries()) {
      if (operation === 'cloudwatch:GetMetricData') continue
      expect(cloud.asked[index]).toEqual({ operation, input })
    }
    const asked = cloud.asked[calls.findIndex(([, , operation]) => operation === 'cloudwatch:GetMetricData')]!.input
    expect(asked).toMatchObject({ StartTime: new Date('2026-11-21T00:00:00Z') })
  })

  it('reads errors by their codes', () => {
    expect(answers.slice(calls.length)).toEqual([
      { error: 'ClusterNotFoundException', message: 'Cluster not found.' },
      { error: 'TargetGroupNotFound', message: 'none' },
      { error: 'InvalidParameterValue', message: 'bad' },
    ])
  })
})

describe('CloudWatch over the query protocol, as older clients speak it', () => {
  it('reads parameters and answers in XML', async () => {
    const asked = fakeCloud(() => ({
      MetricDataResults: [{ Id: 'm1', Values: [1.5, 2], Timestamps: [new Date(0), new Date(60_000)], StatusCode: 'Complete' }],
    }))
    const wire = await serveFake(asked)
    const parameters = {
      Action: 'GetMetricData',
      Version: '2010-08-01',
      StartTime: '2026-11-21T00:00:00Z',
      EndTime: '2026-11-21T01:00:00Z',
      'MetricDataQueries.member.1.Id': 'm1',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'LoadBalancer',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'app/x/1',
      'MetricDataQueries.member.1.MetricStat.Period': '60',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
    }
    const answer = await fetch(wire.endpoint, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/monitoring/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: new URLSearchParams(parameters),
    })
    expect(asked.asked[0]!.input).toEqual({
      StartTime: new Date('2026-11-21T00:00:00Z'),
      EndTime: new Date('2026-11-21T01:00:00Z'),
      MetricDataQueries: [
        { Id: 'm1', MetricStat: { Metric: { Dimensions: [{ Name: 'LoadBalancer', Value: 'app/x/1' }] }, Period: 60, Stat: 'Sum' } },
      ],
    })
    const xml = await answer.text()
    expect(xml).toContain('<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">')
    expect(xml).toContain('<Values><member>1.5</member><member>2</member></Values>')
    expect(xml).toContain('<member>1970-01-01T00:01:00.000Z</member>')
    await wire.close()
  })
})
