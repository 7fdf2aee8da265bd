import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, describe, expect } from 'vitest'
import { putErrorAlarm } from './alarm.ts'
import { pairTest } from './shop-test.ts'
import { permitted, startSwap, swapStep } from './swap-step.ts'
import type { ToldStep } from './told-step.ts'

/** What cannot be seen in a call log: rights that ECS checks for itself when a revision is registered. */
const unseen = new Set(['iam:PassRole', 'ecs:TagResource'])

const used = new Set<string>()

/** The permissions an owner is told to give are exactly those that rollouts of a pair use. */
export function permissions(): void {
  describe('used by', () => {
    // It bakes for longer than a minute: requests are counted once in each.
    pairTest('a rollout that registers and is watched by an alarm', {}, async (shop) => {
      await putErrorAlarm({ ...shop, groupArn: shop.groups.green }, 'green-5xx')
      const workspace = mkdtempSync(join(tmpdir(), 'sluice-checkout-'))
      try {
        writeFileSync(join(workspace, 'web.json'), JSON.stringify(shop.definition({ VERSION: 'v2' })))
        const inputs = { 'task-definition': 'web.json', alarms: 'green-5xx', bake: '70s', standby: 'scale-to-zero' }
        use(await swapStep(shop, { workspace, inputs }), 'succeeded')
      } finally {
        rmSync(workspace, { recursive: true, force: true })
      }
    })

    pairTest('one whose tasks exit, and that finds a rule for chosen users whose record is lost', {}, async (shop) => {
      await shop.elb.send(
        new CreateRuleCommand({
          ...{ ListenerArn: shop.rules[0], Priority: 5, Conditions: [{ Field: 'host-header', Values: ['beta.shop'] }] },
          ...{ Actions: [{ Type: 'forward', TargetGroupArn: shop.groups.green }], Tags: [{ Key: 'sluice.match', Value: 'lost/0' }] },
        }),
      )
      use(await swapStep(shop, { inputs: { 'task-definition': await shop.register({ CRASH_AFTER_MS: '0' }) } }), 'rolled-back')
    })

    pairTest('one that is cancelled', {}, async (shop) => {
      const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v3' }), bake: '5m' } })
      await step.said('Reached swapped')
      step.cancel()
      use(await step.ended, 'rolled-back')
    })
  })

  afterAll(() => {
    expect([...used].sort()).toEqual([...permitted['bluegreen-swap']].filter((action) => !unseen.has(action)).sort())
  })
}

function use(step: ToldStep, outcome: string): void {
  expect(step.outputs['outcome'], step.stdout).toBe(outcome)
  for (const call of step.calls) used.add(call.operation)
}
