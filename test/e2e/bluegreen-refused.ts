import { ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { DescribeAlarmsCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { expect } from 'vitest'
import { putErrorAlarm } from './alarm.ts'
import { createGroup, ownerSettings } from './owner.ts'
import type { PairShop, PairShopOptions } from './pair-shop.ts'
import { pairTest } from './shop-test.ts'
import { swapStep } from './swap-step.ts'
import { until } from './until.ts'

/** Refused before the first write, with the code and the words; `prepare` makes it so and answers with further inputs. */
function refused(
  name: string,
  code: string,
  words: RegExp,
  prepare: (shop: PairShop) => Promise<Readonly<Record<string, string>>>,
  options: PairShopOptions & { readonly thorough?: true; readonly env?: () => Readonly<Record<string, string>> } = {},
): void {
  pairTest(name, options, async (shop) => {
    const inputs = await prepare(shop)
    const env = options.env?.() ?? {}
    const candidate = await shop.register({ VERSION: 'v2' })
    const step = await swapStep(shop, { env, inputs: { 'task-definition': candidate, ...inputs } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': code })
    expect(step.outputs['started']).not.toBe('true')
    expect(step).toMatchObject({ conclusion: 'failure', exitCode: 1, stderr: '', writes: [], post: { exitCode: 0, stdout: '' } })
    expect(step.outputs['reason']).toMatch(words)
    expect(step.summary).toContain(code)
  })
}

/** What cannot be a swap is refused before the first write. */
export function refusals(): void {
  refused('a rule that is not listed', 'RULE_NOT_LISTED', /shop.*:8080.*would not be shifted/s, ({ rules }) =>
    Promise.resolve({ 'listener-rules': rules[1] }),
  )

  refused(
    'a rule for tests that is not listed',
    'RULE_NOT_LISTED',
    /RULE_NOT_LISTED: .*(blue|green)\.test\.shop.*`test-rules`/,
    () => Promise.resolve({ 'test-rules': '' }),
    { thorough: true },
  )

  refused('weight on both sides', 'PREFLIGHT_FAILED', /Both sides have weight on .*blue 70, green 30/, async (shop) => {
    await shop.setWeights({ blue: 70, green: 30 })
    await until('reads show the weights', async () => (await shop.weights()).every(({ green }) => green === 30))
    return {}
  })

  refused(
    'rules that disagree',
    'PREFLIGHT_FAILED',
    /rules disagree on which side is live/,
    async (shop) => {
      await shop.setWeights({ blue: 0, green: 1 }, 'rule')
      await until('reads show the weights', async () => (await shop.weights())[1].green === 1)
      return {}
    },
    { thorough: true, idleCount: 1 },
  )

  refused(
    'a group of somebody else on a rule',
    'PREFLIGHT_FAILED',
    /also forwards to stranger/,
    async ({ elb, groups, rules }) => {
      const stranger = await createGroup(elb, 'stranger', {})
      const weights = [groups.blue, groups.green, stranger].map((TargetGroupArn, index) => ({
        TargetGroupArn,
        Weight: index === 0 ? 90 : 0,
      }))
      await elb.send(new ModifyRuleCommand({ RuleArn: rules[1], Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: weights } }] }))
      return {}
    },
    { thorough: true },
  )

  refused(
    'a side that is reached past the rules',
    'SIDE_HAS_OTHER_TRAFFIC',
    /SIDE_HAS_OTHER_TRAFFIC: web-blue .*Cloud Map.*`other-traffic: accept`/s,
    () => Promise.resolve({}),
    {
      thorough: true,
      service: { serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-web' }] },
    },
  )

  refused(
    'an alarm that rings already',
    'ALARM_TRIGGERED',
    /silent-5xx/,
    async (shop) => {
      await putErrorAlarm({ ...shop, groupArn: shop.groups.blue }, 'silent-5xx', 'breaching')
      const watch = new CloudWatchClient(ownerSettings(shop.sandbox))
      await until('the alarm rings', async () => {
        const { MetricAlarms } = await watch.send(new DescribeAlarmsCommand({ AlarmNames: ['silent-5xx'] }))
        return MetricAlarms?.[0]?.StateValue === 'ALARM'
      })
      watch.destroy()
      return { alarms: 'silent-5xx' }
    },
    { thorough: true },
  )

  refused(
    'a session that ends before the plan',
    'SESSION_TOO_SHORT',
    /end in .*role-duration-seconds/s,
    () => Promise.resolve({ bake: '20m' }),
    {
      thorough: true,
      env: () => ({ AWS_CREDENTIAL_EXPIRATION: new Date(Date.now() + 10 * 60_000).toISOString() }),
    },
  )

  pairTest('everything at once, and in plan mode what is missing as text', { thorough: true }, async (shop) => {
    const blueAlone = [{ Type: 'forward' as const, TargetGroupArn: shop.groups.blue }]
    await shop.elb.send(new ModifyRuleCommand({ RuleArn: shop.rules[1], Actions: blueAlone }))
    const step = await swapStep(shop, { inputs: { 'task-definition': 'web', mode: 'plan' } })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
    expect(step.summary).toContain('RULE_NOT_LISTED')
    expect(step.writes).toEqual([])
  })

  pairTest('mistaken inputs are told all at once, and nothing is called', {}, async (shop) => {
    const inputs = { command: 'swop', bake: '10', standby: 'soon', stickiness: '8d', smoke: '- path: health', 'min-healthy': '0' }
    const step = await swapStep(shop, { inputs })
    expect(step.outputs, step.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'INPUT_INVALID' })
    for (const name of Object.keys(inputs)) expect(step.outputs['reason']).toMatch(new RegExp(`\\b${name}\\b`))
    expect(step.calls).toEqual([])
  })
}
