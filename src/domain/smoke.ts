import { element, member, type Place, readDuration, readMap, readMembers, readText, readWhole, shown, wrong } from './document.ts'
import { type JsonStep, parseJsonPath } from './smoke/json-path.ts'
import { type ExpectedValue, fillText, type Identity, type SmokeRequest, type StatusRange } from './smoke/request.ts'
import type { Made } from './task-definition.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const known = [
  'path',
  'method',
  'headers',
  'body',
  'status',
  'contains',
  'json',
  'max-latency',
  'retries',
  'retry-delay',
  'timeout',
  'targets',
  'identify-by',
]
const longestMs = 300_000
/** Set by the connection itself. */
const reserved = ['connection', 'content-length', 'expect', 'transfer-encoding', 'upgrade']

/** The list `smoke`, as YAML gives it, as requests with every default filled in; or every mistake in it. */
export function parseSmoke(value: unknown): Made<readonly SmokeRequest[]> {
  const place: Place = { at: 'smoke', problems: [] }
  if (!Array.isArray(value) || value.length === 0) wrong(place, value, 'a list of requests, such as "- path: /health",')
  const entries: readonly unknown[] = Array.isArray(value) ? value : []
  const requests = entries.flatMap((entry, index) => readRequest(element(place, index), entry) ?? [])
  return place.problems.length > 0 ? { problems: place.problems } : { value: requests }
}

/** Where requests go, as `https://host:port` or with a path before theirs; `{side}` may stand anywhere in it. */
export function parseTestUrl(text: string, side: string): Made<URL> {
  const filled = fillText(text, side)
  const url = URL.canParse(filled) ? new URL(filled) : undefined
  // Of an address that cannot be read nothing is shown: there may be a password in it.
  if (url === undefined) return { problems: ['the test URL is not an address such as http://test.example.com:8080'] }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problems: [`the test URL begins with ${shown(url.protocol)}: http: or https: is expected`] }
  if (url.username !== '' || url.password !== '')
    return { problems: ['the test URL has a user or a password in it: give a header authorization to the requests'] }
  if (url.search !== '' || url.hash !== '')
    return { problems: ['the test URL has a query or a fragment: each request gives its own in path'] }
  return { value: url }
}

function readRequest(place: Place, entry: unknown): SmokeRequest | undefined {
  const members = readMembers(place, entry, known)
  if (members === undefined) return undefined
  const read = <T>(name: string, reader: (at: Place, value: unknown) => T | undefined): T | undefined =>
    members.has(name) ? reader(member(place, name), members.get(name)) : undefined
  const duration = (least: number) => (at: Place, value: unknown) => readDuration(at, value, least, longestMs)

  if (!members.has('path')) wrong(member(place, 'path'), undefined, 'a path such as /health')
  const body = read('body', readText)
  const contains = read('contains', readText)
  const maxLatencyMs = read('max-latency', duration(1))
  const identifyBy = read('identify-by', readIdentity)
  const request: SmokeRequest = {
    method: read('method', readMethod) ?? 'GET',
    path: read('path', readPath) ?? '/',
    headers: read('headers', readHeaders) ?? {},
    ...(body !== undefined && { body }),
    status: read('status', readStatus) ?? [{ from: 200, to: 200 }],
    ...(contains !== undefined && { contains }),
    json: read('json', readJson) ?? [],
    ...(maxLatencyMs !== undefined && { maxLatencyMs }),
    retries: read('retries', (at, value) => readWhole(at, value, 0, 20)) ?? 2,
    retryDelayMs: read('retry-delay', duration(0)) ?? 1_000,
    timeoutMs: read('timeout', duration(1)) ?? 10_000,
    targets: read('targets', (at, value) => readWhole(at, value, 1, 100)) ?? 1,
    ...(identifyBy !== undefined && { identifyBy }),
  }
  contradictions(place, request)
  return request
}

/** What no answer could ever satisfy. */
function contradictions(place: Place, request: SmokeRequest): void {
  const { method, body, contains, json, identifyBy, maxLatencyMs, timeoutMs } = request
  const add = (text: string): void => void place.problems.push(`${place.at} ${text}`)
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) add(`has a body, but ${method} sends none: give another method`)
  if (method === 'HEAD' && (contains !== undefined || json.length > 0 || identifyBy?.kind === 'json'))
    add('expects something of the body, but HEAD is answered without one: give another method')
  if (maxLatencyMs !== undefined && maxLatencyMs > timeoutMs)
    add(`has a max-latency of ${String(maxLatencyMs)} ms, but gives up after ${String(timeoutMs)} ms: raise timeout`)
}

function readMethod(place: Place, value: unknown): string | undefined {
  return typeof value === 'string' && methods.includes(value) ? value : wrong(place, value, `one of ${methods.join(', ')}`)
}

function readPath(place: Place, value: unknown): string | undefined {
  if (typeof value === 'string' && /^\/[\u0021-\u007e]*$/.test(value) && !value.includes('#')) return value
  return wrong(place, value, 'a path that begins with / and has no spaces, no # and no letters but ASCII (write %20 and the like)')
}

/** Names in lower case. */
export function readHeaders(place: Place, value: unknown): Readonly<Record<string, string>> | undefined {
  const map = readMap(place, value)
  const headers = new Map<string, string>()
  for (const [written, each] of map ?? []) {
    const name = written.toLowerCase()
    const at = member(place, written)
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) place.problems.push(`${at.at} is not a name a header can have`)
    else if (reserved.includes(name)) place.problems.push(`${at.at} cannot be set: the connection sets it`)
    else if (headers.has(name)) place.problems.push(`${at.at} is given twice`)
    // The value may be a secret, so that only its kind is told.
    else if (typeof each !== 'string') place.problems.push(`${at.at} is not text: put it in quotes`)
    else if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(each)) place.problems.push(`${at.at} has characters a header cannot have`)
    else headers.set(name, each)
  }
  return Object.fromEntries(headers)
}

function readStatus(place: Place, value: unknown): readonly StatusRange[] | undefined {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (entries.length === 0) return wrong(place, undefined, 'a status such as 200 or 2xx')
  return entries.flatMap((entry, index) => {
    const text = typeof entry === 'number' || typeof entry === 'string' ? String(entry) : ''
    if (/^[1-5]\d\d$/.test(text)) return [{ from: Number(text), to: Number(text) }]
    if (/^[1-5]xx$/i.test(text)) return [{ from: Number(text[0]) * 100, to: Number(text[0]) * 100 + 99 }]
    wrong(Array.isArray(value) ? element(place, index) : place, entry, 'a status such as 200, 2xx or [200, 404]')
    return []
  })
}

function readJson(place: Place, value: unknown): readonly ExpectedValue[] | undefined {
  return readMap(place, value)?.flatMap(([path, each]): ExpectedValue[] => {
    const at = member(place, path)
    const steps = parseJsonPath(path)
    if (steps === undefined) place.problems.push(`${at.at} is not a path such as $.build.version or items[0].id`)
    if (each === null || typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean')
      return steps === undefined ? [] : [{ path, steps, value: each }]
    wrong(at, each, 'text, a number, true, false or null')
    return []
  })
}

/** `header: x-instance` as text or as a mapping; YAML takes the text only in quotes. */
function readIdentity(place: Place, value: unknown): Identity | undefined {
  const text = typeof value === 'string' ? /^(header|json):\s*(\S+)$/.exec(value) : null
  const members = text ? new Map<string, unknown>([[text[1]!, text[2]!]]) : readIdentityMap(value)
  const [[kind, name] = ['', '']] = members ?? []
  if (members?.size === 1 && typeof name === 'string') {
    if (kind === 'header' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return { kind, name: name.toLowerCase() }
    const steps: readonly JsonStep[] | undefined = parseJsonPath(name)
    if (kind === 'json' && steps !== undefined) return { kind, path: name, steps }
  }
  return wrong(place, value, 'one of { header: x-instance } and { json: $.instance }')
}

function readIdentityMap(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined
}
