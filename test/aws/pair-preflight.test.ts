import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import type { Colour } from '../../src/aws/pair.ts'
import { type PairFound, pairPreflight, type PairWishes } from '../../src/aws/pair-preflight.ts'
import { forward, type FoundPair, refused, setFoundPair, words } from './found-pair.ts'

const wishes: PairWishes = { alarms: [], stickiness: 'keep' }

/** As found, but for members of one service. */
function withService(found: PairFound, colour: Colour, change: Partial<Service>): PairFound {
  const { services } = found.pair
  return { ...found, pair: { ...found.pair, services: { ...services, [colour]: { ...services[colour], ...change } } } }
}

function withGroup(found: PairFound, colour: Colour, change: Partial<TargetGroup>): PairFound {
  const { groups } = found.pair
  return { ...found, pair: { ...found.pair, groups: { ...groups, [colour]: groups[colour].map((group) => ({ ...group, ...change })) } } }
}

test('a plain pair has neither problems nor warnings nor disparities', async () => {
  const found = await setFoundPair().read()
  expect(pairPreflight(found, wishes)).toEqual({ problems: [], warnings: [], disparities: [] })
  expect(found.live).toBe('blue')
})

type Prepare = (cloud: FoundPair) => Promise<PairFound> | PairFound
/** Service `other` in the place of green, behind a group of its own that takes green's place on the rule. */
function readOther(cloud: FoundPair, input: Parameters<FoundPair['service']>[0]): Promise<PairFound> {
  const group = cloud.group('other')
  cloud.modifyRule(forward([cloud.blue, 100], [group, 0]))
  cloud.service({ loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 8080 }], ...input })
  cloud.stage.pass(60)
  return cloud.read({ services: { blue: 'web', green: 'other' } })
}

describe('sides', () => {
  test.each<[string, Prepare, readonly string[]]>([
    [
      'that are one service',
      (cloud) => cloud.read({ services: { blue: 'web', green: 'web' } }),
      ['PREFLIGHT_FAILED: blue and green are both web: a pair is two services, each with a target group of its own'],
    ],
    [
      'that share a target group',
      async (cloud) => {
        cloud.service({ loadBalancers: [{ targetGroupArn: cloud.blue, containerName: 'web', containerPort: 8080 }] })
        return cloud.read({ services: { blue: 'web', green: 'other' } })
      },
      [
        'PREFLIGHT_FAILED: web and other register their tasks in the same target group, web, so that no weight tells them apart: give each its own',
      ],
    ],
    [
      'deployed by CodeDeploy',
      (cloud) => readOther(cloud, { deploymentController: { type: 'CODE_DEPLOY' } }),
      [
        'PREFLIGHT_FAILED: other is deployed by CodeDeploy: change its deployment controller to ECS (UpdateService can do it in place), or deploy it there',
      ],
    ],
    [
      'of another tool',
      (cloud) => readOther(cloud, { deploymentController: { type: 'EXTERNAL' } }),
      ['PREFLIGHT_FAILED: other has the deployment controller EXTERNAL: only ECS is supported; its task sets belong to another tool'],
    ],
    [
      'of instances',
      (cloud) => readOther(cloud, { schedulingStrategy: 'DAEMON' }),
      [
        'PREFLIGHT_FAILED: other is a DAEMON, whose number of tasks is that of the instances: a side must be sized. Use the action rolling-ecs for it',
      ],
    ],
    [
      'without a load balancer',
      (cloud) => readOther(cloud, { loadBalancers: [] }),
      [
        'PREFLIGHT_FAILED: other has no target group, and traffic is shifted by the rules of an Application Load Balancer: use the action rolling-ecs for it',
      ],
    ],
    [
      'in Cloud Map and Service Connect',
      (cloud) =>
        readOther(cloud, {
          serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1' }],
          serviceConnectConfiguration: { enabled: true, namespace: 'shop', services: [{ portName: 'web' }] },
        }),
      [
        'SIDE_HAS_OTHER_TRAFFIC: other is reached through Cloud Map (srv-1) too, where no weight counts: clients there get both sides as long as both have tasks. Take it away, or say `other-traffic: accept`',
        'SIDE_HAS_OTHER_TRAFFIC: other is reached through Service Connect (shop) too, where no weight counts: clients there get both sides as long as both have tasks. Take it away, or say `other-traffic: accept`',
      ],
    ],
    [
      'whose idle tasks can be neither started nor stopped',
      (cloud) => {
        const deploymentConfiguration = { minimumHealthyPercent: 75, maximumPercent: 100 }
        cloud.stage.ecs('UpdateService', { cluster: 'main', service: 'green', deploymentConfiguration })
        cloud.stage.pass(60)
        return cloud.read()
      },
      [
        'PREFLIGHT_FAILED: green: With 2 tasks, minimumHealthyPercent 75 and maximumPercent 100 let ECS neither start nor stop one: raise maximumPercent to 150 or more, or lower minimumHealthyPercent',
      ],
    ],
    [
      'of which the idle one may not have as many tasks',
      (cloud) => {
        const target = { ServiceNamespace: 'ecs', ResourceId: 'service/main/green', ScalableDimension: 'ecs:service:DesiredCount' }
        cloud.stage.scaling('RegisterScalableTarget', { ...target, MinCapacity: 0, MaxCapacity: 1 })
        return cloud.read()
      },
      ['PREFLIGHT_FAILED: The MaxCapacity of green is 1, and the side that serves has 2 tasks: raise it to 2 or more'],
    ],
    [
      'of which the live one is being deployed',
      (cloud) => {
        cloud.web.update({ taskDefinition: cloud.web.register({ VERSION: '7', START_DELAY_MS: '60000' }) })
        cloud.stage.pass(5)
        return cloud.read()
      },
      [
        'PREFLIGHT_FAILED: web serves, and its deployment of web:3 has not been completed (IN_PROGRESS): what is gone back to must be at rest. Wait for it, or set it right first',
      ],
    ],
    [
      'of which the live one has no healthy target',
      async (cloud) => ({ ...(await cloud.read()), healthy: 0 }),
      ['PREFLIGHT_FAILED: web serves, and has no healthy target (desired count 2): there is nothing sound to go back to. See why first'],
    ],
    [
      'that a Network Load Balancer is before',
      async (cloud) => withGroup(await cloud.read(), 'green', { Protocol: 'TCP' }),
      [
        'PREFLIGHT_FAILED: The target group green of green speaks TCP, as behind a Network Load Balancer, whose shifts cannot be watched: put the pair behind an Application Load Balancer, or use the action rolling-ecs',
      ],
    ],
    [
      'that a Classic Load Balancer is before',
      async (cloud) => withService(await cloud.read(), 'blue', { loadBalancers: [{ loadBalancerName: 'old' }] }),
      ['PREFLIGHT_FAILED: web stands behind a Classic Load Balancer, whose deployments ECS does not report on: move it to target groups'],
    ],
    [
      'with five deployments',
      async (cloud) => withService(await cloud.read(), 'green', { deployments: Array.from({ length: 5 }, () => ({})) }),
      ['PREFLIGHT_FAILED: green has 5 deployments that have not ended, and ECS starts no more: old tasks may be under scale-in protection'],
    ],
    [
      'in VPC Lattice',
      async (cloud) => {
        const vpcLatticeConfigurations = [{ roleArn: 'r', targetGroupArn: 'g', portName: 'web' }]
        return withService(await cloud.read(), 'green', { deployments: [{ status: 'PRIMARY', vpcLatticeConfigurations }] })
      },
      [
        'SIDE_HAS_OTHER_TRAFFIC: green is reached through VPC Lattice too, where no weight counts: clients there get both sides as long as both have tasks. Take it away, or say `other-traffic: accept`',
      ],
    ],
    [
      'of which one is being deleted',
      async (cloud) => withService(await cloud.read(), 'green', { status: 'DRAINING' }),
      ['PREFLIGHT_FAILED: The service green is DRAINING, not ACTIVE'],
    ],
  ])('%s', async (_, prepare, expected) => {
    expect(refused(await prepare(setFoundPair()))).toEqual(expected)
  })

  test('that ECS shifts by itself', async () => {
    const cloud = setFoundPair()
    const spare = cloud.group('spare')
    const group = cloud.group('other')
    cloud.modifyRule(forward([cloud.blue, 100], [group, 0]))
    const advancedConfiguration = {
      alternateTargetGroupArn: spare,
      productionListenerRule: cloud.ruleArn,
      roleArn: 'arn:aws:iam::1:role/ecs',
    }
    cloud.service({
      deploymentConfiguration: { strategy: 'BLUE_GREEN' },
      loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 8080, advancedConfiguration }],
    })
    cloud.stage.pass(60)
    const problems = refused(await cloud.read({ services: { blue: 'web', green: 'other' } }))
    expect(problems).toEqual([
      'PREFLIGHT_FAILED: other has the deployment strategy BLUE_GREEN, by which ECS shifts traffic itself: set both services to ROLLING, or name one of them alone as `service`',
      expect.stringMatching(
        /^PREFLIGHT_FAILED: ECS manages the rule listener-rule\/app\/front\/\S+ of other \(advancedConfiguration\), and would write its weights over ours: remove the advancedConfiguration, which the strategy ROLLING does not need$/,
      ),
    ])
  })

  test('reached otherwise are let through where that is accepted, and clients of Service Connect always are', async () => {
    const registries = { serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:eu-west-1:1:service/srv-1' }] }
    const found = withService(await setFoundPair().read(), 'green', registries)
    expect(refused(found)).toHaveLength(1)
    expect(refused(found, { otherTraffic: 'accept' })).toEqual([])
    const client = { deployments: [{ status: 'PRIMARY', serviceConnectConfiguration: { enabled: true, namespace: 'shop' } }] }
    expect(refused(withService(await setFoundPair().read(), 'green', client))).toEqual([])
  })

  test('get nothing that their load balancer does not fit', async () => {
    const found = await setFoundPair().read()
    const content = { ...found.content!, containerDefinitions: [{ name: 'api', image: 'api:1' }] }
    expect(refused({ ...found, content })).toEqual([
      'PREFLIGHT_FAILED: The service sends traffic of green to the container web, which web does not have; it has api',
    ])
  })
})

describe('what is asked for', () => {
  test.each<[string, (cloud: FoundPair) => Promise<readonly string[]>, readonly string[]]>([
    [
      'an alarm that does not exist',
      async (cloud) => refused(await cloud.read({}, ['5xx']), { alarms: ['5xx'] }),
      ['PREFLIGHT_FAILED: There is no alarm 5xx in this account and region'],
    ],
    [
      'an alarm that rings already',
      async (cloud) => {
        cloud.stage.watch('PutMetricAlarm', {
          AlarmName: '5xx',
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCount',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        })
        cloud.stage.watch('SetAlarmState', { AlarmName: '5xx', StateValue: 'ALARM', StateReason: 'too many' })
        return refused(await cloud.read({}, ['5xx']), { alarms: ['5xx'] })
      },
      ['ALARM_TRIGGERED: The alarm 5xx is in ALARM before anything was changed: too many'],
    ],
    [
      'more healthy targets than there are',
      async (cloud) => refused(await cloud.read(), { minHealthy: 3 }),
      [
        'PREFLIGHT_FAILED: `min-healthy` is 3, and web, which serves, has 2 healthy targets: no side would ever be fit. Lower it, or scale the service out',
      ],
    ],
  ])('%s', async (_, prepare, expected) => {
    expect(await prepare(setFoundPair())).toEqual(expected)
  })

  test('sticky targets under a rule without group stickiness', async () => {
    const found = await setFoundPair().read()
    const arn = found.pair.groups.green[0]!.TargetGroupArn!
    const attributes = { ...found.attributes, [arn]: { ...found.attributes[arn], 'stickiness.enabled': 'true' } }
    expect(refused({ ...found, attributes })).toEqual([
      `PREFLIGHT_FAILED: Targets of green are sticky, and ${words} has no group stickiness: AWS refuses to write its weights. Turn group stickiness on, or stickiness.enabled of the target groups off`,
    ])
  })

  test('longer than the credentials last', async () => {
    const found = { ...(await setFoundPair().read()), atMs: Date.parse('2026-03-01T12:00:00Z') }
    const until = (credentialsExpireAtMs: number) => refused(found, { credentialsExpireAtMs, planMs: 3_600_000 })
    expect(until(found.atMs + 3_900_000)).toEqual([])
    expect(until(found.atMs + 3_899_000)).toEqual([
      'SESSION_TOO_SHORT: The AWS credentials of this job end in 1 h 4 min (2026-03-01T13:04:59.000Z), and the plan takes at least 1 h and needs 5 min for a way back: ask for a longer session (role-duration-seconds, and the maximum session duration of the role)',
    ])
    expect(until(found.atMs - 1)[0]).toContain('have expired (2026-03-01T11:59:59.999Z)')
  })
})

test('all that is wrong is told at once', async () => {
  const cloud = setFoundPair()
  cloud.shift(50, 50)
  const found = withService({ ...(await cloud.read()), healthy: 0 }, 'green', { schedulingStrategy: 'DAEMON' })
  expect(refused(found, { alarms: ['5xx'], credentialsExpireAtMs: 0 }).map((text) => text.slice(0, 40))).toEqual([
    'PREFLIGHT_FAILED: web serves, and has no',
    'PREFLIGHT_FAILED: Both sides have weight',
    'PREFLIGHT_FAILED: green is a DAEMON, who',
    'PREFLIGHT_FAILED: There is no alarm 5xx ',
    'SESSION_TOO_SHORT: The AWS credentials o',
  ])
})

describe('warnings', () => {
  const warned = (found: PairFound, more: Partial<PairWishes> = {}) => pairPreflight(found, { ...wishes, ...more }).warnings

  test('tell how long clients stay on their side', async () => {
    const cloud = setFoundPair()
    cloud.modifyRule([cloud.forward(100, 0, { Enabled: true, DurationSeconds: 3600 })])
    const found = await cloud.read()
    const text = (time: string) =>
      `Clients of ${words} stay on the side they have reached for up to ${time} after a shift; \`stickiness: off\` lets them move at once`
    expect(warned(found)).toEqual([text('1 h')])
    expect(warned(found, { stickiness: 30 })).toEqual([text('30 s')])
    expect(warned(found, { stickiness: 'off' })).toEqual([])
  })

  test('tell what a swap changes besides the revision', async () => {
    const cloud = setFoundPair()
    cloud.stage.elb('ModifyTargetGroupAttributes', {
      TargetGroupArn: cloud.green,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }],
    })
    expect(warned(await cloud.read())).toEqual([
      'The sides differ, and a swap changes that too: deregistration delay: blue 10 s, green 300 s',
    ])
  })

  test('tell of a circuit breaker that is off, on the side that is to be deployed', async () => {
    const found = withService(await setFoundPair().read(), 'green', { desiredCount: 0, deploymentConfiguration: {} })
    expect(warned(found)[0]).toBe('green: The deployment circuit breaker is off: if this step dies, ECS goes on starting tasks that fail')
    expect(warned(found)).toHaveLength(2)
  })
})
