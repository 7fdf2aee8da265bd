import { createVirtualTimeline, type VirtualTimeline } from '../../sandbox/timeline.ts'
import type { Clock } from '../../src/ports.ts'

/** Code under test with its own clock. */
export interface Runner {
  readonly name: string
  readonly clock: Clock
  /** Ends its life here: the promise never settles, and time no longer waits for it. */
  die(): Promise<never>
}

export type Finish<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'threw'; readonly error: unknown } | { readonly kind: 'died' }

/** Time that moves only when every living runner sleeps: sleeping is moving time. */
export interface FakeTime extends VirtualTimeline {
  /** Starts a runner at once. It may do several things at a time. */
  run<T>(name: string, body: (runner: Runner) => Promise<T>): Promise<Finish<T>>
}

/** `localEpochMs`: what the local clocks show at the start, unlike AWS's time, so that mixing them up shows. */
export function createFakeTime(timeline: VirtualTimeline = createVirtualTimeline(), localEpochMs = 7_000): FakeTime {
  const startMs = timeline.nowMs()
  let asleep = 0
  let woken = false
  let due = false

  // Nothing here waits for anything but promises: when they are all done, whoever has not ended sleeps.
  const moveOnWhenQuiet = (): void => {
    if (due) return
    due = true
    setImmediate(() => {
      due = false
      woken = false
      while (asleep > 0 && !woken && timeline.runNext());
      if (woken) moveOnWhenQuiet()
    })
  }

  const clock: Clock = {
    nowMs: () => timeline.nowMs() - startMs + localEpochMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (!(ms >= 0) || ms > 1e9) throw new Error(`A sleep of ${ms} ms`)
        if (signal?.aborted === true) {
          resolve()
          return
        }
        let parked = true
        const wake = (): void => {
          if (!parked) return
          parked = false
          cancel()
          signal?.removeEventListener('abort', wake)
          asleep -= 1
          woken = true
          resolve()
        }
        const cancel = timeline.at(timeline.nowMs() + ms, wake)
        signal?.addEventListener('abort', wake)
        asleep += 1
        moveOnWhenQuiet()
      }),
  }

  return {
    ...timeline,
    // What happens outside may be heard by code that does not sleep: it has its turn before time moves on.
    at: (atMs, happen) =>
      timeline.at(atMs, () => {
        woken = true
        happen()
      }),
    run: <T>(name: string, body: (runner: Runner) => Promise<T>) =>
      new Promise<Finish<T>>((resolve) => {
        const die = (): Promise<never> => {
          resolve({ kind: 'died' })
          return new Promise(() => undefined)
        }
        body({ name, clock, die }).then(
          (value) => resolve({ kind: 'done', value }),
          (error: unknown) => resolve({ kind: 'threw', error }),
        )
      }),
  }
}
