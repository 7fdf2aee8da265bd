/**
 * The web server in image `sandbox/web:<tag>`: a small service whose ways of failing are set by environment variables.
 * It listens on HOST:PORT; `/health` answers health checks, `/slow?ms=N` answers after N ms, POST echoes its body, all else says the version.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

// A static import of node:http also loads undici (40 ms and 13 MB in Node 24); the built-in module itself does not.
const { createServer, get } = process.getBuiltinModule('node:http')

const environment = process.env
const settings = {
  version: environment['VERSION'] ?? 'unknown',
  /** Share of answers that are 500, spread evenly: the n-th is one when the count of errors due grows. */
  errorRate: number('ERROR_RATE', 0),
  /** What it cannot work without, by URL: while that does not answer with 200, so large a share of answers is 500. */
  dependencyUrl: environment['DEPENDENCY_URL'] ?? '',
  dependencyErrorRate: number('DEPENDENCY_ERROR_RATE', 1),
  latencyMs: number('LATENCY_MS', 0),
  startDelayMs: number('START_DELAY_MS', 0),
  /** Time after start when the process dies; 0 is at once. */
  crashAfterMs: optional('CRASH_AFTER_MS'),
  exitCode: number('EXIT_CODE', 1),
  unhealthyAfterMs: optional('UNHEALTHY_AFTER_MS'),
  /** Accepts connections and answers nothing, health checks excepted unless it is `all`. */
  neverAnswer: environment['NEVER_ANSWER'] ?? '',
  ignoreSigterm: flag('IGNORE_SIGTERM'),
  /** Time between SIGTERM and the end of accepting, beside the requests in flight. */
  shutdownMs: number('SHUTDOWN_MS', 0),
  /** Above the load balancer's idle time-out of 60 s: a target that closes first makes 502s. */
  keepAliveMs: number('KEEP_ALIVE_MS', 75_000),
  memoryMb: number('MEMORY_MB', 0),
  log: flag('LOG'),
}
const dependencyEachMs = 200
const task = environment['TASK_ID'] ?? `${environment['HOST'] ?? ''}:${environment['PORT'] ?? ''}`
const ballast = settings.memoryMb > 0 ? Buffer.alloc(settings.memoryMb * 1024 * 1024, 1) : undefined
const startedAtMs = Date.now()
let served = 0
/** Answers that are still to be errors: each request adds its part, and a whole one is taken. */
let errorsDue = 0
let dependencyFails = false
let stopping = false

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://web')
  if (settings.log) console.log(`${request.method} ${request.url}`)
  if (settings.neverAnswer === 'all') return
  if (url.pathname === '/health') return answerHealth(response)
  if (isOn(settings.neverAnswer)) return
  const waitMs = settings.latencyMs + (url.pathname === '/slow' ? Number(url.searchParams.get('ms') ?? 0) : 0)
  if (waitMs > 0) setTimeout(() => answer(request, response), waitMs)
  else answer(request, response)
})
server.keepAliveTimeout = settings.keepAliveMs
// Node would add a second to what was asked for, which would hide the failure a short time-out is set to show.
;(server as { keepAliveTimeoutBuffer?: number }).keepAliveTimeoutBuffer = 0

function answer(request: IncomingMessage, response: ServerResponse): void {
  served++
  errorsDue += dependencyFails ? Math.max(settings.errorRate, settings.dependencyErrorRate) : settings.errorRate
  // A part in ten is no exact number: ten of them are a little less than one.
  const failed = errorsDue >= 1 - 1e-9
  if (failed) errorsDue -= 1
  response.statusCode = failed ? 500 : 200
  response.setHeader('x-version', settings.version)
  response.setHeader('x-task', task)
  if (stopping) response.setHeader('connection', 'close')
  if (failed) console.error(`error: request ${served} ${request.method} ${request.url} failed: upstream returned no rows`)
  if (request.method === 'POST' && !failed) {
    response.setHeader('content-type', request.headers['content-type'] ?? 'application/octet-stream')
    request.pipe(response)
    return
  }
  request.resume()
  response.setHeader('content-type', 'application/json')
  response.end(
    failed ? JSON.stringify({ error: 'internal', version: settings.version, task }) : JSON.stringify({ version: settings.version, task }),
  )
}

/** Asks again and again, never twice at once. Health does not hang on it: a new task would not work without it either. */
function watchDependency(url: string): void {
  let works = false
  const request = get(url, { timeout: 2_000 }, (response) => {
    works = response.statusCode === 200
    response.on('error', () => (works = false))
    response.resume()
  })
  request.on('timeout', () => request.destroy())
  request.on('error', () => (works = false))
  request.on('close', () => {
    dependencyFails = !works
    setTimeout(() => watchDependency(url), dependencyEachMs).unref()
  })
}

function answerHealth(response: ServerResponse): void {
  const ill = settings.unhealthyAfterMs !== undefined && Date.now() - startedAtMs >= settings.unhealthyAfterMs
  response.statusCode = ill ? 503 : 200
  response.end(ill ? 'unhealthy\n' : 'ok\n')
}

function crash(): void {
  console.error("Error: Cannot find module '/app/config/production.json'\n    at loadConfig (/app/server.js:14:11)")
  process.exit(settings.exitCode)
}

process.on('SIGTERM', () => {
  if (settings.ignoreSigterm || stopping) return
  stopping = true
  if (settings.log) console.log('SIGTERM: finishing')
  setTimeout(() => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  }, settings.shutdownMs)
})

if (settings.dependencyUrl !== '') watchDependency(settings.dependencyUrl)
if (settings.crashAfterMs !== undefined) {
  if (settings.crashAfterMs === 0) crash()
  setTimeout(crash, settings.crashAfterMs)
}
setTimeout(() => {
  server.listen(Number(environment['PORT'] ?? 8080), environment['HOST'] ?? '127.0.0.1', () => {
    const memory = ballast === undefined ? '' : `, holding ${ballast.length} bytes`
    console.log(`listening on ${environment['HOST'] ?? '127.0.0.1'}:${environment['PORT'] ?? 8080}, version ${settings.version}${memory}`)
  })
}, settings.startDelayMs)

function number(name: string, otherwise: number): number {
  return optional(name) ?? otherwise
}

function optional(name: string): number | undefined {
  const text = environment[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`error: ${name} must be a number of at least 0, not "${text}"`)
  process.exit(64)
}

function flag(name: string): boolean {
  return isOn(environment[name] ?? '')
}

function isOn(text: string): boolean {
  return text !== '' && text !== '0' && text !== 'false'
}
