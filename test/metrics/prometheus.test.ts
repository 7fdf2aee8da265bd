import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Source } from '../../src/domain/metrics/model.ts'
import { createPrometheusProvider } from '../../src/metrics/prometheus.ts'
import type { MetricProvider } from '../../src/ports.ts'
import { arms, compared, minuteMs, never, optionsOf, serve } from './loopback.ts'
import { type PrometheusServer, say, servePrometheus, steps } from './prometheus-server.ts'

const origin = 1_800_000_000_000
const toMs = (minutes: number): number => origin + minutes * minuteMs
const delayed = (minutes: number): number => toMs(minutes) + 30_000

let server: PrometheusServer
beforeEach(async () => {
  server = await servePrometheus()
})
afterEach(() => server.close())

const counters = (more: object = {}): Source => ({
  kind: 'prometheus',
  url: server.url,
  bad: 'bad_total{side="{side}"}',
  total: 'seen_total{side="{side}"}',
  headers: {},
  ...more,
})
const buckets = (thresholdsMs: 'auto' | readonly number[]): Source => {
  return { kind: 'prometheus-histogram', url: server.url, buckets: 'seconds_bucket{side="{side}"}', thresholdsMs, headers: {} }
}
const providerOf = (source: Source, more: object = {}): MetricProvider =>
  createPrometheusProvider(optionsOf([compared('own', source)], more))
const read = async (source: Source, minutes: number, members: readonly string[] = ['own']) =>
  (await providerOf(source).rows(members, origin, delayed(minutes), never)).map(({ atMs, samples }) => [
    (atMs - origin) / minuteMs,
    samples,
  ])
const why = async (source: Source, more: object = {}): Promise<string> => {
  const error = (await providerOf(source, more)
    .rows(['own'], origin, delayed(2), never)
    .catch((thrown: unknown) => thrown)) as Error
  expect(error).toMatchObject({ name: 'SluiceError', reasonCode: 'METRICS_UNAVAILABLE' })
  return error.message
}

const green = { __name__: 'seen_total', side: 'green' }
const blue = { __name__: 'seen_total', side: 'blue' }
const greenBad = { __name__: 'bad_total', side: 'green' }

describe('counters', () => {
  test('are asked for as they stand at the ends of whole minutes', async () => {
    await providerOf(counters()).rows(['own'], origin + 1, toMs(9), never)
    expect(server.queries.map((query) => Object.fromEntries(query))).toContainEqual({
      query: 'seen_total{side="green"}',
      start: String(toMs(1 - 15) / 1000),
      end: String(toMs(8) / 1000),
      step: '60',
    })
    expect(server.queries).toHaveLength(4)
  })

  test('of each task are added up, each with its own restart', async () => {
    server.series.push(
      steps({ ...green, task: 'a' }, origin, 100, 150, 5, 25),
      steps({ ...green, task: 'b' }, origin, 7, 8, 9, 10),
      steps({ ...greenBad, task: 'a' }, origin, 10, 12, 3, 3),
      steps({ ...blue, task: 'c' }, origin, 1000, 2000, 3000, 4000),
    )
    expect(await read(counters(), 3)).toEqual([
      [0, { own: { canary: { n: 51, x: 2 }, baseline: { n: 1000, x: 0 } } }],
      [1, { own: { canary: { n: 6, x: 3 }, baseline: { n: 1000, x: 0 } } }],
      [2, { own: { canary: { n: 21, x: 0 }, baseline: { n: 1000, x: 0 } } }],
    ])
  })

  test.each(['NaN', '', '+Inf', '-5'])('that are %j were not seen', async (value) => {
    server.series.push(steps(green, origin, 10, value, 50, 60), steps(blue, origin, 0, 1, 2, 3))
    const baseline = { n: 1, x: 0 }
    expect(await read(counters(), 3)).toEqual([
      [0, { own: { canary: { n: 0, x: 0 }, baseline } }],
      [1, { own: { canary: { n: 0, x: 0 }, baseline } }],
      [2, { own: { canary: { n: 10, x: 0 }, baseline } }],
    ])
  })

  test('of a new task begin at zero, those of an arm that is new as a whole are not known', async () => {
    server.series.push(
      steps(green, origin, undefined, 5000, 5001),
      steps({ ...blue, task: 'a' }, origin, 10, 20, 30),
      steps({ ...blue, task: 'b' }, origin, undefined, 4, 5),
    )
    expect(await read(counters(), 2)).toEqual([
      [0, { own: { canary: { n: 0, x: 0 }, baseline: { n: 14, x: 0 } } }],
      [1, { own: { canary: { n: 1, x: 0 }, baseline: { n: 11, x: 0 } } }],
    ])
  })

  test('that count other things are told apart from a canary that fails', async () => {
    server.series.push(steps(green, origin, 0, 5, 10), steps(greenBad, origin, 0, 500, 1000), steps(blue, origin, 0, 1, 2))
    expect(await why(counters())).toMatch(/^own of green \(shop:8\) at 127.0.0.1:\d+ cannot be read: there are 500 bad of 5 requests$/)
  })

  test('are asked for with what each arm is called, whatever that is', async () => {
    const named = { canary: { ...arms.canary, side: 'x"} or {a="' }, baseline: arms.baseline }
    const source = counters({ headers: { 'x-scope-orgid': '{cluster}', authorization: 'Bearer {env.TOKEN}' } })
    const options = optionsOf([compared('own', source)], { arms: named, env: { TOKEN: 'geheim\n' } })
    const provider = createPrometheusProvider(options)
    expect(options.masked).toContain('geheim')
    await provider.rows(['own'], origin, delayed(1), never)
    expect(server.queries.map((query) => query.get('query'))).toContain(String.raw`seen_total{side="x\u0022\u007d or \u007ba\u003d\u0022"}`)
    for (const { headers } of server.requests) expect(headers).toMatchObject({ 'x-scope-orgid': 'main', authorization: 'Bearer geheim' })
  })

  test('are asked for by the user in the address, who is named nowhere', async () => {
    const url = server.url.replace('//', '//me:ge%40heim@')
    const options = optionsOf([compared('own', counters({ url }))])
    const provider = createPrometheusProvider(options)
    expect(options.masked).toContain('ge@heim')
    await provider.rows(['own'], origin, delayed(1), never)
    expect(server.requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:ge@heim').toString('base64')}`)
    server.instead = (response) => void response.writeHead(401).end('Unauthorized')
    expect(await why(counters({ url }))).not.toMatch(/heim|me:/)
  })

  test.each([
    [
      '{env.TOKEN}',
      {},
      'The header x-a of the metric own cannot be sent: {env.TOKEN} stands for an environment variable that is not set or empty',
    ],
    ['{env.TOKEN}', { TOKEN: ' ' }, 'is not set or empty'],
    ['{env.TOKEN}', { TOKEN: 'a\nb' }, 'its value has characters a header cannot have'],
  ])('with a header %s of %j are refused before anything is asked', (header, env, message) => {
    expect(() => providerOf(counters({ headers: { 'x-a': header } }), { env })).toThrow(message)
  })
})

describe('a server', () => {
  const pattern = (rest: string): RegExp =>
    new RegExp(`^own of (green|blue) \\(shop:\\d\\) at ${server.url}/api/v1/query_range cannot be read: ${rest}$`)

  test('that says what is wrong is quoted', async () => {
    server.instead = (response) => say(response, { status: 'error', errorType: 'bad_data', error: 'parse error: "x"\nunexpected' }, 400)
    expect(await why(counters())).toMatch(pattern(String.raw`bad_data: 'parse error: "x"\\nunexpected'`))
  })

  test('that warns has not told all', async () => {
    const result = { resultType: 'matrix', result: [] }
    server.instead = (response) => say(response, { status: 'success', data: result, warnings: ['store 10.0.0.7 is down'] })
    expect(await why(counters())).toMatch(pattern('it warns: "store 10.0.0.7 is down"'))
    server.instead = (response) => say(response, { status: 'success', data: result, warnings: [], infos: ['no counter'] })
    expect(await read(counters(), 2)).toEqual([])
  })

  test.each<[string, number, string, string]>([
    ['fails', 500, '<html>\n<h1>oops</h1>', 'status 500: "<html>"'],
    ['is none', 200, '\n\n hello\u001b[31m', String.raw`status 200: "hello\\u001b\[31m"`],
    ['says nothing', 502, '', 'status 502: an empty answer'],
    ['answers half', 200, '{"status":"success","data":{"resultType":"matrix"', 'status 200: .*'],
    ['answers another question', 200, '{"status":"success","data":{"resultType":"vector","result":[]}}', 'status 200: .*'],
    ['answers with a number', 200, '5', 'status 200: "5"'],
    [
      'answers without values',
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}}]}}',
      'a series has no values: .*',
    ],
  ])('that %s is unavailable', async (_, status, body, because) => {
    server.instead = (response) => void response.writeHead(status).end(body)
    expect(await why(counters())).toMatch(pattern(because))
  })

  test('that hangs is given up in time, also in the middle of an answer', async () => {
    server.instead = () => undefined
    expect(await why(counters(), { timeoutMs: 50 })).toMatch(pattern('no answer within 0 s'))
    server.instead = (response) => void response.writeHead(200).write('{"status":')
    expect(await why(counters(), { timeoutMs: 2_000 })).toMatch(pattern('status 200, but no end of the answer within 2 s'))
  })

  test('that breaks off is unavailable', async () => {
    server.instead = (response) => (response.writeHead(200, { 'content-length': 100 }).write('{'), void response.destroy())
    expect(await why(counters())).toMatch(pattern('(status 200, but no end of the answer|no answer): .*'))
  })

  test('that is gone is unavailable', async () => {
    const gone = await serve(() => undefined)
    await gone.close()
    expect(await why(counters({ url: gone.url }))).toMatch(/: no answer: the connection was refused \(ECONNREFUSED\)$/)
  })
})

describe('a histogram', () => {
  /** Buckets up to 0.1 s, 0.25 s and all, minute by minute. */
  const histogram = (side: string, task: string, ...rows: readonly (readonly [number, number, number])[]): void => {
    for (const [index, le] of ['0.1', '0.25', '+Inf'].entries())
      server.series.push(steps({ __name__: 'seconds_bucket', side, task, le }, origin, ...rows.map((row) => row[index])))
  }

  test('tells how many were slower than each threshold', async () => {
    histogram('green', 'a', [10, 20, 30], [15, 27, 40])
    histogram('green', 'b', [5, 5, 5], [1, 2, 2])
    histogram('blue', 'c', [0, 0, 0], [90, 99, 100])
    expect(await read(buckets('auto'), 1, ['own >100ms', 'own >250ms', 'own', 'other >100ms'])).toEqual([
      [
        0,
        {
          'own >100ms': { canary: { n: 12, x: 6 }, baseline: { n: 100, x: 10 } },
          'own >250ms': { canary: { n: 12, x: 3 }, baseline: { n: 100, x: 1 } },
        },
      ],
    ])
  })

  test('has thresholds of its own, from what the baseline served in the last day', async () => {
    const day = (le: string, perHour: number) => {
      const labels = { __name__: 'seconds_bucket', side: 'blue', le }
      server.series.push({ labels, at: (ms) => (ms <= origin ? String(perHour * (500 + (ms - origin) / 3_600_000)) : undefined) })
    }
    const shares = [
      ['0.05', 10],
      ['0.1', 60],
      ['0.25', 94],
      ['0.5', 100],
      ['1', 100],
      ['+Inf', 100],
    ] as const
    for (const [le, perHour] of shares) day(le, perHour)
    expect(await providerOf(buckets('auto')).members(origin + 59_000, never)).toEqual(['own >100ms', 'own >250ms', 'own >500ms', 'own >1s'])
    expect(server.queries.map((query) => Object.fromEntries(query))).toEqual([
      { query: 'seconds_bucket{side="blue"}', start: String(origin / 1000 - 86_400), end: String(origin / 1000), step: '3600' },
    ])
    expect(await providerOf(buckets([250, 1000])).members(origin, never)).toEqual(['own >250ms', 'own >1s'])
    await expect(providerOf(buckets([250, 300])).members(origin, never)).rejects.toMatchObject({
      reasonCode: 'INPUT_INVALID',
      message: 'The metric own has no bucket that ends at 300ms',
      hint: 'Its buckets end at 50ms, 100ms, 250ms, 500ms, 1s.',
    })
  })

  test('of a baseline that served nothing gives no thresholds, but takes them', async () => {
    expect(await providerOf(buckets('auto')).members(origin, never)).toEqual([])
    expect(await providerOf(buckets([300])).members(origin, never)).toEqual(['own >300ms'])
  })

  test('without the bucket cannot be compared', async () => {
    histogram('green', 'a', [1, 2, 3], [2, 3, 4])
    histogram('blue', 'b', [1, 2, 3], [2, 3, 4])
    await expect(read(buckets('auto'), 1, ['own >300ms'])).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringMatching(
        /^own of (green|blue) \(shop:\d\) cannot be compared: 0 of 1 histograms have a bucket up to le="0.3"$/,
      ) as string,
    })
  })
})
