import { expect } from 'vitest'
import { putErrorAlarm } from './alarm.ts'
import { expectTidy, oneShift, shifts } from './bluegreen-ends.ts'
import { startLoad } from './load.ts'
import { undecided } from './midway.ts'
import type { PairShop } from './pair-shop.ts'
import { sized, servedBy } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { swapStep } from './swap-step.ts'
import type { ToldStep } from './told-step.ts'

/** What every step that rolled back must leave behind: the reason everywhere, and everything as it was found. */
async function expectHome(shop: PairShop, step: ToldStep, reasonCode: string): Promise<void> {
  expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': reasonCode, live: 'blue', idle: 'green' })
  expect(step).toMatchObject({ conclusion: 'failure', exitCode: 1, stderr: '', post: { exitCode: 0 } })
  expect(step.told).toMatchObject({ outcome: 'rolled-back', reasonCode, runbook: `docs/runbook.md#${reasonCode.toLowerCase()}` })
  expect(step.summary).toContain(reasonCode)
  expect(step.annotations.error.join('\n')).toContain(step.told?.reason.split('\n')[0])
  await servedBy(shop, 'blue', 'web:1', 'v1')
  await sized(shop, { blue: 2, green: 0 })
  await expectTidy(shop, `rolled-back/${reasonCode}`)
}

/** A candidate that does not hold. */
export function badEnds(): void {
  pairTest('whose smoke test fails never gets a request', {}, async (shop) => {
    const load = await startLoad({ url: shop.url, ratePerSecond: 30 })
    const step = await swapStep(shop, {
      inputs: {
        'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '1' }),
        'test-url': shop.url,
        smoke: `- { path: /, headers: { host: '{side}.test.shop' }, retries: 1 }`,
      },
    })
    const report = await load.stop()
    expect(step.outputs['reason'], step.stdout).toContain('500')
    expect(shifts(step)).toEqual([])
    expect(step.told?.gates.map((gate) => gate.verdict)).toEqual(['fail'])
    expect(report).toMatchObject({ failed: 0, byVersion: { v1: report.requests } })
    await expectHome(shop, step, 'SMOKE_FAILED')
  })

  pairTest('whose smoke command fails never gets a request', {}, async (shop) => {
    const step = await swapStep(shop, {
      inputs: {
        'task-definition': await shop.register({ VERSION: 'v2' }),
        'test-url': shop.url,
        'smoke-command': 'echo "of $SLUICE_SIDE at $SLUICE_TEST_URL: $SLUICE_REVISION"; exit 3',
      },
    })
    expect(step.stdout).toContain(`of green at ${shop.url}: web:2`)
    expect(step.outputs['reason']).toContain('exit code 3')
    expect(shifts(step)).toEqual([])
    await expectHome(shop, step, 'SMOKE_FAILED')
  })

  pairTest('that sets off an alarm while it bakes is left by one call for each rule', {}, async (shop) => {
    await putErrorAlarm({ ...shop, groupArn: shop.groups.green }, 'green-5xx')
    const load = await startLoad({ url: shop.url, ratePerSecond: 30 })
    const step = await swapStep(shop, {
      inputs: { 'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '1' }), alarms: 'green-5xx', bake: '2m' },
    })
    await load.stop()
    expect(step.outputs['reason'], step.stdout).toContain('green-5xx')
    expect(shifts(step)).toEqual([...oneShift, ...oneShift].sort())
    await expectHome(shop, step, 'ALARM_TRIGGERED')
  })

  pairTest('whose tasks exit says with which code and last words', {}, async (shop) => {
    const crashing = await shop.register({ VERSION: 'v2', CRASH_AFTER_MS: '0', EXIT_CODE: '3' })
    const step = await swapStep(shop, { inputs: { 'task-definition': crashing } })
    expect(shifts(step)).toEqual([])
    for (const text of [step.stdout, step.summary, step.outputs['result']]) {
      expect(text).toMatch(/exit(ed)?\b.*\b3\b/)
      expect(text).toContain('/app/config/production.json')
    }
    await expectHome(shop, step, 'TASK_EXITED')
  })

  pairTest('whose tasks exit under its traffic is left at once', { thorough: true }, async (shop) => {
    const dying = await shop.register({ VERSION: 'v2', CRASH_AFTER_MS: '25000', EXIT_CODE: '3' })
    const step = await swapStep(shop, { inputs: { 'task-definition': dying, bake: '2m' } })
    expect(shifts(step)).toEqual([...oneShift, ...oneShift].sort())
    await expectHome(shop, step, 'TASK_EXITED')
  })

  pairTest('whose targets fail their checks says what the load balancer saw', { thorough: true }, async (shop) => {
    const step = await swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2', UNHEALTHY_AFTER_MS: '0' }) } })
    expect(step.outputs['reason'], step.stdout).toMatch(/503|health checks/i)
    await expectHome(shop, step, 'TARGET_UNHEALTHY')
  })

  pairTest('that never answers a check is sent home in its time', { thorough: true }, async (shop) => {
    const candidate = await shop.register({ VERSION: 'v2', NEVER_ANSWER: 'all' }, undecided)
    const step = await swapStep(shop, { inputs: { 'task-definition': candidate, 'timeout-minutes': '1' } })
    // Which of the two comes first is a matter of the pace of the checks.
    expect(['TIMED_OUT', 'TARGET_UNHEALTHY'], step.stdout).toContain(step.outputs['reason-code'])
    await expectHome(shop, step, step.outputs['reason-code']!)
  })

  pairTest('over its limit of errors while it bakes is sent home with the figures', { thorough: true, limitMs: 420_000 }, async (shop) => {
    const load = await startLoad({ url: shop.url, ratePerSecond: 30 })
    const step = await swapStep(shop, {
      inputs: {
        'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '0.5' }),
        metrics: '- errors: { max: 1% }',
        bake: '5m',
      },
    })
    await load.stop()
    expect(step.outputs['reason'], step.stdout).toMatch(/errors: .*%/)
    expect(shifts(step)).toEqual([...oneShift, ...oneShift].sort())
    await expectHome(shop, step, 'ANALYSIS_FAILED')
  })
}
