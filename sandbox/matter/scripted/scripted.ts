import type { Timeline } from '../../cloud/ports.ts'
import { createRandom } from '../../cloud/random.ts'
import type { MatterEvent } from '../ports.ts'
import { createScriptedTasks, type ScriptedTasks } from './tasks.ts'
import { createScriptedTraffic, type ScriptedLoad, type ScriptedTraffic } from './traffic.ts'

export interface ScriptedMatter {
  readonly tasks: ScriptedTasks
  readonly traffic: ScriptedTraffic
}

export interface ScriptedMatterOptions {
  readonly timeline: Timeline
  readonly seed: number
  /** Requests to send; none by default. */
  readonly load?: ScriptedLoad
}

/** Tasks and traffic computed from time and a seed: the matter of unit tests and of simulation. */
export function createScriptedMatter(post: (event: MatterEvent) => void, options: ScriptedMatterOptions): ScriptedMatter {
  const tasks = createScriptedTasks(options.timeline, post)
  const traffic = createScriptedTraffic(options.timeline, createRandom(options.seed ^ 0x5eed), tasks, post, options.load)
  return { tasks, traffic }
}
