import { describe, expect, test } from 'vitest'
import { parseCanaryMetrics, sourcesOf } from '../../../src/domain/metrics/entries.ts'
import type { Metrics } from '../../../src/domain/metrics/model.ts'
import { parseMetrics } from '../../../src/domain/thresholds.ts'
import { readYaml } from '../../../src/runner/yaml-text.ts'

const defaults = { margin: 1.25, harm: 2 }

function parsed(text: string): Metrics {
  const yaml = readYaml(text)
  const made = 'value' in yaml ? parseCanaryMetrics(yaml.value, defaults) : yaml
  if ('problems' in made) throw new Error(made.problems.join('\n'))
  return made.value
}
const problemsOf = (value: unknown): readonly string[] => {
  const made = parseCanaryMetrics(value, defaults)
  return 'problems' in made ? made.problems : []
}
const shares = (text: string): readonly number[] => parsed(text).compared.map(({ metric }) => metric.alphaShare)
const required = (text: string): readonly string[] => parsed(text).compared.flatMap(({ metric }) => (metric.required ? [metric.name] : []))

const prometheus = {
  name: 'checkout',
  url: 'http://prometheus:9090',
  bad: 'failed_total{side="{side}"}',
  total: 'seen_total{side="{side}"}',
}
const query = { namespace: 'Shop', metric: 'Failed', dimensions: { Service: '{service}' } }
const http = { name: 'orders', url: 'https://counts.test/{side}?from={from}&to={to}', bad: '$.failed', total: '$.all' }
const command = { name: 'own', run: './count.sh' }

test('a name that means something else already is refused', () => {
  const called = (name: string): readonly string[] => problemsOf([{ prometheus: { ...prometheus, name } }])
  expect(called('connections')).toEqual(['metrics[0].prometheus is called connections, and so is something else: give it another name'])
  expect(called('connection')).toEqual([])
  const objective = (name: string) => problemsOf(['errors', { errors: { max: '1%' } }, { slo: { name, target: '99.9%', from: 'errors' } }])
  for (const name of ['analysis', 'alarms', 'smoke', 'errors']) expect(objective(name), name).not.toEqual([])
  expect(objective('goal')).toEqual([])
})

describe('the list of metrics of a canary', () => {
  test('gives five lines their counts', () => {
    const metrics = parsed(
      [
        '- errors',
        '- latency',
        `- prometheus: { name: checkout, url: 'http://prometheus:9090/', bad: 'sum(failed_total{side="{side}"})', total: 'seen_total{side="{side}"}' }`,
        '- cloudwatch: { name: orders, bad: { namespace: Shop, metric: Failed, dimensions: { Service: "{service}" } }, total: { namespace: Shop, metric: Seen, dimensions: { Service: "{service}" } } }',
        '- command: { name: own, run: ./count.sh, history: true }',
      ].join('\n'),
    )
    const common = { margin: 1.25, harm: 2, overdispersion: 'auto', negligible: 0.001 }
    expect(metrics).toEqual({
      limits: [],
      objectives: [],
      compared: [
        {
          metric: { name: 'errors', alphaShare: 0.5, required: true, failures: true, ...common },
          source: { kind: 'alb', what: 'errors', thresholdsMs: 'auto' },
        },
        {
          metric: { name: 'latency', alphaShare: 0.3, required: true, failures: false, ...common },
          source: { kind: 'alb', what: 'latency', thresholdsMs: 'auto' },
        },
        {
          metric: { name: 'checkout', alphaShare: 0.0666666666667, required: false, failures: false, ...common },
          source: { kind: 'prometheus', headers: {}, ...prometheus, name: undefined },
        },
        {
          metric: { name: 'orders', alphaShare: 0.0666666666667, required: false, failures: false, ...common },
          source: {
            kind: 'cloudwatch',
            bad: { kind: 'metric', ...query, statistic: 'Sum' },
            total: { kind: 'metric', ...query, metric: 'Seen', statistic: 'Sum' },
          },
        },
        {
          metric: { name: 'own', alphaShare: 0.0666666666667, required: false, failures: false, ...common },
          source: { kind: 'command', run: './count.sh', history: true },
        },
      ],
    })
    expect([...sourcesOf(metrics).keys()]).toEqual(['errors', 'latency', 'checkout', 'orders', 'own'])
  })

  test('takes words, empty mappings and nothing after the colon alike', () => {
    expect(parsed('[errors, latency]')).toEqual(parsed('- errors: {}\n- latency: {}'))
    expect(parsed('- errors:\n- latency:')).toEqual(parsed('- errors\n- latency: { thresholds: auto }'))
  })

  test('keeps limits, also beside what is compared', () => {
    const metrics = parsed(
      '- errors\n- errors: { max: 5%, min-requests: 50 }\n- latency: { max: 800ms }\n- latency: { max: 2s, statistic: p50 }',
    )
    expect(metrics.compared.map(({ metric }) => metric.name)).toEqual(['errors'])
    expect(metrics.limits).toEqual([
      { kind: 'errors', most: 0.05, minRequests: 50 },
      { kind: 'latency', statistic: 'p99', mostMs: 800, minRequests: 20 },
      { kind: 'latency', statistic: 'p50', mostMs: 2000, minRequests: 20 },
    ])
  })

  test('leaves the list of limits as it is: there a limit must be given', () => {
    expect(parseMetrics(['errors'])).toEqual({ problems: [expect.stringContaining('metrics[0] is "errors": one of')] })
    expect(parseMetrics([{ errors: {} }])).toEqual({ problems: [expect.stringContaining('metrics[0].errors.max is empty')] })
  })

  test('reads what a metric may be told', () => {
    const [errors, latency] = parsed(
      '- errors: { alpha-share: 90%, margin: 1.5, harm: 3, required: false, overdispersion: 2.5, failures: false, negligible: 0.5% }\n- latency: { thresholds: [1.5s, 250ms, 0.5ms] }',
    ).compared
    expect(errors!.metric).toEqual({
      name: 'errors',
      alphaShare: 0.9,
      margin: 1.5,
      harm: 3,
      required: false,
      overdispersion: 2.5,
      failures: false,
      negligible: 0.005,
    })
    expect(latency!.metric.alphaShare).toBe(0.1)
    expect(latency!.source).toEqual({ kind: 'alb', what: 'latency', thresholdsMs: [0.5, 250, 1500] })
  })

  test('takes histograms, documents and metric math', () => {
    const { compared } = parsed(`
- prometheus: { name: slow, url: http://p:9090, buckets: 'sum by (le) (seconds_bucket{side="{side}"})', thresholds: [250ms], headers: { Authorization: 'Bearer {env.TOKEN}' } }
- http-json: { name: orders, url: 'https://{side}.counts.test/?from={from}', bad: failed, total: '$.all[0].n' }
- cloudwatch:
    name: math
    bad: { expression: a - b, metrics: { a: { namespace: N, metric: '{side}A', statistic: 'TC(0.25:)' }, b: { namespace: N, metric: B, statistic: p99 } } }
    total: { expression: 'SELECT SUM(seen) FROM Shop WHERE side = ''{side}''' }
`)
    expect(compared.map(({ source }) => source)).toEqual([
      {
        kind: 'prometheus-histogram',
        url: 'http://p:9090',
        buckets: 'seconds_bucket{side="{side}"}',
        thresholdsMs: [250],
        headers: { authorization: 'Bearer {env.TOKEN}' },
      },
      { kind: 'http-json', url: 'https://{side}.counts.test/?from={from}', bad: 'failed', total: '$.all[0].n', headers: {} },
      {
        kind: 'cloudwatch',
        bad: {
          kind: 'expression',
          expression: 'a - b',
          metrics: {
            a: { kind: 'metric', namespace: 'N', metric: '{side}A', dimensions: {}, statistic: 'TC(0.25:)' },
            b: { kind: 'metric', namespace: 'N', metric: 'B', dimensions: {}, statistic: 'p99' },
          },
        },
        total: { kind: 'expression', expression: "SELECT SUM(seen) FROM Shop WHERE side = '{side}'", metrics: {} },
      },
    ])
  })
})

describe('shares of alpha', () => {
  const own = (name: string, more = ''): string => `- command: { name: ${name}, run: x${more} }\n`
  test.each<[string, string, readonly number[]]>([
    ['a single metric has all', '- latency', [1]],
    ['errors and latency stand 5 : 3', '- errors\n- latency', [0.625, 0.375]],
    ['others share what is left', `- errors\n- latency\n${own('a')}${own('b')}`, [0.5, 0.3, 0.1, 0.1]],
    ['without latency it is half', `- errors\n${own('a')}`, [0.5, 0.5]],
    ['others alone share alike', own('a') + own('b') + own('c') + own('d'), [0.25, 0.25, 0.25, 0.25]],
    ['who is not given one shares the rest', `- errors: { alpha-share: 40% }\n- latency\n${own('a')}`, [0.4, 0.3, 0.3]],
    ['all may be given', `- errors: { alpha-share: 99.9% }\n${own('a', ', alpha-share: 0.1%')}`, [0.999, 0.001]],
  ])('%s', (_, text, expected) => {
    expect(shares(text)).toEqual(expected)
  })
})

describe('what a pass requires', () => {
  test.each<[string, string, readonly string[]]>([
    ['is errors and latency', '- errors\n- latency\n- command: { name: a, run: x }', ['errors', 'latency']],
    ['is the first where neither is there', '- command: { name: a, run: x }\n- command: { name: b, run: x }', ['a']],
    ['is what is told', '- errors: { required: false }\n- command: { name: a, run: x, required: true }', ['a']],
  ])('%s', (_, text, expected) => {
    expect(required(text)).toEqual(expected)
  })
})

describe('an objective', () => {
  const alb = { kind: 'alb', what: 'errors', thresholdsMs: 'auto' }
  test('reads the errors of the load balancer, also where they are not compared', () => {
    const metrics = parsed('- latency\n- slo: { target: 99.9% }')
    expect(metrics.objectives).toEqual([{ name: 'errors-slo', target: 0.999, burn: 14.4, from: 'errors', source: alb }])
    expect([...sourcesOf(metrics)]).toContainEqual(['errors', alb])
  })

  test('reads another metric with one member', () => {
    const { objectives } = parsed('- slo: { name: fast, target: 95%, burn: 6, from: latency }\n- latency: { thresholds: [250ms] }')
    expect(objectives).toEqual([
      { name: 'fast', target: 0.95, burn: 6, from: 'latency', source: { kind: 'alb', what: 'latency', thresholdsMs: [250] } },
    ])
  })
})

const without = <T extends object>(all: T, ...names: (keyof T)[]): object =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name as keyof T)))

describe('a mistake in the list is told with its place:', () => {
  test.each<[string, unknown, string]>([
    ['no list', { errors: {} }, 'metrics is a mapping: a list of metrics, such as "- errors", is expected'],
    ['nothing', null, 'metrics is empty: a list of metrics'],
    ['no entry', [], 'metrics is an empty list: one metric at least'],
    ['another word', ['cpu'], 'metrics[0] is "cpu": one of errors, latency, cloudwatch, prometheus, http-json, command, slo is expected'],
    ['another kind', ['errors', { cpu: {} }], 'metrics[1] is a mapping of "cpu": one of errors'],
    ['two kinds in one', [{ errors: {}, latency: {} }], 'metrics[0] is a mapping of "errors", "latency": one of'],
    ['a number', [5], 'metrics[0] is 5: one of'],
    ['a limit of nothing', [{ errors: { 'min-requests': 5 } }], 'metrics[0].errors.max is empty: a percentage'],
    ['a limit that is compared', [{ errors: { max: '1%', margin: 2 } }], 'metrics[0].errors.margin is not known: max, min-requests are'],
    ['what is not known', [{ errors: { limit: 1 } }], 'metrics[0].errors.limit is not known: alpha-share, margin'],
    ['a list for a mapping', [{ latency: ['250ms'] }], 'metrics[0].latency is a list: a mapping is expected'],
    ['two limits', [{ errors: { max: '1%' } }, { errors: { max: '2%' } }], 'metrics[1].errors limits errors a second time'],
    ['two of a name', [{ command }, { 'http-json': { ...http, name: 'own' } }], 'metrics[1].http-json is called own a second time'],
    ['errors twice', ['errors', { errors: {} }], 'metrics[1].errors is called errors a second time'],
    ['no name', [{ command: { run: 'x' } }], 'metrics[0].command.name is empty: a name of at most 40 letters'],
    ['a name with spaces', [{ command: { run: 'x', name: 'a b' } }], 'metrics[0].command.name is "a b": a name'],
    ['a long name', [{ command: { run: 'x', name: 'a'.repeat(41) } }], 'metrics[0].command.name is "aaa'],
    ['no threshold', [{ latency: { thresholds: [] } }], 'metrics[0].latency.thresholds is a list: auto or a list of at most 10 durations'],
    ['a threshold', [{ latency: { thresholds: ['1s', '250'] } }], 'metrics[0].latency.thresholds[1] is "250": a duration up to 300s'],
    ['threshold zero', [{ latency: { thresholds: ['0ms'] } }], 'metrics[0].latency.thresholds[0] is "0ms": a duration'],
    ['a threshold twice', [{ latency: { thresholds: ['1s', '1000ms'] } }], 'metrics[0].latency.thresholds has a threshold twice'],
    [
      'a share',
      [{ errors: { 'alpha-share': 0.5 } }],
      'metrics[0].errors.alpha-share is 0.5: a percentage above 0 and at most 100 with its sign',
    ],
    ['a share of nothing', [{ errors: { 'alpha-share': '0%' } }], 'metrics[0].errors.alpha-share is "0%": a percentage'],
    [
      'all and more',
      [{ errors: { 'alpha-share': '100%' } }, 'latency'],
      'metrics: the alpha shares are 100 % together and leave nothing for the one without',
    ],
    ['less than all', [{ errors: { 'alpha-share': '50%' } }], 'metrics: the alpha shares are 50 % together: 100 % is expected'],
    ['a margin', [{ errors: { margin: 0.9 } }], 'metrics[0].errors.margin is 0.9: a number from 1 to 100 is expected'],
    ['a margin in quotes', [{ errors: { margin: '1.5' } }], 'metrics[0].errors.margin is "1.5": a number'],
    ['a margin of harm', [{ errors: { margin: 2 } }], 'metrics[0].errors has the margin 2 and the harm 2: harm must be above margin'],
    ['required', [{ errors: { required: 'no' } }], 'metrics[0].errors.required is "no": true or false is expected'],
    ['none required', [{ errors: { required: false } }], 'metrics requires none of its metrics: a verdict to pass needs one'],
    ['overdispersion', [{ errors: { overdispersion: 0.5 } }], 'metrics[0].errors.overdispersion is 0.5: auto or a number from 1'],
    ['failures', [{ errors: { failures: 1 } }], 'metrics[0].errors.failures is 1: true or false'],
    ['no selector', [{ prometheus: without(prometheus, 'bad') }], 'metrics[0].prometheus.bad is empty: a selector of counters such as'],
    ['a function', [{ prometheus: { ...prometheus, bad: 'rate(x{s="{side}"}[5m])' } }], 'metrics[0].prometheus.bad is'],
    [
      'one arm',
      [{ prometheus: { ...prometheus, total: 'x{cluster="{cluster}"}' } }],
      'metrics[0].prometheus.total asks for the same of both arms: one of {arm}, {side}, {service}',
    ],
    ['no server', [{ prometheus: without(prometheus, 'url') }], 'metrics[0].prometheus.url is empty: the address of the server'],
    ['an address', [{ prometheus: { ...prometheus, url: 'prometheus:9090' } }], 'metrics[0].prometheus.url is no address such as'],
    [
      'an address with a query',
      [{ prometheus: { ...prometheus, url: 'http://p/?a=1' } }],
      'metrics[0].prometheus.url is no address such as',
    ],
    [
      'buckets and counters',
      [{ prometheus: { ...prometheus, buckets: 'x_bucket{s="{side}"}' } }],
      'metrics[0].prometheus.total is given beside buckets',
    ],
    [
      'thresholds of counters',
      [{ prometheus: { ...prometheus, thresholds: ['1s'] } }],
      'metrics[0].prometheus.thresholds is given without buckets',
    ],
    [
      'a header',
      [{ prometheus: { ...prometheus, headers: { 'a b': 'x' } } }],
      'metrics[0].prometheus.headers["a b"] is not a name a header can have',
    ],
    ['a number of a header', [{ 'http-json': { ...http, headers: { 'x-a': 5 } } }], 'metrics[0].http-json.headers.x-a is not text'],
    ['no document', [{ 'http-json': without(http, 'url') }], 'metrics[0].http-json.url is empty: an address such as'],
    ['no address', [{ 'http-json': { ...http, url: '/x/{side}/{from}' } }], 'metrics[0].http-json.url is no address such as'],
    ['no time', [{ 'http-json': { ...http, url: 'http://x/{side}' } }], 'metrics[0].http-json.url asks for the same at all times'],
    ['no arm', [{ 'http-json': { ...http, url: 'http://x/{to}' } }], 'metrics[0].http-json.url asks for the same of both arms'],
    ['no path', [{ 'http-json': without(http, 'bad') }], 'metrics[0].http-json.bad is empty: a path such as $.failed, is expected'],
    ['a path', [{ 'http-json': { ...http, total: 'a b' } }], 'metrics[0].http-json.total is "a b": a path such as'],
    ['no command', [{ command: without(command, 'run') }], 'metrics[0].command.run is empty: a shell command'],
    ['an empty command', [{ command: { ...command, run: ' ' } }], 'metrics[0].command.run is empty: text is expected'],
    ['history', [{ command: { ...command, history: 'yes' } }], 'metrics[0].command.history is "yes": true or false'],
    ['no query', [{ cloudwatch: { name: 'a', bad: query } }], 'metrics[0].cloudwatch.total is empty: a mapping of namespace, metric'],
    [
      'no namespace',
      [{ cloudwatch: { name: 'a', bad: without(query, 'namespace'), total: query } }],
      'metrics[0].cloudwatch.bad.namespace is empty: a namespace',
    ],
    [
      'no metric',
      [{ cloudwatch: { name: 'a', bad: without(query, 'metric'), total: query } }],
      'metrics[0].cloudwatch.bad.metric is empty: the name',
    ],
    [
      'no count',
      [{ cloudwatch: { name: 'a', bad: { ...query, statistic: 'p99' }, total: query } }],
      'metrics[0].cloudwatch.bad.statistic is "p99": Sum, SampleCount or TC',
    ],
    [
      'a dimension',
      [{ cloudwatch: { name: 'a', bad: { ...query, dimensions: { S: 5 } }, total: query } }],
      'metrics[0].cloudwatch.bad.dimensions["S"] is 5: text (put it in quotes)',
    ],
    [
      'the same of both arms',
      [{ cloudwatch: { name: 'a', bad: { ...query, dimensions: {} }, total: query } }],
      'metrics[0].cloudwatch.bad asks for the same of both arms',
    ],
    [
      'an id',
      [{ cloudwatch: { name: 'a', bad: { expression: 'A{side}', metrics: { A: query } }, total: query } }],
      'metrics[0].cloudwatch.bad.metrics["A"] is no id',
    ],
    [
      'a metric of math',
      [{ cloudwatch: { name: 'a', bad: { expression: 'a', metrics: { a: 5 } }, total: query } }],
      'metrics[0].cloudwatch.bad.metrics.a is 5: a mapping',
    ],
    [
      'no math',
      [{ cloudwatch: { name: 'a', bad: { expression: '' }, total: query } }],
      'metrics[0].cloudwatch.bad.expression is empty: metric math',
    ],
    ['no target', ['errors', { slo: {} }], 'metrics[1].slo.target is empty: a percentage such as 99.9%'],
    ['a target', ['errors', { slo: { target: '100%' } }], 'metrics[1].slo.target is "100%": a percentage above 0 and at most 99.9999'],
    ['a burn', ['errors', { slo: { target: '99%', burn: 0.5 } }], 'metrics[1].slo.burn is 0.5: a number from 1'],
    [
      'a burn beyond all',
      ['errors', { slo: { target: '90%' } }],
      'metrics[1].slo allows a burn of 14.4, which no service can reach: with all requests bad it is 10',
    ],
    [
      'a metric that is not there',
      ['latency', { slo: { target: '99%', from: 'x' } }],
      'metrics[1].slo.from is "x": the name of a compared metric (errors, latency) is expected',
    ],
    [
      'several thresholds',
      ['latency', { slo: { target: '99%', from: 'latency' } }],
      'metrics[1].slo.from is "latency", which has several thresholds',
    ],
    [
      'two objectives',
      ['errors', { slo: { target: '99%' } }, { slo: { target: '99.9%' } }],
      'metrics[2].slo is called errors-slo a second time',
    ],
  ])('%s', (_, value, expected) => {
    const problems = problemsOf(value)
    expect(problems.filter((problem) => problem.startsWith(expected))).toHaveLength(1)
  })

  test('all of them at once', () => {
    const value = ['cpu', { errors: { margin: 0 } }, { command: {} }, { slo: { target: 1 } }]
    expect(problemsOf(value).map((problem) => problem.split(' is ')[0])).toEqual([
      'metrics[0]',
      'metrics[1].errors.margin',
      'metrics[2].command.name',
      'metrics[2].command.run',
      'metrics[3].slo.target',
    ])
  })

  test('without the password of an address', () => {
    const told = problemsOf([
      { prometheus: { ...prometheus, url: 'ftp://me:geheim@p' } },
      { 'http-json': { ...http, url: 'ftp://me:geheim@p' } },
    ])
    expect(told).toHaveLength(2)
    expect(told.join()).not.toContain('geheim')
  })
})
