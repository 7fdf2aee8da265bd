import { createCloud } from '../../sandbox/cloud/cloud.ts'
import { AwsFault, type Cloud } from '../../sandbox/cloud/ports.ts'
import type { DataPlane } from '../../sandbox/matter/ports.ts'
import { createScriptedMatter } from '../../sandbox/matter/scripted/scripted.ts'
import type { ScriptedLoad } from '../../sandbox/matter/scripted/traffic.ts'
import { createVirtualTimeline } from '../../sandbox/timeline.ts'
import { explainError } from '../../src/aws/explain-error.ts'
import type { OperationName, Send } from '../../src/aws/operations.ts'
import { createFakeTime, type FakeTime, type Runner } from '../fakes/fake-clock.ts'
import type { Stage } from '../sandbox/stage.ts'
import { runWebService, type WebService } from '../sandbox/web-service.ts'

/** How one call of a runner goes wrong. */
export type Slip = 'throttled' | 'server error' | 'answer lost' | 'expired' | 'dies before' | 'dies after'

export interface SimulationReport {
  readonly rollouts: number
  readonly virtualMinutes: number
  /** How often each end was reached by a first run. */
  readonly ends: Readonly<Record<string, number>>
  /** Each with the seed that shows it. */
  readonly violations: readonly string[]
}

export interface SimulatedCloud {
  readonly time: FakeTime
  readonly stage: Stage
  /** AWS as a runner reaches it. */
  connect(runner: Runner, line: Line): Connection
  /** What must never happen, and did. */
  readonly violations: string[]
}

/** What a runner has between itself and AWS: each call takes time, and `slip` decides what goes wrong. */
export interface Line {
  readonly slip: (index: number, operation: OperationName) => Slip | undefined
  readonly latencyMs: () => number
  /** Hears each call that reaches AWS, right before it takes effect, and right after with its answer. */
  readonly before?: (operation: OperationName, input: object) => void
  readonly after?: (operation: OperationName, input: object, answer: object) => void
}

export interface Connection {
  readonly send: Send
  readonly calls: readonly { readonly operation: OperationName; readonly atMs: number }[]
  /** The process ends here, wherever it is: it makes no more calls. */
  kill(): void
}

export interface SimulatedService extends SimulatedCloud {
  readonly web: WebService
  /** Healthy targets must not be fewer than this for longer than the data plane lags; lowered by whoever scales in. */
  floor: number
}

const readLagMs = 3_500
const propagationMs = 5_000
/** A runner that calls more often than this turns in circles. */
const mostCalls = 4_000

export interface CloudScript {
  readonly propagationMs?: number
  readonly load?: ScriptedLoad
  /** Sees the data plane whenever it changes. */
  readonly watch: (plane: DataPlane) => void
}

/** The modelled cloud in virtual time, with lagging reads and a lagging data plane. */
export function simulateCloud(seed: number, script: CloudScript): SimulatedCloud {
  const timeline = createVirtualTimeline()
  const violations: string[] = []
  const matter = createScriptedMatter((event) => cloud.post(event), { timeline, seed, ...(script.load && { load: script.load }) })
  const cloud: Cloud = createCloud({
    region: 'eu-west-1',
    accountId: '123456789012',
    seed,
    timeScale: 1,
    readLagMs,
    propagationMs: script.propagationMs ?? propagationMs,
    metricPeriodMs: 60_000,
    metricDelayMs: 60_000,
    timeline,
    tasks: matter.tasks,
    traffic: {
      ...matter.traffic,
      apply(plane) {
        script.watch(plane)
        matter.traffic.apply(plane)
      },
    },
  })
  return {
    time: createFakeTime(timeline),
    stage: stageOf(cloud, timeline, matter),
    violations,
    connect(runner, { slip, latencyMs, before, after }) {
      const calls: { operation: OperationName; atMs: number }[] = []
      // Who is dead makes no more calls, whatever did not wait for the one it died in.
      let dead = false
      const die = (): Promise<never> => {
        dead = true
        return runner.die()
      }
      const once = async (operation: OperationName, input: object, signal?: AbortSignal): Promise<object> => {
        if (dead) return die()
        const how = slip(calls.length, operation)
        calls.push({ operation, atMs: timeline.nowMs() })
        if (calls.length > mostCalls) {
          violations.push(`${runner.name} made more than ${mostCalls} calls`)
          return die()
        }
        await runner.clock.sleep(latencyMs(), signal)
        if (dead || how === 'dies before') return die()
        signal?.throwIfAborted()
        if (how === 'throttled') throw new AwsFault('ThrottlingException', 'Rate exceeded')
        if (how === 'server error') throw new AwsFault('ServerException', 'Internal failure', 500)
        if (how === 'expired') throw new AwsFault('ExpiredTokenException', 'The security token included in the request is expired')
        before?.(operation, input)
        const answer = cloud.call(operation, input)
        after?.(operation, input, answer)
        if (how === 'dies after') return die()
        await runner.clock.sleep(latencyMs(), signal)
        if (dead) return die()
        signal?.throwIfAborted()
        if (how === 'answer lost') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
        return answer
      }
      // As the SDK does: three tries where a failure may pass, whether or not the call was done; a signal cuts it short.
      const send: Send = async (operation, input, signal) => {
        for (let tries = 1; ; tries += 1) {
          try {
            return (await once(operation, input, signal)) as never
          } catch (error) {
            if (signal?.aborted) throw explainError(operation, error, 'cancelled')
            const { name, status, code } = error as { name?: string; status?: number; code?: string }
            const passes = name === 'ThrottlingException' || code === 'ECONNRESET' || (status ?? 0) >= 500
            if (!passes || tries === 3) throw explainError(operation, error)
            await runner.clock.sleep(100 * 2 ** tries, signal)
          }
        }
      }
      return { send, calls, kill: () => void die() }
    },
  }
}

/** A steady web service of four tasks in the modelled cloud. */
export function simulateService(seed: number, deploymentConfiguration: object): SimulatedService {
  let below: number | undefined
  const watch = (plane: DataPlane): void => {
    if (self.floor === 0) return
    const nowMs = self.time.nowMs()
    const healthy = plane.groups.reduce((sum, group) => sum + group.targets.filter((target) => target.state === 'healthy').length, 0)
    if (healthy === 0) self.violations.push(`no healthy target at ${nowMs}`)
    if (healthy >= self.floor) below = undefined
    else if (below === undefined) {
      below = nowMs
      self.stage.timeline.at(nowMs + propagationMs + 1_000, () => {
        if (below === nowMs && healthy < self.floor) self.violations.push(`fewer than ${self.floor} healthy targets since ${nowMs}`)
      })
    }
  }
  const cloud = simulateCloud(seed, { watch })
  const self: SimulatedService = { ...cloud, web: undefined as never, floor: 0 }
  const web = runWebService(cloud.stage, {
    group: { HealthCheckIntervalSeconds: 10 },
    service: { deploymentConfiguration, healthCheckGracePeriodSeconds: 60, tags: [{ key: 'owner', value: 'shop' }] },
  })
  cloud.stage.pass(30)
  return Object.assign(self, { web })
}

function stageOf(cloud: Cloud, timeline: Stage['timeline'], matter: Stage['matter']): Stage {
  const call =
    (service: string) =>
    <T>(operation: string, input: object) =>
      cloud.call(`${service}:${operation}`, input) as T
  const pass = (seconds: number): void => timeline.advanceTo(timeline.nowMs() + seconds * 1000)
  return {
    cloud,
    timeline,
    matter,
    ecs: call('ecs'),
    elb: call('elasticloadbalancing'),
    watch: call('cloudwatch'),
    logs: call('logs'),
    secrets: call('secretsmanager'),
    scaling: call('application-autoscaling'),
    pass,
    until(what, holds) {
      for (let seconds = 0; seconds <= 3_600; seconds += 1) {
        if (holds()) return seconds
        pass(1)
      }
      throw new Error(`an hour has passed without: ${what}`)
    },
  }
}
