import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DescribeServicesCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
} from '@aws-sdk/client-ecs'
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  type RuleCondition,
  type TargetGroupStickinessConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { createGroup, graceSeconds, ownerClients, type OwnerOptions, ownerSettings, revisionOf, webDefinition } from './owner.ts'
import type { Sandbox } from './sandbox.ts'
import { listenerPort } from './shop.ts'
import { until } from './until.ts'

export const colours = ['blue', 'green'] as const
export type Colour = (typeof colours)[number]
export type Weights = Readonly<Record<Colour, number>>

export interface PairShopOptions extends OwnerOptions {
  /** Tasks of green, which is idle, at the start; the scalable minimum raises it. */
  readonly idleCount?: number
  /** Bounds of both scalable targets, and the requests per target their policy aims at; false: nobody scales them. */
  readonly scaling?: { readonly min: number; readonly max: number; readonly requestsPerTarget: number } | false
  readonly stickiness?: TargetGroupStickinessConfig
  /** Further members of both services. */
  readonly service?: Partial<CreateServiceCommandInput>
}

/** Services `web-blue` and `web-green` before one load balancer, blue live, as their owner made them, with the owner's own clients. */
export interface PairShop {
  readonly sandbox: Sandbox
  readonly ecs: ECSClient
  readonly elb: ElasticLoadBalancingV2Client
  readonly autoscaling: ApplicationAutoScalingClient
  readonly loadBalancerArn: string
  readonly groups: Readonly<Record<Colour, string>>
  /** ARNs of what shares traffic between the sides: the listener, for its default action, and a rule for `/shop/*`. */
  readonly rules: readonly [listener: string, rule: string]
  /** ARNs of the rules for hosts `blue.test.shop` and `green.test.shop`, each to its side alone. */
  readonly testRules: Readonly<Record<Colour, string>>
  /** Where requests go. */
  readonly url: string
  definition(environment: Readonly<Record<string, string>>, container?: object): RegisterTaskDefinitionCommandInput
  /** Registers a revision and answers with `family:number`. */
  register(environment: Readonly<Record<string, string>>, container?: object): Promise<string>
  service(colour: Colour): Promise<Service>
  /** Of the listener and of the rule, in this order, as readers see them. */
  weights(): Promise<readonly [Weights, Weights]>
  /** Somebody else writes the weights of both, or of one of them. */
  setWeights(weights: Weights, only?: 'listener' | 'rule'): Promise<void>
  scalable(): Promise<Readonly<Record<Colour, ScalableTarget | undefined>>>
  /** Tags `sluice.*` of blue's target group. */
  recordTags(): Promise<Readonly<Record<string, string>>>
  close(): void
}

const dimension = 'ecs:service:DesiredCount'
const usualScaling = { min: 1, max: 8, requestsPerTarget: 1_000_000 }

/** Sets up cluster, load balancer, rules, both services and their scaling through the public API; settles when blue serves. */
export async function openPairShop(sandbox: Sandbox, options: PairShopOptions = {}): Promise<PairShop> {
  const { ecs, elb } = ownerClients(sandbox)
  const autoscaling = new ApplicationAutoScalingClient(ownerSettings(sandbox))
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }))
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }))).LoadBalancers![0]!
  const groups = { blue: await createGroup(elb, 'web-blue', options), green: await createGroup(elb, 'web-green', options) }
  const forward = ({ blue, green }: Weights): Action => ({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: groups.blue, Weight: blue },
        { TargetGroupArn: groups.green, Weight: green },
      ],
      ...(options.stickiness && { TargetGroupStickinessConfig: options.stickiness }),
    },
  })
  const home = forward({ blue: 100, green: 0 })
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancerArn!,
      Port: listenerPort,
      Protocol: 'HTTP',
      DefaultActions: [home],
    }),
  )
  const listener = Listeners![0]!.ListenerArn!
  const addRule = async (priority: number, condition: RuleCondition, action: Action): Promise<string> => {
    const input = { ListenerArn: listener, Priority: priority, Conditions: [condition], Actions: [action] }
    return (await elb.send(new CreateRuleCommand(input))).Rules![0]!.RuleArn!
  }
  const rule = await addRule(10, { Field: 'path-pattern', Values: ['/shop/*'] }, home)
  const testRule = (priority: number, colour: Colour): Promise<string> =>
    addRule(priority, { Field: 'host-header', Values: [`${colour}.test.shop`] }, { Type: 'forward', TargetGroupArn: groups[colour] })
  const testRules = { blue: await testRule(1, 'blue'), green: await testRule(2, 'green') }

  const definition: PairShop['definition'] = (environment, container) => webDefinition(options, environment, container)
  const register: PairShop['register'] = async (environment, container) => {
    const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(definition(environment, container)))
    return revisionOf(taskDefinition!.taskDefinitionArn)
  }
  const service: PairShop['service'] = async (colour) => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'shop', services: [`web-${colour}`] }))
    if (!services?.[0]) throw new Error(`the service web-${colour} is missing`)
    return services[0]
  }

  const first = await register({ VERSION: 'v1', ...options.environment })
  for (const colour of colours) {
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'shop',
        serviceName: `web-${colour}`,
        taskDefinition: first,
        desiredCount: colour === 'blue' ? (options.desiredCount ?? 2) : (options.idleCount ?? 0),
        launchType: 'FARGATE',
        healthCheckGracePeriodSeconds: graceSeconds,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        loadBalancers: [{ targetGroupArn: groups[colour], containerName: 'web', containerPort: 8080 }],
        deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
        ...options.service,
      }),
    )
  }
  const scaling = options.scaling ?? usualScaling
  if (scaling !== false) for (const colour of colours) await putScaling(colour, scaling)
  await until('both sides are as they should be', async () => {
    const sides = await Promise.all(colours.map(service))
    return sides.every((side) => side.deployments?.length === 1 && side.deployments[0]?.rolloutState === 'COMPLETED')
  })
  const url = `http://${balancer.DNSName}:${listenerPort}`
  await until('blue serves', async () => (await fetch(url)).ok)

  async function putScaling(colour: Colour, { min, max, requestsPerTarget }: typeof usualScaling): Promise<void> {
    const named = { ServiceNamespace: 'ecs', ScalableDimension: dimension, ResourceId: `service/shop/web-${colour}` } as const
    await autoscaling.send(new RegisterScalableTargetCommand({ ...named, MinCapacity: min, MaxCapacity: max }))
    const label = `${balancer.LoadBalancerArn!.split(':loadbalancer/')[1]}/${groups[colour].split(':').at(-1)}`
    await autoscaling.send(
      new PutScalingPolicyCommand({
        ...named,
        PolicyName: `web-${colour}-requests`,
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: requestsPerTarget,
          // Unless a test is about it, tasks do not go at a time of the owner's choice.
          DisableScaleIn: options.scaling === undefined,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label },
        },
      }),
    )
  }

  const weightsIn = (actions: readonly Action[] = []): Weights => {
    const tuples = actions.find((action) => action.Type === 'forward')?.ForwardConfig?.TargetGroups ?? []
    const of = (colour: Colour): number => tuples.find((tuple) => tuple.TargetGroupArn === groups[colour])?.Weight ?? 0
    return { blue: of('blue'), green: of('green') }
  }
  return {
    ...{ sandbox, ecs, elb, autoscaling, loadBalancerArn: balancer.LoadBalancerArn!, groups, rules: [listener, rule], testRules, url },
    ...{ definition, register, service },
    async weights() {
      const listeners = await elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }))
      const rules = await elb.send(new DescribeRulesCommand({ RuleArns: [rule] }))
      return [weightsIn(listeners.Listeners![0]!.DefaultActions), weightsIn(rules.Rules![0]!.Actions)]
    },
    async setWeights(weights, only) {
      const actions = [forward(weights)]
      if (only !== 'rule') await elb.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions: actions }))
      if (only !== 'listener') await elb.send(new ModifyRuleCommand({ RuleArn: rule, Actions: actions }))
    },
    async scalable() {
      const ResourceIds = colours.map((colour) => `service/shop/web-${colour}`)
      const { ScalableTargets = [] } = await autoscaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds }))
      const of = (colour: Colour) => ScalableTargets.find(({ ResourceId }) => ResourceId?.endsWith(colour))
      return { blue: of('blue'), green: of('green') }
    },
    async recordTags() {
      const { TagDescriptions } = await elb.send(new DescribeTagsCommand({ ResourceArns: [groups.blue] }))
      const tags = TagDescriptions?.[0]?.Tags ?? []
      return Object.fromEntries(tags.flatMap(({ Key = '', Value = '' }) => (Key.startsWith('sluice.') ? [[Key, Value]] : [])))
    },
    close() {
      for (const client of [ecs, elb, autoscaling]) client.destroy()
    },
  }
}
