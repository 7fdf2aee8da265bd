import { createVirtualTimeline } from '../../sandbox/timeline.ts'
import { SluiceError } from '../../src/domain/errors.ts'
import type { LogPage, OneOffEnd, OneOffEvent, OneOffSeen, OneOffStart, OneOffTask } from '../../src/domain/migration/one-off.ts'
import { runOneOff } from '../../src/engine/one-off-task.ts'
import type { OneOffOrder } from '../../src/engine/one-off-follow.ts'
import type { OneOffTasks } from '../../src/ports.ts'
import { createFakeTime, type FakeTime } from '../fakes/fake-clock.ts'

export const task = (id = 'a1', revision = 'job:7'): OneOffTask => ({ id, revision, same: revision === 'job:7' })
export const alive = (status: string): OneOffSeen => ({ kind: 'alive', status })
export const succeeded: OneOffSeen = {
  kind: 'ended',
  lingers: false,
  verdict: { kind: 'succeeded', because: 'Task a1 (migrate) ended with exit code 0' },
}
export const exited = (lingers = false): OneOffSeen => ({
  kind: 'ended',
  lingers,
  verdict: {
    kind: 'failed',
    reasonCode: 'TASK_EXITED',
    because: 'Task a1 (migrate) exited with code 3',
    hint: 'Correct it.',
    details: ['stopped: why'],
  },
})
export const outOfReach = (): SluiceError => new SluiceError('AWS_ERROR', 'The call did not reach AWS')

/** What a world of one-off tasks says; each is asked with the seconds since the start. A thrown error is an answer too. */
export interface Script {
  live?: (seconds: number) => readonly OneOffTask[]
  /** `cancel` is the signal, in the middle of the call. */
  start?: (turn: number, seconds: number, count: number, cancel: () => void) => OneOffStart | Promise<OneOffStart>
  look?: (seconds: number, stopped: boolean) => OneOffSeen
  /** Lines the command has printed by then, all of them. */
  printed?: (seconds: number) => readonly string[]
  never?: string
  stop?: (seconds: number) => void | Promise<void>
}

export interface Played {
  readonly end: OneOffEnd
  readonly events: readonly OneOffEvent[]
  /** Every call but reads of the log, as `12 look`. */
  readonly calls: readonly string[]
  readonly seconds: number
  readonly said: readonly string[]
  readonly notes: readonly string[]
}

/** Runs the engine over a script in time of its own; `cancelAt` is the second in which the signal comes. */
export async function play(script: Script, order: Partial<OneOffOrder> = {}, cancelAt?: number): Promise<Played> {
  const timeline = createVirtualTimeline()
  const time: FakeTime = createFakeTime(timeline)
  const startMs = timeline.nowMs()
  const seconds = (): number => (timeline.nowMs() - startMs) / 1000
  const calls: string[] = []
  const events: OneOffEvent[] = []
  const controller = new AbortController()
  let cancelledAtMs: number | undefined
  let stopped = false
  let cancel = (): void => undefined
  const call = <T>(name: string, answer: () => T | Promise<T>): Promise<T> => {
    calls.push(`${String(seconds())} ${name}`)
    return (async () => answer())()
  }
  const starts = new Map<number, number>()
  const tasks: OneOffTasks = {
    name: 'main/job:7 (migrate)',
    live: () => call('live', () => script.live?.(seconds()) ?? []),
    start(turn) {
      starts.set(turn, (starts.get(turn) ?? 0) + 1)
      return call(
        `start ${String(turn)}`,
        () => script.start?.(turn, seconds(), starts.get(turn)!, cancel) ?? { kind: 'started', task: task() },
      )
    },
    look: (_, signal) =>
      call('look', () => {
        if (signal.aborted) throw new SluiceError('CANCELLED', 'given up')
        return script.look?.(seconds(), stopped) ?? succeeded
      }),
    lines(_, cursor): Promise<LogPage> {
      if (script.never !== undefined) return Promise.resolve({ lines: [], cursor, more: false, never: script.never })
      const all = script.printed?.(seconds()) ?? []
      const from = Number(cursor ?? 0)
      const lines = all.slice(from, from + 3)
      return Promise.resolve({ lines, cursor: String(from + lines.length), more: from + lines.length < all.length })
    },
    stop: (_, reason) =>
      call(`stop: ${reason}`, () => {
        stopped = true
        return script.stop?.(seconds())
      }),
    explainStop: ({ id }) => `aws ecs stop-task --task ${id}`,
  }
  const finish = await time.run('runner', ({ clock }) => {
    cancel = () => {
      cancelledAtMs = clock.nowMs()
      controller.abort()
    }
    if (cancelAt !== undefined) timeline.at(startMs + cancelAt * 1000, cancel)
    return runOneOff(
      { timeoutMs: 600_000, maxWaitMs: 600_000, onCancel: 'stop', ...order },
      {
        tasks,
        clock,
        nowMs: () => timeline.nowMs(),
        cancellation: { signal: controller.signal, atMs: () => cancelledAtMs },
        report: (event) => events.push(event),
      },
    )
  })
  if (finish.kind !== 'done') throw finish.kind === 'threw' ? finish.error : new Error('it died')
  return {
    end: finish.value,
    events,
    calls,
    seconds: seconds(),
    said: events.flatMap((event) => (event.kind === 'task-said' ? event.lines : [])),
    notes: events.flatMap((event) => (event.kind === 'task-noted' ? [event.text] : [])),
  }
}
