import { Agent } from 'node:http'
import type { LoadOrder } from './order.ts'
import type { RequestEnd } from './request.ts'
import { sendOnce } from './request.ts'
import { createDealer, dueAfterMs } from './schedule.ts'

/** One request as it went. Times in milliseconds since the epoch, one decimal of use. */
export interface RequestRecord extends RequestEnd {
  readonly stream: string
  /** When it was to be sent. Latency counts from here, so that a generator held up does not flatter the server. */
  readonly dueAtMs: number
  readonly latenessMs: number
  readonly latencyMs: number
}

/**
 * Sends at the given rate until `stop` aborts or the duration is over, never waiting for answers, then waits for those on their way.
 * `abandon` ends that wait; what has no answer by then is recorded as `unfinished`.
 */
export async function generateLoad(order: LoadOrder, stop: AbortSignal, abandon: AbortSignal): Promise<readonly RequestRecord[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 64 })
  const deal = createDealer(order.streams)
  const records: RequestRecord[] = []
  const open = new Set<Promise<void>>()
  const epochMs = Date.now() - performance.now()
  const startMs = performance.now()
  const total = Math.ceil((order.durationMs / 1000) * order.ratePerSecond)

  const send = (dueMs: number): void => {
    const stream = deal()
    const sentMs = performance.now()
    const url = new URL(stream.path, order.url)
    const sending = sendOnce(url, stream, stream.connection === 'keep-alive' ? agent : undefined, order.timeoutMs, abandon).then((end) => {
      records.push({
        stream: stream.name,
        dueAtMs: epochMs + dueMs,
        latenessMs: sentMs - dueMs,
        latencyMs: performance.now() - dueMs,
        ...end,
      })
      open.delete(sending)
    })
    open.add(sending)
  }

  await new Promise<void>((resolve) => {
    let next = 0
    let timer: NodeJS.Timeout | undefined
    const finish = (): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', finish)
      resolve()
    }
    const sendDue = (): void => {
      for (; next < total; next++) {
        const dueMs = startMs + dueAfterMs(next, order.ratePerSecond)
        const waitMs = dueMs - performance.now()
        if (waitMs > 0) {
          timer = setTimeout(sendDue, waitMs)
          return
        }
        send(dueMs)
      }
      finish()
    }
    if (stop.aborted) return resolve()
    stop.addEventListener('abort', finish, { once: true })
    sendDue()
  })
  await Promise.all(open)
  agent.destroy()
  return records.sort((a, b) => a.dueAtMs - b.dueAtMs)
}
