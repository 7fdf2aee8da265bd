import type { CreateServiceRequest } from '@aws-sdk/client-ecs'
import type { CreateTargetGroupOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describeAlarms } from '../../src/aws/alarm-faults.ts'
import type { Send } from '../../src/aws/operations.ts'
import type { PairRef } from '../../src/aws/pair.ts'
import { findPair } from '../../src/aws/pair-discovery.ts'
import { type PairFound, pairPreflight, type PairWishes } from '../../src/aws/pair-preflight.ts'
import { liveSide } from '../../src/aws/pair-rule-problems.ts'
import { describeScalableSides, resourceIdsOf } from '../../src/aws/scalable-sides.ts'
import { describeTaskDefinition } from '../../src/aws/task-definitions.ts'
import { explained } from '../fakes/explained-send.ts'
import { openPair, type Pair as Opened } from '../sandbox/pair.ts'

export interface FoundPair extends Opened {
  readonly send: Send
  readonly ref: PairRef
  /** A target group of the name, on no rule yet. */
  group(name: string): string
  /** A service `other` in the cluster, of no task unless asked for. */
  service(input: Partial<CreateServiceRequest>): void
  modifyRule(actions: readonly object[]): void
  /** What a survey reads of the pair now. */
  read(ref?: Partial<PairRef>, alarms?: readonly string[]): Promise<PairFound>
}

/** Services `web` (blue) and `green` of two tasks each on one rule, all weight on blue, and nothing that speaks against a rollout. */
export function setFoundPair(): FoundPair {
  const pair = openPair()
  const { stage, web } = pair
  // The listener of the plain web service leads to blue; a pair has no such side way.
  stage.elb('ModifyListener', {
    ListenerArn: web.listenerArn,
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  })
  // The green group as it is made elsewhere in the tests differs from blue's: here it does not.
  stage.elb('ModifyTargetGroup', { TargetGroupArn: pair.green, HealthyThresholdCount: 2 })
  stage.elb('ModifyTargetGroupAttributes', {
    TargetGroupArn: pair.green,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }],
  })
  const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }
  stage.ecs('UpdateService', { cluster: 'main', service: 'green', ...breaker })
  web.update(breaker)
  stage.pass(120)

  const send = explained((operation, input) => stage.cloud.call(operation, input))
  const ref: PairRef = { cluster: 'main', services: { blue: 'web', green: 'green' }, rules: 'auto', testRules: [] }
  return {
    ...pair,
    send,
    ref,
    group: (Name) =>
      stage.elb<CreateTargetGroupOutput>('CreateTargetGroup', { Name, Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip' })
        .TargetGroups?.[0]?.TargetGroupArn ?? '',
    service: (input) =>
      void stage.ecs('CreateService', {
        cluster: 'main',
        serviceName: 'other',
        taskDefinition: 'web:1',
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        ...breaker,
        ...input,
      }),
    modifyRule: (Actions) => void stage.elb('ModifyRule', { RuleArn: pair.ruleArn, Actions }),
    async read(other = {}, alarms = []) {
      const asked = { ...ref, ...other }
      const found = await findPair(send, asked)
      const live = liveSide(found)
      const groups = [...found.groups.blue, ...found.groups.green].map(({ TargetGroupArn = '' }) => TargetGroupArn)
      const attributes = groups.map(async (TargetGroupArn) => {
        const { Attributes } = await send('elasticloadbalancing:DescribeTargetGroupAttributes', { TargetGroupArn })
        return [TargetGroupArn, Object.fromEntries((Attributes ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))] as const
      })
      const running = (await describeTaskDefinition(send, 'web:1'))?.definition
      return {
        ...{ atMs: stage.timeline.nowMs(), ref: asked, pair: found, live, healthy: 2, running, content: running },
        attributes: Object.fromEntries(await Promise.all(attributes)),
        scaling: await describeScalableSides(send, resourceIdsOf(asked)),
        alarms: alarms.length === 0 ? [] : await describeAlarms(send, alarms),
      }
    },
  }
}

/** What is refused of it, as `CODE: text`. */
export function refused(found: PairFound, wishes: Partial<PairWishes> = {}): readonly string[] {
  return pairPreflight(found, { alarms: [], stickiness: 'keep', ...wishes }).problems.map(({ code, text }) => `${code}: ${text}`)
}

/** The rule of the pair, for people. */
export const words = 'app/front :80, rule 10 (path /shop/*)'

export function forward(...groups: readonly (readonly [arn: string, weight: number])[]): object[] {
  return [{ Type: 'forward', ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) } }]
}
