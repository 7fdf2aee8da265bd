import { SluiceError } from '../domain/errors.ts'

/** `whose` names the metric and its source. May pass with time. */
export function unavailable(whose: string, because: string, hint: string, cause?: unknown): SluiceError {
  return new SluiceError('METRICS_UNAVAILABLE', `${whose} cannot be read: ${because}`, { hint, ...(cause !== undefined && { cause }) })
}

export function cancelled(whose: string): SluiceError {
  return new SluiceError('CANCELLED', `Reading ${whose} was given up because the step was cancelled`)
}

export function assertWanted(whose: string, signal: AbortSignal): void {
  if (signal.aborted) throw cancelled(whose)
}
