import { SluiceError } from '../domain/errors.ts'
import type { Cancellation, Clock } from '../ports.ts'

/** How long AWS may be out of reach or throttle us before a rollout gives up watching. */
export const patienceMs = 180_000
const longestPauseMs = 20_000

export interface Patience {
  readonly clock: Clock
  readonly cancellation: Cancellation
  readonly limitMs: number
  /** The next move when patience ends. */
  readonly hint?: string
  /** Hears the first failure that may pass. */
  readonly onTrouble?: (error: unknown) => void
}

/**
 * Repeats what failed for a reason that may pass, with growing pauses. Undefined when the wish to stop came first.
 * Throws at once what waiting does not heal, and after `limitMs` the last failure.
 */
export async function patiently<T>(attempt: () => Promise<T>, patience: Patience): Promise<{ readonly value: T } | undefined> {
  const { clock, cancellation, limitMs, onTrouble, hint } = patience
  const sinceMs = clock.nowMs()
  for (let tries = 0; ; tries += 1) {
    try {
      return await unless(cancellation.signal.aborted ? cancellation.late : cancellation.signal, attempt())
    } catch (error) {
      if (cancellation.atMs() !== undefined && (mayPass(error) || isInterruption(error))) return undefined
      if (!mayPass(error)) throw error
      const waitedMs = clock.nowMs() - sinceMs
      if (waitedMs >= limitMs) throw gaveUp(error, waitedMs, hint)
      if (tries === 0) onTrouble?.(error)
      await clock.sleep(Math.min(1_000 * 2 ** tries, longestPauseMs), cancellation.signal)
      if (cancellation.atMs() !== undefined) return undefined
    }
  }
}

/** What a call gives, or undefined when the signal comes first: the call goes on, nobody waits for it. */
export async function unless<T>(signal: AbortSignal | undefined, call: Promise<T>): Promise<{ readonly value: T } | undefined> {
  const done = call.then((value) => ({ value }))
  if (signal === undefined) return done
  let hear = (): void => undefined
  const heard = new Promise<undefined>((resolve) => {
    hear = () => resolve(undefined)
    if (signal.aborted) hear()
    else signal.addEventListener('abort', hear, { once: true })
  })
  // What is not waited for must not end the process when it fails.
  done.catch(() => undefined)
  try {
    return await Promise.race([done, heard])
  } finally {
    signal.removeEventListener('abort', hear)
  }
}

/** Whether a failure may pass with time. */
export function mayPass(error: unknown): error is SluiceError {
  return error instanceof SluiceError && (error.reasonCode === 'THROTTLED' || error.reasonCode === 'AWS_ERROR')
}

/** What a signal interrupted says nothing of the rollout. */
export function isInterruption(error: unknown): boolean {
  return !(error instanceof SluiceError) || error.reasonCode === 'CANCELLED'
}

function gaveUp(
  error: SluiceError,
  waitedMs: number,
  hint = 'The rollout goes on in AWS without this step: run the step again to watch it to its end.',
): SluiceError {
  return new SluiceError(error.reasonCode, `${error.message}, for ${Math.round(waitedMs / 1000)} s`, {
    hint,
    cause: error,
  })
}
