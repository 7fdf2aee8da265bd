import { DescribeRulesCommand, DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect } from 'vitest'
import { expectTidy, shifts } from './bluegreen-ends.ts'
import { everyShift } from './canary-ends.ts'
import { type CountsServer, serveCounts } from './canary-counts.ts'
import { canaryStep, counted, startCanary, underLoad } from './canary-step.ts'
import type { PairShop } from './pair-shop.ts'
import { servedBy, wholly } from './pair-state.ts'
import { homeWithinMs } from './patience.ts'
import { pairTest } from './shop-test.ts'
import { recoverPair } from './swap-step.ts'
import { until } from './until.ts'

const match = '- header: { name: x-canary, value: "1" }'
const paths = ['/', '/shop/cart'] as const
const created = 'elasticloadbalancing:CreateRule'
const deleted = 'elasticloadbalancing:DeleteRule'

/** What users with the header get, and those without. */
async function versions(shop: PairShop, chosen: boolean, times = 3): Promise<ReadonlySet<string>> {
  const headers = chosen ? { 'x-canary': '1' } : { 'x-canary': '0' }
  const answers = await Promise.all(paths.flatMap((path) => Array.from({ length: times }, () => fetch(`${shop.url}${path}`, { headers }))))
  return new Set(answers.map((answer) => `${String(answer.status)} ${answer.headers.get('x-version') ?? ''}`))
}

async function onlyFor(shop: PairShop, chosen: boolean, version: string): Promise<void> {
  await until(`${version} answers ${chosen ? 'chosen users' : 'all others'}`, async () => {
    const seen = await versions(shop, chosen)
    return seen.size === 1 && seen.has(`200 ${version}`)
  })
}

/** Rules with our tag, as readers see them. */
async function rulesOfOurs({ elb, rules: [listener] }: PairShop): Promise<readonly (string | undefined)[]> {
  const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn: listener }))
  const own = Rules.filter(({ IsDefault }) => !IsDefault)
  const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ ResourceArns: own.map(({ RuleArn = '' }) => RuleArn) }))
  return own.flatMap(({ Priority }, index) => (TagDescriptions[index]?.Tags?.some(({ Key }) => Key === 'sluice.match') ? [Priority] : []))
}

async function expectNoRules(shop: PairShop): Promise<void> {
  await until('no rule of ours is left', async () => (await rulesOfOurs(shop)).length === 0, 10_000).catch(() => undefined)
  expect(await rulesOfOurs(shop)).toEqual([])
}

async function withCounts(work: (counts: CountsServer) => Promise<void>): Promise<void> {
  const counts = await serveCounts((side) => (side === 'green' ? { n: 200, x: 40 } : { n: 800, x: 160 }))
  try {
    await work(counts)
  } finally {
    counts.close()
  }
}

/** Users chosen by a header, before any weight. */
export function chosenUsers(): void {
  pairTest('get the canary before any weight, and nobody else does; then it is shifted and promoted', {}, (shop) =>
    withCounts(async (counts) => {
      const candidate = await shop.register({ VERSION: 'v2' })
      const inputs = { ...counted, harm: '3', metrics: counts.entry('orders', '{side}'), match, 'task-definition': candidate }
      const planned = await canaryStep(shop, { inputs: { ...inputs, steps: 'match@15s, 20@12s, 100', mode: 'plan' } })
      expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
      expect(planned.writes).toEqual([])
      for (const words of ['match for 15 s', 'create-rule', '--priority 9', '--priority 50000']) expect(planned.summary).toContain(words)

      const [end, load] = await underLoad(shop, 30, async () => {
        const step = startCanary(shop, { inputs: { ...inputs, steps: 'match@15s, 20@12s, 100' } })
        await step.called(created)
        await onlyFor(shop, true, 'v2')
        expect(await versions(shop, false, 20)).toEqual(new Set(['200 v1']))
        await until('both rules to be read', async () => [...(await rulesOfOurs(shop))].sort().join() === '50000,9')
        expect((await step.calls()).some(({ operation }) => /:Modify(Rule|Listener)$/.test(operation))).toBe(false)
        return step.ended
      })
      expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'PROMOTED', verdict: 'pass', weight: '100' })
      expect(end).toMatchObject({ conclusion: 'success', stderr: '' })
      expect(load.failed).toBe(0)
      const count = (operation: string): number => end.writes.filter((each) => each === operation).length
      expect([count(created), count(deleted)]).toEqual([2, 2])
      everyShift(end, 2)
      const at = (pattern: RegExp): number => end.calls.find(({ operation }) => pattern.test(operation))!.atMs
      expect(at(/:ModifyRule$/) - at(/:DeleteRule$/)).toBeGreaterThanOrEqual(20_000)
      await servedBy(shop, 'green', 'web:2', 'v2')
      await expectNoRules(shop)
      await expectTidy(shop, 'succeeded/PROMOTED')
    }),
  )

  pairTest('are home with one call a rule when the step is cancelled', {}, (shop) =>
    withCounts(async (counts) => {
      const candidate = await shop.register({ VERSION: 'v2' })
      const inputs = { ...counted, harm: '3', metrics: counts.entry('orders', '{side}'), match, 'task-definition': candidate }
      const step = startCanary(shop, { inputs: { ...inputs, steps: 'match@3m, 20@12s, 100' } })
      await step.called(created)
      await onlyFor(shop, true, 'v2')
      const before = (await step.calls()).length
      const cancelledAtMs = Date.now()
      step.cancel()
      const end = await step.ended
      const home = end.calls.slice(before).filter(({ operation }) => operation === deleted)
      expect(home, end.stdout).toHaveLength(2)
      expect(Math.max(...home.map(({ atMs }) => atMs)) - cancelledAtMs).toBeLessThan(homeWithinMs)
      expect(end.outputs, end.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'CANCELLED', weight: '0', live: 'blue' })
      expect(shifts(end)).toEqual([])
      await onlyFor(shop, true, 'v1')
      await expectNoRules(shop)
      await expectTidy(shop, 'rolled-back/CANCELLED')
    }),
  )

  pairTest('are led home by recovery, which knows the names alone, when the runner is lost', {}, (shop) =>
    withCounts(async (counts) => {
      const candidate = await shop.register({ VERSION: 'v2' })
      const inputs = { ...counted, harm: '3', metrics: counts.entry('orders', '{side}'), match, 'task-definition': candidate }
      const step = startCanary(shop, { inputs: { ...inputs, steps: 'match@4m, 20@12s, 100' } })
      await step.called(created)
      await onlyFor(shop, true, 'v2')
      step.lose()
      await step.ended
      expect(await versions(shop, true)).toEqual(new Set(['200 v2']))
      const recovered = await recoverPair(shop)
      expect(recovered.outputs, recovered.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
      expect(recovered.writes.filter((operation) => operation === deleted)).toHaveLength(2)
      expect(shifts(recovered)).toEqual([])
      await onlyFor(shop, true, 'v1')
      await wholly(shop, 'blue')
      await expectNoRules(shop)
    }),
  )

  pairTest('need `match`, its step, and room above each rule, or nothing is written', {}, async (shop) => {
    const refused = await canaryStep(shop, { inputs: { match: '- heder: { name: x }', steps: '20@12s, 100', images: 'web=sandbox/web:1' } })
    expect(refused.outputs, refused.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'INPUT_INVALID' })
    expect(refused.outputs['reason']).toMatch(/match\[0\] is a mapping of "heder"[^]*`steps` do not begin with one/)
    const blocked = await canaryStep(shop, {
      inputs: { match: '- path: /beta/*', steps: 'match@15s, 20@12s, 100', 'task-definition': await shop.register({ VERSION: 'v2' }) },
    })
    expect(blocked.outputs, blocked.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'PREFLIGHT_FAILED' })
    expect(blocked.outputs['reason']).toContain('has a condition on path already')
    for (const step of [refused, blocked]) expect(step.writes).toEqual([])
  })
}
