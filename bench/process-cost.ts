import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openSandbox } from '../test/e2e/sandbox.ts'
import { openShop } from '../test/e2e/shop.ts'
import { rollStep } from '../test/e2e/roll-step.ts'
import { type Figure, median, spread } from './figure.ts'

const entry = resolve(import.meta.dirname, '../dist/rolling-ecs/index.js')
const peakPreload = resolve(import.meta.dirname, 'peak-memory.cjs')

/** From spawn to the first byte AWS sees, against the whole life of a node that does nothing; alternating, so that noise hits both. */
export async function startFigure(rounds: number): Promise<Figure> {
  const first: number[] = []
  const bare: number[] = []
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
  try {
    for (const file of ['output', 'state', 'summary']) await writeFile(join(folder, file), '')
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await bareNodeMs())
      first.push(await firstRequestMs(folder))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const value = median(first)
  const baseline = median(bare)
  return {
    name: 'start of the action to its first AWS request',
    value,
    unit: 'ms',
    baseline: { name: 'bare node', value: baseline },
    ratio: value / baseline,
    bar: '<= 4.0x, aim 2.4x',
    met: value / baseline <= 4,
    detail: `median of ${spread(first, 'ms')}`,
  }
}

async function bareNodeMs(): Promise<number> {
  const startMs = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - startMs
}

/** The other side only has to be there: what it answers is of no interest. */
async function firstRequestMs(folder: string): Promise<number> {
  let seenMs: number | undefined
  const server = createServer((request, response) => {
    seenMs ??= performance.now()
    request.resume()
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1' })
    response.end('{"__type":"AccessDeniedException","message":"bench"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const env = {
      PATH: process.env['PATH'],
      INPUT_CLUSTER: 'shop',
      INPUT_SERVICE: 'web',
      'INPUT_TASK-DEFINITION': 'web',
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STATE: join(folder, 'state'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'BENCH',
      AWS_SECRET_ACCESS_KEY: 'bench',
    }
    const startMs = performance.now()
    await once(spawn(process.execPath, [entry], { stdio: 'ignore', cwd: folder, env }), 'exit')
    if (seenMs === undefined) throw new Error('the action ended without a call to AWS')
    return seenMs - startMs
  } finally {
    server.close()
  }
}

/** Peak resident memory over a whole rollout, against a node that does nothing. */
export async function memoryFigure(rounds: number): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
  const sandbox = await openSandbox()
  try {
    const shop = await openShop(sandbox)
    const file = join(folder, 'peak')
    const env = { NODE_OPTIONS: `--require=${peakPreload}`, PEAK_MEMORY_FILE: file }
    const work: number[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await writeFile(file, '')
      await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', env: { ...process.env, ...env } }), 'exit')
      bare.push(Number(readFileSync(file, 'utf8')))
      const revision = await shop.register({ VERSION: `v${round + 2}` })
      const step = await rollStep(shop, { inputs: { 'task-definition': revision }, env })
      if (step.outputs['outcome'] !== 'succeeded') throw new Error(`the rollout ended ${step.outputs['outcome']}: ${step.stdout}`)
      work.push(Number(readFileSync(file, 'utf8')))
    }
    shop.close()
    const value = median(work)
    const baseline = median(bare)
    return {
      name: 'peak memory of rolling-ecs doing its whole work',
      value,
      unit: 'MiB',
      baseline: { name: 'bare node', value: baseline },
      ratio: value / baseline,
      bar: '<= 2.2x, aim 1.8x',
      met: value / baseline <= 2.2,
      detail: `median of ${spread(work, 'MiB')}`,
    }
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}
