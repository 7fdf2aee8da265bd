import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ContainerLaunch } from '../../../sandbox/matter/ports.ts'
import { realStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof realStage>>

describe('containers as processes', () => {
  let stage: Stage
  afterEach(() => stage.close())

  async function launch(more: Partial<ContainerLaunch>): Promise<string> {
    stage = await realStage()
    const address = stage.tasks.allot()
    const container = { name: 'app', image: 'example/app:1', entryPoint: [], command: [], environment: {}, ...more }
    stage.tasks.launch({ taskArn: 'arn:task', address, containers: [container] })
    return address
  }
  const output = (): string => stage.events.flatMap((event) => (event.kind === 'output' ? event.lines : [])).join('\n')
  const ended = (): Promise<void> => stage.until((events) => events.some((event) => event.kind === 'container-exited'))
  const health = (): boolean[] => stage.events.flatMap((event) => (event.kind === 'container-health' ? [event.healthy] : []))

  it('run entry point and command with their own environment, HOST and PORT', async () => {
    const address = await launch({
      entryPoint: ['/bin/sh', '-c'],
      command: ['echo "$COLOUR $HOST $PORT $HOME end"; echo "to stderr" >&2; exit 7'],
      environment: { COLOUR: 'blue' },
      port: 8080,
    })
    await ended()
    expect(output()).toContain(`blue ${address} 8080  end`)
    expect(output()).toContain('to stderr')
    expect(stage.events.at(-1)).toMatchObject({ kind: 'container-exited', exitCode: 7 })
  })

  it('say when the program does not exist', async () => {
    await launch({ command: ['no-such-program'] })
    await ended()
    expect(stage.events).toEqual([
      {
        kind: 'container-exited',
        taskArn: 'arn:task',
        container: 'app',
        reason: expect.stringMatching(/^CannotStartContainerError: .*"no-such-program": executable file not found in \$PATH/) as string,
      },
    ])
  })

  it('take what they had started with them', async () => {
    await launch({ command: ['/bin/sh', '-c', 'sleep 1000 & echo $!; wait'] })
    await stage.until(() => /^\d+$/.test(output()))
    const grandchild = Number(output())
    stage.tasks.signal('arn:task', 'SIGTERM')
    await ended()
    const { isAlive } = await import('./alive.ts')
    await expect.poll(() => isAlive(grandchild)).toBe(false)
  })

  it('become healthy at the first success and unhealthy after `retries` failures in a row', async () => {
    const flag = join(tmpdir(), `sluice-health-${process.pid}`)
    await writeFile(flag, '')
    await launch({
      command: ['/bin/sh', '-c', 'sleep 1000'],
      environment: { FLAG: flag },
      healthCheck: { command: ['CMD-SHELL', 'test -e "$FLAG"'], intervalMs: 40, timeoutMs: 1000, retries: 3, startPeriodMs: 0 },
    })
    await stage.until(() => health().length === 1)
    expect(health()).toEqual([true])
    await rm(flag)
    await stage.until(() => health().length === 2)
    expect(health()).toEqual([true, false])
  })

  it('meet themselves under the name localhost in their health check', async () => {
    await launch({
      image: 'sandbox/web:1',
      port: 8080,
      healthCheck: {
        command: [
          'CMD',
          process.execPath,
          '-e',
          "fetch('http://localhost:8080/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))",
        ],
        intervalMs: 100,
        timeoutMs: 5000,
        retries: 50,
        startPeriodMs: 0,
      },
    })
    await stage.until(() => health().length === 1)
    expect(health()).toEqual([true])
  })

  it('do not count failures in the start period, and count a check that hangs as failed', async () => {
    await launch({
      command: ['/bin/sh', '-c', 'sleep 1000'],
      healthCheck: { command: ['CMD', 'sleep', '1000'], intervalMs: 20, timeoutMs: 100, retries: 2, startPeriodMs: 400 },
    })
    const launchedMs = performance.now()
    await stage.until(() => health().length === 1)
    expect(health()).toEqual([false])
    expect(performance.now() - launchedMs).toBeGreaterThan(400)
  })
})
