import { SluiceError } from '../domain/errors.ts'
import type { OneOffEnd, OneOffEvent, OneOffTask, OneOffVerdict } from '../domain/migration/one-off.ts'
import { span } from '../domain/render/time.ts'
import type { Cancellation, Clock, OneOffTasks } from '../ports.ts'
import { patienceMs, patiently, unless } from './patience.ts'

export interface OneOffOrder {
  readonly timeoutMs: number
  /** How long a task that does the work with something else is waited for. */
  readonly maxWaitMs: number
  /** What becomes of the task when the step is cancelled. */
  readonly onCancel: 'stop' | 'leave'
}

export interface OneOffPorts {
  readonly tasks: OneOffTasks
  readonly clock: Clock
  /** The wish of somebody to stop, without our own time-out: that one lets the task end in its time. */
  readonly cancellation: Cancellation
  /** AWS's time. */
  readonly nowMs: () => number
  /** Hears every event as it happens. Never throws. */
  readonly report: (event: OneOffEvent) => void
}

const lookEveryMs = 5_000
/** A task that was just started is not known to every reader at once. */
const unseenMs = 60_000
/** Lines reach CloudWatch Logs some seconds after they were printed: so long after the end the log is read on, and longer while lines come. */
const quietMs = 6_000
const longestTailMs = 30_000
/** Time from the wish to its end: SIGTERM, at most 120 s until SIGKILL on Fargate, and some seconds of ECS. */
const stopMs = 150_000
/** How long the call that stops the task is waited for after a signal. */
const stopCallMs = 5_000
/** Pages of a log that are read at one look: what prints faster than that is read a little later. */
const mostPages = 20
/** How long a task may go on without its command before it is stopped. */
const lingersMs = 30_000

export const goesOn = 'The task goes on in ECS without this step: run the step again to follow it to its end.'

interface Following {
  readonly task: OneOffTask
  readonly order: OneOffOrder & { readonly deadlineMs: number }
  readonly ports: OneOffPorts
  cursor: string | undefined
  /** The log has said that it will not come. */
  silent: boolean
  /** Why we asked for its end, if we did. */
  stopping: { readonly atMs: number; readonly because: string } | undefined
}

/** Follows a task to its end and tells what its command prints. Where AWS cannot be asked any more that is the end, and the task is named. */
export async function followTask(
  task: OneOffTask,
  order: OneOffOrder & { readonly deadlineMs: number },
  ports: OneOffPorts,
): Promise<OneOffEnd> {
  const following: Following = { task, order, ports, cursor: undefined, silent: false, stopping: undefined }
  try {
    return await follow(following)
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return lostSight(following, error)
  }
}

async function follow(following: Following): Promise<OneOffEnd> {
  const { task, order, ports } = following
  const { tasks, clock, cancellation } = ports
  const beganMs = clock.nowMs()
  let wasSeen = false
  let status = ''
  for (;;) {
    if (cancellation.atMs() !== undefined) return giveUp(following)
    const looked = await patiently(() => tasks.look(task, cancellation.signal), { clock, cancellation, limitMs: patienceMs, hint: goesOn })
    if (looked === undefined) return giveUp(following)
    const seen = looked.value
    if (seen.kind === 'missing') {
      if (wasSeen) return vanished(following)
      if (clock.nowMs() - beganMs >= unseenMs) return neverSeen(following)
    } else {
      wasSeen = true
      if (seen.kind === 'ended') return endOf(following, seen.verdict, seen.lingers)
      if (seen.status !== status) note(ports, `Task ${task.id} is ${seen.status}`)
      status = seen.status
    }
    await readOn(following)
    if (following.stopping !== undefined && clock.nowMs() >= following.stopping.atMs + stopMs) return outOfTime(following)
    if (following.stopping === undefined && clock.nowMs() >= order.deadlineMs) {
      following.stopping = { atMs: clock.nowMs(), because: `Not done after ${span(order.timeoutMs)}` }
      note(ports, `${following.stopping.because}: stopping task ${task.id}`)
      await patiently(() => tasks.stop(task, 'Sluice: it took longer than timeout-minutes'), {
        clock,
        cancellation,
        limitMs: patienceMs,
        hint: goesOn,
      })
      continue
    }
    const untilMs = following.stopping === undefined ? order.deadlineMs : Infinity
    await clock.sleep(Math.min(lookEveryMs, Math.max(0, untilMs - clock.nowMs())), cancellation.signal)
  }
}

/** What the command printed since the last look. */
async function readOn(following: Following): Promise<boolean> {
  const { task, ports } = following
  let read = false
  for (let pages = 0; pages < mostPages && !following.silent; pages += 1) {
    const page = await ports.tasks.lines(task, following.cursor, ports.cancellation.signal)
    following.cursor = page.cursor
    if (page.lines.length > 0) {
      ports.report({ kind: 'task-said', atMs: ports.nowMs(), lines: page.lines })
      read = true
    }
    if (page.never !== undefined) {
      following.silent = true
      note(ports, `There are no log lines to show: ${page.never}`)
    }
    if (!page.more) break
  }
  return read
}

/** The verdict stands; what is left is the end of the log, and a task that goes on without its command. */
async function endOf(following: Following, verdict: OneOffVerdict, lingers: boolean): Promise<OneOffEnd> {
  const { task, ports, stopping } = following
  const { clock, cancellation } = ports
  const endedMs = clock.nowMs()
  let heardMs = endedMs
  while (!following.silent && cancellation.atMs() === undefined) {
    if (await readOn(following)) heardMs = clock.nowMs()
    const nowMs = clock.nowMs()
    if (nowMs >= Math.min(heardMs + quietMs, endedMs + longestTailMs)) break
    await clock.sleep(quietMs / 3, cancellation.signal)
  }
  if (lingers) await endRest(following, endedMs)
  if (verdict.kind === 'succeeded') return { kind: 'succeeded', task: task.id, because: verdict.because }
  if (stopping === undefined) return { ...verdict, task: task.id }
  return {
    kind: 'failed',
    task: task.id,
    reasonCode: 'TIMED_OUT',
    because: `${stopping.because}; task ${task.id} was stopped`,
    hint: 'Raise timeout-minutes, or make the work smaller. What it did until then is done: whether the rest can follow is for the command to know.',
    details: verdict.details,
  }
}

/** The command has ended and its task has not: what is left of it would run for ever. */
async function endRest({ task, ports }: Following, sinceMs: number): Promise<void> {
  const { clock, tasks } = ports
  const { signal } = ports.cancellation
  while (clock.nowMs() - sinceMs < lingersMs && !signal.aborted) {
    await clock.sleep(lookEveryMs, signal)
    const seen = await tasks.look(task, signal).catch(() => undefined)
    if (seen?.kind === 'missing' || (seen?.kind === 'ended' && !seen.lingers)) return
  }
  note(ports, `Task ${task.id} goes on though its command has ended: stopping it`)
  await tasks.stop(task, 'Sluice: its command has ended').catch((error: unknown) => {
    note(ports, `It could not be stopped: ${error instanceof Error ? error.message : String(error)}. By hand: ${tasks.explainStop(task)}`)
  })
}

/** The step was cancelled: one call, and no waiting for what comes of it. */
async function giveUp({ task, order, ports }: Following): Promise<OneOffEnd> {
  const { tasks, clock } = ports
  const end = (reasonCode: 'CANCELLED' | 'CANCELLED_LEFT_RUNNING', because: string, hint: string): OneOffEnd => {
    return { kind: 'failed', task: task.id, reasonCode, because, hint, details: [] }
  }
  if (order.onCancel === 'leave') return end('CANCELLED_LEFT_RUNNING', `Cancelled; task ${task.id} goes on`, goesOn)
  const byHand = `By hand: ${tasks.explainStop(task)}`
  const late = new AbortController()
  const call = tasks.stop(task, 'Sluice: the step was cancelled')
  call.catch(() => undefined)
  const limit = clock.sleep(stopCallMs, late.signal).then(() => late.abort())
  try {
    const stopped = await unless(late.signal, call)
    if (stopped === undefined)
      return end('CANCELLED_LEFT_RUNNING', `Cancelled; AWS did not answer in time whether task ${task.id} stops`, byHand)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return end('CANCELLED_LEFT_RUNNING', `Cancelled; task ${task.id} could not be stopped: ${why}`, byHand)
  } finally {
    late.abort()
    await limit
  }
  return end('CANCELLED', `Cancelled; task ${task.id} was told to stop`, 'What it did until then is done: run the step again to go on.')
}

function outOfTime({ task, ports, stopping }: Following): OneOffEnd {
  return {
    kind: 'failed',
    task: task.id,
    reasonCode: 'TIMED_OUT',
    because: `${stopping!.because}; task ${task.id} was told to stop and has not for ${span(stopMs)}`,
    hint: `See what became of it, and end it by hand: ${ports.tasks.explainStop(task)}`,
    details: [],
  }
}

function lostSight({ task }: Following, { reasonCode, message, hint }: SluiceError): OneOffEnd {
  return {
    kind: 'failed',
    task: task.id,
    reasonCode,
    because: `What becomes of task ${task.id} is not seen any more: ${message}`,
    hint: [...(hint === undefined ? [] : [hint]), ...(hint?.includes(goesOn) ? [] : [goesOn])].join(' '),
    details: [],
  }
}

function vanished({ task }: Following): OneOffEnd {
  return {
    kind: 'failed',
    task: task.id,
    reasonCode: 'TASK_EXITED',
    because: `Task ${task.id} has ended, and how is not known any more: ECS forgets a task an hour after its end`,
    hint: 'Look at the end of its log, then run the step again.',
    details: [],
  }
}

function neverSeen({ task, ports }: Following): OneOffEnd {
  return {
    kind: 'failed',
    task: task.id,
    reasonCode: 'TASK_START_FAILED',
    because: `ECS has started task ${task.id} of ${ports.tasks.name} and does not know it after ${span(unseenMs)}`,
    hint: 'Look for the task in the console of ECS, then run the step again.',
    details: [],
  }
}

export function note({ report, nowMs }: OneOffPorts, text: string): void {
  report({ kind: 'task-noted', atMs: nowMs(), text })
}
