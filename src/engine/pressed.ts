import { asSluiceError } from '../domain/errors.ts'
import { DatabaseFault, readOnly } from '../domain/migration/fault.ts'
import type { Pressure } from '../ports.ts'
import { statementTimeout } from './backfill-refused.ts'

export interface Pressed {
  readonly reasons: readonly string[]
  /** A source lost its session: the one that works may be lost as well. */
  readonly lost: boolean
}

/**
 * What speaks for waiting, from every source. One that does not answer speaks for it too, for nothing is known of those it watches; but a
 * question that the database refuses will not be answered by waiting, and a server that has become a copy is none to wait on. Throws that
 * DatabaseFault.
 */
export async function pressed(sources: readonly Pressure[], signal: AbortSignal): Promise<Pressed> {
  const answers = await Promise.all(sources.map((source) => answerOf(source, signal)))
  return { reasons: answers.flatMap(({ reasons }) => reasons), lost: answers.some(({ lost }) => lost) }
}

async function answerOf(source: Pressure, signal: AbortSignal): Promise<Pressed> {
  try {
    return { reasons: await source(signal), lost: false }
  } catch (error) {
    if (signal.aborted) return { reasons: [], lost: false }
    const fault = error instanceof DatabaseFault ? error : undefined
    // A busy server may be too slow to answer in time.
    if (fault?.sqlState === readOnly || (fault?.kind === 'refused' && fault.sqlState !== statementTimeout)) throw fault
    const words = (fault ?? asSluiceError(error)).message
    return { reasons: [`what would speak for waiting is not known: ${words}`], lost: fault?.kind === 'lost' }
  }
}
