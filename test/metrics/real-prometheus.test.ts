import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Counts } from '../../src/domain/analysis/model.ts'
import type { Source } from '../../src/domain/metrics/model.ts'
import { createPrometheusProvider } from '../../src/metrics/prometheus.ts'
import { until } from '../e2e/until.ts'
import { findOnPath } from '../on-path.ts'
import { freePort } from '../free-port.ts'
import { compared, type Loopback, never, optionsOf, serve } from './loopback.ts'

const binary = findOnPath('prometheus')
const name = binary === undefined ? 'a real Prometheus (skipped: there is none on the PATH)' : 'a real Prometheus'

/** Real time, so that intervals are as short as the server takes them. */
const periodMs = 1000

describe.skipIf(binary === undefined)(name, () => {
  /** What the service counts, as the exporter shows it. */
  let counters = new Map<string, number>()
  const raise = (counter: string, by: number): void => void counters.set(counter, (counters.get(counter) ?? 0) + by)
  /** One request, good or bad, fast or slow. */
  const serveRequests = (side: string, task: string, counts: Counts, slow: number): void => {
    const labels = `side="${side}",task="${task}"`
    raise(`seen_total{${labels},code="200"}`, counts.n - counts.x)
    if (counts.x > 0) raise(`seen_total{${labels},code="500"}`, counts.x)
    raise(`seconds_bucket{${labels},le="0.25"}`, counts.n - slow)
    raise(`seconds_bucket{${labels},le="+Inf"}`, counts.n)
  }
  let exporter: Loopback
  let url: string
  let child: ChildProcess
  let folder: string
  let log = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-prometheus-'))
    exporter = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      response.end([...counters].map(([counter, value]) => `${counter} ${String(value)}\n`).join(''))
    })
    const config = [
      `global: { scrape_interval: 1s, scrape_timeout: 1s }`,
      `scrape_configs: [{ job_name: shop, static_configs: [{ targets: ['${exporter.url.replace('http://', '')}'] }] }]`,
    ]
    writeFileSync(join(folder, 'prometheus.yml'), `${config.join('\n')}\n`)
    const port = await freePort()
    url = `http://127.0.0.1:${String(port)}`
    const flags = [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${String(port)}`,
    ]
    child = spawn(binary!, flags, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()))
    await until(`the server to be ready:\n${log}`, async () => {
      if (child.exitCode !== null) throw new Error(`prometheus ended with ${String(child.exitCode)}:\n${log}`)
      return fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    })
  })
  afterAll(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await exporter.close()
    rmSync(folder, { recursive: true })
  })

  const sources = (): Record<'counters' | 'histogram', Source> => {
    const common = { url, headers: {} }
    return {
      counters: { kind: 'prometheus', bad: 'seen_total{side="{side}",code=~"5.."}', total: 'seen_total{side="{side}"}', ...common },
      histogram: { kind: 'prometheus-histogram', buckets: 'seconds_bucket{side="{side}"}', thresholdsMs: [250], ...common },
    }
  }
  const provider = () => {
    const { counters: own, histogram } = sources()
    return createPrometheusProvider(optionsOf([compared('errors', own), compared('slow', histogram)], { periodMs, delayMs: 500 }))
  }
  /** All that was counted since a moment, by member and arm. */
  const counted = async (sinceMs: number) => {
    const total: Record<string, Record<'canary' | 'baseline', Counts>> = {}
    for (const { samples } of await provider().rows(['errors', 'slow >250ms'], sinceMs, Date.now(), never))
      for (const [member, sample] of Object.entries(samples)) {
        const own = (total[member] ??= { canary: { n: 0, x: 0 }, baseline: { n: 0, x: 0 } })
        for (const arm of ['canary', 'baseline'] as const) own[arm] = { n: own[arm].n + sample[arm].n, x: own[arm].x + sample[arm].x }
      }
    return total
  }
  /** Whether the server shows this value of a counter at a moment. */
  const showsAt = async (atMs: number, counter: string, value: number): Promise<boolean> => {
    const answer = (await (await fetch(`${url}/api/v1/query?query=${encodeURIComponent(counter)}&time=${String(atMs / 1000)}`)).json()) as {
      data: { result: { value: [number, string] }[] }
    }
    return answer.data.result.some((each) => each.value[1] === String(value))
  }
  /** A whole second from which on the server shows this value of a counter. */
  const settled = (counter: string): Promise<number> =>
    until(`${counter} to be scraped`, async () => {
      const atMs = Math.floor((Date.now() - 1) / periodMs) * periodMs
      return (await showsAt(atMs, counter, counters.get(counter)!)) && atMs
    })

  test('gives what the service counted, request by request, over restarts', async () => {
    counters = new Map()
    serveRequests('green', 'a', { n: 100, x: 0 }, 10)
    serveRequests('blue', 'b', { n: 5000, x: 3 }, 40)
    const sinceMs = await settled('seen_total{side="blue",task="b",code="200"}')
    // The first bad request of the canary brings a counter that was not there before; so does a second task.
    serveRequests('green', 'a', { n: 50, x: 7 }, 20)
    serveRequests('green', 'c', { n: 20, x: 0 }, 1)
    serveRequests('blue', 'b', { n: 900, x: 9 }, 30)
    const first = {
      errors: { canary: { n: 70, x: 7 }, baseline: { n: 900, x: 9 } },
      'slow >250ms': { canary: { n: 70, x: 21 }, baseline: { n: 900, x: 30 } },
    }
    await until('all requests to be counted', async () => (await counted(sinceMs))['slow >250ms']?.baseline.n === 900)
    await until('all of the canary', async () => (await counted(sinceMs))['errors']?.canary.n === 70)
    await settled('seen_total{side="green",task="c",code="200"}')
    expect(await counted(sinceMs)).toEqual(first)

    // The task begins anew: its counters fall, and count from zero.
    for (const counter of [...counters.keys()].filter((each) => each.includes('task="a"'))) counters.delete(counter)
    serveRequests('green', 'a', { n: 30, x: 2 }, 5)
    await settled('seen_total{side="green",task="a",code="200"}')
    await until('the rest to be counted', async () => (await counted(sinceMs))['errors']?.canary.n === 100)
    expect(await counted(sinceMs)).toEqual({
      errors: { canary: { n: 100, x: 9 }, baseline: { n: 900, x: 9 } },
      'slow >250ms': { canary: { n: 100, x: 26 }, baseline: { n: 900, x: 30 } },
    })
  })

  test('knows no members but those that were asked for', async () => {
    expect(await provider().members(Date.now(), never)).toEqual(['errors', 'slow >250ms'])
  })

  test('says what is wrong with a query', async () => {
    const { counters: own } = sources()
    const broken = createPrometheusProvider(optionsOf([compared('errors', { ...own, bad: 'seen_total{side=}' } as Source)]))
    await expect(broken.rows(['errors'], Date.now() - 300_000, Date.now(), never)).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringMatching(/ cannot be read: bad_data: .*parse error/) as string,
    })
  })

  test('is the source that refuses what it is too much for', async () => {
    const { counters: own } = sources()
    const much = createPrometheusProvider(optionsOf([compared('errors', own)], { periodMs }))
    await expect(much.rows(['errors'], Date.now() - 86_400_000, Date.now(), never)).rejects.toMatchObject({
      message: expect.stringContaining('exceeded maximum resolution of 11,000 points') as string,
    })
  })
})
