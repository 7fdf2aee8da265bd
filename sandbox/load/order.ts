/** One kind of request, with its share of all. Shares are relative: 6 and 2 are three quarters and one quarter. */
export interface Stream {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** `keep-alive` takes a connection that is open, `fresh` opens one for each request. */
  readonly connection: 'keep-alive' | 'fresh'
  readonly share: number
  /** Body of a POST, in bytes. */
  readonly bodyBytes?: number
}

/** What to send, where, how fast. */
export interface LoadOrder {
  /** Scheme, host and port; the paths are those of the streams. */
  readonly url: string
  readonly ratePerSecond: number
  /** Sending ends by itself after this, whoever may have forgotten it. */
  readonly durationMs: number
  /** From the moment a request is sent to the last byte of its answer. */
  readonly timeoutMs: number
  readonly streams: readonly Stream[]
  /** An answer later than this is counted as late, when given. */
  readonly lateAfterMs?: number
  /** Each request as one line of JSON goes to this file, when given. */
  readonly recordsFile?: string
}

/** Keep-alive for the most part; fresh connections, POSTs and slow requests prove that connections are drained and not cut. */
export const usualStreams: readonly Stream[] = [
  { name: 'keep-alive', method: 'GET', path: '/', connection: 'keep-alive', share: 70 },
  { name: 'fresh', method: 'GET', path: '/', connection: 'fresh', share: 18 },
  { name: 'post', method: 'POST', path: '/orders', connection: 'keep-alive', share: 10, bodyBytes: 512 },
  { name: 'slow', method: 'GET', path: '/slow?ms=1500', connection: 'keep-alive', share: 2 },
]

const usual = { ratePerSecond: 100, durationMs: 10 * 60_000, timeoutMs: 10_000, streams: usualStreams }

/** Reads an order from JSON. Only `url` must be there. Throws with every mistake told at once. */
export function readOrder(text: string): LoadOrder {
  const given: unknown = JSON.parse(text)
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error('an order is a JSON object')
  const order = { ...usual, ...given } as LoadOrder
  const mistakes = [
    ...(isHttp(order.url) ? [] : [`url: expected http://host:port, got ${JSON.stringify(order.url)}`]),
    ...(['ratePerSecond', 'durationMs', 'timeoutMs'] as const)
      .filter((name) => !(Number.isFinite(order[name]) && order[name] > 0))
      .map((name) => `${name}: expected a number above 0, got ${JSON.stringify(order[name])}`),
    ...(order.lateAfterMs === undefined || order.lateAfterMs > 0
      ? []
      : [`lateAfterMs: expected a number above 0, got ${JSON.stringify(order.lateAfterMs)}`]),
    ...streamMistakes(order.streams),
    ...Object.keys(given)
      .filter((name) => !['url', 'ratePerSecond', 'durationMs', 'timeoutMs', 'streams', 'lateAfterMs', 'recordsFile'].includes(name))
      .map((name) => `${name}: not known`),
  ]
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return order
}

function streamMistakes(streams: unknown): string[] {
  if (!Array.isArray(streams) || streams.length === 0) return ['streams: expected a list of at least one']
  return (streams as readonly Partial<Stream>[]).flatMap((stream, index) => [
    ...(typeof stream.name === 'string' && stream.name !== '' ? [] : [`streams[${index}].name: required`]),
    ...(stream.method === 'GET' || stream.method === 'POST' ? [] : [`streams[${index}].method: expected GET or POST`]),
    ...(typeof stream.path === 'string' && stream.path.startsWith('/') ? [] : [`streams[${index}].path: expected a path from /`]),
    ...(stream.connection === 'keep-alive' || stream.connection === 'fresh'
      ? []
      : [`streams[${index}].connection: expected keep-alive or fresh`]),
    ...(typeof stream.share === 'number' && stream.share > 0 ? [] : [`streams[${index}].share: expected a number above 0`]),
  ])
}

function isHttp(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'http:'
}
