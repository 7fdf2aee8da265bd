import { describe, expect, it } from 'vitest'
import { rollingPlan } from '../../src/domain/plan.ts'
import { rollBack } from '../../src/engine/roll-back.ts'
import { type CloudStage, endOf, setCloudStage } from './cloud-stage.ts'

/** The action `rollback` with the service's name alone. */
function undo(cloud: CloudStage, when: 'always' | 'unfinished' = 'always') {
  const holder = { run: '200', attempt: 1, job: 'undo' }
  const deadlineMs = 600_000
  const order = { mode: 'apply', holder, deadlineMs } as const
  const target = cloud.target({ wanted: { kind: 'running' } })
  const ports = {
    clock: cloud.clock,
    reporter: { report: () => undefined },
    cancellation: { signal: new AbortController().signal, atMs: () => undefined },
    starting: () => undefined,
  }
  const rolling = {
    target: target.name,
    bakeMs: 0,
    alarms: [],
    deadlineMs,
    rollback: 'auto',
    onCancel: 'rollback',
    onEmpty: 'pass',
  } as const
  return rollBack(
    {
      ...order,
      when,
      returning: ({ revision = '' }) => ({
        target: cloud.target({ wanted: { kind: 'named', name: revision } }),
        order: {
          ...order,
          onUnfinished: 'refuse',
          onEmpty: 'pass',
          plan: ({ baseline }, candidate) => ({ ...rollingPlan({ ...rolling, baseline, candidate }), success: 'ROLLED_BACK' }),
        },
      }),
    },
    target,
    ports,
  )
}

describe('a rollout that failed and was left where it was', () => {
  const left = async (): Promise<CloudStage> => {
    const cloud = setCloudStage()
    const candidate = cloud.web.register({ VERSION: '2', CRASH_AFTER_MS: '3000' })
    cloud.stage.pass(20)
    const end = endOf(await cloud.roll({ wanted: { kind: 'named', name: candidate } }, { rollback: 'none' }))
    expect(end).toMatchObject({ outcome: 'failed', reasonCode: 'TASK_EXITED' })
    return cloud
  }

  it('is undone by whoever asks for it', async () => {
    const cloud = await left()
    expect(endOf(await undo(cloud))).toMatchObject({ outcome: 'succeeded', reasonCode: 'ROLLED_BACK' })
    cloud.stage.pass(30)
    expect(cloud.web.describe().taskDefinition).toMatch(/:1$/)
  })

  it('is no matter of recovery', async () => {
    const cloud = await left()
    const before = cloud.web.describe().taskDefinition
    expect(endOf(await undo(cloud, 'unfinished'))).toMatchObject({ outcome: 'no-op', reasonCode: 'NO_CHANGE' })
    expect(cloud.web.describe().taskDefinition).toBe(before)
  })

  it('is left alone where somebody has deployed since', async () => {
    const cloud = await left()
    cloud.stage.ecs('UpdateService', { cluster: 'main', service: 'web', taskDefinition: cloud.web.register({ VERSION: '3' }) })
    cloud.stage.pass(300)
    await expect(undo(cloud)).rejects.toMatchObject({ reasonCode: 'SUPERSEDED' })
    cloud.stage.pass(30)
    expect(cloud.web.describe().taskDefinition).toMatch(/:3$/)
  })
})
