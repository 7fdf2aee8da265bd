import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { expectTidy, oneShift, shifts } from './bluegreen-ends.ts'
import { type Counted, serveCounts } from './canary-counts.ts'
import { canaryStep, counted, underLoad } from './canary-step.ts'
import type { PairShop } from './pair-shop.ts'
import { servedBy, settingsPutBack, sized } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { recoverPair, swapStep } from './swap-step.ts'
import type { ToldStep } from './told-step.ts'
import { until } from './until.ts'

/** Both sides fail now and then: where nothing at all fails, there is nothing to compare. */
const now = { ERROR_RATE: '0.2' }
/** What rules out that much more of so many errors within seconds. */
const plain = { harm: '3' }
const healthy = (side: string): Counted => (side === 'green' ? { n: 200, x: 40 } : { n: 800, x: 160 })

/** Runs the work with a temporary folder that outlives the step. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-canary-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Both rules were read at these weights of green, one after the other. */
export function everyShift(step: ToldStep, count: number): void {
  expect(shifts(step), step.stdout).toEqual(
    Array.from({ length: count }, () => oneShift)
      .flat()
      .sort(),
  )
}

/** Every way a canary comes to a good end. */
export function goodEnds(): void {
  pairTest('is planned, tested, shifted step by step, and promoted on evidence', { environment: now }, async (shop) => {
    await inFolder(async (folder) => {
      const smoke = `- { path: /, headers: { host: '{side}.test.shop' }, status: [200, 500] }`
      const candidate = await shop.register({ VERSION: 'v2', ...now })
      const inputs = { ...plain, 'task-definition': candidate, 'test-url': shop.url, smoke, steps: '20@8s, 50@8s, 100' }
      const planned = await canaryStep(shop, { inputs: { ...inputs, mode: 'plan' } })
      expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
      expect(planned.outputs['started']).not.toBe('true')
      expect(planned.writes).toEqual([])
      for (const words of ['weights 20 for 8 s, 50 for 8 s, 100', 'modify-rule', 'modify-listener'])
        expect(planned.summary).toContain(words)

      const run = (): Promise<ToldStep> => canaryStep(shop, { inputs, env: { RUNNER_TEMP: folder } })
      const [step, load] = await underLoad(shop, 30, run)
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', started: 'true' })
      expect(step.outputs).toMatchObject({ verdict: 'pass', weight: '100', live: 'green', idle: 'blue' })
      expect(step).toMatchObject({ conclusion: 'success', exitCode: 0, stderr: '' })
      everyShift(step, 3)
      // What the clients got of the old side and of the new one is what each of them fails by itself.
      expect(load.byStatus['500']).toBeLessThan(load.requests * 0.25)
      expect(load.byVersion).toMatchObject({ v1: expect.any(Number) as number, v2: expect.any(Number) as number })
      const evidence = JSON.parse(step.outputs['evidence']!) as { members: readonly { name: string; passed: boolean }[] }
      expect(evidence).toMatchObject({ verdict: 'pass', members: [{ name: 'errors', passed: true, failed: false }] })
      const report = step.outputs['report']!
      expect(report.startsWith(folder) && existsSync(report)).toBe(true)
      expect(readFileSync(report, 'utf8')).toMatch(/^<!doctype html>[^]*errors[^]*<\/html>\s*$/i)
      expect(step.summary).toMatch(/Pass: .*[^]*\| errors \|/)
      await servedByNow(shop, 'v2')
      await sized(shop, { blue: 2, green: 2 })
      await expectTidy(shop, 'succeeded/PROMOTED')
    })
  })

  pairTest('staged by bluegreen-swap, goes through 20, 50 and 100 by three jobs', {}, async (shop) => {
    const counts = await serveCounts(healthy)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), unattended: 'hold' }
      const part = (weight: string, bake: string): Promise<ToldStep> =>
        canaryStep(shop, { inputs: { ...inputs, weight, bake }, env: { GITHUB_JOB: `to-${weight}` } })
      const content = { 'task-definition': await shop.register({ VERSION: 'v2' }) }
      const staged = await swapStep(shop, { inputs: { command: 'stage', ...content }, env: { GITHUB_JOB: 'stage' } })
      expect(staged.outputs, staged.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'STAGED', live: 'blue', idle: 'green' })

      const first = await part('20', '8s')
      expect(first.outputs, first.stdout).toMatchObject({
        outcome: 'succeeded',
        'reason-code': 'GATE_PASSED',
        verdict: 'pass',
        weight: '20',
      })
      everyShift(first, 1)
      expect(first.writes).not.toContain('ecs:UpdateService')
      const left = await recoverPair(shop)
      expect(left.outputs, left.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
      expect(left.writes).toEqual([])

      const second = await part('50', '8s')
      expect(second.outputs, second.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'GATE_PASSED', weight: '50' })
      everyShift(second, 1)
      // Evidence is that of both steps, by the same clock.
      const judged = (step: ToldStep): number => (JSON.parse(step.outputs['evidence']!) as { judged: number }).judged
      expect(judged(second)).toBeGreaterThan(judged(first) + 3)

      const lower = await part('20', '8s')
      expect(lower.outputs, lower.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PREFLIGHT_FAILED' })
      expect(lower.outputs['reason']).toMatch(/50 % of the traffic already/)
      expect(shifts(lower)).toEqual([])

      const last = await part('100', '2s')
      expect(last.outputs, last.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', weight: '100', live: 'green' })
      everyShift(last, 1)
      await servedBy(shop, 'green', 'web:2', 'v2')
      await expectTidy(shop, 'succeeded/PROMOTED')
    } finally {
      counts.close()
    }
  })

  pairTest('leaves out the rest of a hold once it has passed', { thorough: true }, async (shop) => {
    const counts = await serveCounts(healthy)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), 'early-promote': 'true', steps: '20@20m, 50@20m, 100' }
      const candidate = await shop.register({ VERSION: 'v2' })
      const step = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': candidate, 'timeout-minutes': '60' } })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass' })
      everyShift(step, 3)
      await servedBy(shop, 'green', 'web:2', 'v2')
    } finally {
      counts.close()
    }
  })

  pairTest('stays at the last weight with complete hold, and is led home when that is asked for', { thorough: true }, async (shop) => {
    const counts = await serveCounts(healthy)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@8s, 50@8s', complete: 'hold', unattended: 'hold' }
      const held = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      expect(held.outputs, held.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'GATE_PASSED', weight: '50', live: 'blue' })
      expect((await shop.weights()).map(({ blue, green }) => blue > 0 && blue === green)).toEqual([true, true])
      const home = await recoverPair(shop, { inputs: { when: 'always' } })
      expect(home.outputs, home.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
      await servedBy(shop, 'blue', 'web:1', 'v1')
      await settingsPutBack(shop)
    } finally {
      counts.close()
    }
  })

  pairTest(
    'held for longer than the run may take waits, and is taken further when it is due',
    { thorough: true, limitMs: 480_000 },
    async (shop) => {
      const counts = await serveCounts(healthy)
      try {
        const inputs = {
          ...counted,
          metrics: counts.entry('orders', '{side}'),
          steps: '20@140s, 100',
          unattended: 'hold',
          'timeout-minutes': '2',
        }
        const candidate = await shop.register({ VERSION: 'v2' })
        const step = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': candidate } })
        expect(step.outputs, step.stdout).toMatchObject({ outcome: 'waiting', 'reason-code': 'BAKE_CONTINUES', weight: '20' })
        expect(step.conclusion).toBe('success')
        const resumeAtMs = Date.parse(step.outputs['resume-at']!)
        await until('the hold is over', () => Promise.resolve(Date.now() > resumeAtMs))
        const next = await canaryStep(shop, { inputs: { ...inputs, 'task-definition': candidate } })
        expect(next.outputs, next.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass' })
        // What was seen while nobody looked counts as well.
        expect(JSON.parse(next.outputs['evidence']!)).toMatchObject({ judged: expect.toSatisfy((judged: number) => judged > 50) as number })
        await servedBy(shop, 'green', 'web:2', 'v2')
      } finally {
        counts.close()
      }
    },
  )
}

/** Until nothing but this version answers, well or badly. */
async function servedByNow(shop: PairShop, version: string): Promise<void> {
  await until(`${version} alone answers`, async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(shop.url)))
    return answers.every((answer) => answer.headers.get('x-version') === version)
  })
}
