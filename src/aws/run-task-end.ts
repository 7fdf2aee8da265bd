import type { Container, Task } from '@aws-sdk/client-ecs'
import type { OneOffSeen, OneOffVerdict } from '../domain/migration/one-off.ts'
import { detailsOf, exitWords, isOutOfMemory, livedFor, taskId } from './stopped-tasks.ts'

type Failed = Extract<OneOffVerdict, { kind: 'failed' }>

/** A one-off task as it is now, by the container that is its command: the ends of all others decide nothing. */
export function readTask(task: Task, container: string): OneOffSeen {
  const own = task.containers?.find((each) => each.name === container)
  const exited = own?.lastStatus === 'STOPPED' && own.exitCode !== undefined
  if (!exited && task.lastStatus !== 'STOPPED') return { kind: 'alive', status: task.lastStatus ?? 'PROVISIONING' }
  return {
    kind: 'ended',
    verdict: verdictOf(task, own, container),
    lingers: task.desiredStatus !== 'STOPPED' && task.lastStatus !== 'STOPPED',
  }
}

/** Source of the stop codes: "Stopped task error codes", Developer Guide. */
function verdictOf(task: Task, own: Container | undefined, container: string): OneOffVerdict {
  const name = `Task ${taskId(task)}`
  const lived = livedFor(task)
  const reason = task.stoppedReason ?? ''
  const told = reason === '' ? '' : `: ${reason}`
  const failed = (reasonCode: Failed['reasonCode'], because: string, hint: string): Failed => {
    return { kind: 'failed', reasonCode, because, hint, details: detailsOf(task) }
  }
  if (task.stopCode === 'TaskFailedToStart' && own?.exitCode !== 0) return failed('TASK_START_FAILED', ...whyNotStarted(task, own, name))
  const interrupted = task.stopCode && interruptions[task.stopCode]
  // A program that heeds SIGTERM may well end with 0: the code of one that was told to stop says nothing about its work.
  if (interrupted !== undefined) {
    const code = own?.exitCode === undefined ? '' : ` (exit code ${String(own.exitCode)})`
    return failed('TASK_EXITED', `${name} ${interrupted[0]}${lived}${code}${told}`, interrupted[1])
  }
  if (own?.exitCode === 0) return { kind: 'succeeded', because: `${name} (${container}) ended with exit code 0${lived}` }
  if (own !== undefined && isOutOfMemory(own)) {
    return failed('TASK_EXITED', `${name}${exitWords(own)}${lived}`, 'Give the container, or the task, more memory in its task definition.')
  }
  const beside = endedBefore(task, own)
  if (beside !== undefined) {
    return failed(
      'TASK_EXITED',
      `${name}${exitWords(own)}${lived}, because the task was stopped when ${beside.name ?? 'another container'}${exitWords({ ...beside, name: undefined })}`,
      `See why ${beside.name ?? 'that container'} ended, or make it one that is not essential.`,
    )
  }
  if (own?.exitCode !== undefined) {
    const hint =
      own.exitCode === 137
        ? 'It was killed: by the limit of its memory, or because it did not heed SIGTERM in time.'
        : own.exitCode === 127 || own.exitCode === 126
          ? 'The shell of the image did not find the program, or may not run it: see that the image has the command.'
          : 'Its log says why. Correct it and run the step again.'
    return failed('TASK_EXITED', `${name}${exitWords(own)}${lived}`, hint)
  }
  const why = own?.reason ?? (reason === '' ? 'ECS gives no reason' : reason)
  return failed(
    'TASK_EXITED',
    `${name} (${container}) ended without an exit code${lived}: ${why}`,
    'Whether it did its work is not known: look at its log.',
  )
}

/** What was done to it and what to do now, when it did not end by itself. */
const interruptions: Partial<Record<NonNullable<Task['stopCode']>, readonly [because: string, hint: string]>> = {
  SpotInterruption: [
    'was taken away by Fargate Spot',
    'Run the step again; a service that may also use FARGATE, or another run-task-service, keeps it off Spot.',
  ],
  TerminationNotice: ['was ended because its host goes away', 'Run the step again.'],
  InfrastructureHealth: ['was ended because its host is ill', 'Run the step again.'],
  UserInitiated: ['was stopped by somebody', 'Find out who stopped it (CloudTrail, StopTask), then run the step again.'],
  ServiceSchedulerInitiated: [
    'was stopped by the scheduler of ECS',
    'See whether the cluster or its instances are being drained, then run the step again.',
  ],
}

/** Another container that ended by itself while the command was then stopped by a signal: its end is the cause. */
function endedBefore(task: Task, own: Container | undefined): Container | undefined {
  if (own?.exitCode !== 137 && own?.exitCode !== 143) return undefined
  return task.containers?.find((each) => each !== own && each.exitCode !== undefined && each.exitCode !== 137 && each.exitCode !== 143)
}

function whyNotStarted(task: Task, own: Container | undefined, name: string): readonly [because: string, hint: string] {
  const culprit = own?.reason === undefined ? task.containers?.find((each) => each.reason !== undefined) : own
  const why = culprit?.reason ?? task.stoppedReason ?? 'ECS gives no reason'
  const which = culprit?.name === undefined ? '' : ` (${culprit.name})`
  return [`${name}${which} could not start: ${why}`, startHint(`${why} ${task.stoppedReason ?? ''}`)]
}

const startHints: readonly (readonly [RegExp, string])[] = [
  [
    /CannotPull|ImagePull|pull access denied|manifest unknown/i,
    'See that the image is there, that the execution role may pull it, and that the subnets reach its registry (NAT, or endpoints of ECR and S3).',
  ],
  [
    /secret|ssm|parameter/i,
    'See that the secret or parameter is there, that the execution role may read it, and that the subnets reach Secrets Manager or Systems Manager.',
  ],
  [/log group|logger|log stream/i, 'Create the log group, or set awslogs-create-group and let the execution role make it.'],
  [
    /no command specified|executable file not found|exec format|CannotStartContainer/i,
    'See that the image has the command, and is built for this processor.',
  ],
  [
    /capacity is unavailable|unable to place|RESOURCE:|EMPTY CAPACITY PROVIDER|^AGENT/i,
    'There was no place for it: run the step again, or make room in the cluster.',
  ],
  [/network interface|ENI/i, 'See that the subnets have free addresses, then run the step again.'],
]

function startHint(why: string): string {
  return startHints.find(([pattern]) => pattern.test(why))?.[1] ?? 'Nothing of the command has run: correct that, then run the step again.'
}
