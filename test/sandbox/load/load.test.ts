import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../sandbox/load/generator.ts'
import { generateLoad } from '../../../sandbox/load/generator.ts'
import type { LoadOrder } from '../../../sandbox/load/order.ts'
import { readOrder, usualStreams } from '../../../sandbox/load/order.ts'
import type { LoadReport } from '../../../sandbox/load/report.ts'
import { reportOf } from '../../../sandbox/load/report.ts'
import { startFailingServer } from './failing-server.ts'

const never = new AbortController().signal
const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function order(url: string, rest: Partial<LoadOrder> = {}): LoadOrder {
  return { url, ratePerSecond: 500, durationMs: 1000, timeoutMs: 2000, streams: usualStreams, ...rest }
}

async function load(of: LoadOrder): Promise<LoadReport> {
  const startedAtMs = Date.now()
  return reportOf(await generateLoad(of, never, never), startedAtMs, Date.now())
}

describe('the load generator', () => {
  it('counts exactly what a server did that fails every n-th request', async () => {
    const server = await startFailingServer({ reset: 50, error: 40 })
    closers.push(server.close)
    const report = await load(order(server.url, { durationMs: 2000 }))
    const { ok, errors, resets } = server.truth
    expect(ok + errors + resets).toBe(1000)
    expect(report.requests).toBe(1000)
    expect(resets).toBe(20)
    expect(report.byStatus).toEqual({ 200: ok, 502: errors })
    expect(report.byError).toEqual({ reset: resets })
    expect(report.failed).toBe(errors + resets)
    expect(report.byVersion['none']).toBe(resets)
    expect(report.byVersion['v1']! + report.byVersion['v2']!).toBe(ok + errors)
    expect(report.seconds.reduce((sum, second) => sum + second.failed, 0)).toBe(report.failed)
  })

  it('sends each stream its share, keep-alive over open connections and fresh ones never', async () => {
    const url = await serve((request, response) => {
      request.resume()
      response.end('ok')
    })
    const report = await load(order(url, { ratePerSecond: 200 }))
    expect(report.byStream['keep-alive']).toMatchObject({ requests: 140, failed: 0 })
    expect(report.byStream['fresh']).toEqual({ requests: 36, failed: 0, reused: 0 })
    expect(report.byStream['post']?.requests).toBe(20)
    expect(report.byStream['slow']?.requests).toBe(4)
    expect(report.byStream['keep-alive']!.reused).toBeGreaterThan(0)
  })

  it('tells refused, timed out and cut off answers apart', async () => {
    const gone = await serve(() => {})
    await closers.pop()!()
    expect((await load(order(gone, { durationMs: 100 }))).byError).toEqual({ refused: 50 })

    const mute = await serve(() => {})
    expect((await load(order(mute, { durationMs: 100, timeoutMs: 200 }))).byError).toEqual({ timeout: 50 })

    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.socket?.destroy())
    })
    const report = await load(order(cut, { durationMs: 100 }))
    expect(report).toMatchObject({ failed: 50, byError: { reset: 50 } })
  })

  it('goes on sending while the server stands still, and counts latency from the due time', async () => {
    const held: ServerResponse[] = []
    let arrived = 0
    const url = await serve((_request, response) => {
      held.push(response)
      // Nothing is answered before all have come: a closed loop would never get there.
      if (++arrived === 50) for (const each of held) each.end()
    })
    const records = await generateLoad(
      order(url, { durationMs: 500, ratePerSecond: 100, streams: [usualStreams[0]!], timeoutMs: 10_000 }),
      never,
      never,
    )
    expect(records).toHaveLength(50)
    const first = records[0]!
    expect(first.latencyMs).toBeGreaterThanOrEqual(480)
    for (const [index, record] of records.entries()) expect(record.dueAtMs - first.dueAtMs).toBeCloseTo(index * 10, 3)
  })

  it('never sends a request twice', async () => {
    let arrived = 0
    const url = await serve((request) => {
      arrived++
      request.socket.resetAndDestroy()
    })
    const report = await load(order(url, { durationMs: 200 }))
    expect(report.byError).toEqual({ reset: 100 })
    expect(arrived).toBe(100)
  })
})

describe('the report', () => {
  const record = (rest: Partial<RequestRecord>): RequestRecord => ({
    stream: 'keep-alive',
    dueAtMs: 0,
    latenessMs: 0,
    latencyMs: 1,
    status: 200,
    reused: true,
    ...rest,
  })

  it('is void when the generator itself was held up, and not for one late send', () => {
    const records = Array.from({ length: 200 }, (_, index) => record({ dueAtMs: index * 10, latenessMs: index < 1 ? 900 : 3 }))
    expect(reportOf(records, 0, 2000).void).toBe(false)
    expect(
      reportOf(
        records.map((each) => ({ ...each, latenessMs: each.latenessMs + 60 })),
        0,
        2000,
      ).void,
    ).toBe(true)
  })

  it('has a second for every second, those without a request too', () => {
    const records = [record({ dueAtMs: 1000, version: 'v1' }), record({ dueAtMs: 3999, status: 503 })]
    expect(reportOf(records, 1000, 5000).seconds).toEqual([
      { atMs: 1000, requests: 1, failed: 0, byVersion: { v1: 1 } },
      { atMs: 2000, requests: 0, failed: 0, byVersion: {} },
      { atMs: 3000, requests: 1, failed: 1, byVersion: { none: 1 } },
    ])
  })
})

it('the report tells of each version what failed, what was late, and how long good answers took', () => {
  const record = (version: string | undefined, latencyMs: number, status = 200): RequestRecord => ({
    ...{ stream: 'keep-alive', dueAtMs: 0, latenessMs: 0, latencyMs, status, reused: true },
    ...(version !== undefined && { version }),
  })
  const records = [record('v1', 2), record('v2', 60), record('v2', 61), record('v2', 90, 500), record(undefined, 6000, 504)]
  const report = reportOf(records, 0, 1000, 60)
  expect(report.failedByVersion).toEqual({ none: 1, v2: 1 })
  expect(report.lateByVersion).toEqual({ v2: 1 })
  expect(report.latencyByVersion).toEqual({ v1: { p50: 2, p99: 2, max: 2 }, v2: { p50: 60, p99: 61, max: 61 } })
  expect(reportOf(records, 0, 1000).lateByVersion).toEqual({})
})

describe('an order', () => {
  it('needs only an address', () => {
    expect(readOrder('{"url":"http://127.0.0.1:8080"}')).toMatchObject({ ratePerSecond: 100, streams: usualStreams })
  })

  it('is refused with every mistake at once', () => {
    const text = JSON.stringify({
      url: 'ftp://x',
      ratePerSecond: 0,
      lateAfterMs: 0,
      streams: [{ name: '', method: 'PUT', path: 'x' }],
      rate: 5,
    })
    for (const told of [
      /url: /,
      /ratePerSecond: /,
      /lateAfterMs: /,
      /name: required/,
      /method: /,
      /path: /,
      /connection: /,
      /share: /,
      /rate: not known/,
    ])
      expect(() => readOrder(text)).toThrow(told)
  })
})

describe('the program', () => {
  it('says when it begins, and on SIGTERM waits for what is on its way and reports it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-load-'))
    closers.push(() => rmSync(folder, { recursive: true, force: true }))
    let arrived = 0
    const url = await serve((_request, response) => {
      if (++arrived === 20) child.kill('SIGTERM')
      setTimeout(() => response.end(), 50)
    })
    const recordsFile = join(folder, 'records.ndjson')
    const program = fileURLToPath(new URL('../../../sandbox/load/main.ts', import.meta.url))
    const child = spawn(process.execPath, [program, JSON.stringify({ url, recordsFile })], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(0)
    expect(JSON.parse(lines[0]!)).toMatchObject({ started: true })
    const report = JSON.parse(lines[1]!) as LoadReport
    expect(report.requests).toBe(arrived)
    expect(report.requests).toBeGreaterThanOrEqual(20)
    expect(report.failed).toBe(0)
    expect(readFileSync(recordsFile, 'utf8').trimEnd().split('\n')).toHaveLength(report.requests)
  })
})
