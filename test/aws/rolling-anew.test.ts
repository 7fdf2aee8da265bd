import { expect, test } from 'vitest'
import { endOf, setCloudStage } from './cloud-stage.ts'

test.each([0, 5_000])(
  'what another run left is led home first, and then the new content is rolled out; reads lag by up to %i ms',
  async (readLagMs) => {
    const cloud = setCloudStage({}, { readLagMs, seed: 3 })
    const slow = cloud.web.register({ VERSION: '2', START_DELAY_MS: '90000' })
    const third = cloud.web.register({ VERSION: '3' })
    cloud.stage.pass(20)
    const left = await cloud.roll({ wanted: { kind: 'named', name: slow } }, { onCancel: 'leave' }, 30)
    expect(endOf(left)).toMatchObject({ reasonCode: 'CANCELLED_LEFT_RUNNING' })
    const holder = { run: '101', attempt: 1, job: 'deploy' }
    const end = await cloud.roll({ wanted: { kind: 'named', name: third } }, { holder, onUnfinished: 'rollback' })
    expect(endOf(end)).toMatchObject({ outcome: 'succeeded', reasonCode: 'DEPLOYED' })
    cloud.stage.pass(20)
    expect(cloud.web.describe().taskDefinition).toBe(third)
  },
)
