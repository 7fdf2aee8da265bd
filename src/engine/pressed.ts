import { asSluiceError } from '../domain/errors.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Pressure } from '../ports.ts'

/**
 * What speaks for waiting, from every source. One that does not answer speaks for it too, for nothing is known of those it watches; but a
 * question that the database refuses will not be answered by waiting. Throws that DatabaseFault.
 */
export async function pressed(sources: readonly Pressure[], signal: AbortSignal): Promise<readonly string[]> {
  const answers = await Promise.all(sources.map((source) => answerOf(source, signal)))
  return answers.flat()
}

async function answerOf(source: Pressure, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await source(signal)
  } catch (error) {
    if (signal.aborted) return []
    if (error instanceof DatabaseFault && error.kind === 'refused' && !isTimeout(error)) throw error
    const words = error instanceof DatabaseFault ? error.message : asSluiceError(error).message
    return [`what would speak for waiting is not known: ${words}`]
  }
}

/** A busy server may be too slow to answer in time. */
function isTimeout({ sqlState }: DatabaseFault): boolean {
  return sqlState === '57014'
}
