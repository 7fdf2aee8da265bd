import type { Timeline } from '../../cloud/ports.ts'
import type { ContainerLaunch, MatterEvent, TaskLaunch, TaskMatter } from '../ports.ts'
import { behaviourOf, type Behaviour } from './behaviour.ts'

/** From launch to the process being there. */
const SPAWN_MS = 50

/** A container that runs, as the traffic meets it. */
export interface LiveContainer {
  readonly behaviour: Behaviour
  readonly port: number | undefined
  readonly startedAtMs: number
}

export interface ScriptedTasks extends TaskMatter {
  /** What listens at an address and port now, if anything. */
  listening(address: string, port: number): LiveContainer | undefined
  /** Containers alive, of all tasks. */
  readonly alive: number
}

interface ScriptedTask {
  readonly launch: TaskLaunch
  readonly containers: Map<string, LiveContainer>
  readonly cancels: (() => void)[]
  ended: boolean
}

/** Tasks as functions of time: they start, crash, fall ill and end as their environment says, and no process runs. */
export function createScriptedTasks(timeline: Timeline, post: (event: MatterEvent) => void): ScriptedTasks {
  const byArn = new Map<string, ScriptedTask>()
  const byAddress = new Map<string, ScriptedTask>()
  const free: string[] = []
  let allotted = 0
  let alive = 0
  const later = (task: ScriptedTask, afterMs: number, run: () => void) => task.cancels.push(timeline.at(timeline.nowMs() + afterMs, run))

  const exit = (task: ScriptedTask, container: string, end: { readonly exitCode?: number; readonly reason?: string }) => {
    if (task.ended) return
    if (task.containers.delete(container)) alive--
    post({ kind: 'container-exited', taskArn: task.launch.taskArn, container, ...end })
  }

  const start = (task: ScriptedTask, launch: ContainerLaunch) => {
    const behaviour = behaviourOf(launch)
    if (!behaviour) {
      exit(task, launch.name, {
        reason: `CannotStartContainerError: Error response from daemon: No command specified for image ${launch.image}`,
      })
      return
    }
    const { taskArn } = task.launch
    task.containers.set(launch.name, { behaviour, port: launch.port, startedAtMs: timeline.nowMs() })
    alive++
    post({ kind: 'container-started', taskArn, container: launch.name })
    if (behaviour.crashAfterMs !== undefined)
      later(task, behaviour.crashAfterMs, () => {
        post({ kind: 'output', taskArn, container: launch.name, lines: ['Error: scripted crash'] })
        exit(task, launch.name, { exitCode: behaviour.exitCode })
      })
    if (launch.healthCheck) runHealthCheck(task, launch, launch.healthCheck)
  }

  // As Docker counts: the first success makes healthy, `retries` failures in a row unhealthy, failures in the start period do not count.
  const runHealthCheck = (task: ScriptedTask, launch: ContainerLaunch, check: NonNullable<ContainerLaunch['healthCheck']>) => {
    let failures = 0
    let state: boolean | undefined
    const once = () => {
      const live = task.containers.get(launch.name)
      if (!live) return
      const ageMs = timeline.nowMs() - live.startedAtMs
      const passed = answersHealth(live, timeline.nowMs())
      if (passed || state !== undefined || ageMs >= check.startPeriodMs) {
        failures = passed ? 0 : failures + 1
        const next = passed ? true : failures >= check.retries ? false : state
        if (next !== undefined && next !== state) {
          state = next
          post({ kind: 'container-health', taskArn: task.launch.taskArn, container: launch.name, healthy: next })
        }
      }
      later(task, check.intervalMs, once)
    }
    later(task, check.intervalMs, once)
  }

  return {
    allot() {
      return free.pop() ?? `10.0.${(++allotted >> 8) & 255}.${allotted & 255}`
    },
    release(address) {
      const task = byAddress.get(address)
      if (task) {
        task.ended = true
        alive -= task.containers.size
        for (const cancel of task.cancels) cancel()
        byArn.delete(task.launch.taskArn)
        byAddress.delete(address)
      }
      free.push(address)
    },
    launch(launch) {
      const task: ScriptedTask = { launch, containers: new Map(), cancels: [], ended: false }
      byArn.set(launch.taskArn, task)
      byAddress.set(launch.address, task)
      later(task, SPAWN_MS, () => {
        for (const container of launch.containers) start(task, container)
      })
    },
    signal(taskArn, signal) {
      const task = byArn.get(taskArn)
      if (!task) return
      for (const [name, { behaviour }] of task.containers) {
        if (signal === 'SIGKILL') later(task, 0, () => exit(task, name, { exitCode: 137 }))
        else if (!behaviour.ignoreSigterm) later(task, behaviour.shutdownMs, () => exit(task, name, { exitCode: 0 }))
      }
    },
    listening(address, port) {
      const task = byAddress.get(address)
      if (!task) return undefined
      for (const live of task.containers.values())
        if (live.port === port) return timeline.nowMs() - live.startedAtMs >= live.behaviour.startDelayMs ? live : undefined
      return undefined
    },
    get alive() {
      return alive
    },
  }
}

/** Whether the health path of a container answers 200 now. */
export function answersHealth({ behaviour, startedAtMs }: LiveContainer, nowMs: number): boolean {
  const ageMs = nowMs - startedAtMs
  if (ageMs < behaviour.startDelayMs || behaviour.neverAnswer === 'all') return false
  return behaviour.unhealthyAfterMs === undefined || ageMs < behaviour.unhealthyAfterMs
}
