import { Agent } from 'node:http'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Got } from './stage.ts'
import { get, realStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof realStage>> & { address: string }

describe('the built-in web server', () => {
  let stage: Stage
  let agent: Agent
  afterEach(async () => {
    agent.destroy()
    await stage.close()
  })

  async function launch(environment: Record<string, string>): Promise<(path?: string, more?: Parameters<typeof get>[2]) => Promise<Got>> {
    const real = await realStage()
    agent = new Agent({ keepAlive: true })
    const address = real.tasks.allot()
    stage = { ...real, address }
    stage.tasks.launch({
      taskArn: 'arn:task',
      address,
      containers: [{ name: 'web', image: 'sandbox/web:1', entryPoint: [], command: [], environment, port: 8080 }],
    })
    return (path = '/', more = {}) => get(address, 8080, { path, agent, ...more })
  }
  const output = (): string => stage.events.flatMap((event) => (event.kind === 'output' ? event.lines : [])).join('\n')
  const exit = () => stage.events.find((event) => event.kind === 'container-exited')

  it('says its version in body and header, and echoes a POST', async () => {
    const ask = await launch({ VERSION: 'v7', TASK_ID: 'task-1' })
    const got = await ask()
    expect(JSON.parse(got.body)).toEqual({ version: 'v7', task: 'task-1' })
    expect(got.headers['x-version']).toBe('v7')
    expect(await ask('/', { method: 'POST', body: 'some body' })).toMatchObject({ status: 200, body: 'some body' })
  })

  it('spreads errors evenly, never over health checks', async () => {
    const ask = await launch({ ERROR_RATE: '0.25' })
    const statuses: number[] = []
    for (let request = 0; request < 12; request++) statuses.push((await ask()).status)
    expect(statuses).toEqual([200, 200, 200, 500, 200, 200, 200, 500, 200, 200, 200, 500])
    for (let check = 0; check < 8; check++) expect((await ask('/health')).status).toBe(200)
    expect(output()).toMatch(/error: request 4 GET \/ failed/)
  })

  it('answers errors as long as what it depends on does not work, and goes on passing health checks', async () => {
    let works = true
    const dependency = createServer((_request, response) => response.writeHead(works ? 200 : 503).end())
    await once(dependency.listen(0, '127.0.0.1'), 'listening')
    try {
      const { port } = dependency.address() as AddressInfo
      const ask = await launch({ DEPENDENCY_URL: `http://127.0.0.1:${port}/`, DEPENDENCY_ERROR_RATE: '0.5' })
      const status = async (): Promise<number> => (await ask()).status
      for (let request = 0; request < 6; request++) expect(await status()).toBe(200)
      works = false
      await expect.poll(status).toBe(500)
      expect([await status(), await status(), await status(), await status()]).toEqual([200, 500, 200, 500])
      expect((await ask('/health')).status).toBe(200)
      dependency.close()
      dependency.closeAllConnections()
      expect([await status(), await status()]).toEqual([200, 500])
    } finally {
      dependency.close()
    }
  })

  it('takes the time it is told to', async () => {
    const ask = await launch({ LATENCY_MS: '120', START_DELAY_MS: '100' })
    await ask('/health')
    const startedMs = performance.now()
    await ask()
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(119)
    await ask('/slow?ms=150')
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(119 + 269)
  })

  it('finishes what is in flight on SIGTERM, accepts nothing new, and ends with 0', async () => {
    const ask = await launch({})
    await ask('/health')
    const slow = ask('/slow?ms=400', { agent: new Agent() })
    await ask('/health')
    stage.tasks.signal('arn:task', 'SIGTERM')
    expect((await slow).status).toBe(200)
    await stage.until(() => exit() !== undefined)
    expect(exit()).toMatchObject({ exitCode: 0 })
  })

  it('goes on accepting for SHUTDOWN_MS after SIGTERM', async () => {
    const ask = await launch({ SHUTDOWN_MS: '2000', LOG: '1' })
    await ask('/health')
    stage.tasks.signal('arn:task', 'SIGTERM')
    await stage.until(() => output().includes('SIGTERM'))
    expect(await ask()).toMatchObject({ status: 200, headers: { connection: 'close' } })
    await stage.until(() => exit() !== undefined)
    expect(exit()).toMatchObject({ exitCode: 0 })
  })

  it('closes idle connections after KEEP_ALIVE_MS and not a second later', async () => {
    const ask = await launch({ KEEP_ALIVE_MS: '200' })
    await ask('/health')
    const { address } = stage
    const idle = () =>
      new Promise<number>((resolve, reject) => {
        let askedMs = 0
        const socket = connect(8080, address, () => {
          askedMs = performance.now()
          socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
        })
        socket.resume()
        socket.on('error', reject)
        socket.on('close', () => resolve(performance.now() - askedMs))
      })
    // Left to itself node keeps each for a second more; a busy machine is late now and then.
    let leastMs = Infinity
    for (let tries = 0; tries < 5 && leastMs >= 900; tries++) leastMs = Math.min(leastMs, await idle())
    expect(leastMs).toBeGreaterThan(150)
    expect(leastMs).toBeLessThan(900)
  })

  it('crashes when it is told to', async () => {
    await launch({ CRASH_AFTER_MS: '300', EXIT_CODE: '4' })
    await stage.until(() => exit() !== undefined)
    expect(exit()).toMatchObject({ exitCode: 4 })
    expect(output()).toContain("Error: Cannot find module '/app/config/production.json'")
  })

  it('refuses a setting that is no number', async () => {
    await launch({ LATENCY_MS: 'slow' })
    await stage.until(() => exit() !== undefined)
    expect(exit()).toMatchObject({ exitCode: 64 })
    expect(output()).toContain('LATENCY_MS must be a number of at least 0, not "slow"')
  })
})
