import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { putErrorAlarm } from './alarm.ts'
import { startLoad } from './load.ts'
import { isMutation, rollStep, type Rolled } from './roll-step.ts'
import type { Shop } from './shop.ts'
import { shopTest } from './shop-test.ts'

const crashing = { VERSION: 'v2', CRASH_AFTER_MS: '0', EXIT_CODE: '3' }

/** What every step that fails with a reason must leave behind. */
function expectTold(step: Rolled, reasonCode: string, outcome: 'rolled-back' | 'failed'): void {
  expect(step.outputs, step.stdout).toMatchObject({ outcome, 'reason-code': reasonCode })
  expect(step).toMatchObject({ conclusion: 'failure', exitCode: 1, stderr: '' })
  expect(step.told).toMatchObject({
    schema: 1,
    action: 'rolling-ecs',
    outcome,
    reasonCode,
    runbook: `docs/runbook.md#${reasonCode.toLowerCase()}`,
  })
  expect(step.summary).toContain(reasonCode)
  expect(step.annotations.error.join('\n')).toContain(step.told?.reason.split('\n')[0])
}

async function expectHome(shop: Shop): Promise<void> {
  await shop.settled('web:1')
  expect(await (await fetch(shop.url)).json()).toMatchObject({ version: 'v1' })
}

/** Every end a rollout can come to by itself. */
export function endings(): void {
  shopTest('registers a file, deploys it, and finds nothing to do the second time', {}, async (shop) => {
    const workspace = mkdtempSync(join(tmpdir(), 'sluice-checkout-'))
    try {
      writeFileSync(join(workspace, 'web.json'), JSON.stringify(shop.definition({ VERSION: 'v2' })))
      const inputs = { 'task-definition': 'web.json' }
      const planned = await rollStep(shop, { workspace, inputs: { ...inputs, mode: 'plan' } })
      expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
      expect(planned.outputs['started']).not.toBe('true')
      expect(planned.conclusion).toBe('success')
      expect(planned.writes).toEqual([])
      expect(planned.calls.length).toBeGreaterThan(0)
      expect(planned.summary).toMatch(/VERSION/)

      const step = await rollStep(shop, { workspace, inputs })
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED', started: 'true' })
      expect(step.outputs['task-definition-arn']).toMatch(/web:2$/)
      expect(step.outputs['previous-task-definition-arn']).toMatch(/web:1$/)
      expect(step.outputs['service-deployment-arn']).toContain((await shop.deployments())[0]?.serviceDeploymentArn?.split('/').at(-1))
      expect(step).toMatchObject({ conclusion: 'success', exitCode: 0, stderr: '' })
      expect(step.told).toMatchObject({ from: 'web:1', to: 'web:2', outcome: 'succeeded' })
      expect(JSON.stringify([step.outputs['result'], step.outputs['rollout']])).not.toContain('123456789012')
      expect(step.writes.filter((operation) => !operation.endsWith('agResource'))).toEqual([
        'ecs:RegisterTaskDefinition',
        'ecs:UpdateService',
      ])
      await shop.settled('web:2')
      expect(await (await fetch(shop.url)).json()).toMatchObject({ version: 'v2' })

      const again = await rollStep(shop, { workspace, inputs })
      expect(again.outputs, again.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
      expect(again.conclusion).toBe('success')
      expect(again.writes).toEqual([])
    } finally {
      rmSync(workspace, { recursive: true, force: true })
    }
  })

  shopTest('whose tasks exit says with which code and last words, and goes home', {}, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register(crashing) } })
    expectTold(step, 'TASK_EXITED', 'rolled-back')
    for (const text of [step.stdout, step.summary, step.outputs['result']]) {
      expect(text).toMatch(/exit(ed)?\b.*\b3\b/)
      expect(text).toContain('/app/config/production.json')
    }
    expect(step.told?.faults[0]).toMatchObject({ side: 'candidate', reasonCode: 'TASK_EXITED' })
    await expectHome(shop)
  })

  shopTest('that the circuit breaker of ECS ends first says why all the same', { breaker: true, thorough: true }, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register(crashing) } })
    expect(['TASK_EXITED', 'BREAKER_TRIPPED']).toContain(step.outputs['reason-code'])
    expectTold(step, step.outputs['reason-code']!, 'rolled-back')
    expect(step.outputs['reason']).toMatch(/exited with code 3/)
    await expectHome(shop)
  })

  shopTest('whose image cannot start says so', {}, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({}, { image: 'registry.example/web:gone' }) } })
    expectTold(step, 'TASK_START_FAILED', 'rolled-back')
    expect(step.outputs['reason']).toContain('CannotStartContainerError')
    await expectHome(shop)
  })

  shopTest('whose targets fail their checks says what the load balancer saw', {}, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2', UNHEALTHY_AFTER_MS: '0' }) } })
    expectTold(step, 'TARGET_UNHEALTHY', 'rolled-back')
    expect(step.outputs['reason']).toMatch(/503|health checks/i)
    await expectHome(shop)
  })

  shopTest('is rolled back when an alarm goes off while it bakes', {}, async (shop) => {
    await putErrorAlarm(shop, 'web-5xx')
    const load = await startLoad({ url: shop.url, ratePerSecond: 30 })
    const step = await rollStep(shop, {
      inputs: { 'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '1' }), alarms: 'web-5xx', bake: '2m' },
    })
    await load.stop()
    expectTold(step, 'ALARM_TRIGGERED', 'rolled-back')
    expect(step.outputs['reason']).toContain('web-5xx')
    await expectHome(shop)
  })

  shopTest('with rollback none leaves things as they are', { thorough: true }, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register(crashing), rollback: 'none' } })
    expectTold(step, 'TASK_EXITED', 'failed')
    expect(step.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
    expect(await shop.revision()).toBe('web:2')
  })

  shopTest('with nothing to go back to says so', { environment: crashing, settle: false, thorough: true }, async (shop) => {
    const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({ ...crashing, VERSION: 'v3' }) } })
    expectTold(step, 'TASK_EXITED', 'failed')
    expect(step.outputs['reason']).toMatch(/no earlier revision/)
    expect(step.writes.filter(isMutation)).toEqual(['ecs:UpdateService'])
  })

  for (const [onEmpty, outcome, conclusion] of [
    ['fail', 'failed', 'failure'],
    ['pass', 'succeeded', 'success'],
  ] as const) {
    shopTest(`of a service scaled to zero, on-empty ${onEmpty}`, { desiredCount: 0 }, async (shop) => {
      const step = await rollStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }), 'on-empty': onEmpty } })
      expect(step.outputs, step.stdout).toMatchObject({ outcome, 'reason-code': 'NO_TASKS' })
      expect(step.conclusion).toBe(conclusion)
    })
  }
}
