import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { reasonFollows, travelOf } from '../../src/aws/rolling-travel.ts'
import { createdAtMs, isAfter, laterMark, noMark } from '../../src/aws/service-deployments.ts'

const arn = 'arn:aws:ecs:eu-west-1:111122223333:service-deployment/main/web/abc'
const deployment = (more: Partial<ServiceDeployment>): ServiceDeployment => ({ serviceDeploymentArn: arn, ...more })

describe('a deployment of the candidate', () => {
  test.each([
    ['PENDING', 'moving'],
    ['IN_PROGRESS', 'moving'],
    ['STOP_REQUESTED', 'moving'],
    ['SUCCESSFUL', 'arrived'],
    ['STOPPED', 'stopped'],
    ['ROLLBACK_REQUESTED', 'returning'],
    ['ROLLBACK_IN_PROGRESS', 'returning'],
    ['ROLLBACK_SUCCESSFUL', 'returned'],
    ['ROLLBACK_FAILED', 'stranded'],
  ] as const)('%s is %s', (status, kind) => {
    expect(travelOf(deployment({ status }), 'candidate')).toMatchObject({ kind, attempt: arn })
  })

  test('a status of the future is still under way', () => {
    expect(travelOf(deployment({ status: 'BAKING' as never }), 'candidate').kind).toBe('moving')
  })

  test.each<[string, Partial<ServiceDeployment>, string, string]>([
    [
      'the breaker by its words',
      { statusReason: 'Rolled back because the circuit breaker threshold was exceeded.' },
      'BREAKER_TRIPPED',
      'circuit breaker threshold',
    ],
    [
      'the breaker by its status',
      { deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3 } },
      'BREAKER_TRIPPED',
      '3 failed tasks',
    ],
    [
      'an alarm by its words',
      { rollback: { reason: 'one or more deployment alarms were in the ALARM state' } },
      'ALARM_TRIGGERED',
      'deployment alarms',
    ],
    ['an alarm by its name', { alarms: { triggeredAlarmNames: ['errors'] } }, 'ALARM_TRIGGERED', '(errors)'],
    [
      'a person',
      { statusReason: 'Rolled back because of a StopServiceDeployment request.' },
      'DEPLOYMENT_STOPPED',
      'StopServiceDeployment',
    ],
    ['nothing at all', {}, 'DEPLOYMENT_STOPPED', 'gives no reason'],
  ])('turned back by %s', (_, more, reasonCode, words) => {
    const travel = travelOf(deployment({ status: 'ROLLBACK_IN_PROGRESS', ...more }), 'candidate')
    expect(travel).toMatchObject({ kind: 'returning', reasonCode, because: expect.stringContaining(words) as string })
  })

  test('asked to go back without a reason, a reason may follow', () => {
    expect(reasonFollows(deployment({ status: 'ROLLBACK_REQUESTED' }))).toBe(true)
    expect(reasonFollows(deployment({ status: 'ROLLBACK_REQUESTED', statusReason: 'circuit breaker' }))).toBe(false)
    expect(reasonFollows(deployment({ status: 'ROLLBACK_IN_PROGRESS' }))).toBe(false)
  })
})

describe('a deployment of the baseline on the way home', () => {
  test.each([
    ['PENDING', 'returning'],
    ['IN_PROGRESS', 'returning'],
    ['SUCCESSFUL', 'returned'],
    ['STOPPED', 'stranded'],
    ['ROLLBACK_REQUESTED', 'stranded'],
    ['ROLLBACK_IN_PROGRESS', 'stranded'],
    ['ROLLBACK_SUCCESSFUL', 'stranded'],
    ['ROLLBACK_FAILED', 'stranded'],
  ] as const)('%s is %s', (status, kind) => {
    expect(travelOf(deployment({ status }), 'baseline').kind).toBe(kind)
  })
})

describe('a mark', () => {
  const at = (id: string, ms: number) => ({ serviceDeploymentArn: `${arn.slice(0, -3)}${id}`, createdAt: new Date(ms) })

  test('keeps to the latest deployment, in characters a tag may hold', () => {
    const mark = laterMark(laterMark(noMark, at('b', 2_000)), at('a', 1_000))
    expect(mark).toBe('2000/b')
    expect(mark).toMatch(/^[A-Za-z0-9+=._:/@ -]*$/)
  })

  test('tells what came after it, also within the same millisecond', () => {
    const mark = laterMark(noMark, at('b', 2_000))
    expect(isAfter(at('b', 2_000), mark)).toBe(false)
    expect(isAfter(at('c', 2_000), mark)).toBe(true)
    expect(isAfter(at('a', 1_999), mark)).toBe(false)
    expect(isAfter(at('a', 1), noMark)).toBe(true)
    expect(createdAtMs({})).toBe(0)
  })
})
