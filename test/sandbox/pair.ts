import type { DescribeServicesResponse, Service } from '@aws-sdk/client-ecs'
import type {
  Action,
  CreateRuleOutput,
  CreateTargetGroupOutput,
  DescribeRulesOutput,
  Rule,
  TargetGroupStickinessConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { setStage, type Stage } from './stage.ts'
import { runWebService, type WebService } from './web-service.ts'

type StageOptions = NonNullable<Parameters<typeof setStage>[0]>

export interface Pair {
  readonly stage: Stage
  readonly web: WebService
  readonly blue: string
  readonly green: string
  readonly ruleArn: string
  /** The action of the rule: both groups with their weights. */
  forward(blue: number, green: number, stickiness?: TargetGroupStickinessConfig): Action
  shift(blue: number, green: number): Rule | undefined
  /** Weights as readers see them. */
  weights(): (number | undefined)[]
  /** Weights in the data plane. */
  routed(): number[]
  greenService(): Service | undefined
}

/** Services `web` (blue) and `green`, two tasks each, on one rule of a listener, all weight on blue; up and steady. */
export function openPair(options: StageOptions = {}): Pair {
  const stage = setStage(options)
  const web = runWebService(stage, { service: { desiredCount: 2 } })
  const { ecs, elb } = stage
  const green = createGroup(stage, 'green')
  const forward = (blue: number, other: number, stickiness?: TargetGroupStickinessConfig): Action => ({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: web.groupArn, Weight: blue },
        { TargetGroupArn: green, Weight: other },
      ],
      ...(stickiness ? { TargetGroupStickinessConfig: stickiness } : {}),
    },
  })
  const rule = elb<CreateRuleOutput>('CreateRule', {
    ListenerArn: web.listenerArn,
    Priority: 10,
    Conditions: [{ Field: 'path-pattern', Values: ['/shop/*'] }],
    Actions: [forward(100, 0)],
  }).Rules?.[0]
  const ruleArn = rule?.RuleArn ?? ''
  ecs('CreateService', {
    cluster: 'main',
    serviceName: 'green',
    taskDefinition: web.register({ VERSION: '2' }),
    desiredCount: 2,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    loadBalancers: [{ targetGroupArn: green, containerName: 'web', containerPort: 8080 }],
  })
  const greenService = () => ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: ['green'] }).services?.[0]
  stage.until('green is steady', () => greenService()?.deployments?.[0]?.rolloutState === 'COMPLETED')
  const weightsOf = (one: Rule | undefined) => one?.Actions?.[0]?.ForwardConfig?.TargetGroups?.map((each) => each.Weight) ?? []
  return {
    stage,
    web,
    blue: web.groupArn,
    green,
    ruleArn,
    forward,
    shift: (blue, other) => elb<DescribeRulesOutput>('ModifyRule', { RuleArn: ruleArn, Actions: [forward(blue, other)] }).Rules?.[0],
    weights: () => weightsOf(elb<DescribeRulesOutput>('DescribeRules', { RuleArns: [ruleArn] }).Rules?.[0]),
    routed() {
      const action = stage.matter.traffic.plane().loadBalancers[0]?.listeners[0]?.rules[0]?.action
      return action?.kind === 'forward' ? action.groups.map((each) => each.weight) : []
    },
    greenService,
  }
}

function createGroup(stage: Stage, Name: string): string {
  const { TargetGroups } = stage.elb<CreateTargetGroupOutput>('CreateTargetGroup', {
    Name,
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
  })
  return TargetGroups?.[0]?.TargetGroupArn ?? ''
}
