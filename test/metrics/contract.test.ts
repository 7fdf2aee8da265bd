import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Counts } from '../../src/domain/analysis/model.ts'
import { createCommandProvider } from '../../src/metrics/command.ts'
import { createHttpJsonProvider } from '../../src/metrics/http-json.ts'
import { createPrometheusProvider } from '../../src/metrics/prometheus.ts'
import { metricProviderContract, type MetricStage, originMs } from '../contracts/metric-provider.ts'
import { compared, minuteMs, optionsOf, serve } from './loopback.ts'
import { servePrometheus } from './prometheus-server.ts'

type Held = Map<number, { readonly canary?: Counts; readonly baseline?: Counts } | 'spoilt'>
const sides = { green: 'canary', blue: 'baseline' } as const

/** What a counter stands at that counts what is held; NaN at the end of a spoilt interval. */
function standing(held: Held, arm: 'canary' | 'baseline', count: (counts: Counts) => number, atMs: number): string {
  if (held.get(atMs - minuteMs) === 'spoilt') return 'NaN'
  const before = [...held]
    .filter(([startMs, counts]) => counts !== 'spoilt' && startMs < atMs)
    .map(([, counts]) => counts as { readonly [arm]?: Counts })
  return String(before.reduce((sum, counts) => sum + (counts[arm] === undefined ? 0 : count(counts[arm])), 1000))
}

async function prometheusStage(histogram: boolean): Promise<MetricStage> {
  const server = await servePrometheus()
  const held: Held = new Map()
  const serveCounter = (labels: Readonly<Record<string, string>>, count: (counts: Counts) => number): void => {
    for (const side of ['green', 'blue'] as const)
      server.series.push({ labels: { ...labels, side }, at: (ms) => standing(held, sides[side], count, ms) })
  }
  serveCounter({ __name__: 'bad_total' }, ({ x }) => x)
  serveCounter({ __name__: 'seen_total' }, ({ n }) => n)
  serveCounter({ __name__: 'seconds_bucket', le: '0.250' }, ({ n, x }) => n - x)
  serveCounter({ __name__: 'seconds_bucket', le: '+Inf' }, ({ n }) => n)
  const common = { url: server.url, headers: {} }
  const metric = histogram
    ? compared('own', { kind: 'prometheus-histogram', buckets: 'seconds_bucket{side="{side}"}', thresholdsMs: [250], ...common })
    : compared('own', { kind: 'prometheus', bad: 'bad_total{side="{side}"}', total: 'seen_total{side="{side}"}', ...common })
  return {
    provider: createPrometheusProvider(optionsOf([metric])),
    periodMs: minuteMs,
    member: histogram ? 'own >250ms' : 'own',
    hold: (atMs, counts) => void held.set(atMs, counts),
    spoil: (atMs) => void held.set(atMs, 'spoilt'),
    breakDown: (how) =>
      (server.instead = how === 'hangs' ? () => undefined : (response) => void response.writeHead(503).end('no healthy upstream')),
    close: () => server.close(),
  }
}

async function httpJsonStage(): Promise<MetricStage> {
  const held: Held = new Map()
  let broken: 'hangs' | 'fails' | undefined
  const server = await serve((request, response) => {
    if (broken === 'hangs') return
    if (broken === 'fails') return void response.writeHead(500).end('Internal Server Error')
    const [, side, from] = (request.url ?? '').split('/')
    const counts = held.get(Number(from) * 1000)
    const own = counts === 'spoilt' ? { n: 'many', x: null } : counts?.[sides[side as 'green' | 'blue']]
    response.end(JSON.stringify({ counts: own ?? null }))
  })
  const source = { kind: 'http-json', url: `${server.url}/{side}/{from}`, bad: '$.counts.x', total: '$.counts.n', headers: {} } as const
  return {
    provider: createHttpJsonProvider(optionsOf([compared('own', source)])),
    periodMs: minuteMs,
    member: 'own',
    hold: (atMs, counts) => void held.set(atMs, counts),
    spoil: (atMs) => void held.set(atMs, 'spoilt'),
    breakDown: (how) => void (broken = how),
    close: () => server.close(),
  }
}

const script = `
[ ! -e "$FOLDER/hangs" ] || sleep 100
[ ! -e "$FOLDER/fails" ] || { echo 'no route to the database' >&2; exit 3; }
[ ! -e "$FOLDER/$SLUICE_SIDE-$SLUICE_FROM" ] || cat "$FOLDER/$SLUICE_SIDE-$SLUICE_FROM"
`

function commandStage(history: boolean): MetricStage {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-command-'))
  const write = (side: string, atMs: number, text: string): void => writeFileSync(join(folder, `${side}-${String(atMs / 1000)}`), text)
  return {
    provider: createCommandProvider(
      optionsOf([compared('own', { kind: 'command', run: script, history })], { env: { PATH: process.env['PATH'], FOLDER: folder } }),
    ),
    periodMs: minuteMs,
    member: 'own',
    hold(atMs, { canary, baseline }) {
      write('green', atMs, canary ? JSON.stringify(canary) : '')
      write('blue', atMs, baseline ? JSON.stringify(baseline) : '')
    },
    spoil: (atMs) => ['green', 'blue'].forEach((side) => write(side, atMs, '{"n":NaN,"x":NaN}')),
    breakDown: (how) => writeFileSync(join(folder, how), ''),
    close: () => rmSync(folder, { recursive: true }),
  }
}

if (originMs % minuteMs !== 0) throw new Error('the origin is no whole minute')
metricProviderContract('prometheus', () => prometheusStage(false))
metricProviderContract('prometheus, histogram', () => prometheusStage(true))
metricProviderContract('http-json', httpJsonStage)
metricProviderContract('command', () => commandStage(true))
metricProviderContract('command without history', () => commandStage(false))
