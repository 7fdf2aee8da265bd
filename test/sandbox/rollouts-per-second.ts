import { setStage } from './stage.ts'
import { runWebService } from './web-service.ts'

/**
 * Prints how many rolling rollouts a second the bare model runs on one core: 4 tasks, 5 virtual minutes, DescribeServices each 5 s,
 * with read lag and propagation. Run it with Node; it is no test.
 */
const secondsToRun = Number(process.argv[2] ?? 5)
const startedMs = performance.now()
let rollouts = 0
while (performance.now() - startedMs < secondsToRun * 1000) {
  const stage = setStage({ seed: ++rollouts, readLagMs: 3_000, propagationMs: 5_000 })
  const web = runWebService(stage, {
    group: { HealthCheckIntervalSeconds: 10 },
    groupAttributes: { 'deregistration_delay.timeout_seconds': '120' },
  })
  web.update({ taskDefinition: web.register({ VERSION: '2' }) })
  for (let polls = 0; polls < 60; polls++) {
    stage.pass(5)
    web.deployments()
  }
  if (web.primary().rolloutState !== 'COMPLETED') throw new Error('the rollout did not complete')
}
const perSecond = rollouts / ((performance.now() - startedMs) / 1000)
console.log(JSON.stringify({ figure: 'rolling rollouts per second and core, bare model', rollouts, perSecond: Math.round(perSecond) }))
