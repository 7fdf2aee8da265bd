import { expect, test } from 'vitest'
import { fails, outcomes } from '../../src/domain/outcome.ts'
import { resultOf, timelineEntry } from '../../src/domain/result.ts'
import type { RolloutEvent } from '../../src/domain/rollout.ts'
import { evidenceOf, faultOf, planOf } from './situation.ts'

const atMs = Date.UTC(2030, 0, 1)
const subject = {
  action: 'rolling-ecs',
  service: 'prod/web',
  environment: 'prod',
  from: 'web:7',
  to: 'web:8',
  undo: ['aws ecs update-service'],
}
const size = { kind: 'size', side: 'candidate', revision: 'web:8', capacity: 'full' } as const
const history: readonly RolloutEvent[] = [
  { kind: 'started', atMs, run: '100', plan: planOf() },
  { kind: 'intended', atMs: atMs + 1_000, act: size, before: '' },
  { kind: 'acted', atMs: atMs + 1_000, act: size, before: '' },
  { kind: 'identified', atMs: atMs + 2_000, attempt: 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/prod/web/x' },
  { kind: 'noted', atMs: atMs + 3_000, text: '2 new and 2 old tasks running', weight: 50 },
  { kind: 'judged', atMs: atMs + 4_000, goal: 'deployed', evidence: [evidenceOf('errors', 'pass', atMs + 4_000, atMs)] },
  { kind: 'turned-home', atMs: atMs + 5_000, reasonCode: 'TASK_EXITED', because: 't1 exited', faults: [faultOf('t1')] },
  { kind: 'ended', atMs: atMs + 9_000, outcome: 'rolled-back', reasonCode: 'TASK_EXITED', because: 't1 exited' },
]

test('a result is one fold over the history', () => {
  const result = resultOf(subject, history)
  expect(result).toMatchObject({
    schema: 1,
    outcome: 'rolled-back',
    reasonCode: 'TASK_EXITED',
    reason: 't1 exited',
    runbook: 'docs/runbook.md#task_exited',
    startedAt: '2030-01-01T00:00:00.000Z',
    endedAt: '2030-01-01T00:00:09.000Z',
    gates: [{ name: 'deployed: errors', verdict: 'pass' }],
    faults: [{ subject: 't1' }],
    undo: subject.undo,
  })
  expect(result).not.toHaveProperty('resumedFrom')
  expect(result.timeline.map((entry) => entry.kind)).toEqual(['started', 'acted', 'noted', 'judged', 'turned-home', 'ended'])
  expect(result.timeline[2]).toMatchObject({ weight: 50 })
})

test('it carries no account id, whatever the texts hold; commands stay commands', () => {
  const account = '111122223333'
  const arn = (rest: string): string => `arn:aws:ecs:eu-west-1:${account}:${rest}`
  const undo = [`aws ecs update-service --cluster ${arn('cluster/prod')} --service ${arn('service/prod/web')} --task-definition web:7`]
  const because = `User: arn:aws:sts::${account}:assumed-role/Deploy/run is not authorized on resource: ${arn('service/prod/web')}.`
  const noted: RolloutEvent = {
    kind: 'noted',
    atMs,
    text: `web: ${account}.dkr.ecr.eu-west-1.amazonaws.com/web:1 of ${arn('task-definition/web:7')}`,
  }
  const ended: RolloutEvent = { kind: 'ended', atMs, outcome: 'failed', reasonCode: 'ACCESS_DENIED', because }
  const result = resultOf({ ...subject, undo, plan: [`in ${arn('task/prod/0a1b')}`] }, [...history.slice(0, -1), noted, ended])
  expect(JSON.stringify(result)).not.toContain(account)
  expect(result.undo).toEqual(['aws ecs update-service --cluster prod --service web --task-definition web:7'])
  expect(result.plan).toEqual(['in 0a1b'])
  expect(result.reason).toBe('User: arn:aws:sts::***:assumed-role/Deploy/run is not authorized on resource: web.')
  expect(result.timeline.at(-2)?.text).toBe('web: ***.dkr.ecr.eu-west-1.amazonaws.com/web:1 of web:7')
})

test('a gate is told anew where it changes its mind, by the last look that said so', () => {
  const judged = (minute: number, verdict: 'inconclusive' | 'pass'): RolloutEvent => ({
    kind: 'judged',
    atMs: atMs + minute * 60_000,
    goal: 'canary-5',
    evidence: [{ check: 'analysis', verdict, because: `minute ${minute}`, fromMs: atMs, toMs: atMs + minute * 60_000 }],
  })
  const looks = [judged(1, 'inconclusive'), judged(2, 'inconclusive'), judged(3, 'pass'), judged(4, 'inconclusive')]
  expect(resultOf(subject, [...looks, history.at(-1)!]).gates.map(({ verdict, because }) => [verdict, because])).toEqual([
    ['inconclusive', 'minute 2'],
    ['pass', 'minute 3'],
    ['inconclusive', 'minute 4'],
  ])
})

test('a reason begins as it was written: what stands first may be a name', () => {
  const ended: RolloutEvent = {
    kind: 'ended',
    atMs,
    outcome: 'succeeded',
    reasonCode: 'DEPLOYED',
    because: 'shop-web:2 serves all traffic',
  }
  expect(resultOf(subject, [ended]).reason).toBe('shop-web:2 serves all traffic')
})

test('a rollout taken up says from which run', () => {
  const resumed: RolloutEvent = { kind: 'resumed', atMs, run: '99', goal: 0, heading: 'forward' }
  expect(resultOf(subject, [resumed, history.at(-1)!]).resumedFrom).toBe('99')
})

test('the last end counts, and without one there is no result', () => {
  const open = history.slice(0, -1)
  expect(() => resultOf(subject, open)).toThrow()
  const late: RolloutEvent = { kind: 'ended', atMs, outcome: 'failed', reasonCode: 'THROTTLED', because: 'x', unfinished: true }
  expect(resultOf(subject, [...history, late]).reasonCode).toBe('THROTTLED')
})

test('what only the record needs is no line for people', () => {
  expect(history.filter((event) => timelineEntry(event).length === 0).map((event) => event.kind)).toEqual(['intended', 'identified'])
})

test('a rolled back rollout is never green', () => {
  expect(outcomes.filter(fails)).toEqual(['rolled-back', 'failed'])
})
