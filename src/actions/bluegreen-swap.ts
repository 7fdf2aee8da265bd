import { createPairTarget } from '../aws/pair-target.ts'
import { createSend } from '../aws/send.ts'
import { alarmChecks, blueGreenPlan } from '../domain/plan.ts'
import type { ReasonCode } from '../domain/outcome.ts'
import { conduct, type Order } from '../engine/conduct.ts'
import { standing } from '../engine/standing.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import { readInputs, settings } from '../runner/inputs.ts'
import { inputs, meaningful, metadata } from './bluegreen-fields.ts'
import { conclude, type Concerning } from './conclude.ts'
import { bakeFits, rulesOf } from './fields.ts'
import { judging } from './judging.ts'
import { holderOf, pairRef, type Place, regionKnown, regionOf } from './place.ts'
import { sessionEnd, sidesTold } from './sides-told.ts'
import { imagesIn, readWantedContent } from './wanted-content.ts'

/** Each command is a part of the same plan: where it stops, what it takes up, and what its success is called. */
const commands = {
  run: { success: 'DEPLOYED' },
  stage: { until: 'staged', success: 'STAGED' },
  swap: { until: 'swapped', continues: true, success: 'SWAPPED' },
  finish: { from: 'swapped', continues: true, success: 'FINISHED' },
  status: { continues: true, success: 'NO_CHANGE' },
} as const satisfies Record<string, Pick<Order, 'until' | 'from' | 'continues'> & { readonly success: ReasonCode }>

export async function main(host: RunnerHost): Promise<void> {
  const content = readWantedContent(host)
  const tests = judging(host)
  const read = await readInputs(inputs, host, { rules: [regionKnown(host), bakeFits, meaningful, ...content.rules, ...tests.rules] })
  const { values } = read
  const place: Place & { readonly topology: 'pair' } = {
    topology: 'pair',
    region: regionOf(host, values['aws-region']),
    ...{ cluster: values.cluster, blue: values.blue, green: values.green },
    ...rulesOf(values),
  }
  const aws = createSend({ region: place.region, userAgent: 'sluice/bluegreen-swap' })
  const { command } = values
  const { success, ...part } = commands[command]
  const deadlineMs = values['timeout-minutes'] * 60_000
  const checks = await tests.of(values)
  const target = createPairTarget({
    ...aws,
    region: place.region,
    ref: pairRef(place),
    wanted: 'continues' in part ? { kind: 'idle' } : await content.of(values['task-definition']),
    images: imagesIn(values.images),
    alarms: values.alarms,
    requireDigest: values['require-digest'],
    stickiness: typeof values.stickiness === 'number' ? values.stickiness / 1000 : values.stickiness,
    minHealthy: values['min-healthy'],
    otherTraffic: values['other-traffic'],
    planMs: values.bake,
    ...sessionEnd(host),
  })
  const order: Order = {
    mode: values.mode,
    holder: holderOf(host),
    onUnfinished: values['on-unfinished'],
    onEmpty: 'fail',
    deadlineMs,
    ...part,
    plan: ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) => ({
      ...blueGreenPlan({
        ...{ target: target.name, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
        ...{
          tests: checks.tests,
          watch: [...alarmChecks(values.alarms), ...checks.watch],
          bakeMs: values.bake,
          standbyMs: values.standby,
          deadlineMs,
        },
        ...{ onCancel: values['on-cancel'], success },
      }),
      minHealthy: values['min-healthy'],
    }),
  }
  const about: Concerning = {
    action: metadata.name,
    environment: values.environment ?? '',
    place,
    bakeMs: values.bake,
    deadlineMs,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
    ...sidesTold(target.arnOf, values['test-url']),
  }
  await conclude(host, about, (ports) => {
    const all = {
      ...ports,
      clock: localClock,
      cancellation: host.cancelled,
      judge: checks.judge(aws.send, pairRef(place), ports.reporter, aws.awsNowMs),
    }
    return command === 'status' ? standing(order.holder, target, all) : conduct(order, target, all)
  })
  aws.close()
}

export { metadata }
export { post } from './post.ts'
