import { SluiceError } from '../domain/errors.ts'
import type { LogPage } from '../domain/migration/one-off.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import { type LogPlace, whyMissing } from './task-logs.ts'

/** More of one line is not shown. */
const longestLine = 4_000

/**
 * The lines after the cursor, from the first without one. GetLogEvents answers with the same token when there is nothing behind it; a page
 * may be empty although there is more (API reference). Never throws.
 */
export async function readLogPage(send: Send, place: LogPlace, cursor: string | undefined, signal?: AbortSignal): Promise<LogPage> {
  const { logGroupName, logStreamName } = place
  try {
    const answer = await send(
      'logs:GetLogEvents',
      { logGroupName, logStreamName, startFromHead: true, ...(cursor !== undefined && { nextToken: cursor }) },
      signal,
    )
    const next = answer.nextForwardToken ?? cursor
    const lines = (answer.events ?? []).flatMap(({ message = '' }) => message.trimEnd().split(/\r\n|\r|\n/)).map(shortened)
    // The first token without lines only says that the stream is empty until now.
    const more = next !== cursor && (cursor !== undefined || lines.length > 0)
    return { lines, cursor: next, more }
  } catch (error) {
    const same = { lines: [], cursor, more: false }
    // The stream appears with the first line, and what is out of reach now may be there at the next look.
    if (awsErrorName(error) === 'ResourceNotFoundException' || mayPass(error)) return same
    return { ...same, never: whyMissing(error, logGroupName, logStreamName) }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof SluiceError && ['THROTTLED', 'AWS_ERROR', 'CANCELLED'].includes(error.reasonCode)
}

function shortened(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
}
