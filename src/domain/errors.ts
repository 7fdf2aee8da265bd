import type { ReasonCode } from './outcome.ts'

/**
 * The one error of the suite: something could not be done. A bad candidate is an outcome, never an error.
 * `message` says what could not be done, on which resource, with the real value; `hint` is one next move a person can make.
 */
export class SluiceError extends Error {
  readonly reasonCode: ReasonCode
  readonly hint: string | undefined
  constructor(reasonCode: ReasonCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SluiceError'
    this.reasonCode = reasonCode
    this.hint = options.hint
  }
}

/** Any thrown value as a SluiceError; what nobody foresaw is INTERNAL_ERROR and keeps its cause. */
export function asSluiceError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new SluiceError('INTERNAL_ERROR', message, {
    cause: thrown,
    hint: 'This is a fault of Sluice: please report it with the debug log of this step.',
  })
}
