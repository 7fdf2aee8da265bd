import type { Task } from '@aws-sdk/client-ecs'
import type { Fault } from '../domain/rollout.ts'
import type { TaskDefinition } from '../domain/task-definition.ts'
import type { Send } from './operations.ts'
import type { ServiceRef } from './service-deployments.ts'
import { describeTasks, failureOf, hasVerdict, listStoppedTasks, taskId, type TaskFailure } from './stopped-tasks.ts'
import { type LogTail, readLogTail } from './task-logs.ts'
import { describeTaskDefinition, revisionOf } from './task-definitions.ts'

/** Watches the candidate's tasks that end. */
export interface TaskFaults {
  /**
   * Looks for tasks that ended since the last look; `sinceMs` excludes those of an earlier rollout.
   * `early`: one failed, and its log is not there yet; it is told at a later look.
   */
  look(sinceMs: number, signal?: AbortSignal): Promise<'nothing' | 'early' | 'failed'>
  /** All seen so far, in order of their end. */
  readonly faults: readonly Fault[]
}

export interface TaskFaultsOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly ref: ServiceRef
  readonly region: string
  /** `family:number` */
  readonly candidate: string
  /** What `sinceMs` is compared with: tasks of the candidate may have been there before the rollout. Their start when absent. */
  readonly by?: 'start' | 'end'
}

/** Logs are read for the first tasks that fail and for the last one of each look: the report is made of these. */
const mostLogs = 3
/** Lines reach CloudWatch Logs some seconds after they were written; a reason with its last words is worth that wait, once. */
const logLagMs = 8_000

const noLines: LogTail = { lines: [] }

export function createTaskFaults({ send, awsNowMs, ref, region, candidate, by = 'start' }: TaskFaultsOptions): TaskFaults {
  const judged = new Set<string>()
  const faults: Fault[] = []
  let definition: TaskDefinition | undefined

  const explain = async (task: Task, failure: TaskFailure, isLast: boolean, signal: AbortSignal | undefined): Promise<Fault | 'early'> => {
    const { reasonCode, container } = failure
    let { because } = failure
    const details = [...failure.details]
    if (container !== '' && (isLast || faults.length < mostLogs)) {
      definition ??= (await describeTaskDefinition(send, candidate, signal))?.definition
      const tail = definition ? await readLogTail(send, definition, container, taskId(task), region, signal) : noLines
      if (tail.early && awsNowMs() - endMs(task) < logLagMs) return 'early'
      const last = lastWords(tail.lines)
      if (last !== undefined) because += `: "${last}"`
      details.push(...tail.lines)
      if (tail.missing !== undefined) details.push(tail.missing)
    }
    return { side: 'candidate', subject: taskId(task), reasonCode, because, details }
  }

  return {
    faults,
    async look(sinceMs, signal) {
      const unseen = (await listStoppedTasks(send, ref, signal)).filter((arn) => !judged.has(arn))
      const tasks = await describeTasks(send, ref.cluster, unseen, signal)
      const before = faults.length
      let early = false
      const failed: { readonly task: Task; readonly failure: TaskFailure }[] = []
      for (const task of [...tasks].sort((a, b) => endMs(a) - endMs(b))) {
        if (!hasVerdict(task) || task.taskArn === undefined) continue
        const countsFromMs = by === 'end' ? endMs(task) : (task.createdAt?.getTime() ?? Infinity)
        const ours = revisionOf(task.taskDefinitionArn ?? '') === candidate && countsFromMs >= sinceMs
        const failure = ours ? failureOf(task) : undefined
        if (failure) failed.push({ task, failure })
        else judged.add(task.taskArn)
      }
      for (const { task, failure } of failed) {
        const fault = await explain(task, failure, task === failed.at(-1)?.task, signal)
        if (fault === 'early') {
          early = true
          continue
        }
        judged.add(task.taskArn!)
        faults.push(fault)
      }
      return faults.length > before ? 'failed' : early ? 'early' : 'nothing'
    },
  }
}

/** The line that says most: the last that names an error, else the last that is not part of a stack trace. */
function lastWords(lines: readonly string[]): string | undefined {
  const spoken = lines.filter((line) => line.trim() !== '' && !/^\s+(at |File ")|^\s*\^+\s*$|^Node\.js v\d/.test(line))
  return (spoken.findLast((line) => /error|exception|fatal|panic|denied|refused|cannot|failed/i.test(line)) ?? spoken.at(-1))?.trim()
}

function endMs(task: Task): number {
  return (task.stoppingAt ?? task.stoppedAt)?.getTime() ?? Infinity
}
