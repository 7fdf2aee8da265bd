import type { Agent } from 'node:http'
import { request as httpRequest } from 'node:http'
import type { Stream } from './order.ts'

/** Why there is no whole answer. `unfinished`: the generator was stopped before it could know. */
export type FailureKind = 'refused' | 'reset' | 'timeout' | 'unreachable' | 'unfinished'

/** How one request ended. The status may be there although the body was cut. */
export interface RequestEnd {
  readonly status?: number
  readonly error?: FailureKind
  /** Header `x-version` of the answer. */
  readonly version?: string
  /** Sent over a connection that had carried another request before. */
  readonly reused: boolean
}

/**
 * Sends one request once: a retry would hide what a client without one sees. Resolves when the last byte is here, or with what went wrong.
 * `agent` undefined opens a connection of its own and closes it.
 */
export function sendOnce(url: URL, stream: Stream, agent: Agent | undefined, timeoutMs: number, stopped: AbortSignal): Promise<RequestEnd> {
  return new Promise((resolve) => {
    let reused = false
    let status: number | undefined
    let version: string | undefined
    let settled = false
    const end = (error?: FailureKind): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      stopped.removeEventListener('abort', stop)
      resolve({
        ...(status === undefined ? {} : { status }),
        ...(version === undefined ? {} : { version }),
        ...(error === undefined ? {} : { error }),
        reused,
      })
      // After the promise is settled: destroying makes an error event of its own.
      if (error !== undefined) request.destroy()
    }
    const stop = (): void => end('unfinished')
    const timer = setTimeout(() => end('timeout'), timeoutMs)
    stopped.addEventListener('abort', stop, { once: true })

    const body = stream.method === 'POST' ? Buffer.alloc(stream.bodyBytes ?? 256, 'x') : undefined
    const request = httpRequest(url, {
      method: stream.method,
      agent: agent ?? false,
      headers: body === undefined ? {} : { 'content-type': 'application/octet-stream', 'content-length': body.length },
    })
    request.on('socket', () => (reused = request.reusedSocket))
    request.on('error', (error: NodeJS.ErrnoException) => end(kindOf(error)))
    request.on('response', (response) => {
      status = response.statusCode
      const header = response.headers['x-version']
      version = typeof header === 'string' ? header : undefined
      response.on('error', (error: NodeJS.ErrnoException) => end(kindOf(error)))
      response.on('end', () => end(response.complete ? undefined : 'reset'))
      response.on('close', () => end(response.complete ? undefined : 'reset'))
      response.resume()
    })
    request.end(body)
  })
}

function kindOf({ code }: NodeJS.ErrnoException): FailureKind {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused'
    case 'ETIMEDOUT':
      return 'timeout'
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return 'unreachable'
    default:
      // ECONNRESET, EPIPE, a parse error of an answer cut short: the other side broke off.
      return 'reset'
  }
}
