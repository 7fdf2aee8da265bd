import type { DescribeServicesResponse, RegisterTaskDefinitionResponse, Service } from '@aws-sdk/client-ecs'
import type {
  Action,
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateRuleOutput,
  CreateTargetGroupOutput,
  DescribeListenersOutput,
  DescribeRulesOutput,
  DescribeTagsOutput,
  DescribeTargetHealthOutput,
  TargetGroupStickinessConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { OperationName, Send } from '../../src/aws/operations.ts'
import { type Colour, colours, type PairRef } from '../../src/aws/pair.ts'
import { createPairTarget, type PairTargetOptions } from '../../src/aws/pair-target.ts'
import { blueGreenPlan, type BlueGreenSpec } from '../../src/domain/plan.ts'
import { readRecord } from '../../src/domain/record-text.ts'
import type { RolloutRecord } from '../../src/domain/rollout.ts'
import { conduct, type Order } from '../../src/engine/conduct.ts'
import type { RolloutEnd, RolloutPorts } from '../../src/engine/holding.ts'
import { rollBack, type RollbackOrder } from '../../src/engine/roll-back.ts'
import type { Clock, Target } from '../../src/ports.ts'
import { explained } from '../fakes/explained-send.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import { type Call, webDocument } from './cloud-stage.ts'

export interface PairStageOptions {
  readonly readLagMs?: number
  readonly seed?: number
  /** Tasks of blue, which serves. */
  readonly tasks?: number
  /** Tasks of green, which runs `web:1` as blue does. */
  readonly idleTasks?: number
  /** Target groups a side has, each on a rule of its own. */
  readonly groupsPerSide?: 1 | 2
  /** The default action shares traffic too; else it answers 404. */
  readonly sharedDefault?: boolean
  /** Of blue and green on every rule. */
  readonly weights?: readonly [blue: number, green: number]
  readonly stickiness?: TargetGroupStickinessConfig
  readonly groupAttributes?: Readonly<Record<string, string>>
  readonly graceSeconds?: number
  /** Requests a second, all through the rules. */
  readonly load?: number
}

/** How one run differs from a plain one. */
export interface PairRun {
  readonly spec?: Partial<BlueGreenSpec>
  readonly order?: Partial<Order>
  readonly target?: Partial<PairTargetOptions>
  /** The revision wanted; `web:2` when absent. */
  readonly wanted?: string
  readonly cancelAfterSeconds?: number
  /** From then on no call of this run is answered: its runner is gone. */
  readonly diesAfterSeconds?: number
}

/** A step to take from one call to the next: before it reaches AWS, and after AWS has done it. Both may throw in AWS's place. */
export interface Between {
  before?: (operation: OperationName, input: object) => void
  after?: (operation: OperationName, input: object) => void
}

export interface PairStage {
  readonly stage: Stage
  readonly ref: PairRef
  readonly ruleArns: readonly string[]
  readonly listenerArn: string
  readonly groups: Readonly<Record<Colour, readonly string[]>>
  readonly calls: Call[]
  readonly between: Between
  readonly send: Send
  readonly clock: Clock
  register(environment?: Readonly<Record<string, string>>): string
  after(seconds: number, run: () => void): void
  target(options?: Partial<PairTargetOptions>, wanted?: string): Target
  run(how?: PairRun): Promise<RolloutEnd | 'died'>
  /** Leads home whatever is unfinished, by the names of the services alone. */
  recover(order?: Partial<RollbackOrder>): Promise<RolloutEnd>
  /** Somebody else writes the weights of a rule. */
  meddle(blue: number, green: number, rule?: number): void
  /** `blue:green` of every rule and of the default action, if it shares. */
  weights(): readonly string[]
  actions(rule?: number): readonly Action[]
  service(colour: Colour): Service
  record(): RolloutRecord | undefined
  /** States of the targets of a side's first group. */
  health(colour: Colour): readonly string[]
  /** Operations that changed something, in order, tags left out. */
  writes(): readonly string[]
}

const host = 'shop.example'

/** Services `blue` and `green` behind the same rules, blue up and serving, in the modelled cloud; whole rollouts of them in virtual time. */
export function setPairStage(options: PairStageOptions = {}): PairStage {
  const { tasks = 4, idleTasks = 0, groupsPerSide = 1, weights: [blueWeight, greenWeight] = [100, 0] } = options
  const load =
    options.load === undefined
      ? {}
      : { load: { perSecond: () => options.load!, reaches: (rule: { conditions: readonly unknown[] }) => rule.conditions.length > 0 } }
  const stage = setStage({ readLagMs: options.readLagMs ?? 0, seed: options.seed ?? 1, ...load })
  const { ecs, elb, timeline } = stage
  ecs('CreateCluster', { clusterName: 'main' })
  const balancer = elb<CreateLoadBalancerOutput>('CreateLoadBalancer', { Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] })
    .LoadBalancers![0]!
  const groups = Object.fromEntries(
    colours.map((colour) => [
      colour,
      Array.from({ length: groupsPerSide }, (_, index) => createGroup(stage, `${colour}-${index}`, options)),
    ]),
  ) as unknown as Record<Colour, string[]>
  const forward = (index: number, blue: number, green: number): Action => ({
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: groups.blue[index]!, Weight: blue },
        { TargetGroupArn: groups.green[index]!, Weight: green },
      ],
      ...(options.stickiness && { TargetGroupStickinessConfig: options.stickiness }),
    },
  })
  const notFound: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }
  const listenerArn = elb<CreateListenerOutput>('CreateListener', {
    LoadBalancerArn: balancer.LoadBalancerArn,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [options.sharedDefault ? forward(0, blueWeight, greenWeight) : notFound],
  }).Listeners![0]!.ListenerArn!
  const ruleArns = groups.blue.map(
    (_, index) =>
      elb<CreateRuleOutput>('CreateRule', {
        ListenerArn: listenerArn,
        Priority: 10 + index,
        Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: [`${index === 0 ? '' : 'admin.'}${host}`] } }],
        Actions: [forward(index, blueWeight, greenWeight)],
      }).Rules![0]!.RuleArn!,
  )
  const register = (environment: Readonly<Record<string, string>> = {}): string =>
    ecs<RegisterTaskDefinitionResponse>('RegisterTaskDefinition', webDocument(environment)).taskDefinition!.taskDefinitionArn!
  const first = register()
  const service = (colour: Colour): Service =>
    ecs<DescribeServicesResponse>('DescribeServices', { cluster: 'main', services: [colour] }).services![0]!
  for (const colour of colours) {
    ecs('CreateService', {
      cluster: 'main',
      serviceName: colour,
      taskDefinition: first,
      desiredCount: colour === 'blue' ? tasks : idleTasks,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      healthCheckGracePeriodSeconds: options.graceSeconds ?? 60,
      loadBalancers: groups[colour].map((targetGroupArn) => ({ targetGroupArn, containerName: 'web', containerPort: 8080 })),
    })
  }
  register({ VERSION: '2' })
  stage.until('both services are steady', () => colours.every((colour) => service(colour).deployments?.[0]?.rolloutState === 'COMPLETED'))
  // What was written to build it has been read by everyone.
  stage.pass(60)

  const calls: Call[] = []
  const between: Between = {}
  const ref: PairRef = { cluster: 'main', services: { blue: 'blue', green: 'green' }, rules: 'auto', testRules: [] }
  const send = explained((operation, input) => {
    calls.push({ operation, input, atMs: timeline.nowMs() })
    between.before?.(operation, input)
    const answer = stage.cloud.call(operation, input)
    between.after?.(operation, input)
    return answer
  })
  const clock: Clock = {
    nowMs: () => timeline.nowMs(),
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve()
      const untilMs = timeline.nowMs() + ms
      while (timeline.nowMs() < untilMs && !signal?.aborted) {
        timeline.advanceTo(Math.min(untilMs, timeline.nextAtMs() ?? untilMs))
      }
      return Promise.resolve()
    },
  }
  const after: PairStage['after'] = (seconds, run) => void timeline.at(timeline.nowMs() + seconds * 1000, run)
  let attempt = 0

  const portsFor = (cancelAfterSeconds?: number): RolloutPorts => {
    const cancel = new AbortController()
    let cancelledAtMs: number | undefined
    if (cancelAfterSeconds !== undefined)
      after(cancelAfterSeconds, () => {
        cancelledAtMs = timeline.nowMs()
        cancel.abort()
      })
    return {
      clock,
      reporter: { report: () => undefined },
      cancellation: { signal: cancel.signal, atMs: () => cancelledAtMs },
      starting: () => undefined,
    }
  }

  /** A connection that is never answered from some time on, and when that is noticed. */
  const mortal = (afterSeconds: number | undefined): { readonly send: Send; readonly death: Promise<'died'> } => {
    let die: (value: 'died') => void = () => undefined
    const death = new Promise<'died'>((resolve) => (die = resolve))
    let dead = false
    if (afterSeconds !== undefined) after(afterSeconds, () => (dead = true))
    return {
      death,
      send: (operation, input, signal) => {
        if (!dead) return send(operation, input, signal)
        die('died')
        return new Promise(() => undefined)
      },
    }
  }

  const target: PairStage['target'] = (changes = {}, wanted = 'web:2') =>
    createPairTarget({
      send,
      awsNowMs: () => timeline.nowMs(),
      region: 'eu-west-1',
      ref,
      wanted: { kind: 'named', name: wanted },
      images: [],
      alarms: [],
      requireDigest: false,
      stickiness: 'keep',
      ...changes,
    })

  const self: PairStage = {
    stage,
    ref,
    ruleArns,
    listenerArn,
    groups,
    calls,
    between,
    send,
    clock,
    register,
    after,
    target,
    run(how = {}) {
      const { send: connection, death } = mortal(how.diesAfterSeconds)
      const subject = target({ send: connection, ...how.target }, how.wanted)
      const order: Order = {
        mode: 'apply',
        holder: { run: '100', attempt: ++attempt, job: 'deploy' },
        onUnfinished: 'resume',
        onEmpty: 'fail',
        deadlineMs: 1_800_000,
        plan: ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) =>
          blueGreenPlan({
            target: subject.name,
            ...{ candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
            ...{ tests: [], bakeMs: 120_000, standbyMs: 0, deadlineMs: 1_800_000, onCancel: 'rollback', success: 'SWAPPED' },
            watch: [],
            ...how.spec,
          }),
        ...how.order,
      }
      return Promise.race([conduct(order, subject, portsFor(how.cancelAfterSeconds)), death])
    },
    recover: (order = {}) =>
      rollBack(
        {
          mode: 'apply',
          holder: { run: '200', attempt: ++attempt, job: 'recover' },
          when: 'unfinished',
          deadlineMs: 1_800_000,
          returning: () => {
            throw new Error('nothing was named to return to')
          },
          ...order,
        },
        target({ wanted: { kind: 'running' } }),
        portsFor(),
      ),
    meddle: (blue, green, rule = 0) => void elb('ModifyRule', { RuleArn: ruleArns[rule], Actions: [forward(rule, blue, green)] }),
    weights() {
      const { Rules } = elb<DescribeRulesOutput>('DescribeRules', { RuleArns: ruleArns })
      const { Listeners } = elb<DescribeListenersOutput>('DescribeListeners', { ListenerArns: [listenerArn] })
      const lists = [...Rules!.map(({ Actions }) => Actions!), Listeners![0]!.DefaultActions!]
      return lists.flatMap((actions) => {
        const shared = actions.find(({ ForwardConfig }) => ForwardConfig?.TargetGroups?.length === 2)
        return shared ? [shared.ForwardConfig!.TargetGroups!.map(({ Weight }) => Weight).join(':')] : []
      })
    },
    actions: (rule = 0) => elb<DescribeRulesOutput>('DescribeRules', { RuleArns: [ruleArns[rule]] }).Rules![0]!.Actions!,
    service,
    record() {
      const { TagDescriptions } = elb<DescribeTagsOutput>('DescribeTags', { ResourceArns: [groups.blue[0]] })
      const tags = TagDescriptions![0]!.Tags!.filter(({ Key }) => Key!.startsWith('sluice.'))
      return readRecord(Object.fromEntries(tags.map(({ Key, Value }) => [Key!.slice('sluice.'.length), Value!])))
    },
    health: (colour) =>
      (elb<DescribeTargetHealthOutput>('DescribeTargetHealth', { TargetGroupArn: groups[colour][0] }).TargetHealthDescriptions ?? []).map(
        ({ TargetHealth }) => TargetHealth?.State ?? '',
      ),
    writes: () => calls.flatMap(({ operation }) => (/:(Update|Modify|Register|Create|Delete)/.test(operation) ? [operation] : [])),
  }
  return self
}

function createGroup({ elb }: Stage, Name: string, { groupAttributes = {} }: PairStageOptions): string {
  const { TargetGroups } = elb<CreateTargetGroupOutput>('CreateTargetGroup', {
    Name,
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
  })
  const TargetGroupArn = TargetGroups![0]!.TargetGroupArn!
  const attributes = { 'deregistration_delay.timeout_seconds': '10' }
  elb('ModifyTargetGroupAttributes', {
    TargetGroupArn,
    Attributes: Object.entries({ ...attributes, ...groupAttributes }).map(([Key, Value]) => ({ Key, Value })),
  })
  return TargetGroupArn
}
