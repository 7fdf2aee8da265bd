import type { Served } from '../../matter/ports.ts'
import type { World } from '../world.ts'
import type { Meter, MeterSide } from './model.ts'
import { addSamples, seriesKey, type Series } from './series.ts'

const NAMESPACE = 'AWS/ApplicationELB'

/**
 * Counts requests as an application load balancer reports them: per load balancer, and per load balancer and target group. Codes the load
 * balancer itself answers with exist per load balancer only; a counter nothing was counted in is missing, not 0 (user guide, CloudWatch metrics).
 * Metrics of targets also exist per group and availability zone; it is taken to be that of the target.
 */
export function countServed(world: World, served: readonly Served[]): void {
  const nowMs = world.nowMs()
  for (const { listenerArn, groupArn, target, by, status, connectionError, latencyMs, count } of served) {
    const zone = target === undefined ? undefined : world.elb.groups.get(groupArn ?? '')?.targets.get(target)?.zone
    const meter = meterOf(world, listenerArn, groupArn, zone)
    const [whole] = meter
    if (!whole) continue
    const family = Math.floor(status / 100)
    for (const side of meter) {
      // Only requests for which a target was chosen.
      if (target !== undefined) add(world, side, 'RequestCount', nowMs, 1, count)
      if (by === 'target') {
        add(world, side, `HTTPCode_Target_${family}XX_Count`, nowMs, 1, count)
        add(world, side, 'TargetResponseTime', nowMs, latencyMs / 1000, count)
      }
      if (connectionError) add(world, side, 'TargetConnectionErrorCount', nowMs, 1, count)
    }
    if (by === 'target') continue
    add(world, whole, `HTTPCode_ELB_${family}XX_Count`, nowMs, 1, count)
    if (status >= 500 && status <= 504) add(world, whole, `HTTPCode_ELB_${status}_Count`, nowMs, 1, count)
  }
}

/** Reports HealthyHostCount and UnHealthyHostCount of each group in use, once per period, whether or not requests flow. */
export function startHostCounts(world: World): void {
  const periodMs = world.options.metricPeriodMs
  const sample = () => {
    for (const group of world.elb.groups.values()) {
      if (!group.user) continue
      let healthy = 0
      let unhealthy = 0
      for (const target of group.targets.values()) {
        if (target.health.State === 'healthy') healthy++
        else if (target.health.State === 'unhealthy') unhealthy++
      }
      const [, side] = meterOf(world, [...group.user.listeners][0]?.arn ?? '', group.arn)
      if (!side) continue
      add(world, side, 'HealthyHostCount', world.nowMs(), healthy, 1)
      add(world, side, 'UnHealthyHostCount', world.nowMs(), unhealthy, 1)
    }
    next()
  }
  const next = () => world.at((Math.floor(world.nowMs() / periodMs) + 1.5) * periodMs, sample)
  next()
}

/**
 * Reports RequestCountPerTarget at the end of each period in which requests flowed through the load balancer, for each of its groups that has
 * targets, 0 included: the requests the group received, over its healthy targets, or over all of them when none is healthy. The user guide
 * says of this metric "always reported", and of all "only when requests are flowing through the load balancer". That a group without targets has
 * no point is our reading of aws/containers-roadmap#1681, where the group left empty by a swap turns its alarms to INSUFFICIENT_DATA.
 */
export function startRequestRates(world: World): void {
  const periodMs = world.options.metricPeriodMs
  const sample = (startMs: number) => {
    for (const group of world.elb.groups.values()) {
      const listed = [...group.targets.values()].filter(({ health }) => health.State !== 'unused' && health.State !== 'draining')
      if (!group.user || listed.length === 0) continue
      const [whole, side] = meterOf(world, [...group.user.listeners][0]?.arn ?? '', group.arn)
      if (!whole || !side || ![...whole.series.values()].some((series) => series.buckets.has(startMs))) continue
      const received = side.series.get('RequestCount')?.buckets.get(startMs)?.sum ?? 0
      const healthy = listed.filter(({ health }) => health.State === 'healthy').length
      add(world, side, 'RequestCountPerTarget', startMs, received / (healthy || listed.length), 1)
    }
    next()
  }
  const next = () => {
    const startMs = Math.floor(world.nowMs() / periodMs) * periodMs
    world.at(startMs + periodMs, () => sample(startMs))
  }
  next()
}

function meterOf(world: World, listenerArn: string, groupArn: string | undefined, zone?: string): Meter {
  const key = `${listenerArn} ${groupArn ?? ''} ${zone ?? ''}`
  const known = world.cloudWatch.meters.get(key)
  if (known) return known
  const loadBalancer = world.elb.listeners.get(listenerArn)?.loadBalancer
  const group = groupArn === undefined ? undefined : world.elb.groups.get(groupArn)
  if (!loadBalancer) return []
  const whole = [{ Name: 'LoadBalancer', Value: loadBalancer.fullName }]
  const meter = [sideOf(world, whole)]
  if (group) {
    const ofGroup = [...whole, { Name: 'TargetGroup', Value: group.fullName }]
    meter.push(sideOf(world, ofGroup))
    if (zone !== undefined) meter.push(sideOf(world, [...ofGroup, { Name: 'AvailabilityZone', Value: zone }]))
  }
  world.cloudWatch.meters.set(key, meter)
  return meter
}

/** Several listeners of a load balancer count in the same series: one side for equal dimensions. */
function sideOf(world: World, dimensions: Series['dimensions']): MeterSide {
  const key = seriesKey(NAMESPACE, '', dimensions)
  let side = world.cloudWatch.sides.get(key)
  if (!side) world.cloudWatch.sides.set(key, (side = { dimensions, series: new Map() }))
  return side
}

function add(world: World, side: MeterSide, name: string, atMs: number, value: number, count: number): void {
  let series = side.series.get(name)
  if (!series) {
    const { metricPeriodMs, metricDelayMs } = world.options
    series = {
      namespace: NAMESPACE,
      name,
      dimensions: side.dimensions,
      bucketMs: metricPeriodMs,
      delayMs: metricDelayMs,
      buckets: new Map(),
    }
    side.series.set(name, series)
    world.cloudWatch.series.set(seriesKey(NAMESPACE, name, side.dimensions), series)
  }
  addSamples(series, atMs, value, count)
}
