import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCommandProvider } from '../../src/metrics/command.ts'
import { until } from '../e2e/until.ts'
import { compared, minuteMs, never, optionsOf } from './loopback.ts'

const origin = 1_800_000_000_000
const delayed = (minutes: number): number => origin + minutes * minuteMs + 30_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-command-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const providerOf = (run: string, more: object = {}, history = true) =>
  createCommandProvider(
    optionsOf([compared('own', { kind: 'command', run, history })], {
      env: { PATH: process.env['PATH'], FOLDER: folder, INPUT_SECRET: 'x' },
      ...more,
    }),
  )
const once = (run: string, more: object = {}) => providerOf(run, more).rows(['own'], origin, delayed(1), never)
const isAlive = (pid: number): boolean => {
  // What has ended and is not yet collected is no process any more.
  const state = existsSync(`/proc/${String(pid)}/stat`) ? readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ')[1] : 'X'
  return !'XZ'.includes(state?.[0] ?? 'X')
}

describe('a command', () => {
  test('is told the arm and the interval, and nothing that is secret', async () => {
    await once('env | grep -E "^(SLUICE|INPUT)_" | sort > "$FOLDER/$SLUICE_ARM"; echo "{\\"n\\":1,\\"x\\":0}"')
    expect(readFileSync(join(folder, 'canary'), 'utf8').trim().split('\n')).toEqual([
      'SLUICE_ARM=canary',
      'SLUICE_CLUSTER=main',
      `SLUICE_FROM=${String(origin / 1000)}`,
      'SLUICE_GROUP=targetgroup/shop-green/1a',
      'SLUICE_LOAD_BALANCER=app/shop/2b',
      'SLUICE_REVISION=shop:8',
      'SLUICE_SERVICE=shop-green',
      'SLUICE_SIDE=green',
      `SLUICE_TO=${String(origin / 1000 + 60)}`,
    ])
    expect(readFileSync(join(folder, 'baseline'), 'utf8')).toContain('SLUICE_SIDE=blue\n')
  })

  test('may print its counts in several lines, and whatever it likes as errors', async () => {
    const [row] = await once('echo note >&2; printf "\\n{\\n\\"n\\": 5,\\n\\"x\\": 2 }\\n\\n"')
    expect(row!.samples['own']).toEqual({ canary: { n: 5, x: 2 }, baseline: { n: 5, x: 2 } })
  })

  test.each<[string, string, string]>([
    ['that fails tells why', 'echo one >&2; echo "two $SLUICE_SIDE" >&2; exit 7', 'the command ended with exit code 7: "two '],
    ['that fails in a pipe has failed', 'false | echo "{\\"n\\":1,\\"x\\":0}"', 'the command ended with exit code 1'],
    ['that is killed says so', 'kill -9 $$', 'the command ended with signal SIGKILL'],
    ['that prints no counts', 'echo "5 of 7"', 'the command printed "5 of 7", and not {"n": requests, "x": bad ones}'],
    ['that prints something else', 'echo "{\\"count\\":5}"', `the command printed '{"count":5}', and not`],
    ['that prints parts of requests', 'echo "{\\"n\\":5.5,\\"x\\":0}"', 'n is 5.5, which counts nothing'],
    ['that prints half of it', 'echo "{\\"n\\":5}"', 'x is absent, which counts nothing'],
    ['that prints without end', 'yes', 'the command printed more than any counts are'],
  ])('%s', async (_, run, because) => {
    await expect(once(run)).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringMatching(/^own of (green|blue) \(shop:\d\) from 08:00:00 cannot be read: /) as string,
    })
    await expect(once(run)).rejects.toMatchObject({ message: expect.stringContaining(because) as string })
  })

  test('that takes too long is ended with all it started', async () => {
    const run = 'trap "" TERM; sleep 100 & echo $! > "$FOLDER/pid-$SLUICE_ARM"; echo waiting >&2; wait; sleep 100'
    await expect(once(run, { timeoutMs: 2_000 })).rejects.toMatchObject({
      reasonCode: 'METRICS_UNAVAILABLE',
      message: expect.stringContaining('the command was ended after 2 s: "waiting"') as string,
    })
    for (const arm of ['canary', 'baseline']) {
      const pid = join(folder, `pid-${arm}`)
      if (existsSync(pid)) await until('it to end', () => Promise.resolve(!isAlive(Number(readFileSync(pid, 'utf8')))))
    }
  })

  test('leaves nothing behind', async () => {
    await once('sleep 100 > /dev/null 2>&1 & echo $! > "$FOLDER/pid-$SLUICE_ARM"; echo "{\\"n\\":1,\\"x\\":0}"')
    for (const arm of ['canary', 'baseline']) {
      const pid = Number(readFileSync(join(folder, `pid-${arm}`), 'utf8'))
      await until('what was left to end', () => Promise.resolve(!isAlive(pid)))
    }
  })

  test('without bash and sh cannot be run', async () => {
    await expect(once('true', { env: { PATH: folder } })).rejects.toMatchObject({
      message: expect.stringContaining('the command could not be started: there is neither bash nor sh on the PATH') as string,
    })
  })
})

describe('a command without history', () => {
  const log = 'echo "$SLUICE_ARM $SLUICE_FROM" >> "$FOLDER/log"; cat "$FOLDER/counts"'
  const asked = (): readonly string[] => {
    const text = existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : ''
    const found = text.split('\n').filter((line) => line.startsWith('canary '))
    return found.map((line) => String((Number(line.split(' ')[1]) * 1000 - origin) / minuteMs))
  }

  test('is asked for the interval that has just ended and those that follow, each once', async () => {
    const provider = providerOf(log, {}, false)
    expect(provider.history).toBe(false)
    const look = async (minutes: number, x: number) => {
      writeFileSync(join(folder, 'counts'), JSON.stringify({ n: 10, x }))
      const rows = await provider.rows(['own'], origin, delayed(minutes), never)
      return rows.map(({ atMs, samples }) => [(atMs - origin) / minuteMs, samples['own']!.canary.x])
    }
    expect(await look(5, 1)).toEqual([[4, 1]])
    expect(await look(5, 2)).toEqual([[4, 1]])
    expect(await look(7, 3)).toEqual([
      [4, 1],
      [5, 3],
      [6, 3],
    ])
    expect(asked().toSorted()).toEqual(['4', '5', '6'])
  })

  test('is asked again for what failed', async () => {
    const provider = providerOf(log, {}, false)
    await expect(provider.rows(['own'], origin, delayed(2), never)).rejects.toMatchObject({ reasonCode: 'METRICS_UNAVAILABLE' })
    writeFileSync(join(folder, 'counts'), '{"n":1,"x":0}')
    expect(await provider.rows(['own'], origin, delayed(3), never)).toHaveLength(2)
  })

  test('makes a provider without history of all that stand beside it', () => {
    const metrics = [true, false].map((history) => compared(`own${String(history)}`, { kind: 'command', run: 'true', history }))
    expect(createCommandProvider(optionsOf(metrics)).history).toBe(false)
    expect(createCommandProvider(optionsOf(metrics.slice(0, 1))).history).toBe(true)
  })
})
