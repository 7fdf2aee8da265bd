import type { GetMetricDataOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { CreateTargetGroupOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { MeteredGroup } from '../../src/aws/alb-metrics.ts'
import type { Input, Send } from '../../src/aws/operations.ts'
import type { ComparedMetric } from '../../src/domain/analysis/model.ts'
import type { Compared, Source } from '../../src/domain/metrics/model.ts'
import { explained } from '../fakes/explained-send.ts'
import type { Stage } from '../sandbox/stage.ts'
import { runWebService } from '../sandbox/web-service.ts'

export const minuteMs = 60_000

export function compared(name: string, source: Source): Compared {
  const metric: ComparedMetric = {
    name,
    alphaShare: 1,
    margin: 1.25,
    harm: 2,
    required: true,
    overdispersion: 'auto',
    failures: source.kind === 'alb' && source.what === 'errors',
  }
  return { metric, source }
}

export const errors = compared('errors', { kind: 'alb', what: 'errors', thresholdsMs: 'auto' })
export const latency = (...thresholdsMs: readonly number[]): Compared =>
  compared('latency', { kind: 'alb', what: 'latency', thresholdsMs: thresholdsMs.length === 0 ? 'auto' : thresholdsMs })

export type Between = (answer: GetMetricDataOutput, input: Input<'cloudwatch:GetMetricData'>) => GetMetricDataOutput

/** The modelled cloud as `Send`, which keeps what was asked; `between` may change an answer on its way, `page` is how many points a page holds. */
export function cloudSend(stage: Stage, between: Between | undefined = (answer) => answer, page?: number) {
  const calls: Input<'cloudwatch:GetMetricData'>[] = []
  const send = explained((operation, input) => {
    const asked = input as Input<'cloudwatch:GetMetricData'>
    calls.push(asked)
    const answer = stage.cloud.call(operation, { ...input, ...(page !== undefined && { MaxDatapoints: page }) })
    return between(answer as GetMetricDataOutput, asked)
  })
  return { send, calls }
}

export type PointsOf = (query: MetricDataQuery, startMs: number, endMs: number) => ReadonlyMap<number, number>

/** CloudWatch of which only the points of each query are known. */
export function pointsSend(pointsOf: PointsOf): Send {
  return explained((_, input) => {
    const { MetricDataQueries = [], StartTime, EndTime } = input as Input<'cloudwatch:GetMetricData'>
    const [startMs, endMs] = [StartTime!.getTime(), EndTime!.getTime()]
    const MetricDataResults = MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map((query) => {
      const points = [...pointsOf(query, startMs, endMs)].filter(([atMs]) => atMs >= startMs && atMs < endMs).sort(([a], [b]) => a - b)
      const Timestamps = points.map(([atMs]) => new Date(atMs))
      return { Id: query.Id, Label: query.Id, Timestamps, Values: points.map(([, value]) => value), StatusCode: 'Complete' }
    })
    return { MetricDataResults }
  })
}

/** A source that answers until it is told to do so no more. */
export function breakable(send: Send): { readonly send: Send; breakDown(how: 'hangs' | 'fails'): void } {
  let broken: 'hangs' | 'fails' | undefined
  const failing = explained(() => {
    throw Object.assign(new Error('no'), { name: 'InternalServiceFault', status: 500 })
  })
  return {
    async send(operation, input, signal) {
      if (broken === 'fails') return failing(operation, input, signal)
      if (broken === 'hangs' && signal?.aborted !== true)
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
      return send(operation, input, signal)
    },
    breakDown(how) {
      broken = how
    },
  }
}

export interface Canary {
  readonly canary: MeteredGroup
  readonly baseline: MeteredGroup
  shift(percent: number): void
}

/** Services `web` and `green` in two zones, two tasks each, behind one listener; `percent` of all requests go to green. */
export function runCanary(
  stage: Stage,
  green: Readonly<Record<string, string>>,
  percent: number,
  web: Readonly<Record<string, string>> = {},
): Canary {
  const spread = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } }, desiredCount: 2 }
  const blue = runWebService(stage, { environment: web, service: spread })
  const { ecs, elb } = stage
  const { TargetGroups } = elb<CreateTargetGroupOutput>('CreateTargetGroup', {
    ...{ Name: 'green', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip', HealthCheckPath: '/health' },
    ...{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 2 },
  })
  const groupArn = TargetGroups?.[0]?.TargetGroupArn ?? ''
  const shift = (weight: number): void => {
    const groups = [
      { TargetGroupArn: blue.groupArn, Weight: 100 - weight },
      { TargetGroupArn: groupArn, Weight: weight },
    ]
    elb('ModifyListener', {
      ListenerArn: blue.listenerArn,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }],
    })
  }
  shift(0)
  ecs('CreateService', {
    ...{ cluster: 'main', serviceName: 'green', taskDefinition: blue.register(green), launchType: 'FARGATE', ...spread },
    healthCheckGracePeriodSeconds: 7200,
    loadBalancers: [{ targetGroupArn: groupArn, containerName: 'web', containerPort: 8080 }],
  })
  stage.pass(60)
  shift(percent)
  stage.timeline.advanceTo(Math.ceil(stage.timeline.nowMs() / minuteMs) * minuteMs)
  const by = blue.loadBalancerArn
  return { canary: { groupArn, by }, baseline: { groupArn: blue.groupArn, by }, shift }
}
