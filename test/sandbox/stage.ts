import { createCloud } from '../../sandbox/cloud/cloud.ts'
import type { Cloud, CloudOptions } from '../../sandbox/cloud/ports.ts'
import { createScriptedMatter, type ScriptedMatter } from '../../sandbox/matter/scripted/scripted.ts'
import type { ScriptedLoad } from '../../sandbox/matter/scripted/traffic.ts'
import { createVirtualTimeline, type VirtualTimeline } from '../../sandbox/timeline.ts'

export interface Stage {
  readonly cloud: Cloud
  readonly timeline: VirtualTimeline
  readonly matter: ScriptedMatter
  ecs<T>(operation: string, input: object): T
  elb<T>(operation: string, input: object): T
  watch<T>(operation: string, input: object): T
  logs<T>(operation: string, input: object): T
  secrets<T>(operation: string, input: object): T
  scaling<T>(operation: string, input: object): T
  /** Lets so many seconds pass. */
  pass(seconds: number): void
  /** Lets time pass, a second at a time, until something holds; answers how many seconds that took. Fails after an hour. */
  until(what: string, holds: () => boolean): number
}

type StageOptions = Partial<Omit<CloudOptions, 'timeline' | 'tasks' | 'traffic'>> & { readonly load?: ScriptedLoad }

/** A modelled cloud in virtual time, without read lag and propagation unless asked for. */
export function setStage({ load, ...options }: StageOptions = {}): Stage {
  const timeline = createVirtualTimeline()
  const seed = options.seed ?? 1
  const matter = createScriptedMatter((event) => cloud.post(event), { timeline, seed, ...(load ? { load } : {}) })
  const cloud: Cloud = createCloud({
    region: 'eu-west-1',
    accountId: '123456789012',
    seed,
    timeScale: 1,
    readLagMs: 0,
    propagationMs: 0,
    metricPeriodMs: 60_000,
    metricDelayMs: 60_000,
    ...options,
    timeline,
    tasks: matter.tasks,
    traffic: matter.traffic,
  })
  const call =
    (service: string) =>
    <T>(operation: string, input: object) =>
      cloud.call(`${service}:${operation}`, input) as T
  const pass = (seconds: number) => timeline.advanceTo(timeline.nowMs() + seconds * 1000)
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
      for (let seconds = 0; seconds <= 3600; seconds++) {
        if (holds()) return seconds
        pass(1)
      }
      throw new Error(`an hour has passed without: ${what}`)
    },
  }
}
