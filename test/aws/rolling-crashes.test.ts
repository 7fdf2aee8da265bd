import type { DescribeServiceRevisionsResponse } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { asSluiceError } from '../../src/domain/errors.ts'
import { endOf, setCloudStage, webDocument, type CloudStage } from './cloud-stage.ts'

const options = (environment: Readonly<Record<string, string>>) => ({
  wanted: { kind: 'document', document: webDocument(environment) } as const,
})
const service = { healthCheckGracePeriodSeconds: 300 }

function set(seed: number): CloudStage {
  return setCloudStage({ service }, { readLagMs: 5_000, seed })
}

function settle(cloud: CloudStage): string {
  cloud.stage.until(
    'the service is at rest',
    () => cloud.web.deployments().length === 1 && cloud.web.primary().rolloutState === 'COMPLETED',
  )
  cloud.stage.pass(10)
  return cloud.web.describe().taskDefinition?.split('/').at(-1) ?? ''
}

/** Deployments that ever led to a revision. */
function deploymentsOf(cloud: CloudStage, revision: string): number {
  const serviceRevisionArns = cloud.web.history().map((each) => each.targetServiceRevision?.arn)
  const { serviceRevisions } = cloud.stage.ecs<DescribeServiceRevisionsResponse>('DescribeServiceRevisions', { serviceRevisionArns })
  return (serviceRevisions ?? []).filter((each) => each.taskDefinition?.endsWith(`/${revision}`)).length
}

/** The runner dies at its nth call: before it is sent, or after AWS has done it and before the answer. Nothing of it goes on. */
function dieAt(cloud: CloudStage, nth: number, when: 'before' | 'after'): () => boolean {
  let made = 0
  cloud.before = (operation, input) => {
    made += 1
    if (made < nth) return undefined
    if (made === nth && when === 'after') cloud.stage.cloud.call(operation, input)
    throw Object.assign(new Error('the runner is gone'), { name: 'RunnerGone', status: 403 })
  }
  return () => made >= nth
}

describe.each(['before', 'after'] as const)('a runner that dies at any call, %s it is done', (when) => {
  test.each([
    ['a good revision', { VERSION: '2' }, 'web:2', 'succeeded'],
    ['a bad revision', { CRASH_AFTER_MS: '2000' }, 'web:1', 'rolled-back'],
  ])('%s is finished by the next attempt, with one deployment of it', async (_, environment, ends, outcome) => {
    for (let nth = 1; ; nth += 1) {
      const cloud = set(nth)
      const died = dieAt(cloud, nth, when)
      await cloud.roll(options(environment)).catch(() => undefined)
      if (!died()) break
      cloud.before = () => undefined
      cloud.stage.pass(nth % 3 === 0 ? 240 : 3)
      const end = await cloud.roll(options(environment), { holder: { run: '100', attempt: 2, job: 'deploy' } })
      // Where it had ended before it died there is nothing left to do.
      const seen = `${String(nth)}: ${endOf(end).outcome} ${endOf(end).reasonCode} ${endOf(end).because}`
      expect([outcome, 'no-op'], seen).toContain(endOf(end).outcome)
      expect(settle(cloud), seen).toBe(ends)
      expect(deploymentsOf(cloud, 'web:2'), seen).toBe(1)
      expect(nth).toBeLessThan(400)
    }
  })
})

test('cancelled at any second it goes home, and nothing is left behind', async () => {
  for (let seconds = 0; seconds < 80; seconds += 1) {
    const cloud = set(seconds + 1)
    const bakeMs = seconds % 2 === 0 ? 0 : 120_000
    const end = await cloud.roll(options({ VERSION: '2' }), { bakeMs }, seconds).then(
      (ended) => endOf(ended),
      (error: unknown) => ({ outcome: 'failed', reasonCode: asSluiceError(error).reasonCode, because: String(error) }),
    )
    const told = `${String(seconds)} s: ${end.outcome} ${end.reasonCode} ${end.because}`
    const where = settle(cloud)
    if (end.outcome === 'succeeded') expect(where, told).toBe('web:2')
    else {
      expect(end.reasonCode, told).toBe('CANCELLED')
      expect(where, told).toBe('web:1')
    }
  }
})

test('somebody else deploying at any second is never overwritten', async () => {
  const ends = new Map<string, number>()
  for (let seconds = 0; seconds < 80; seconds += 1) {
    const cloud = set(seconds + 1)
    const foreign = cloud.web.register({ VERSION: 'foreign' })
    cloud.after(seconds + 0.5, () => cloud.web.update({ taskDefinition: foreign }))
    const end = await cloud.roll(options({ VERSION: '2' }), { bakeMs: 60_000 }).then(
      (ended) => endOf(ended),
      (error: unknown) => ({ outcome: 'failed', reasonCode: asSluiceError(error).reasonCode, because: String(error) }),
    )
    const told = `${String(seconds)} s: ${end.outcome} ${end.reasonCode} ${end.because}`
    ends.set(end.reasonCode, (ends.get(end.reasonCode) ?? 0) + 1)
    const updates = cloud.calls.filter(({ operation }) => operation === 'ecs:UpdateService')
    const where = settle(cloud)
    if (end.reasonCode === 'SUPERSEDED') expect(where, told).toBe(foreign.split('/').at(-1))
    // A change within the seconds that reads lag, just before our own write, cannot be seen.
    else expect([end.outcome, where, seconds > 0 && seconds < 9], told).toEqual(['succeeded', 'web:3', true])
    expect(updates.length, told).toBeLessThanOrEqual(1)
  }
  expect(ends.get('SUPERSEDED')).toBeGreaterThan(65)
})
