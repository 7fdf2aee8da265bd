import { SluiceError } from '../domain/errors.ts'
import type { OneOffEnd, OneOffTask } from '../domain/migration/one-off.ts'
import { span } from '../domain/render/time.ts'
import { followTask, goesOn, note, type OneOffOrder, type OneOffPorts } from './one-off-follow.ts'
import { mayPass, patienceMs, patiently, unless } from './patience.ts'

/** How long a place for the task is waited for, and how often it is asked for. */
const roomMs = 600_000
const roomPausesMs = [5_000, 10_000, 20_000, 30_000] as const
/** Ended tasks of the same work that are still known: more of them than this within the hour are no accident. */
const mostTurns = 50
/** How long another release's task of the same work is left alone between two looks. */
const othersPauseMs = 10_000
/** How long the answer to a start is waited for after a signal: a task that nobody knows of cannot be stopped. */
const answerMs = 4_000

/**
 * Runs the work to its end, or follows the task that does it already. Throws SluiceError when AWS cannot be asked, or refuses, before there is a task;
 * from then on whatever comes is an answer.
 */
export async function runOneOff(order: OneOffOrder, ports: OneOffPorts): Promise<OneOffEnd> {
  const { tasks, clock } = ports
  const deadlineMs = clock.nowMs() + order.timeoutMs
  const found = await findRunning(Math.min(order.maxWaitMs, order.timeoutMs), ports)
  if ('kind' in found) return found
  const task = found.task ?? (await startTask(ports, deadlineMs))
  if ('kind' in task) return task
  const text = found.task
    ? `Task ${task.id} does this already: following it instead of starting another`
    : `Task ${task.id} runs ${tasks.name}`
  ports.report({ kind: 'task-begun', atMs: ports.nowMs(), task: task.id, adopted: found.task !== undefined, text })
  return followTask(task, { ...order, deadlineMs }, ports)
}

/** A running task with what we ask for; none; or the end, where one of this work with something else keeps us waiting. */
async function findRunning(waitMs: number, ports: OneOffPorts): Promise<OneOffEnd | { readonly task: OneOffTask | undefined }> {
  const { tasks, clock, cancellation } = ports
  const untilMs = clock.nowMs() + waitMs
  let told = ''
  for (;;) {
    const live = await patiently(() => tasks.live(cancellation.signal), {
      clock,
      cancellation,
      limitMs: patienceMs,
      hint: 'Run the step again.',
    })
    if (live === undefined) return cancelledBefore()
    const task = live.value.find(({ same }) => same)
    const other = live.value[0]
    if (task !== undefined || other === undefined) return { task }
    // Two releases at the same work at once would be what the one lock of the work is to prevent.
    if (clock.nowMs() >= untilMs) {
      return failed('LOCK_BUSY', other.id, `Task ${other.id} of ${other.revision} has been at the same work for ${span(waitMs)}`, {
        hint: `Wait for it, or end it: ${tasks.explainStop(other)}`,
      })
    }
    if (told !== other.id) note(ports, `Task ${other.id} of ${other.revision} is at the same work: waiting for its end`)
    told = other.id
    await clock.sleep(Math.min(othersPauseMs, untilMs - clock.nowMs()), cancellation.signal)
    if (cancellation.atMs() !== undefined) return cancelledBefore()
  }
}

async function startTask(ports: OneOffPorts, deadlineMs: number): Promise<OneOffEnd | OneOffTask> {
  const { tasks, clock, cancellation } = ports
  const roomUntilMs = Math.min(clock.nowMs() + roomMs, deadlineMs)
  let pauses = 0
  ports.report({ kind: 'task-starting', atMs: ports.nowMs() })
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const asked = await askForStart(turn, ports)
    if (asked === undefined) return cancelledUnsure(ports)
    const { answer, again } = asked
    if (answer.kind === 'started') return answer.task
    // A start whose first answer was lost is ours even when the task is over by now.
    if (answer.kind === 'over' && again) return answer.task
    if (answer.kind === 'refused') return failed('TASK_START_FAILED', '', answer.because, answer)
    if (answer.kind === 'over') continue
    if (cancellation.atMs() !== undefined) return cancelledBefore()
    const pauseMs = roomPausesMs[Math.min(pauses, roomPausesMs.length - 1)]!
    if (clock.nowMs() + pauseMs > roomUntilMs) {
      return failed('TASK_START_FAILED', '', `${answer.because}; nothing has changed about that for ${span(roomMs)}`, {
        hint: 'Make room in the cluster or add a subnet in another zone, then run the step again. Nothing was started.',
      })
    }
    if (pauses === 0) note(ports, `${answer.because}: asking again until there is room`)
    pauses += 1
    await clock.sleep(pauseMs, cancellation.signal)
    if (cancellation.atMs() !== undefined) return cancelledBefore()
  }
  throw new SluiceError('PREFLIGHT_FAILED', `${tasks.name} has been run ${String(mostTurns)} times within the hour`, {
    hint: 'Look at why it is started over and over before it is started again.',
  })
}

/**
 * The answer to a start, and whether it was asked for more than once. Undefined after a signal when it does not come in time: the call is not
 * cut off, for then nobody would know what it did.
 */
async function askForStart(turn: number, ports: OneOffPorts) {
  const { tasks, clock, cancellation } = ports
  const sinceMs = clock.nowMs()
  for (let tries = 0; ; tries += 1) {
    if (tries > 0 && cancellation.atMs() !== undefined) return undefined
    const call = tasks.start(turn)
    call.catch(() => undefined)
    try {
      const heard = await unless(cancellation.signal, call)
      const answer = heard ?? (await Promise.race([call.then((value) => ({ value })), clock.sleep(answerMs)]))
      return answer === undefined ? undefined : { answer: answer.value, again: tries > 0 }
    } catch (error) {
      if (!mayPass(error) || clock.nowMs() - sinceMs >= patienceMs) throw error
      if (tries === 0) note(ports, `The task could not be started yet: ${error.message}`)
      await clock.sleep(Math.min(1_000 * 2 ** tries, 20_000), cancellation.signal)
    }
  }
}

function cancelledBefore(): OneOffEnd {
  return failed('CANCELLED', '', 'Cancelled before a task was started', { hint: 'Run the step again.' })
}

function cancelledUnsure({ tasks }: OneOffPorts): OneOffEnd {
  return failed('CANCELLED_LEFT_RUNNING', '', `Cancelled while ${tasks.name} was being started: whether it was is not known`, {
    hint: goesOn,
  })
}

function failed(
  reasonCode: Extract<OneOffEnd, { kind: 'failed' }>['reasonCode'],
  task: string,
  because: string,
  { hint }: { readonly hint: string },
): OneOffEnd {
  return { kind: 'failed', task, reasonCode, because, hint, details: [] }
}
