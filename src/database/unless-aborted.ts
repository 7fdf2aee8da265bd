import { cancelledFault } from './fault-of.ts'

/**
 * What a session made anew for it takes to a server far away: some eight round trips. At most four such waits lie between a signal and the
 * end of a step, for which the runner gives 7.5 s.
 */
export const cancelMs = 1_200

/** Waits for the statement. On abort it is cancelled first, and the session is given up where that does not help in time. */
export async function unlessAborted<T>(
  running: Promise<T>,
  signal: AbortSignal,
  cancel: () => Promise<unknown> | undefined,
  drop: () => void,
): Promise<T> {
  running.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  let cancelling: Promise<unknown> | undefined
  let hear = (): void => undefined
  const late = new Promise<never>((_, reject) => {
    const giveUp = (): void => {
      drop()
      reject(cancelledFault())
    }
    hear = () => {
      timer = setTimeout(giveUp, cancelMs)
      cancelling = cancel()
      if (cancelling === undefined) giveUp()
      else cancelling.catch(() => giveUp())
    }
  })
  late.catch(() => undefined)
  signal.addEventListener('abort', hear)
  try {
    return await Promise.race([running, late])
  } finally {
    signal.removeEventListener('abort', hear)
    // A cancellation that arrives late would hit the next statement.
    await Promise.race([cancelling, late]).catch(() => undefined)
    clearTimeout(timer)
  }
}
