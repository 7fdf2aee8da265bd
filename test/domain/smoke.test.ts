import { describe, expect, test } from 'vitest'
import { parseSmoke, parseTestUrl } from '../../src/domain/smoke.ts'
import { identityIn, judgeAnswer, type SmokeAnswer } from '../../src/domain/smoke/answer.ts'
import { durationText, quoted } from '../../src/domain/document.ts'
import { atJsonPath, parseJsonPath } from '../../src/domain/smoke/json-path.ts'
import { fillSide, type SmokeRequest } from '../../src/domain/smoke/request.ts'
import { isSecretName, requestText } from '../../src/domain/smoke/secrets.ts'
import { readYaml } from '../../src/runner/yaml-text.ts'

function valueOf<T>(made: { readonly value: T } | { readonly problems: readonly string[] }): T {
  if ('problems' in made) throw new Error(made.problems.join('\n'))
  return made.value
}

const requestOf = (entry: object): SmokeRequest => valueOf(parseSmoke([{ path: '/health', ...entry }]))[0]!
const answerOf = (more: Partial<SmokeAnswer> = {}): SmokeAnswer => ({ status: 200, headers: {}, body: '', latencyMs: 12, ...more })

describe('a list of requests', () => {
  test('needs no more than a path', () => {
    expect(parseSmoke([{ path: '/health' }])).toEqual({
      value: [
        {
          method: 'GET',
          path: '/health',
          headers: {},
          status: [{ from: 200, to: 200 }],
          json: [],
          retries: 2,
          retryDelayMs: 1_000,
          timeoutMs: 10_000,
          targets: 1,
        },
      ],
    })
  })

  test('takes all that can be said, as YAML has it', () => {
    const yaml = valueOf(
      readYaml(`
- path: /orders/{side}?dry=1
  method: POST
  headers: { Host: shop.example.com, X-Side: '{side}', Authorization: Bearer abcdefgh }
  body: '{"from":"{side}"}'
  status: [2xx, 404]
  contains: order
  json:
    $.build.version: 1.2.3
    items[0].ok: true
    count: 3
    error: null
  max-latency: 800ms
  retries: 0
  retry-delay: 1m30s
  timeout: 2s
  targets: 4
  identify-by: { header: X-Instance }
- { path: /, identify-by: 'json: $.task.id', status: 204 }
`),
    )
    const [first, second] = valueOf(parseSmoke(yaml))
    expect(fillSide(first!, 'green')).toEqual({
      method: 'POST',
      path: '/orders/green?dry=1',
      headers: { host: 'shop.example.com', 'x-side': 'green', authorization: 'Bearer abcdefgh' },
      body: '{"from":"green"}',
      status: [
        { from: 200, to: 299 },
        { from: 404, to: 404 },
      ],
      contains: 'order',
      json: [
        { path: '$.build.version', steps: ['build', 'version'], value: '1.2.3' },
        { path: 'items[0].ok', steps: ['items', 0, 'ok'], value: true },
        { path: 'count', steps: ['count'], value: 3 },
        { path: 'error', steps: ['error'], value: null },
      ],
      maxLatencyMs: 800,
      retries: 0,
      retryDelayMs: 90_000,
      timeoutMs: 2_000,
      targets: 4,
      identifyBy: { kind: 'header', name: 'x-instance' },
    })
    expect(second).toMatchObject({
      identifyBy: { kind: 'json', path: '$.task.id', steps: ['task', 'id'] },
      status: [{ from: 204, to: 204 }],
    })
  })

  test.each<[string, unknown, string]>([
    ['no list', { path: '/' }, 'smoke is a mapping: a list of requests, such as "- path: /health", is expected'],
    ['an empty list', [], 'smoke is a list: a list of requests'],
    ['a text', ['/health'], 'smoke[0] is "/health": a mapping is expected'],
    ['no path', [{}], 'smoke[0].path is empty: a path such as /health is expected'],
    ['an empty path', [{ path: null }], 'smoke[0].path is empty'],
    ['a path that leads elsewhere', [{ path: 'http://evil/' }], 'smoke[0].path is "http://evil/": a path that begins with /'],
    ['a path with a line end', [{ path: '/a\r\nHost: b' }], 'smoke[0].path is "/a\\r\\nHost: b": a path that begins with /'],
    ['an unknown member', [{ path: '/', stauts: 200 }], 'smoke[0].stauts is not known: path, method, headers'],
    ['a method', [{ path: '/', method: 'get' }], 'smoke[0].method is "get": one of GET, HEAD, POST'],
    ['a status', [{ path: '/', status: 'ok' }], 'smoke[0].status is "ok": a status such as 200, 2xx or [200, 404] is expected'],
    ['a status in a list', [{ path: '/', status: [200, 600] }], 'smoke[0].status[1] is 600: a status'],
    ['no status at all', [{ path: '/', status: [] }], 'smoke[0].status is empty: a status'],
    [
      'a duration without unit',
      [{ path: '/', 'max-latency': 800 }],
      'smoke[0].max-latency is 800: a duration from 1ms to 5m, such as 800ms',
    ],
    ['a duration too long', [{ path: '/', timeout: '6m' }], 'smoke[0].timeout is "6m": a duration from 1ms to 5m'],
    ['an empty duration', [{ path: '/', timeout: '' }], 'smoke[0].timeout is empty: a duration'],
    ['too many retries', [{ path: '/', retries: 21 }], 'smoke[0].retries is 21: a whole number from 0 to 20 is expected'],
    ['no targets', [{ path: '/', targets: 0 }], 'smoke[0].targets is 0: a whole number from 1 to 100'],
    ['a number as text', [{ path: '/', contains: 1 }], 'smoke[0].contains is 1: text (put it in quotes) is expected'],
    ['a JSON path', [{ path: '/', json: { 'a..b': 1 } }], 'smoke[0].json["a..b"] is not a path such as $.build.version'],
    ['a JSON value', [{ path: '/', json: { a: [1] } }], 'smoke[0].json.a is a list: text, a number, true, false or null is expected'],
    ['what identifies', [{ path: '/', 'identify-by': 'cookie' }], 'smoke[0].identify-by is "cookie": one of { header: x-instance }'],
    ['two that identify', [{ path: '/', 'identify-by': { header: 'a', json: 'b' } }], 'smoke[0].identify-by is a mapping: one of'],
    ['the name of a header', [{ path: '/', headers: { 'a b': 'c' } }], 'smoke[0].headers["a b"] is not a name a header can have'],
    ['a header of the connection', [{ path: '/', headers: { 'Content-Length': '1' } }], 'smoke[0].headers["Content-Length"] cannot be set'],
    ['a header twice', [{ path: '/', headers: { a: '1', A: '2' } }], 'smoke[0].headers["A"] is given twice'],
    ['a body with GET', [{ path: '/', body: 'x' }], 'smoke[0] has a body, but GET sends none'],
    ['a body of HEAD', [{ path: '/', method: 'HEAD', contains: 'x' }], 'smoke[0] expects something of the body, but HEAD'],
    [
      'a latency never reached',
      [{ path: '/', 'max-latency': '3s', timeout: '2s' }],
      'smoke[0] has a max-latency of 3000 ms, but gives up after 2000 ms',
    ],
  ])('refuses %s', (_, value, problem) => {
    const made = parseSmoke(value)
    expect('problems' in made ? made.problems : []).toEqual([expect.stringContaining(problem)])
  })

  test('tells every mistake at once, and no value of a header', () => {
    const made = parseSmoke([
      { path: 'x', retries: -1, headers: { authorization: 'hunter2\n' } },
      7,
      { path: '/', targets: 'all', what: 1 },
    ])
    const problems = 'problems' in made ? made.problems : []
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'smoke[0].path',
      'smoke[0].headers.authorization',
      'smoke[0].retries',
      'smoke[1]',
      'smoke[2].what',
      'smoke[2].targets',
    ])
    expect(problems.join()).not.toContain('hunter2')
  })
})

describe('the address', () => {
  test.each<[string, string]>([
    ['http://{side}.test.example.com:8080/{side}/', 'http://green.test.example.com:8080/green/'],
    ['https://[::1]:443', 'https://[::1]/'],
  ])('%s', (text, href) => {
    expect(valueOf(parseTestUrl(text, 'green')).href).toBe(href)
  })

  test.each<[string, string]>([
    ['', 'is not an address'],
    ['example.com', 'is not an address'],
    ['ftp://example.com', 'begins with "ftp:"'],
    ['http://ann:hunter2@example.com', 'has a user or a password'],
    ['http://example.com/?a=1', 'has a query'],
    ['http://ann:hunter2@exa mple', 'is not an address'],
  ])('%s is refused without a password being told', (text, problem) => {
    const made = parseTestUrl(text, 'green')
    const problems = 'problems' in made ? made.problems.join() : ''
    expect(problems).toContain(problem)
    expect(problems).not.toContain('hunter2')
  })
})

describe('an answer', () => {
  const json = (value: unknown): Partial<SmokeAnswer> => ({ body: JSON.stringify(value) })

  test.each<[string, object, Partial<SmokeAnswer>]>([
    ['of the status expected', {}, {}],
    ['of a class of statuses', { status: '3xx' }, { status: 301 }],
    ['of one of several', { status: [200, 404] }, { status: 404 }],
    ['that holds the text', { contains: 'ok' }, { body: 'all ok' }],
    [
      'that holds the values',
      { json: { '$.build.version': '1.2', 'items[1]': 7, up: true, error: null } },
      json({ build: { version: '1.2' }, items: [0, 7], up: true, error: null }),
    ],
    ['that is a value by itself', { json: { $: true } }, { body: 'true' }],
    ['just in time', { 'max-latency': '12ms' }, {}],
    ['that names its target', { 'identify-by': { header: 'X-Instance' } }, { headers: { 'x-instance': 'i-1' } }],
  ])('%s is right', (_, entry, more) => {
    expect(judgeAnswer(requestOf(entry), answerOf(more))).toEqual([])
  })

  test.each<[string, object, Partial<SmokeAnswer>, string]>([
    ['another status', {}, { status: 503, body: 'no database' }, 'status 503, expected 200 (the body begins "no database")'],
    ['no body', { status: ['2xx', 404] }, { status: 500 }, 'status 500, expected 2xx or 404 (the body is empty)'],
    [
      'a redirect',
      {},
      { status: 302, headers: { location: '/login' } },
      'status 302, expected 200 (the body is empty; it leads to "/login")',
    ],
    ['slowness', { 'max-latency': '800ms' }, { latencyMs: 1240.4 }, 'it took 1240 ms, expected at most 800 ms'],
    ['another text', { contains: 'ok' }, { body: '<html>\n\u202e' }, 'the body does not hold "ok" (the body begins "<html>\\n\\u202e")'],
    [
      'too much to find it',
      { contains: 'ok' },
      { body: 'x', cut: true },
      'the body does not hold "ok" (the body begins "x"; no more than 1 MiB of it is read)',
    ],
    ['no JSON', { json: { a: 1 } }, { body: '<html>' }, 'the body is not JSON (the body begins "<html>")'],
    ['another value', { json: { '$.v': '1.2.4' } }, json({ v: '1.2.3' }), '$.v is "1.2.3", expected "1.2.4"'],
    ['a number for text', { json: { v: '1' } }, json({ v: 1 }), 'v is 1, expected "1"'],
    ['no value', { json: { 'a.b': null } }, json({ a: 1 }), 'a.b is missing, expected null'],
    ['a member of the prototype', { json: { 'a.constructor': 'x' } }, json({ a: {} }), 'a.constructor is missing, expected "x"'],
    ['a list', { json: { a: 1 } }, json({ a: [1] }), 'a is a list, expected 1'],
    ['no name', { 'identify-by': { header: 'x-i' } }, { headers: { 'x-i': '' } }, 'there is no header x-i that names the target'],
    ['no name in JSON', { 'identify-by': { json: 'id' } }, json({ id: null }), 'there is no id that names the target'],
  ])('is wrong for %s', (_, entry, more, wrong) => {
    expect(judgeAnswer(requestOf(entry), answerOf(more))).toEqual([wrong])
  })

  test('is wrong for all that is wrong with it', () => {
    const request = requestOf({ contains: 'ok', json: { a: 1, b: 2 }, 'max-latency': '1ms' })
    expect(judgeAnswer(request, answerOf({ status: 500, body: '{"a":1}' }))).toEqual([
      `status 500, expected 200 (the body begins '{"a":1}')`,
      'it took 12 ms, expected at most 1 ms',
      `the body does not hold "ok" (the body begins '{"a":1}')`,
      'b is missing, expected 2',
    ])
  })

  test('names its target as text', () => {
    expect(identityIn(requestOf({ 'identify-by': { json: 'task.id' } }), answerOf(json({ task: { id: 7 } })))).toBe('7')
    expect(identityIn(requestOf({}), answerOf({ headers: { 'x-i': 'a' } }))).toBeUndefined()
  })

  test('does not give away what was sent to it', () => {
    const headers = { authorization: 'Bearer abcdefgh', cookie: 'sid=s3cr3t99; a=b', 'x-plain': 'visible' }
    const request = requestOf({ path: '/?token=querytoken', headers, contains: 'no', json: { echo: 'x' }, status: 204 })
    const echo = 'visible abcdefgh s3cr3t99 querytoken'
    const told = judgeAnswer(request, answerOf(json({ echo }))).join('\n')
    expect(told).toContain('echo is "visible *** *** ***", expected "x"')
    expect(told).not.toMatch(/abcdefgh|s3cr3t99|querytoken/)
  })
})

describe('a request for a person', () => {
  test('has its headers, but no secret', () => {
    const headers = { Host: 'blue.example', Authorization: 'Bearer x', 'X-Api-Key': 'k', 'My-Secret': 's', Cookie: 'c', Accept: 'a\tb' }
    const request = requestOf({ path: '/a?b=c&access_token=abc&d', headers })
    expect(requestText(request, 'http://localhost:8080')).toBe(
      'GET http://localhost:8080/a?b=c&access_token=***&d (host: blue.example, authorization: ***, x-api-key: ***, my-secret: ***, cookie: ***, accept: a\\tb)',
    )
  })

  test.each([
    ['x-api-key', true],
    ['X-CSRF-Token', true],
    ['client-secret', true],
    ['password', true],
    ['accept', false],
    ['host', false],
    ['x-trace-id', false],
  ])('%s is a secret name: %s', (name, secret) => {
    expect(isSecretName(name)).toBe(secret)
  })
})

describe('texts', () => {
  test.each<[string, readonly (string | number)[] | undefined]>([
    ['$', []],
    ['$.a', ['a']],
    ['a.b-c.d_e', ['a', 'b-c', 'd_e']],
    ['[0][12].x', [0, 12, 'x']],
    ['$[0]', [0]],
    ['$ref', ['$ref']],
    ['', undefined],
    ['a..b', undefined],
    ['a[x]', undefined],
    ['a.', undefined],
    ['$.', undefined],
    ['a b', undefined],
  ])('the JSON path %s', (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps)
  })

  test('a JSON path does not take a list for a mapping', () => {
    expect(atJsonPath([1], ['length'])).toBeUndefined()
    expect(atJsonPath({ 0: 'a' }, [0])).toBeUndefined()
    expect(atJsonPath('text', ['length'])).toBeUndefined()
  })

  test('untrusted text is cut and stays on its line', () => {
    expect(quoted('a\r\n\u001b[31m\u2028', 80)).toBe('"a\\r\\n\\u001b[31m\\u2028"')
    expect(quoted('{"a":"b\\c"}')).toBe(`'{"a":"b\\\\c"}'`)
    expect(quoted(`it's "so"`)).toBe(`"it's \\"so\\""`)
    expect(quoted('x'.repeat(81))).toBe(`"${'x'.repeat(80)}…"`)
  })

  test.each([
    [0, '0s'],
    [800, '800ms'],
    [90_000, '1m30s'],
    [300_000, '5m'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})
