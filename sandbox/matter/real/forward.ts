import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { request as httpRequest } from 'node:http'
import type { TargetPool } from './target-pool.ts'

/** One request on its way to one target. */
export interface Passage {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly pool: TargetPool
  readonly host: string
  readonly port: number
  readonly listenerPort: number
  readonly connectTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly cookies: readonly string[]
  /** Called once, however the request ends. Latency is that of the target's first byte, or of the whole when there was none. */
  readonly ended: (end: {
    readonly by: 'target' | 'load-balancer'
    readonly status: number
    readonly connectionError?: true
    readonly latencyMs: number
  }) => void
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Passes a request on once, never again: an Application Load Balancer does not retry. Bodies are streamed.
 * 502: the target refused, reset or answered nonsense; 504: it did not accept in time or stayed silent; 460: the client left first.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 * Returns a function that cuts the passage, for a target whose deregistration delay is over.
 */
export function forward(passage: Passage): () => void {
  const { request, response } = passage
  const startedMs = performance.now()
  let connected = false
  let over = false
  const end = (by: 'target' | 'load-balancer', status: number, connectionError = false): void => {
    if (over) return
    over = true
    passage.ended({ by, status, ...(connectionError ? { connectionError: true as const } : {}), latencyMs: performance.now() - startedMs })
  }
  const upstream = httpRequest({
    host: passage.host,
    port: passage.port,
    method: request.method,
    path: request.url,
    headers: forwardedHeaders(passage),
    agent: passage.pool,
    setHost: false,
  })
  /** Ends the passage with an answer of our own, or by cutting the client when the target's answer has begun. */
  const fail = (status: number, connectionError = false): void => {
    end('load-balancer', status, connectionError)
    clearTimeout(connecting)
    upstream.destroy()
    if (response.headersSent) response.destroy()
    else answerSelf(response, status)
  }
  const connecting = setTimeout(() => {
    if (!connected) fail(504, true)
  }, passage.connectTimeoutMs)
  upstream.setTimeout(passage.idleTimeoutMs, () => fail(504))
  upstream.on('socket', (socket) => {
    const ready = (): void => {
      connected = true
      clearTimeout(connecting)
    }
    if (socket.connecting) socket.once('connect', ready)
    else ready()
  })
  upstream.on('error', () => {
    if (!over) fail(502, !connected)
    else if (response.headersSent && !response.writableEnded) response.destroy()
  })
  upstream.on('response', (answer) => {
    end('target', answer.statusCode ?? 0)
    const headers: OutgoingHttpHeaders = withoutHopByHop(answer.headers)
    if (passage.cookies.length > 0) headers['set-cookie'] = [...(answer.headers['set-cookie'] ?? []), ...passage.cookies]
    response.writeHead(answer.statusCode ?? 502, headers)
    answer.pipe(response)
    answer.on('close', () => {
      if (!answer.complete) response.destroy()
    })
  })
  response.on('close', () => {
    clearTimeout(connecting)
    if (response.writableFinished) return
    end('load-balancer', 460)
    upstream.destroy()
  })
  // A request without a body ends here; piping would send an empty chunked one for GET.
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) upstream.end()
  else request.pipe(upstream)
  return () => fail(502)
}

/** An answer made by the load balancer itself. */
export function answerSelf(response: ServerResponse, status: number): void {
  const title = `${status} ${reasons[status] ?? ''}`.trim()
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  response.writeHead(status, { server: 'awselb/2.0', 'content-type': 'text/html', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

function forwardedHeaders({ request, listenerPort }: Passage): OutgoingHttpHeaders {
  const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const before = request.headers['x-forwarded-for']
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return {
    ...withoutHopByHop(request.headers),
    ...(request.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    'x-forwarded-for': before === undefined ? client : `${[before].flat().join(', ')}, ${client}`,
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(listenerPort),
    'x-amzn-trace-id': request.headers['x-amzn-trace-id'] ?? `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
  }
}

function withoutHopByHop(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = { ...headers }
  for (const name of hopByHop) delete kept[name]
  return kept
}
