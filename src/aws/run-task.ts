import type { RunTaskRequest, Task } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import type { OneOffStart, OneOffTask } from '../domain/migration/one-off.ts'
import type { OneOffTasks } from '../ports.ts'
import type { Output, Send } from './operations.ts'
import { readTask } from './run-task-end.ts'
import { readLogPage } from './run-task-log.ts'
import { clientToken, runTaskRequest, type TaskWork } from './run-task-request.ts'
import { readFailures } from './run-task-start.ts'
import { describeService, nameOf } from './service-deployments.ts'
import { describeTasks, taskId } from './stopped-tasks.ts'
import { describeTaskDefinition, type RegisteredRevision, revisionOf } from './task-definitions.ts'
import { logPlace } from './task-logs.ts'

export interface RunTaskOptions {
  readonly send: Send
  /** The same in another region: a log may be in one of its own. Absent: such a log is not shown. */
  readonly sendIn?: (region: string) => Send
  readonly region: string
  readonly cluster: string
  /** Its subnets, security groups, capacity and platform are those of the task. */
  readonly service: string
  /** A family, `family:number` or ARN; what the service runs when absent. */
  readonly definition?: string | undefined
  /** The one whose exit code decides; may be absent where there is only one. */
  readonly container?: string | undefined
  /** In place of the container's own. */
  readonly command?: readonly string[] | undefined
  /** What it is for, such as the phase and the folder of the changes: two tasks of a family with the same do not run at once. */
  readonly work: string
  /** What the work is about this time, such as the names of the changes: one that runs with the same is taken over, another waited for. */
  readonly content?: string | undefined
}

export interface PreparedTask {
  readonly tasks: OneOffTasks
  /** The call that would be made, for plan mode. */
  readonly explain: string
}

/**
 * Reads the service and the task definition and settles what is to be run. Writes nothing. Throws PREFLIGHT_FAILED with everything that
 * stands against it.
 */
export async function prepareRunTask(options: RunTaskOptions, signal?: AbortSignal): Promise<PreparedTask> {
  const { send, cluster } = options
  const problems: string[] = []
  const service = await describeService(send, { cluster, service: options.service }, signal).catch((error: unknown) => {
    if (!(error instanceof SluiceError) || error.reasonCode !== 'PREFLIGHT_FAILED') throw error
    problems.push(`${error.message}: check run-task-cluster, run-task-service, the region and the account`)
  })
  const wanted = options.definition ?? service?.taskDefinition
  const revision = wanted === undefined ? undefined : await describeTaskDefinition(send, wanted, signal)
  if (wanted !== undefined && revision === undefined)
    problems.push(
      `There is no task definition ${wanted}: give run-task-definition a family, family:revision or ARN of this account and region`,
    )
  if (revision === undefined) throw cannotRun(problems)
  const container = containerIn(revision, options.container, problems)
  if (service === undefined || container === undefined) throw cannotRun(problems)
  const work: TaskWork = {
    ...{ work: options.work, revision, container },
    ...(options.command && { command: options.command }),
    ...(options.content !== undefined && { content: options.content }),
  }
  const made = runTaskRequest(cluster, service, work)
  if ('problems' in made || problems.length > 0) throw cannotRun([...problems, ...('problems' in made ? made.problems : [])])
  return {
    tasks: createTasks(options, revision, container, made.request),
    explain: `ecs:RunTask ${revision.revision} (${container}) in ${nameOf(cluster)}, with the network and the capacity of ${nameOf(options.service)}${commandText(options.command)}`,
  }
}

function cannotRun(problems: readonly string[]): SluiceError {
  return new SluiceError('PREFLIGHT_FAILED', ['The task cannot be run:', ...problems.map((each) => `  ${each}`)].join('\n'))
}

/** The one whose exit code decides. What stands against it is added to the problems. */
function containerIn(
  { revision, active, definition }: RegisteredRevision,
  named: string | undefined,
  problems: string[],
): string | undefined {
  if (!active) problems.push(`${revision} is not active any more: name a revision that is`)
  const names = definition.containerDefinitions.map(({ name }) => name)
  const container = named ?? (names.length === 1 ? names[0] : undefined)
  if (container === undefined) problems.push(`${revision} has several containers (${names.join(', ')}): name one in run-task-container`)
  else if (!names.includes(container)) problems.push(`${revision} has no container ${container}; it has ${names.join(', ')}`)
  return container
}

function commandText(command: readonly string[] = []): string {
  const words = command.map((word) => (/^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word)))
  return words.length === 0 ? '' : `; it runs ${words.join(' ')}`
}

function createTasks(
  { send, sendIn, region, cluster }: RunTaskOptions,
  revision: RegisteredRevision,
  container: string,
  request: RunTaskRequest,
): OneOffTasks {
  const name = `${nameOf(cluster)}/${revision.revision} (${container})`
  const known = new Map<string, OneOffTask>()
  const taskOf = (task: Task): OneOffTask => {
    const id = taskId(task)
    const found = known.get(id) ?? {
      id,
      revision: task.taskDefinitionArn === undefined ? revision.revision : revisionOf(task.taskDefinitionArn),
      // Of one that is over, RunTask tells no group; it answers for our own token alone.
      same: task.group === undefined || task.group === request.group,
    }
    known.set(id, found)
    return found
  }
  const sendTo = (logs: string): Send | undefined => (logs === region ? send : sendIn?.(logs))

  return {
    name,
    async live(signal) {
      const arns: string[] = []
      let nextToken: string | undefined
      do {
        const input = {
          cluster,
          startedBy: request.startedBy,
          desiredStatus: 'RUNNING',
          ...(nextToken !== undefined && { nextToken }),
        } as const
        const answer = await send('ecs:ListTasks', input, signal)
        arns.push(...(answer.taskArns ?? []))
        nextToken = answer.nextToken
      } while (nextToken !== undefined)
      const tasks = await describeTasks(send, cluster, arns, signal)
      // One whose command has ended is about to go, and is not followed for a result that is old.
      return tasks.filter((task) => readTask(task, container).kind === 'alive').map(taskOf)
    },
    async start(turn): Promise<OneOffStart> {
      const answer = await send('ecs:RunTask', { ...request, clientToken: clientToken(request, turn) }).catch(asFailure)
      const [task] = answer.tasks ?? []
      if (task === undefined) return readFailures(answer.failures ?? [], name)
      return { kind: task.lastStatus === 'STOPPED' ? 'over' : 'started', task: taskOf(task) }
    },
    async look(task, signal) {
      const [found] = await describeTasks(send, cluster, [task.id], signal)
      return found === undefined ? { kind: 'missing' } : readTask(found, container)
    },
    async lines(task, cursor, signal) {
      const place = logPlace(revision.definition, container, task.id, region)
      if ('without' in place) return { lines: [], cursor, more: false, never: place.without }
      const there = sendTo(place.region)
      if (there === undefined)
        return { lines: [], cursor, more: false, never: `its log is in ${place.region}, in the group ${place.logGroupName}` }
      return readLogPage(there, place, cursor, signal)
    },
    async stop(task, reason) {
      await send('ecs:StopTask', { cluster, task: task.id, reason })
    },
    explainStop: (task) => `aws ecs stop-task --cluster ${nameOf(cluster)} --task ${task.id}`,
  }
}

/** Some of what is a failure by its nature comes as an error: quotas of Fargate, and its capacity. */
function asFailure(error: unknown): Pick<Output<'ecs:RunTask'>, 'tasks' | 'failures'> {
  const reason = error instanceof SluiceError && error.cause instanceof Error ? error.cause.message : ''
  if (!/capacity is unavailable|reached the limit on the number of (tasks|vCPUs)/i.test(reason)) throw error
  return { failures: [{ reason }] }
}
