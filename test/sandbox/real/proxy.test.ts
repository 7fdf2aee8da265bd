import { Agent, createServer as createHttpServer, request } from 'node:http'
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlaneAction, PlaneGroup, PlaneRule, Served } from '../../../sandbox/matter/ports.ts'
import { get, realStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof realStage>>
type Target = PlaneGroup['targets'][number]

const LISTENER_PORT = 18_081
const TARGET_PORT = 8080

describe('the proxy of a listener', () => {
  let stage: Stage
  let balancer: string
  let closing: (() => void)[]
  /** Seeded, so that draws by weight repeat. */
  let draw: number
  beforeEach(async () => {
    draw = 12345
    closing = []
    stage = await realStage({
      connectTimeoutMs: 2_000,
      random: () => {
        draw = (Math.imul(draw, 1664525) + 1013904223) >>> 0
        return draw / 2 ** 32
      },
    })
    balancer = stage.traffic.allotLoadBalancer('arn:lb')
  })
  afterEach(async () => {
    for (const close of closing) close()
    await stage.close()
  })

  /** A target made of a plain TCP server. */
  async function target(onSocket: (socket: Socket) => void, state: Target['state'] = 'healthy'): Promise<Target> {
    const address = stage.tasks.allot()
    const sockets = new Set<Socket>()
    const server: Server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      onSocket(socket)
    })
    await new Promise<void>((resolve) => server.listen(TARGET_PORT, address, resolve))
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    return { address, port: TARGET_PORT, state }
  }
  /** A target that answers with its name, and tells what it was asked. */
  async function web(
    name: string,
    seen: { headers: Record<string, unknown>; body: string; method: string }[] = [],
    state: Target['state'] = 'healthy',
  ) {
    const address = stage.tasks.allot()
    const server = createHttpServer((incoming, response) => {
      let body = ''
      incoming.on('data', (part: Buffer) => (body += part.toString('utf8')))
      incoming.on('end', () => {
        seen.push({ headers: incoming.headers, body, method: incoming.method ?? '' })
        response.end(name)
      })
    })
    await new Promise<void>((resolve) => server.listen(TARGET_PORT, address, resolve))
    closing.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return { address, port: TARGET_PORT, state }
  }
  const always = (action: PlaneAction): PlaneRule[] => [{ arn: 'arn:rule', conditions: [], action }]
  const toGroup = (arn: string): PlaneAction => ({ kind: 'forward', groups: [{ arn, weight: 1 }] })

  function apply(rules: readonly PlaneRule[], groups: Record<string, readonly Target[] | PlaneGroup>, idleTimeoutMs = 60_000): void {
    stage.traffic.apply({
      loadBalancers: [
        { arn: 'arn:lb', address: balancer, idleTimeoutMs, listeners: [{ arn: 'arn:listener', port: LISTENER_PORT, rules }] },
      ],
      groups: Object.entries(groups).map(([arn, group]) => ('targets' in group ? group : { arn, targets: group })),
    })
  }
  const ask = (options: Parameters<typeof get>[2] = {}) => get(balancer, LISTENER_PORT, options)
  async function served(status: number, count = 1): Promise<Served[]> {
    const all = (): Served[] =>
      stage.events.flatMap((event) => (event.kind === 'requests-served' ? event.served : [])).filter((one) => one.status === status)
    await stage.until(() => all().reduce((sum, one) => sum + one.count, 0) >= count)
    return all()
  }

  it('passes a request on with X-Forwarded headers and its body, and the answer back', async () => {
    const seen: { headers: Record<string, unknown>; body: string; method: string }[] = []
    apply(always(toGroup('g')), { g: [await web('one', seen)] })
    const got = await ask({ method: 'POST', body: 'hello', headers: { host: 'shop.example', 'x-forwarded-for': '203.0.113.9' } })
    expect(got).toMatchObject({ status: 200, body: 'one' })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      method: 'POST',
      body: 'hello',
      headers: { host: 'shop.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': String(LISTENER_PORT) },
    })
    expect(seen[0]!.headers['x-forwarded-for']).toMatch(/^203\.0\.113\.9, 127\./)
    expect(await served(200)).toMatchObject([{ listenerArn: 'arn:listener', groupArn: 'g', by: 'target', status: 200, count: 1 }])
  })

  it('takes turns among healthy targets and leaves out the others', async () => {
    const targets = [
      await web('a'),
      await web('b'),
      await web('ill', [], 'unhealthy'),
      await web('new', [], 'initial'),
      await web('old', [], 'draining'),
    ]
    apply(always(toGroup('g')), { g: targets })
    const bodies: string[] = []
    for (let index = 0; index < 6; index++) bodies.push((await ask()).body)
    expect(bodies).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  })

  it('fails open to all but the draining when no target is healthy', async () => {
    apply(always(toGroup('g')), {
      g: [await web('ill', [], 'unhealthy'), await web('new', [], 'initial'), await web('old', [], 'draining')],
    })
    const bodies = new Set([(await ask()).body, (await ask()).body, (await ask()).body])
    expect(bodies).toEqual(new Set(['ill', 'new']))
  })

  it('answers 503 itself when the group has no target, or every weight is 0', async () => {
    apply(always(toGroup('g')), { g: [] })
    expect(await ask()).toMatchObject({ status: 503, headers: { server: 'awselb/2.0' } })
    apply(always({ kind: 'forward', groups: [{ arn: 'g', weight: 0 }] }), { g: [await web('a')] })
    expect((await ask()).status).toBe(503)
    expect(await served(503, 2)).toMatchObject([{ by: 'load-balancer', groupArn: 'g' }, { by: 'load-balancer' }])
  })

  it('answers 502 when the target refuses the connection, and counts a connection error', async () => {
    apply(always(toGroup('g')), { g: [{ address: stage.tasks.allot(), port: TARGET_PORT, state: 'healthy' }] })
    expect((await ask()).status).toBe(502)
    expect(await served(502)).toMatchObject([{ by: 'load-balancer', groupArn: 'g', connectionError: true }])
  })

  it('answers 502 when the target resets, and never sends a POST twice', async () => {
    let connections = 0
    apply(always(toGroup('g')), {
      g: [
        await target((socket) => {
          connections++
          socket.once('data', () => socket.resetAndDestroy())
        }),
      ],
    })
    expect((await ask({ method: 'POST', body: 'pay' })).status).toBe(502)
    expect(connections).toBe(1)
    expect((await served(502))[0]).not.toHaveProperty('connectionError')
  })

  it('answers 502 when the target answers what is not HTTP', async () => {
    apply(always(toGroup('g')), { g: [await target((socket) => socket.once('data', () => socket.end('nonsense\r\n\r\n')))] })
    expect((await ask()).status).toBe(502)
  })

  it('answers 504 when the target stays silent for the idle time-out', async () => {
    apply(always(toGroup('g')), { g: [await target(() => {})] }, 200)
    expect((await ask()).status).toBe(504)
    expect(await served(504)).toMatchObject([{ by: 'load-balancer', groupArn: 'g' }])
  })

  it('answers 504 when the target does not accept the connection in time', async () => {
    const address = stage.tasks.allot()
    // A listener whose process never accepts: the kernel completes a few connections and then lets the others wait.
    const deaf =
      'require("net").createServer().listen({ port: 8080, host: process.env.HOST, backlog: 1 }, () => {' +
      ' require("fs").writeSync(1, "deaf\\n"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) })'
    const container = {
      name: 'deaf',
      image: 'example/deaf:1',
      entryPoint: [process.execPath, '-e', deaf],
      command: [],
      environment: {},
      port: TARGET_PORT,
    }
    stage.tasks.launch({ taskArn: 'arn:task', address, containers: [container] })
    await stage.until((events) => events.some((event) => event.kind === 'output' && event.lines.includes('deaf')))
    for (let filling = 0; filling < 8; filling++) {
      const socket = connect(TARGET_PORT, address)
      socket.on('error', () => {})
      closing.push(() => socket.destroy())
    }
    apply(always(toGroup('g')), { g: [{ address, port: TARGET_PORT, state: 'healthy' }] })
    expect((await ask()).status).toBe(504)
    expect(await served(504)).toMatchObject([{ by: 'load-balancer', groupArn: 'g', connectionError: true }])
  })

  it('counts 460 when the client leaves before the answer', async () => {
    let arrived = (): void => {}
    const waiting = new Promise<void>((resolve) => (arrived = resolve))
    apply(always(toGroup('g')), { g: [await target((socket) => socket.once('data', arrived))] })
    const leaving = request({ host: balancer, port: LISTENER_PORT, agent: false })
    leaving.on('error', () => {})
    leaving.end()
    await waiting
    leaving.destroy()
    expect(await served(460)).toMatchObject([{ by: 'load-balancer' }])
  })

  it('answers 400 to what is not HTTP', async () => {
    apply(always(toGroup('g')), { g: [] })
    expect((await ask()).status).toBe(503)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(LISTENER_PORT, balancer, () => socket.write('what\r\n\r\n'))
      socket.once('data', (data) => resolve(data.toString('latin1')))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('cuts the client off when the target breaks an answer it had begun', async () => {
    apply(always(toGroup('g')), {
      g: [
        await target((socket) =>
          socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy())),
        ),
      ],
    })
    await expect(ask()).rejects.toThrow()
    expect(await served(200)).toMatchObject([{ by: 'target' }])
  })

  it('splits by weight, nothing to weight 0', async () => {
    const action: PlaneAction = {
      kind: 'forward',
      groups: [
        { arn: 'blue', weight: 90 },
        { arn: 'green', weight: 10 },
        { arn: 'none', weight: 0 },
      ],
    }
    apply(always(action), { blue: [await web('blue')], green: [await web('green')], none: [await web('none')] })
    const agent = new Agent({ keepAlive: true })
    const counts: Record<string, number> = {}
    const total = 1000
    for (let index = 0; index < total; index++) {
      const { body } = await ask({ agent })
      counts[body] = (counts[body] ?? 0) + 1
    }
    agent.destroy()
    expect(counts['none']).toBeUndefined()
    // 99.99 % of a binomial(1000, 0.1) lies within 3.9 standard deviations of the mean.
    expect(Math.abs(counts['green']! - total * 0.1)).toBeLessThan(3.9 * Math.sqrt(total * 0.1 * 0.9))
  })

  it('keeps a client on its group by AWSALBTG against the weights, 503 when that group is empty, until the cookie ends', async () => {
    const groups = (blue: number, green: number, stickyMs = 60_000): PlaneAction => ({
      kind: 'forward',
      groups: [
        { arn: 'blue', weight: blue },
        { arn: 'green', weight: green },
      ],
      stickyMs,
    })
    const [blue, green] = [await web('blue'), await web('green')]
    apply(always(groups(1, 0)), { blue: [blue], green: [green] })
    const first = await ask()
    const cookies = first.headers['set-cookie'] as string[]
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['AWSALBTG', 'AWSALBTGCORS'])
    expect(cookies[1]).toContain('SameSite=None; Secure')
    const stuck = { headers: { cookie: `other=1; ${cookies[0]!.split(';')[0]}` } }
    apply(always(groups(0, 1)), { blue: [blue], green: [green] })
    expect((await ask(stuck)).body).toBe('blue')
    expect((await ask()).body).toBe('green')
    apply(always(groups(0, 1)), { blue: [], green: [green] })
    expect((await ask(stuck)).status).toBe(503)

    apply(always(groups(1, 0, 400)), { blue: [blue], green: [green] })
    const brief = { headers: { cookie: ((await ask()).headers['set-cookie'] as string[])[0]!.split(';')[0]! } }
    apply(always(groups(0, 1, 400)), { blue: [], green: [green] })
    let last = await ask(brief)
    while (last.status === 503) last = await ask(brief)
    expect(last.body).toBe('green')
  })

  it('keeps a client on its target by AWSALB while the target may be chosen', async () => {
    const [a, b] = [await web('a'), await web('b')]
    apply(always(toGroup('g')), { g: { arn: 'g', targets: [a, b], stickyMs: 60_000 } })
    const first = await ask()
    const cookie = (first.headers['set-cookie'] as string[])[0]!.split(';')[0]!
    expect(cookie).toMatch(/^AWSALB=/)
    for (let index = 0; index < 4; index++) expect((await ask({ headers: { cookie } })).body).toBe(first.body)
    apply(always(toGroup('g')), {
      g: {
        arn: 'g',
        targets: [
          { ...a, state: 'draining' },
          { ...b, state: 'healthy' },
        ],
        stickyMs: 60_000,
      },
    })
    expect((await ask({ headers: { cookie } })).body).toBe('b')
  })

  it('lets a request in flight finish on a draining target, and cuts it when the target is gone', async () => {
    let answer = (): void => {}
    let arrived = (): void => {}
    const slow = await target((socket) =>
      socket.on('data', () => {
        answer = () => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone')
        arrived()
      }),
    )
    const other = await web('other')
    apply(always(toGroup('g')), { g: [slow] })
    const reach = () => new Promise<void>((resolve) => (arrived = resolve))
    let reached = reach()
    const first = ask()
    await reached
    apply(always(toGroup('g')), { g: [{ ...slow, state: 'draining' }, other] })
    expect((await ask()).body).toBe('other')
    answer()
    expect((await first).body).toBe('done')

    apply(always(toGroup('g')), { g: [slow] })
    reached = reach()
    const second = ask()
    await reached
    apply(always(toGroup('g')), { g: [other] })
    expect((await second).status).toBe(502)
  })

  it('reuses connections to targets whatever they say about keep-alive, and shows their early close as 502', async () => {
    let connections = 0
    let requests = 0
    const hinted = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=1\r\n\r\nok'
    const early = await target((socket) => {
      connections++
      socket.on('data', () => {
        requests++
        // The second request on a connection meets a target that is just closing it.
        if (requests === 2) socket.destroy()
        else socket.write(hinted)
      })
    })
    apply(always(toGroup('g')), { g: [early] })
    expect((await ask()).status).toBe(200)
    expect((await ask({ method: 'POST', body: 'x' })).status).toBe(502)
    expect(connections).toBe(1)
    expect(requests).toBe(2)
  })

  it('closes the listener that is no longer in the plane', async () => {
    apply(always({ kind: 'fixed-response', status: 418, contentType: 'text/plain', body: 'tea' }), {})
    expect(await ask()).toMatchObject({ status: 418, body: 'tea', headers: { 'content-type': 'text/plain' } })
    stage.traffic.apply({ loadBalancers: [], groups: [] })
    const refused = await new Promise<string | undefined>((resolve) => {
      const socket = connect(LISTENER_PORT, balancer, () => resolve(undefined))
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    })
    expect(refused).toBe('ECONNREFUSED')
  })

  it('lets the last requests of a listener finish after it is gone', async () => {
    let answer = (): void => {}
    const arrived = new Promise<Target>((resolve, reject) => {
      const made: Promise<Target> = target((socket) =>
        socket.once('data', () => {
          answer = () => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast')
          made.then(resolve, reject)
        }),
      )
      made.then((one) => apply(always(toGroup('g')), { g: [one] }), reject)
    })
    await expect.poll(() => stage.traffic.listenerProblem?.(balancer, LISTENER_PORT)).toMatch(/another listener/)
    const last = ask()
    const slow = await arrived
    stage.traffic.apply({ loadBalancers: [], groups: [{ arn: 'g', targets: [slow] }] })
    expect(stage.traffic.listenerProblem?.(balancer, LISTENER_PORT)).toBeUndefined()
    answer()
    expect((await last).body).toBe('last')
  })

  it('redirects with the parts of the request filled in', async () => {
    apply(always({ kind: 'redirect', status: 301, location: 'https://#{host}:443/new/#{path}?#{query}' }), {})
    const got = await ask({ path: '/a/b?c=1', headers: { host: 'shop.example:18081' } })
    expect(got).toMatchObject({ status: 301, headers: { location: 'https://shop.example:443/new/a/b?c=1' } })
  })
})
