import type { CreateRuleOutput, DescribeRulesOutput, DescribeTagsOutput, Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import { describe, expect, test } from 'vitest'
import type { Send } from '../../src/aws/operations.ts'
import { canaryPlan, type CanarySpec } from '../../src/domain/canary.ts'
import { begin } from '../../src/domain/evolve.ts'
import type { MatchCondition } from '../../src/domain/match.ts'
import type { Plan } from '../../src/domain/rollout.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { endOf } from './cloud-stage.ts'
import { type PairRun, type PairStage, type PairStageOptions, setPairStage } from './pair-stage.ts'

const minuteMs = 60_000
const match: readonly MatchCondition[] = [{ kind: 'header', name: 'x-canary', values: ['1'] }]
const create = 'elasticloadbalancing:CreateRule'
const remove = 'elasticloadbalancing:DeleteRule'
const modify = /:Modify(Rule|Listener)$/
const both = { groupsPerSide: 2, sharedDefault: true } as const

/** Chosen users for two minutes, then 5 % for one, then all. */
function run(pair: PairStage, how: PairRun = {}, changes: Partial<CanarySpec> = {}): Promise<RolloutEnd | 'died'> {
  const steps = [
    { weight: 0, holdMs: 2 * minuteMs },
    { weight: 5, holdMs: minuteMs },
    { weight: 100, holdMs: 0 },
  ]
  return pair.run({
    ...how,
    target: { match, ...how.target },
    order: {
      plan: ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) =>
        canaryPlan({
          ...{ target: 'main/blue+green', candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
          ...{ steps, stepwise: false, match, tests: [], judged: [], watched: [], everyMs: minuteMs, lateMs: 0, onInconclusive: 'pass' },
          ...{ early: false, unattended: false, standbyMs: 'keep', deadlineMs: 1_800_000, onCancel: 'rollback', success: 'PROMOTED' },
          ...changes,
        }),
      ...how.order,
    },
  })
}

/** Rules of ours by the truth, not by what readers see. */
function ours({ stage, listenerArn }: PairStage): readonly Rule[] {
  stage.pass(6)
  const rules = stage.elb<DescribeRulesOutput>('DescribeRules', { ListenerArn: listenerArn }).Rules!.filter(({ IsDefault }) => !IsDefault)
  const tagged = stage.elb<DescribeTagsOutput>('DescribeTags', { ResourceArns: rules.map(({ RuleArn }) => RuleArn) }).TagDescriptions!
  return rules.filter((_, index) => tagged[index]!.Tags!.some(({ Key }) => Key === 'sluice.match'))
}

function ended(end: RolloutEnd | 'died') {
  if (end === 'died') throw new Error('the runner died')
  return endOf(end)
}

/** A connection that is gone with the so-many-th call that makes or removes a rule. */
function dying(pair: PairStage, index: number, when: 'before' | 'after'): { readonly send: Send; readonly death: Promise<'died'> } {
  let die: (value: 'died') => void = () => undefined
  const death = new Promise<'died'>((resolve) => (die = resolve))
  let writes = 0
  let dead = false
  const gone = (): Promise<never> => {
    dead = true
    die('died')
    return new Promise(() => undefined)
  }
  const send: Send = async (operation, input, signal) => {
    if (dead) return gone()
    const isLast = (operation === create || operation === remove) && (writes += 1) === index + 1
    if (isLast && when === 'before') return gone()
    const answer = await pair.send(operation, input, signal)
    return isLast || dead ? gone() : answer
  }
  return { send, death }
}

const named = (pair: PairStage, pattern: RegExp | string) => pair.calls.filter(({ operation }) => operation.match(pattern))
const faulty = (name: string, status = 400): Error => Object.assign(new Error(`it is ${name}`), { name, status })

describe.each([0, 5_000])('over the modelled cloud, reads lagging by up to %i ms', (lagMs) => {
  const set = (options: PairStageOptions = {}) => setPairStage({ readLagMs: lagMs, seed: 7, ...options })

  test('one rule for each of production stands directly above it, for its time, and goes before the first weight', async () => {
    const pair = set(both)
    let during: readonly Rule[] = []
    pair.after(150, () => (during = ours(pair)))
    expect(ended(await run(pair))).toMatchObject({ outcome: 'succeeded', reasonCode: 'PROMOTED' })
    const told = during.map(({ Priority, Conditions, Actions }) => [
      Priority,
      Conditions!.map(({ Field, HttpHeaderConfig, Values }) => `${Field!} ${(HttpHeaderConfig?.Values ?? Values)!.join()}`).join(', '),
      Actions!.map(({ TargetGroupArn }) => TargetGroupArn),
    ])
    expect(told).toEqual([
      ['8', 'host-header shop.example, http-header 1', [pair.groups.green[0]]],
      ['9', 'host-header admin.shop.example, http-header 1', [pair.groups.green[1]]],
      ['50000', 'http-header 1', [pair.groups.green[0]]],
    ])
    expect(ours(pair)).toEqual([])
    const [made, gone, shifts] = [named(pair, create), named(pair, remove), named(pair, modify)]
    expect([made.length, gone.length]).toEqual([3, 3])
    expect(gone[0]!.atMs - made[2]!.atMs).toBeGreaterThanOrEqual(2 * minuteMs)
    expect(shifts[0]!.atMs - gone[2]!.atMs).toBeGreaterThanOrEqual(20_000)
    expect(pair.weights()).toEqual(['0:100', '0:100', '0:100'])
  })

  test('an answer that is lost costs no second rule, of the making or of the removal', async () => {
    for (const operation of [create, remove]) {
      const pair = set(both)
      let lost = 2
      pair.between.after = (each) => {
        if (each === operation && (lost -= 1) >= 0) throw faulty('ECONNRESET', 500)
      }
      expect(ended(await run(pair))).toMatchObject({ reasonCode: 'PROMOTED' })
      expect(ours(pair)).toEqual([])
      expect(pair.weights()).toEqual(['0:100', '0:100', '0:100'])
    }
  })

  test('fails one of them, those made with it go again, and it is tried anew', async () => {
    const pair = set(both)
    let refused = 0
    pair.between.before = (operation, input) => {
      if (operation === create && (input as { Priority: number }).Priority === 9 && (refused += 1) === 1)
        throw faulty('ServiceUnavailable', 503)
    }
    expect(ended(await run(pair))).toMatchObject({ reasonCode: 'PROMOTED' })
    // Two were made beside the one that failed, and all three later.
    expect([refused, named(pair, create).length, named(pair, remove).length]).toEqual([2, 6, 5])
    expect(ours(pair)).toEqual([])
  })

  test('somebody who takes the place is not overruled, and nothing of ours is left', async () => {
    const pair = set(both)
    pair.between.before = (operation) => {
      if (operation !== create || named(pair, create).length > 1) return
      pair.stage.elb('CreateRule', {
        ListenerArn: pair.listenerArn,
        Priority: 9,
        Conditions: [{ Field: 'path-pattern', Values: ['/new'] }],
        Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      })
    }
    const end = ended(await run(pair))
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'SUPERSEDED' })
    expect(end.because).toContain('Priority 9 directly above app/shop :80, rule 11 (host admin.shop.example), for chosen users, was taken')
    expect(ours(pair)).toEqual([])
    expect(pair.weights()).toEqual(['100:0', '100:0', '100:0'])
  })

  test('somebody who removes one has sent its users back: home', async () => {
    const pair = set(both)
    pair.after(100, () => {
      const [first] = ours(pair)
      pair.stage.elb('DeleteRule', { RuleArn: first!.RuleArn })
    })
    expect(ended(await run(pair))).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
    expect(ours(pair)).toEqual([])
    expect(named(pair, modify)).toEqual([])
  })

  test('a signal at any moment leads chosen users home, in one call a rule', async () => {
    for (let second = 20; second <= 260; second += 8) {
      const pair = set(both)
      const end = ended(await run(pair, { cancelAfterSeconds: second }))
      expect(end.because, String(second)).not.toContain('runner ends before')
      expect(end.reasonCode, String(second)).toMatch(/CANCELLED|PROMOTED/)
      expect(ours(pair), String(second)).toEqual([])
      expect(named(pair, remove).length, String(second)).toBe(named(pair, create).length)
    }
  })

  test('a signal while nobody knows whether a rule was made: none is left, at once or by whoever comes next', async () => {
    for (let second = 30; second <= 66; second += 1) {
      const pair = set(both)
      const fromMs = pair.stage.timeline.nowMs()
      pair.between.after = (operation) => {
        if (operation === create && pair.stage.timeline.nowMs() < fromMs + second * 1_000) throw faulty('ECONNRESET', 500)
      }
      const end = ended(await run(pair, { cancelAfterSeconds: second }))
      expect(end.reasonCode, String(second)).toBe('CANCELLED')
      if (!end.unfinished) expect(ours(pair), String(second)).toEqual([])
      pair.stage.pass(90)
      await pair.recover()
      expect(ours(pair), String(second)).toEqual([])
      expect(pair.record()?.ended, String(second)).toBeDefined()
    }
  })

  test('a runner that dies at any moment leaves nothing that recovery by the names alone does not find', async () => {
    for (let second = 30; second <= 260; second += 9) {
      const pair = set(both)
      const end = await run(pair, { diesAfterSeconds: second })
      if (end !== 'died') continue
      pair.stage.pass(90)
      const recovered = endOf(await pair.recover())
      expect(recovered.outcome, String(second)).toMatch(/succeeded|no-op/)
      expect(ours(pair), String(second)).toEqual([])
      expect(new Set(pair.weights()).size, String(second)).toBe(1)
    }
  })

  test('a runner that dies at any write of a rule, before it or after it, leaves none behind recovery or its own rerun', async () => {
    for (let index = 0; index < 6; index += 1) {
      for (const [when, next] of [
        ['before', 'recovery'],
        ['after', 'recovery'],
        ['before', 'rerun'],
        ['after', 'rerun'],
      ] as const) {
        const where = `write ${String(index)}, ${when}, ${next}`
        const pair = set(both)
        const { send, death } = dying(pair, index, when)
        expect(await Promise.race([run(pair, { target: { send } }), death]), where).toBe('died')
        pair.stage.pass(90)
        const end = next === 'recovery' ? endOf(await pair.recover()) : ended(await run(pair))
        expect(end.outcome, where).toMatch(next === 'recovery' ? /succeeded/ : /succeeded|rolled-back/)
        expect(ours(pair), where).toEqual([])
        expect(new Set(pair.weights()).size, where).toBe(1)
        expect(pair.record()?.ended, where).toBeDefined()
      }
    }
  })

  test('the same step again goes on with the rules that it finds', async () => {
    const pair = set(both)
    expect(await run(pair, { diesAfterSeconds: 120 })).toBe('died')
    expect(ours(pair)).toHaveLength(3)
    pair.stage.pass(10)
    expect(ended(await run(pair))).toMatchObject({ reasonCode: 'PROMOTED' })
    expect(named(pair, create)).toHaveLength(3)
    expect(ours(pair)).toEqual([])
  })
})

test('what is left of a canary whose record is lost goes before anything else, whatever is rolled out next', async () => {
  const pair = setPairStage(both)
  expect(await run(pair, { diesAfterSeconds: 120 })).toBe('died')
  pair.stage.pass(90)
  const ResourceArns = [pair.groups.blue[0]]
  const tags = pair.stage.elb<DescribeTagsOutput>('DescribeTags', { ResourceArns }).TagDescriptions![0]!.Tags!
  pair.stage.elb('RemoveTags', { ResourceArns, TagKeys: tags.map(({ Key }) => Key!) })
  const survey = await pair.target().survey(new AbortController().signal)
  expect(survey.problems).toEqual([])
  expect(survey.warnings.filter((line) => line.includes('earlier canary'))).toHaveLength(3)
  pair.calls.splice(0)
  expect(ended(await pair.run())).toMatchObject({ outcome: 'succeeded', reasonCode: 'SWAPPED' })
  expect(pair.writes().slice(0, 4)).toEqual([remove, remove, remove, 'elasticloadbalancing:ModifyRule'])
  expect(ours(pair)).toEqual([])
})

describe('reads are understood by our own writes', () => {
  const roles = { revision: { baseline: 'web:1', candidate: 'web:2' }, names: { baseline: 'blue', candidate: 'green' } } as const
  const record = begin({ ...roles, digest: 'd', goals: [], committed: 1 } as unknown as Plan, '100', 0)
  const signal = new AbortController().signal
  const on = { kind: 'match', on: true } as const
  const off = { kind: 'match', on: false } as const

  test('a rule that was made is there, though no read shows it yet', async () => {
    const pair = setPairStage({ readLagMs: 5_000, seed: 3 })
    const driver = pair.target({ match }).driver(roles)
    await driver.perform(on, signal)
    expect((await driver.observe(['service'], record, signal)).matched).toBe('all')
    pair.stage.pass(30)
    expect((await driver.observe(['service'], record, signal)).matched).toBe('all')
  })

  test('one that was removed is gone, though a late read still shows it', async () => {
    const pair = setPairStage()
    const late: { answer?: object } = {}
    const send: Send = async (operation, input, aborted) => {
      const answer = await pair.send(operation, input, aborted)
      return operation === 'elasticloadbalancing:DescribeRules' && 'ListenerArn' in input && late.answer
        ? (late.answer as typeof answer)
        : answer
    }
    const driver = pair.target({ match, send }).driver(roles)
    await driver.perform(on, signal)
    const before = await pair.send('elasticloadbalancing:DescribeRules', { ListenerArn: pair.listenerArn })
    const tags = await pair.send('elasticloadbalancing:DescribeTags', { ResourceArns: [before.Rules![0]!.RuleArn!] })
    expect(tags.TagDescriptions![0]!.Tags).toHaveLength(1)
    await driver.perform(off, signal)
    late.answer = before
    const calls = pair.calls.length
    await driver.perform(on, signal)
    expect(pair.calls.slice(calls).map(({ operation }) => operation)).toEqual(['elasticloadbalancing:DescribeRules', create])
    expect((await driver.observe(['service'], record, signal)).matched).toBe('all')
  })

  test('one whose making was not answered is removed by the call that sends everybody home', async () => {
    const pair = setPairStage()
    pair.between.after = (operation) => {
      if (operation === create) throw faulty('ECONNRESET', 500)
    }
    const driver = pair.target({ match }).driver(roles)
    await expect(driver.perform(on, signal)).rejects.toThrow()
    expect((await driver.observe([], record, signal)).matched).toBe('all')
    const again = pair.target({ match }).driver(roles)
    expect((await again.observe(['travel'], record, signal)).matched).toBe('all')
    await again.perform(off, signal)
    await expect(again.perform(on, signal)).rejects.toThrow()
    await again.perform(off, signal)
    expect((await again.observe([], record, signal)).matched).toBeUndefined()
    expect(ours(pair)).toEqual([])
  })
})

test('rules of other conditions are exchanged for those wanted now', async () => {
  const pair = setPairStage()
  const other: readonly MatchCondition[] = [{ kind: 'header', name: 'x-canary', values: ['2'] }]
  const driver = (wanted: readonly MatchCondition[]) =>
    pair
      .target({ match: wanted })
      .driver({ revision: { baseline: 'web:1', candidate: 'web:2' }, names: { baseline: 'blue', candidate: 'green' } })
  const signal = new AbortController().signal
  await driver(match).perform({ kind: 'match', on: true }, signal)
  await driver(other).perform({ kind: 'match', on: true }, signal)
  expect(ours(pair).map(({ Conditions }) => Conditions!.at(-1)!.HttpHeaderConfig!.Values)).toEqual([['2']])
  await driver(match).perform({ kind: 'match', on: false }, signal)
  expect(ours(pair)).toEqual([])
})

test('a rule of somebody else that leads to one side is never taken for ours', async () => {
  const pair = setPairStage()
  const { Rules } = pair.stage.elb<CreateRuleOutput>('CreateRule', {
    ListenerArn: pair.listenerArn,
    Priority: 3,
    Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-canary', Values: ['1'] } }],
    Actions: [{ Type: 'forward', TargetGroupArn: pair.groups.green[0] }],
    Tags: [{ Key: 'team', Value: 'shop' }],
  })
  const survey = await pair.target({ match }).survey(new AbortController().signal)
  expect(survey.problems.map(({ code }) => code)).toEqual(['RULE_NOT_LISTED'])
  const ref = { ...pair.ref, testRules: [Rules![0]!.RuleArn!] }
  expect(ended(await run(pair, { target: { match, ref } }))).toMatchObject({ reasonCode: 'PROMOTED' })
  expect(pair.stage.elb<DescribeRulesOutput>('DescribeRules', { RuleArns: ref.testRules }).Rules).toHaveLength(1)
})

test('while nothing happens no more than twenty reads a minute are made', async () => {
  const pair = setPairStage()
  await run(pair, { diesAfterSeconds: 1_000 }, { steps: [{ weight: 0, holdMs: 20 * minuteMs }, { weight: 5, holdMs: minuteMs }] }) // prettier-ignore
  const from = pair.calls.at(-1)!.atMs - 5 * minuteMs
  const reads = pair.calls.filter(({ operation, atMs }) => atMs >= from && /:(Describe|List|Get)/.test(operation))
  expect(reads.length / 5).toBeLessThanOrEqual(20)
})

test('plan mode prints the calls, and a person who must undo by hand finds the rules', async () => {
  const pair = setPairStage()
  const end = await run(pair, { order: { mode: 'plan' } })
  if (end === 'died') throw new Error('died')
  const calls = end.planned!.calls.filter((line) => line.includes('-rule '))
  expect(calls[0]).toContain('aws elbv2 create-rule --listener-arn arn:aws:elasticloadbalancing:eu-west-1:"$ACCOUNT":listener/')
  expect(calls[0]).toMatch(/--priority 9 .*"Values":\["1"\].* --tags Key=sluice\.match,Value=app\/shop\//)
  expect(calls[1]).toMatch(/^# each listener rule with the tag sluice\.match: aws elbv2 delete-rule/)
  expect(JSON.stringify(calls)).not.toContain('123456789012')
  expect(ours(pair)).toEqual([])
})
