import type { CallMade } from '../sandbox/wire/call-log.ts'
import { putErrorAlarm } from '../test/e2e/alarm.ts'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { startLoad } from '../test/e2e/load.ts'
import { startRoll, undecided } from '../test/e2e/midway.ts'
import { ownerSettings } from '../test/e2e/owner.ts'
import type { PairShop } from '../test/e2e/pair-shop.ts'
import { startSwap } from '../test/e2e/swap-step.ts'
import { isMutation } from '../test/e2e/told-step.ts'
import { until } from '../test/e2e/until.ts'
import { type Figure, median, spread } from './figure.ts'
import { inPair, inShop } from './shops.ts'

/** From the runner's SIGINT to the one call that sends traffic home, answered by AWS. */
export async function signalFigure(rounds: number): Promise<Figure> {
  const found = await together(rounds, () =>
    inShop(async (shop) => {
      const step = startRoll(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }, undecided) } })
      await step.called('ecs:DescribeServiceDeployments')
      const signalAtMs = Date.now()
      step.cancel()
      const end = await step.ended
      const home = end.calls.filter((call) => call.atMs >= signalAtMs && isMutation(call.operation))
      if (home.length !== 1 || home[0]!.operation !== 'ecs:StopServiceDeployment')
        throw new Error(`${home.map((call) => call.operation).join(', ') || 'no call'} after the signal: ${end.stdout}`)
      return { acceptedMs: home[0]!.atMs - signalAtMs, endedMs: end.stoppedAfterMs ?? NaN }
    }),
  )
  const accepted = found.map((each) => each.acceptedMs)
  const ended = found.map((each) => each.endedMs)
  return {
    name: 'signal to the way home accepted by AWS (rolling)',
    value: median(accepted),
    unit: 'ms',
    baseline: { name: 'the runner kills after', value: 10_000 },
    bar: '<= 2 s, one StopServiceDeployment; the step ends within 7 s',
    met: Math.max(...accepted) <= 2_000 && Math.max(...ended) <= 7_000,
    detail: `median of ${spread(accepted, 'ms')}; the step ended ${spread(ended, 'ms')} after the signal`,
  }
}

/** From the runner's SIGINT to the last rule written home, answered by AWS. */
export async function pairSignalFigure(rounds: number): Promise<Figure> {
  const found = await together(rounds, () =>
    inPair(async (shop) => {
      const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }), bake: '10m' } })
      await step.said('Reached swapped')
      const signalAtMs = Date.now()
      step.cancel()
      const end = await step.ended
      return { acceptedMs: acceptedAtMs(shop, end.calls, signalAtMs, end.stdout) - signalAtMs, endedMs: end.stoppedAfterMs ?? NaN }
    }),
  )
  const accepted = found.map((each) => each.acceptedMs)
  return {
    name: 'signal to traffic home (pair)',
    value: median(accepted),
    unit: 'ms',
    baseline: { name: 'the runner kills after', value: 10_000 },
    bar: '<= 2 s accepted by AWS, one mutating call per rule',
    met: Math.max(...accepted) <= 2_000,
    detail: `2 rules; median of ${spread(accepted, 'ms')}; the step ended ${spread(
      found.map((each) => each.endedMs),
      'ms',
    )} after the signal`,
  }
}

/**
 * From the look that finds a breach to the last rule written home, answered by AWS; beside it from when the alarm rang, which holds the
 * wait for that look.
 */
export async function pairBreachFigure(rounds: number): Promise<Figure> {
  const found = await together(rounds, () => inPair(breach))
  const own = found.map((each) => each.sinceLookMs)
  return {
    name: 'breach to traffic home (pair)',
    value: median(own),
    unit: 'ms',
    baseline: { name: 'since the alarm rang, median', value: median(found.map((each) => each.sinceAlarmMs)) },
    bar: '<= 2 s accepted by AWS from the look that finds it, one mutating call per rule',
    met: Math.max(...own) <= 2_000,
    detail: `2 rules; median of ${spread(own, 'ms')}; since the alarm rang ${spread(
      found.map((each) => each.sinceAlarmMs),
      'ms',
    )}, looked at each 12 s`,
  }
}

async function breach(shop: PairShop): Promise<{ readonly sinceLookMs: number; readonly sinceAlarmMs: number }> {
  await putErrorAlarm({ ...shop, groupArn: shop.groups.green }, 'green-5xx')
  const load = await startLoad({ url: shop.url, ratePerSecond: 20 })
  const inputs = { 'task-definition': await shop.register({ VERSION: 'v2', ERROR_RATE: '1' }), alarms: 'green-5xx', bake: '10m' }
  const step = startSwap(shop, { inputs })
  const watch = new CloudWatchClient(ownerSettings(shop.sandbox))
  const rang = await until('the alarm rings', async () => {
    const { MetricAlarms } = await watch.send(new DescribeAlarmsCommand({ AlarmNames: ['green-5xx'] }))
    const [alarm] = MetricAlarms ?? []
    return alarm?.StateValue === 'ALARM' ? alarm.StateUpdatedTimestamp : undefined
  })
  watch.destroy()
  const end = await step.ended
  await load.stop()
  if (end.outputs['reason-code'] !== 'ALARM_TRIGGERED') throw new Error(`the rollout ended ${end.outputs['reason-code']}: ${end.stdout}`)
  const rangAtMs = rang.getTime()
  const homeAtMs = acceptedAtMs(shop, end.calls, rangAtMs, end.stdout)
  const looked = end.calls.findLast((call) => call.operation === 'cloudwatch:DescribeAlarms' && call.atMs <= homeAtMs)
  return { sinceLookMs: homeAtMs - (looked?.atMs ?? NaN), sinceAlarmMs: homeAtMs - rangAtMs }
}

/** When AWS had accepted all that leads home; throws unless that was one call for each rule. */
function acceptedAtMs({ rules }: PairShop, calls: readonly CallMade[], sinceMs: number, log: string): number {
  const home = calls.filter((call) => call.atMs >= sinceMs && /:Modify(Rule|Listener)$/.test(call.operation))
  if (home.length !== rules.length || home.some((call) => call.status !== 200))
    throw new Error(`${home.map((call) => call.operation).join(', ') || 'no call'} on the rules since then: ${log}`)
  return Math.max(...home.map((call) => call.atMs))
}

function together<T>(rounds: number, work: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: rounds }, work))
}
