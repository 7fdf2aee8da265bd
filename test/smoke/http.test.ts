import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../src/domain/rollout.ts'
import { createSmokeJudge } from '../../src/smoke/http.ts'
import { freePort } from '../free-port.ts'
import { balance, evidenceOf, requestsOf, serve } from './backends.ts'

const judgeOf = (url: string, entries: readonly object[], timeoutMs = 20_000) =>
  createSmokeJudge({ base: new URL(url), side: 'green', requests: requestsOf(...entries), timeoutMs, nowMs: () => performance.now() })

const judge = (url: string, ...entries: readonly object[]): Promise<Evidence> => evidenceOf(judgeOf(url, entries))

const answer =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

/** Answers each request in its turn, the last one for all that follow. */
const inTurn =
  (...listeners: readonly RequestListener[]): RequestListener =>
  (...args) =>
    (turns.set(listeners, (turns.get(listeners) ?? -1) + 1), listeners[Math.min(turns.get(listeners)!, listeners.length - 1)]!)(...args)
const turns = new Map<readonly RequestListener[], number>()

const reset: RequestListener = (request) => void request.socket.resetAndDestroy()
const hang: RequestListener = () => undefined

describe('a request', () => {
  test('that is answered right passes, with the real values', async () => {
    const { url } = await serve(answer(200, '{"build":{"version":"1.2"}}'))
    expect(await judge(url, { json: { '$.build.version': '1.2' } })).toEqual({
      check: 'smoke',
      verdict: 'pass',
      because: expect.stringMatching(`^GET ${url}/health: status 200 in \\d+ ms, targets not identified$`) as string,
      fromMs: 1_000,
      toMs: 2_000,
    })
  })

  test('says what it was told to say, with the side filled in', async () => {
    let body = ''
    const { url, requests } = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => response.writeHead(201).end())
    })
    const entry = {
      path: '/orders/{side}?q=1',
      method: 'POST',
      headers: { host: '{side}.shop.test', 'x-side': '{side}' },
      body: '{"side":"{side}","é":1}',
      status: '2xx',
    }
    expect((await judge(`${url}/base/`, entry)).verdict).toBe('pass')
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/base/orders/green?q=1' })
    expect(requests[0]!.headers).toMatchObject({ host: 'green.shop.test', 'x-side': 'green', 'content-length': '23', connection: 'close' })
    expect(body).toBe('{"side":"green","é":1}')
  })

  test('that is answered wrong fails after its retries', async () => {
    const { url, requests } = await serve(answer(503, 'no database'))
    expect(await judge(url, { retries: 2 })).toMatchObject({
      verdict: 'fail',
      because: `GET ${url}/health: status 503, expected 200 (the body begins "no database") (attempt 3 of 3)`,
    })
    expect(requests).toHaveLength(3)
  })

  test('that is answered right in the end passes, and says when', async () => {
    const { url } = await serve(inTurn(answer(503), reset, answer(200)))
    expect(await judge(url, {})).toMatchObject({ verdict: 'pass', because: expect.stringContaining(' at attempt 3') as string })
  })

  test('is not led elsewhere', async () => {
    const elsewhere = await serve(answer(200))
    const { url } = await serve(answer(302, '', { location: elsewhere.url }))
    const { verdict, because } = await judge(url, { retries: 0 })
    expect(verdict).toBe('fail')
    expect(because).toContain(`status 302, expected 200 (the body is empty; it leads to "${elsewhere.url}")`)
    expect(elsewhere.sockets).toHaveLength(0)
    expect((await judge(url, { status: 302 })).verdict).toBe('pass')
  })

  test('that is answered slowly fails', async () => {
    const { url } = await serve((_, response) => void setTimeout(() => response.end(), 60))
    const { verdict, because } = await judge(url, { 'max-latency': '20ms', retries: 1 })
    expect(verdict).toBe('fail')
    expect(because).toMatch(/: it took \d+ ms, expected at most 20 ms \(attempt 2 of 2\)$/)
  })

  test.each<[string, RequestListener, string]>([
    ['no answer', hang, 'no answer within 2 s'],
    ['an answer that never ends', (_, response) => void response.write('x'), 'status 200, but no end of the body within 2 s'],
    ['a reset', reset, 'the connection was reset (ECONNRESET)'],
    [
      'a reset in the middle',
      (request, response) =>
        void response.writeHead(200, { 'content-length': '9' }).write('x', () => setTimeout(() => request.socket.resetAndDestroy(), 10)),
      'status 200, but no end of the body: the connection was reset (ECONNRESET)',
    ],
    ['something that is not HTTP', (request) => void request.socket.end('SSH-2.0-x\r\n'), 'the request failed: "Parse Error'],
  ])('fails for %s', async (_, listener, why) => {
    const { url, sockets } = await serve(listener)
    const { verdict, because } = await judge(url, { timeout: '2s', retries: 1 })
    expect(verdict).toBe('fail')
    expect(because).toContain(`GET ${url}/health: ${why}`)
    expect(because).toMatch(/\(attempt 2 of 2\)$/)
    // Nothing is left open behind it.
    await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true, true])
  })

  test('fails where nobody listens, and where there is no such name', async () => {
    const port = await freePort()
    expect((await judge(`http://127.0.0.1:${String(port)}`, { retries: 0 })).because).toContain('the connection was refused (ECONNREFUSED)')
    expect((await judge('http://nowhere.invalid', { retries: 0 })).because).toContain('the name cannot be resolved (')
  })

  test('reads no more than 1 MiB of a body that never ends', async () => {
    const block = Buffer.alloc(65_536, 'x')
    let sent = 0
    const { url, sockets } = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(block)) sent += block.length
      }
      response.write('ok ')
      response.on('drain', more)
      more()
    })
    expect((await judge(url, { contains: 'ok' })).verdict).toBe('pass')
    const { because } = await judge(url, { contains: 'end', retries: 0 })
    expect(because).toContain(`the body does not hold "end" (the body begins "ok xxx`)
    expect(because).toContain('; no more than 1 MiB of it is read)')
    await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true)
    expect(sent).toBeLessThan(32 * 1_048_576)
  })

  test('keeps secrets to itself, even when they are sent back', async () => {
    const { url } = await serve((request, response) => response.writeHead(500).end(`you said ${String(request.headers.authorization)}`))
    const { because } = await judge(url, { headers: { Authorization: 'Bearer hunter2hunter2', Accept: 'text/plain' }, retries: 0 })
    expect(because).toBe(
      `GET ${url}/health (authorization: ***, accept: text/plain): status 500, expected 200 (the body begins "you said ***") (attempt 1 of 1)`,
    )
  })
})

describe('several requests', () => {
  test('must all be answered right; the first that is not ends it', async () => {
    const { url, requests } = await serve((request, response) => response.writeHead(request.url === '/b' ? 404 : 200).end())
    const wrong = await judge(url, { path: '/a' }, { path: '/b', retries: 0 }, { path: '/c' })
    expect(wrong).toMatchObject({ verdict: 'fail', because: expect.stringMatching(`^GET ${url}/b: status 404`) as string })
    expect(requests.map((request) => request.url)).toEqual(['/a', '/b'])
    const right = await judge(url, { path: '/a' }, { path: '/c' })
    expect(right).toMatchObject({ verdict: 'pass', because: expect.stringMatching(/\/a: status 200 .*; GET .*\/c: status 200 /) as string })
  })
})

describe('several targets', () => {
  const named = (name: string, status = 200) => serve(answer(status, JSON.stringify({ task: name }), { 'x-instance': name }))
  const portsOf = async (...statuses: readonly number[]) => {
    const backends = await Promise.all(statuses.map((status, index) => named(`i-${String(index + 1)}`, status)))
    return { backends, url: await balance(backends.map(({ port }) => port)) }
  }

  test.each<[string, object]>([
    ['a header', { header: 'x-instance' }],
    ['a JSON path', { json: '$.task' }],
  ])('are told apart by %s', async (_, identifyBy) => {
    const { backends, url } = await portsOf(200, 200, 200, 200)
    const { verdict, because } = await judge(url, { targets: 4, 'identify-by': identifyBy })
    expect(because).toMatch(/: status 200 to 4 requests, the slowest in \d+ ms, by 4 targets \("i-1", "i-2", "i-3", "i-4"\)$/)
    expect(verdict).toBe('pass')
    // A connection for each request, or the load balancer would not have chosen anew.
    expect(backends.map(({ sockets, requests }) => [sockets.length, requests.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ])
  })

  test.each([0, 1, 2, 3])('one bad of four is caught, be it number %d', async (bad) => {
    const { url } = await portsOf(...[0, 1, 2, 3].map((each) => (each === bad ? 500 : 200)))
    const { verdict, because } = await judge(url, { targets: 4, 'identify-by': { header: 'x-instance' }, retries: 5 })
    expect(verdict).toBe('fail')
    expect(because).toMatch(
      new RegExp(`status 500, expected 200 .* \\(after ${String(bad === 0 ? 3 : bad)} right answers? by "i-${String(bad + 1)}"\\)$`),
    )
  })

  test('that hang or die among them are caught too', async () => {
    const good = await named('i-1')
    const dead = await freePort()
    const url = await balance([good.port, dead])
    const { verdict, because } = await judge(url, { targets: 2, 'identify-by': { header: 'x-instance' } })
    expect(verdict).toBe('fail')
    expect(because).toMatch(/the connection was reset \(ECONNRESET\) \(after 1 right answer\)$/)
  })

  test('fewer than asked for are not enough', async () => {
    const { backends, url } = await portsOf(200, 200, 200)
    const { verdict, because } = await judge(url, { targets: 4, 'identify-by': { header: 'x-instance' } })
    expect(verdict).toBe('fail')
    expect(because).toMatch(/: only 3 of 4 targets answered: status 200 to 40 requests, .* by 3 targets \("i-1", "i-2", "i-3"\)$/)
    expect(backends.reduce((sum, { requests }) => sum + requests.length, 0)).toBe(40)
  })

  test('that do not name themselves are a mistake', async () => {
    const { url } = await serve(answer(200))
    expect((await judge(url, { targets: 2, 'identify-by': { header: 'x-instance' }, retries: 0 })).because).toContain(
      'there is no header x-instance that names the target',
    )
  })

  test('are asked that often, and said to be not identified, where nothing names them', async () => {
    const { url, sockets } = await serve(answer(200))
    const { verdict, because } = await judge(url, { targets: 3 })
    expect(verdict).toBe('pass')
    expect(because).toMatch(/: status 200 to 3 requests, the slowest in \d+ ms, targets not identified$/)
    expect(sockets).toHaveLength(3)
  })

  test('have names that are untrusted', async () => {
    const { url } = await serve(answer(200, JSON.stringify({ id: `a\n::error::${'x'.repeat(99)}` })))
    const { because } = await judge(url, { 'identify-by': { json: 'id' } })
    expect(because).toContain(`by 1 target ("a\\n::error::${'x'.repeat(29)}…")`)
  })
})

describe('the end of the time', () => {
  test('is a failure that says how far it got', async () => {
    const { url } = await serve(answer(503))
    const { verdict, because } = await evidenceOf(judgeOf(url, [{ retries: 20, 'retry-delay': '5m' }], 1_000))
    expect(verdict).toBe('fail')
    expect(because).toBe(
      `the smoke test was not over after 1 s; GET ${url}/health: status 503, expected 200 (the body is empty) (attempt 1 of 21)`,
    )
  })

  test('cuts a request short', async () => {
    const { url, sockets } = await serve(hang)
    const { because } = await evidenceOf(judgeOf(url, [{}], 60))
    expect(because).toBe(`the smoke test was not over after 60 ms; GET ${url}/health: not answered yet`)
    await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true])
  })

  test.each<[string, RequestListener]>([
    ['while it waits for an answer', hang],
    ['while it waits to try again', answer(503)],
  ])('by a signal is no evidence, %s', async (_, listener) => {
    const cancel = new AbortController()
    const { url, requests, sockets } = await serve(listener)
    const asked = evidenceOf(judgeOf(url, [{ 'retry-delay': '5m', timeout: '5m' }]), cancel.signal)
    await expect.poll(() => requests.length).toBe(1)
    cancel.abort()
    await expect(asked).rejects.toMatchObject({ reasonCode: 'CANCELLED' })
    await expect.poll(() => sockets.map(({ destroyed }) => destroyed)).toEqual([true])
  })

  test('that came before is no evidence either', async () => {
    const { url, sockets } = await serve(answer(200))
    await expect(evidenceOf(judgeOf(url, [{}]), AbortSignal.abort())).rejects.toMatchObject({ reasonCode: 'CANCELLED' })
    expect(sockets).toHaveLength(0)
  })
})
