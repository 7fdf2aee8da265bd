import type { Timeline } from '../../cloud/ports.ts'
import type { Random } from '../../cloud/random.ts'
import type { DataPlane, MatterEvent, PlaneGroup, PlaneListener, PlaneRule, Probe, Served, TrafficMatter } from '../ports.ts'
import { drawBinomial } from './draw.ts'
import { answersHealth, type ScriptedTasks } from './tasks.ts'

export interface ScriptedLoad {
  /** Requests per second to each rule that gets any, at a moment. */
  readonly perSecond: (atMs: number) => number
  /** How often requests are drawn and posted, in one sum per kind. Should divide the metric period. Default 1000. */
  readonly tickMs?: number
  /** Share of answers that are 500 at a moment, of a task that by itself fails so many: what all of them depend on may be ill. Default: its own. */
  readonly errorRate?: (atMs: number, own: number) => number
  /** Which rules get requests. Default: all that do not ask for a header or a query, which are taken for test traffic. */
  readonly reaches?: (rule: PlaneRule, listener: PlaneListener) => boolean
  /** Sees what each tick served, after it has been posted. */
  readonly observe?: (served: readonly Served[]) => void
}

export interface ScriptedTraffic extends TrafficMatter {
  /** The data plane as last applied. */
  plane(): DataPlane
  /** Ends the load. */
  stop(): void
}

const BASE_LATENCY_MS = 5
/** Shares of answers by multiple of the usual latency: enough shape for a median and for tails. */
const latencyShape = [
  [0.5, 0.8],
  [0.45, 1.2],
  [0.04, 2],
  [0.01, 4],
] as const
const PROBE_LATENCY_MS = 2
const CONNECT_TIMEOUT_MS = 10_000

/** Probes and requests answered from what the scripted tasks are at the moment; requests are drawn in ticks, not one by one. */
export function createScriptedTraffic(
  timeline: Timeline,
  random: Random,
  tasks: ScriptedTasks,
  post: (event: MatterEvent) => void,
  load?: ScriptedLoad,
): ScriptedTraffic {
  let plane: DataPlane = { loadBalancers: [], groups: [] }
  let groups = new Map<string, PlaneGroup>()
  let allotted = 0
  let cancelTick: (() => void) | undefined
  let carried = 0

  const tick = () => {
    if (!load) return
    const tickMs = load.tickMs ?? 1000
    const nowMs = timeline.nowMs()
    const due = (load.perSecond(nowMs) * tickMs) / 1000 + carried
    const count = Math.floor(due)
    carried = due - count
    const served: Served[] = []
    for (const loadBalancer of plane.loadBalancers)
      for (const listener of loadBalancer.listeners)
        for (const rule of listener.rules)
          if ((load.reaches ?? isPlain)(rule, listener)) serve(listener.arn, rule, count, loadBalancer.idleTimeoutMs, served)
    if (served.length > 0) {
      post({ kind: 'requests-served', served })
      load.observe?.(served)
    }
    arm()
  }
  // Half a tick off the full period, so that a tick never falls on the border between two points.
  const arm = () => {
    if (!load) return
    const tickMs = load.tickMs ?? 1000
    const nextAtMs = (Math.floor(timeline.nowMs() / tickMs - 0.5) + 1.5) * tickMs
    cancelTick = timeline.at(nextAtMs > timeline.nowMs() ? nextAtMs : nextAtMs + tickMs, tick)
  }

  const serve = (listenerArn: string, rule: PlaneRule, count: number, idleTimeoutMs: number, served: Served[]) => {
    const { action } = rule
    if (action.kind !== 'forward') return
    let left = count
    let weights = action.groups.reduce((sum, group) => sum + group.weight, 0)
    if (weights === 0 && count > 0) {
      served.push({ listenerArn, by: 'load-balancer', status: 503, latencyMs: 0, count })
      return
    }
    for (const { arn, weight } of action.groups) {
      const share = drawBinomial(random, left, weight / weights)
      left -= share
      weights -= weight
      if (share > 0) serveGroup(listenerArn, arn, share, idleTimeoutMs, served)
    }
  }

  const serveGroup = (listenerArn: string, groupArn: string, count: number, idleTimeoutMs: number, served: Served[]) => {
    const targets = groups.get(groupArn)?.targets ?? []
    const healthy = targets.filter((target) => target.state === 'healthy')
    const eligible = healthy.length > 0 ? healthy : targets.filter((target) => target.state !== 'draining')
    if (eligible.length === 0) {
      served.push({ listenerArn, groupArn, by: 'load-balancer', status: 503, latencyMs: 0, count })
      return
    }
    eligible.forEach((target, index) => {
      const share = Math.floor(((index + 1) * count) / eligible.length) - Math.floor((index * count) / eligible.length)
      if (share === 0) return
      const name = `${target.address}:${target.port}`
      const live = tasks.listening(target.address, target.port)
      const base = { listenerArn, groupArn, target: name } as const
      if (!live) {
        served.push({ ...base, by: 'load-balancer', status: 502, connectionError: true, latencyMs: 1, count: share })
        return
      }
      const { neverAnswer, errorRate, latencyMs } = live.behaviour
      if (neverAnswer !== 'no' || latencyMs > idleTimeoutMs) {
        served.push({ ...base, by: 'load-balancer', status: 504, latencyMs: Math.max(idleTimeoutMs, CONNECT_TIMEOUT_MS), count: share })
        return
      }
      const failed = drawBinomial(random, share, load?.errorRate?.(timeline.nowMs(), errorRate) ?? errorRate)
      if (failed > 0) served.push({ ...base, by: 'target', status: 500, latencyMs: BASE_LATENCY_MS + latencyMs, count: failed })
      let rest = share - failed
      let chances = 1
      for (const [chance, multiple] of latencyShape) {
        const some = drawBinomial(random, rest, chance / chances)
        rest -= some
        chances -= chance
        if (some > 0) served.push({ ...base, by: 'target', status: 200, latencyMs: (BASE_LATENCY_MS + latencyMs) * multiple, count: some })
      }
      if (rest > 0) served.push({ ...base, by: 'target', status: 200, latencyMs: BASE_LATENCY_MS + latencyMs, count: rest })
    })
  }

  const answer = (probe: Probe): { readonly status: number } | { readonly failed: 'timeout' | 'refused' } => {
    const live = tasks.listening(probe.address, probe.port)
    if (!live) return { failed: 'refused' }
    if (probe.protocol === 'TCP') return { status: 200 }
    const { neverAnswer, latencyMs } = live.behaviour
    if (probe.path === '/health') {
      if (neverAnswer === 'all') return { failed: 'timeout' }
      return { status: answersHealth(live, timeline.nowMs()) ? 200 : 503 }
    }
    if (neverAnswer !== 'no' || latencyMs > probe.timeoutMs) return { failed: 'timeout' }
    return { status: drawBinomial(random, 1, live.behaviour.errorRate) === 1 ? 500 : 200 }
  }

  arm()
  return {
    allotLoadBalancer: () => `10.1.0.${++allotted}`,
    apply(next) {
      plane = next
      groups = new Map(next.groups.map((group) => [group.arn, group]))
    },
    probe(probe) {
      // What the target is when the probe reaches it, not when the answer is read.
      const result = answer(probe)
      const afterMs = 'failed' in result && result.failed === 'timeout' ? probe.timeoutMs : PROBE_LATENCY_MS
      timeline.at(timeline.nowMs() + afterMs, () => post({ kind: 'probe-answered', id: probe.id, answer: result }))
    },
    plane: () => plane,
    stop() {
      cancelTick?.()
      load = undefined
    },
  }
}

function isPlain(rule: PlaneRule): boolean {
  return rule.conditions.every((condition) => condition.field !== 'http-header' && condition.field !== 'query-string')
}
