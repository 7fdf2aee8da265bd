import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { analysisOf } from '../../src/domain/analysis/declared.ts'
import type { ComparedMetric, Row } from '../../src/domain/analysis/model.ts'
import { bareArm } from '../../src/domain/metrics/arm.ts'
import type { Source } from '../../src/domain/metrics/model.ts'
import type { Verdict } from '../../src/domain/rollout.ts'
import { createCanaryJudge } from '../../src/engine/canary-judge.ts'
import { createHttpJsonProvider } from '../../src/metrics/http-json.ts'
import { replayed, rowsOf, times } from './canary-replayed.ts'
import type { Item } from './item.ts'

/** What is known of the baseline from before: an hour of 10,000 requests a minute, a thousandth of them bad. */
const past = rowsOf(times(60, [0, 0, 9_500, 10] as const), -60)

interface Situation {
  readonly name: string
  readonly rows: readonly Row[]
  /** Of each row, the verdict of the last. */
  readonly verdict: Verdict
  readonly says: RegExp
  /** No gate opens on it, whatever is asked of an inconclusive one. */
  readonly blocks?: true
  /** By which minute, where it must not take long. */
  readonly byMinute?: number
  readonly spec?: object
}

const nan = (minute: number): Row => ({
  minute,
  metrics: { errors: { canary: { n: NaN, x: NaN }, baseline: { n: 9_500, x: 10 } } },
})

/** What the reference names, and what is to be said to it. */
const situations: readonly Situation[] = [
  {
    ...{ name: 'zero traffic', rows: rowsOf(times(20, [0, 0, 0, 0] as const)), verdict: 'inconclusive', blocks: true },
    says: /^there were no requests on either arm/,
  },
  {
    name: 'nothing but silence of the source',
    rows: times(20, 0).map((_, minute) => ({ minute, metrics: {} })),
    ...{ verdict: 'inconclusive', blocks: true, says: /no requests|no data/ },
  },
  {
    name: 'one request a minute',
    rows: rowsOf(
      Array.from({ length: 60 }, (_, minute) => (minute % 20 === 7 ? [1, 0, 0, 0] : [0, 0, 1, 0]) as [number, number, number, number]),
    ),
    ...{ verdict: 'inconclusive', blocks: true, says: /nothing to compare with/ },
  },
  {
    name: 'a baseline without errors, a canary with some',
    rows: rowsOf([...times(3, [500, 0, 9_500, 0] as const), ...times(7, [500, 3, 9_500, 0] as const)]),
    ...{ verdict: 'fail', says: /^errors: .*bad of .*expected/, byMinute: 9 },
  },
  {
    name: 'neither arm with errors, much traffic',
    rows: rowsOf(times(60, [2_500, 0, 7_500, 0] as const)),
    ...{ verdict: 'pass', says: /negligible|0 bad of/ },
  },
  {
    name: 'a canary without data while the baseline has some',
    rows: [...past, ...rowsOf(times(10, [0, 0, 10_000, 10] as const))],
    ...{ verdict: 'error', blocks: true, says: /^the canary gets no traffic/ },
  },
  {
    name: 'a source that has the baseline alone, from the fifth minute on',
    rows: [...past, ...rowsOf(times(5, [500, 1, 9_500, 10] as const)), ...rowsOf(times(5, [0, 0, 10_000, 10] as const), 5)],
    ...{ verdict: 'error', blocks: true, says: /^the canary gets no traffic/ },
  },
  {
    name: 'NaN',
    rows: [...past, ...rowsOf(times(5, [500, 1, 9_500, 10] as const)), nan(5)],
    ...{ verdict: 'error', says: /the source gave (NaN|null) for errors of the canary in minute 5/ },
  },
  {
    name: 'more bad requests than requests',
    rows: [...past, ...rowsOf([...times(5, [500, 1, 9_500, 10] as const), [5, 9, 9_500, 10]])],
    ...{ verdict: 'error', says: /9 bad of 5 requests/ },
  },
  {
    name: 'a canary that answers nothing well',
    rows: [...past, ...rowsOf([[500, 500, 9_500, 10]])],
    ...{ verdict: 'fail', says: /^errors: all 500 requests of the canary/, byMinute: 0 },
  },
  {
    name: 'both arms failing',
    rows: [...past, ...rowsOf([...times(8, [500, 1, 9_500, 10] as const), ...times(5, [500, 100, 9_500, 1_900] as const)])],
    ...{ verdict: 'inconclusive', blocks: true, says: /both arms are failing, which says nothing about the canary/ },
  },
  {
    name: '100,000 requests a minute, twice as many bad',
    rows: [...past.map(tenfold), ...rowsOf(times(60, [5_000, 100, 95_000, 950] as const))],
    ...{ verdict: 'fail', says: /^errors: .*bad of .*expected/, byMinute: 10 },
  },
  {
    name: '100,000 requests a minute, none the worse',
    rows: [...past.map(tenfold), ...rowsOf(times(60, [5_000, 50, 95_000, 950] as const))],
    ...{ verdict: 'pass', says: /2x is ruled out/ },
  },
]

export const dataSituations: Item = {
  name: 'data-situations',
  claim:
    'Zero traffic, one request a minute, baselines without errors, canaries without data, NaN, 100,000 requests a minute: each replayed to its verdict, with a sentence; a provider that hangs is an error and no failed canary',
  async run(progress) {
    const told: Record<string, unknown>[] = []
    for (const { name, rows, verdict, says, blocks, byMinute, spec } of situations) {
      const { looks } = await replayed(rows, { bake: '60m', metrics: ['errors'], ...spec })
      const last = looks.at(-1)!
      const first = looks.find((look) => look.verdict === verdict)?.minute
      const ok =
        last.verdict === verdict &&
        says.test(last.because) &&
        (last.blocks ?? false) === (blocks ?? false) &&
        (first ?? Infinity) <= (byMinute ?? Infinity)
      told.push({ name, ok, verdict: last.verdict, because: last.because, ...(last.blocks && { blocks: true }), first })
      progress(`${ok ? 'ok' : 'FAILED'}: ${name}: ${last.verdict}, ${last.because}`)
    }
    const hung = await hangingProvider()
    told.push({ name: 'a provider that hangs', ...hung })
    progress(`${hung.ok ? 'ok' : 'FAILED'}: a provider that hangs: ${hung.verdict}, ${hung.because}`)
    return { ok: told.every(({ ok }) => ok === true), figures: { situations: told } }
  },
}

function tenfold(row: Row): Row {
  const { canary, baseline } = row.metrics['errors']!
  return { minute: row.minute, metrics: { errors: { canary, baseline: { n: baseline.n * 10, x: baseline.x * 100 } } } }
}

/** A real server that takes the question and never answers, asked by the real provider through the judge. */
async function hangingProvider(): Promise<{
  readonly ok: boolean
  readonly verdict: string
  readonly because: string
  readonly seconds: number
}> {
  const server = createServer(() => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{arm}?from={from}&to={to}`
    const source: Source = { kind: 'http-json', url, bad: '$.bad', total: '$.total', headers: {} }
    const metric: ComparedMetric = {
      ...{ name: 'orders', alphaShare: 1, margin: 1.25, harm: 2, required: true, overdispersion: 'auto', failures: false },
    }
    const spec = analysisOf({
      ...{ metrics: [metric], alpha: 0.05, beta: 0.05, periodMs: 60_000, warmUpMs: 60_000, floorMs: 300_000 },
      ...{ judgedMs: 3_600_000, extends: false, adapts: false },
    })
    const arms = { canary: { ...bareArm, arm: 'canary' as const }, baseline: { ...bareArm, arm: 'baseline' as const } }
    const options = { arms, metrics: [{ metric, source }], periodMs: 60_000, delayMs: 0, env: {}, mask: () => undefined, timeoutMs: 1_000 }
    const judge = createCanaryJudge({
      spec,
      objectives: [],
      open: () => Promise.resolve([{ provider: createHttpJsonProvider(options), pastMs: 0, metrics: ['orders'] }]),
      forecast: () => [],
    })
    const startMs = Date.UTC(2030, 0, 1)
    const { signal } = new AbortController()
    const askedMs = performance.now()
    const { frozen } = await judge.freeze!(startMs, signal)
    const check = { name: 'analysis', kind: 'analysis', spec } as const
    const course = { arrivals: [{ weight: 5, atMs: startMs }], frozen }
    const [found] = await judge.judge([check], startMs, startMs + 300_000, signal, course)
    const seconds = Math.round((performance.now() - askedMs) / 100) / 10
    const { verdict, because } = found!
    return { ok: verdict === 'error' && /orders of canary.*(no answer|1 s)/.test(because), verdict, because, seconds }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
