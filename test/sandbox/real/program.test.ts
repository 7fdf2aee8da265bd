import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ListServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { describe, expect, it } from 'vitest'
import { readFlags } from '../../../sandbox/flags.ts'

const program = fileURLToPath(new URL('../../../sandbox/main.ts', import.meta.url))

function run(...argv: string[]) {
  const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (part: Buffer) => (errors += part.toString('utf8')))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const ready = new Promise<{ ready: true; endpoint: string; region: string; env: Record<string, string> }>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as never))
    void ended.then((code) => reject(new Error(`ended with ${code}: ${errors}`)))
  })
  ready.catch(() => {})
  return { child, ready, ended, errors: () => errors }
}

describe('the sandbox as a program', () => {
  it('says in one line how to reach it, several side by side, and ends on SIGTERM with 0', async () => {
    const sandboxes = [run('--port', '0'), run('--port=0', '--throttle')]
    const lines = await Promise.all(sandboxes.map((sandbox) => sandbox.ready))
    expect(new Set(lines.map((line) => line.endpoint)).size).toBe(2)
    for (const line of lines) {
      expect(line).toEqual({
        ready: true,
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
        region: 'eu-west-1',
        env: {
          AWS_ENDPOINT_URL: line.endpoint,
          AWS_REGION: 'eu-west-1',
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'SANDBOX',
          AWS_SECRET_ACCESS_KEY: 'sandbox',
        },
      })
      const client = new ECSClient({
        endpoint: line.endpoint,
        region: line.region,
        credentials: { accessKeyId: line.env['AWS_ACCESS_KEY_ID']!, secretAccessKey: line.env['AWS_SECRET_ACCESS_KEY']! },
        maxAttempts: 1,
      })
      const error = await client.send(new ListServicesCommand({})).then(
        () => undefined,
        (thrown: unknown) => thrown as { $metadata?: { httpStatusCode?: number } },
      )
      // Whatever the model says of it: it was an answer of the sandbox.
      expect(error === undefined || error.$metadata?.httpStatusCode === 400).toBe(true)
      client.destroy()
    }
    for (const sandbox of sandboxes) sandbox.child.kill('SIGTERM')
    expect(await Promise.all(sandboxes.map((sandbox) => sandbox.ended))).toEqual([0, 0])
  })

  it('ends on Ctrl-C, and says when its port is taken', async () => {
    const first = run('--port', '0')
    const { endpoint } = await first.ready
    const second = run('--port', endpoint.split(':').at(-1)!)
    expect(await second.ended).toBe(1)
    expect(second.errors()).toMatch(/does not start: .*EADDRINUSE/)
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
  })

  it('names every mistaken flag at once and ends with 2', async () => {
    const mistaken = run('--port', '70000', '--time-scale', '--seed=1.5', '--throttle=yes', '--colour')
    expect(await mistaken.ended).toBe(2)
    for (const flag of ['--port wants', '--time-scale wants', '--seed wants', '--throttle takes no value', '--colour is not known']) {
      expect(mistaken.errors()).toContain(flag)
    }
  })
})

describe('flags', () => {
  it('have the defaults of the documentation, in milliseconds inside', () => {
    expect(readFlags([])).toEqual({
      help: false,
      flags: {
        port: 4566,
        timeScale: 1,
        metricPeriodMs: 60_000,
        metricDelayMs: 60_000,
        readLagMs: 3000,
        propagationMs: 5000,
        seed: 1,
        throttle: false,
      },
    })
    expect(
      readFlags(['--metric-period', '10', '--read-lag=0.5', '--propagation', '0', '--metric-delay=5', '--time-scale', '60', '--throttle']),
    ).toMatchObject({
      flags: { metricPeriodMs: 10_000, readLagMs: 500, propagationMs: 0, metricDelayMs: 5000, timeScale: 60, throttle: true },
    })
  })
})
