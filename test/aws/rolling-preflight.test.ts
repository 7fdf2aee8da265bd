import { expect, test } from 'vitest'
import { rollingPreflight } from '../../src/aws/rolling-preflight.ts'
import { type CloudStage, ref, setCloudStage } from './cloud-stage.ts'

async function facts({ send, web }: CloudStage) {
  return (await rollingPreflight(send, ref, web.describe(), undefined, [])).facts
}

test('the baseline of a steady service is what it runs', async () => {
  expect(await facts(setCloudStage())).toMatchObject({ current: 'web:1', baseline: 'web:1', steady: true, desired: 4 })
})

test('the baseline of a service with a deployment under way is the last one that succeeded, not what it is set to', async () => {
  const cloud = setCloudStage()
  const { stage, web } = cloud
  web.update({ taskDefinition: web.register({ VERSION: '2' }) })
  stage.until('web:2 is deployed', () => web.primary().rolloutState === 'COMPLETED')
  for (const VERSION of ['3', '4']) {
    web.update({ taskDefinition: web.register({ VERSION, START_DELAY_MS: '60000' }) })
    stage.pass(10)
  }
  expect(web.history().map(({ status }) => status)).toEqual(['IN_PROGRESS', 'STOPPED', 'SUCCESSFUL', 'SUCCESSFUL'])
  expect(await facts(cloud)).toMatchObject({ current: 'web:4', baseline: 'web:2', steady: false })
})

test('a service of which nothing was ever deployed to its end has no baseline', async () => {
  const cloud = setCloudStage()
  cloud.before = (operation) => (operation === 'ecs:ListServiceDeployments' ? { serviceDeployments: [] } : undefined)
  cloud.web.update({ taskDefinition: cloud.web.register({ VERSION: '2', START_DELAY_MS: '60000' }) })
  cloud.stage.pass(5)
  expect(await facts(cloud)).toMatchObject({ current: 'web:2', baseline: '', steady: false })
})
