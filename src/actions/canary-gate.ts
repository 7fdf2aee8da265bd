import { createSend } from '../aws/send.ts'
import { parseMatch } from '../domain/match.ts'
import { watch } from '../engine/watching.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import { readInputs, settings } from '../runner/inputs.ts'
import { inputs, metadata } from './canary-fields.ts'
import { canaryJudging, createWholeJudge } from './canary-judging.ts'
import { rollCanary } from './canary-rollout.ts'
import { canaryRules, type CanaryValues, gatesText, heldMs, lateMs, partOf } from './canary-rules.ts'
import { besidesAnalysis, canaryOutputsAt } from './canary-told.ts'
import { conclude, type Concerning } from './conclude.ts'
import { documentsOf } from './documents.ts'
import { rulesOf } from './fields.ts'
import { pairRef, type Place, regionKnown, regionOf, serviceOf } from './place.ts'
import { smokeRules, smokeTests } from './smoke-tests.ts'
import { readWantedContent } from './wanted-content.ts'

export async function main(host: RunnerHost): Promise<void> {
  const content = readWantedContent(host)
  const documents = documentsOf(host)
  const rules = [regionKnown(host), ...content.rules, ...smokeRules(documents), ...canaryRules(documents)]
  const read = await readInputs(inputs, host, { rules })
  const { values } = read
  const part = partOf(values)
  const place = placeOf(host, values)
  const judging = await canaryJudging(values, part, documents)
  const aws = createSend({ region: regionOf(host, values['aws-region']), userAgent: 'sluice/canary-gate' })
  const about: Omit<Concerning, 'place'> = {
    action: metadata.name,
    environment: values.environment ?? '',
    bakeMs: heldMs(part),
    gates: gatesText(part, values, judging),
    deadlineMs: values['timeout-minutes'] * 60_000,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
  }
  if (part.kind !== 'watch') {
    const smoke = await smokeTests(values, documents, host.env)
    await rollCanary(host, aws, {
      values,
      part,
      place: place!,
      content: await content.of(values['task-definition']),
      judging,
      smoke,
      match: await documents.valueOf(values.match, parseMatch),
      about,
    })
    aws.close()
    return
  }
  const subject = place ? serviceOf(place) : 'the canary'
  const judge = createWholeJudge({ values, part, judging, send: aws.send, host, ...(place && { ref: pairRef(place) }) })
  const gate = {
    ...{ holdMs: part.holdMs, checks: judging.judged.filter(({ kind }) => kind !== 'alarms'), onInconclusive: values['on-inconclusive'] },
    ...{ everyMs: Math.min(60_000, values['metrics-period']), patienceMs: 600_000, lateMs: lateMs(values) },
    ...(values['early-promote'] === 'true' && { early: true as const }),
  }
  const order = {
    name: subject,
    gate,
    deadlineMs: about.deadlineMs,
    shadow: values.mode === 'shadow',
    unattended: values.unattended === 'hold',
    planned: values.mode === 'plan',
  }
  await conclude(host, { ...about, subject, outputsAt: canaryOutputsAt, besides: besidesAnalysis(host, judge.report) }, (ports) =>
    watch(
      { ...order, ...(values.since !== undefined && { sinceMs: values.since }) },
      { ...ports, clock: localClock, cancellation: host.cancelled, judge, nowMs: aws.awsNowMs },
    ),
  )
  aws.close()
}

function placeOf(host: RunnerHost, values: CanaryValues): (Place & { readonly topology: 'pair' }) | undefined {
  const { cluster, blue, green } = values
  if (cluster === undefined || blue === undefined || green === undefined) return undefined
  return { topology: 'pair', region: regionOf(host, values['aws-region']), cluster, blue, green, ...rulesOf(values) }
}

export { metadata }
export { post } from './post.ts'
