import { request as requestHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { quoted } from '../domain/document.ts'
import type { SmokeAnswer } from '../domain/smoke/answer.ts'
import type { SmokeRequest } from '../domain/smoke/request.ts'
import { secondsText } from './finding.ts'

/** As much of a body is read; what follows is not waited for. */
const mostBytes = 1_048_576

/** An answer, or why there is none: one clause with the real values. */
export type Exchange = { readonly answer: SmokeAnswer } | { readonly failed: string }

/**
 * One request on a connection of its own, so that the load balancer chooses a target anew. Redirects are answers like others.
 * The time-out covers all from the name's resolution to the end of the body, as the latency does. Throws what the signal was aborted with.
 */
export async function exchange(
  request: SmokeRequest,
  base: URL,
  options: { readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<Exchange> {
  const { nowMs, signal } = options
  signal.throwIfAborted()
  const startedAtMs = nowMs()
  return new Promise((resolve, reject) => {
    let stage = 'no answer'
    const call = open(request, base)
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      call.destroy()
    }
    const settle = (result: Exchange): void => {
      end()
      resolve(result)
    }
    const fail = (error: NodeJS.ErrnoException): void => settle({ failed: failureText(error, stage) })
    const abort = (): void => {
      end()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => settle({ failed: `${stage} within ${secondsText(request.timeoutMs)}` }), request.timeoutMs)
    signal.addEventListener('abort', abort, { once: true })
    // Errors that come after the end are those of our own destroy.
    call.on('error', fail)
    call.on('response', (response) => {
      stage = `status ${String(response.statusCode)}, but no end of the body`
      response.on('error', fail)
      readBody(response, (body, cut) => {
        const { statusCode: status = 0, headers } = response
        const answer = { status, headers: flat(headers), body, ...(cut && { cut: true as const }), latencyMs: nowMs() - startedAtMs }
        settle({ answer })
      })
    })
    call.end(request.body)
  })
}

function open(request: SmokeRequest, base: URL): ClientRequest {
  const tls = base.protocol === 'https:'
  const options: RequestOptions = {
    // No connection is kept. Over TLS node asks for the certificate of the name in the header host, and checks it against that.
    agent: false,
    method: request.method,
    // Of an IPv6 address the URL has the brackets, the socket has not.
    hostname: base.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: base.port === '' ? (tls ? 443 : 80) : base.port,
    path: base.pathname.replace(/\/$/, '') + request.path,
    headers: {
      'user-agent': 'sluice-smoke',
      accept: '*/*',
      'accept-encoding': 'identity',
      ...request.headers,
      ...(request.body !== undefined && { 'content-length': String(Buffer.byteLength(request.body)) }),
    },
  }
  return tls ? requestHttps(options) : requestHttp(options)
}

function readBody(response: IncomingMessage, done: (body: string, cut: boolean) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > mostBytes) done(Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8'), true)
  })
  response.on('end', () => done(Buffer.concat(chunks).toString('utf8'), false))
}

function flat(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  EHOSTUNREACH: 'the address cannot be reached',
  ENETUNREACH: 'the address cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'the name cannot be resolved',
  EAI_AGAIN: 'the name cannot be resolved',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by an authority that is not trusted',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  EPROTO: 'there is no TLS',
}

function failureText(error: NodeJS.ErrnoException, stage: string): string {
  const code = error.code ?? error.name
  const what = failures[code] ?? `the request failed: ${quoted(error.message)}`
  return stage === 'no answer' ? `${what} (${code})` : `${stage}: ${what} (${code})`
}
