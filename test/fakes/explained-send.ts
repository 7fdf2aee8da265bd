import { explainError } from '../../src/aws/explain-error.ts'
import type { OperationName, Send } from '../../src/aws/operations.ts'

/** A model of AWS as `Send`: its errors are explained as those of AWS are. */
export function explained(call: (operation: OperationName, input: object) => unknown): Send {
  return async (operation, input, signal) => {
    if (signal?.aborted) throw explainError(operation, signal.reason, 'cancelled')
    try {
      return (await call(operation, input)) as never
    } catch (error) {
      throw explainError(operation, error)
    }
  }
}
