import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { putErrorAlarm } from './alarm.ts'
import { startRoll, undecided } from './midway.ts'
import { permitted, type Rolled, rollStep } from './roll-step.ts'
import { shopTest } from './shop-test.ts'

/** What cannot be seen in a call log: a right that ECS checks for itself. */
const unseen = new Set(['iam:PassRole'])

const used = new Set<string>()

/** The permissions an owner is told to give are exactly those that rollouts use. */
export function permissions(): void {
  describe('used by', () => {
    shopTest('a rollout that registers and is watched by an alarm', {}, async (shop) => {
      await putErrorAlarm(shop, 'web-5xx')
      const workspace = mkdtempSync(join(tmpdir(), 'sluice-checkout-'))
      try {
        writeFileSync(join(workspace, 'web.json'), JSON.stringify(shop.definition({ VERSION: 'v2' })))
        use(await rollStep(shop, { workspace, inputs: { 'task-definition': 'web.json', alarms: 'web-5xx' } }), 'succeeded')
      } finally {
        rmSync(workspace, { recursive: true, force: true })
      }
    })

    shopTest('one whose tasks exit', {}, async (shop) => {
      use(await rollStep(shop, { inputs: { 'task-definition': await shop.register({ CRASH_AFTER_MS: '0' }) } }), 'rolled-back')
    })

    shopTest('one that is cancelled', {}, async (shop) => {
      const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v3' }, undecided) } })
      await step.called('ecs:UpdateService')
      step.cancel()
      use(await step.ended, 'rolled-back')
    })
  })

  afterAll(() => {
    expect([...used].sort()).toEqual([...permitted].filter((action) => !unseen.has(action)).sort())
  })
}

function use(step: Rolled, outcome: string): void {
  expect(step.outputs['outcome'], step.stdout).toBe(outcome)
  for (const call of step.calls) used.add(call.operation)
}
