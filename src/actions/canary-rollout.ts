import { createPairTarget } from '../aws/pair-target.ts'
import type { Sender } from '../aws/send.ts'
import type { WantedContent } from '../aws/task-definitions.ts'
import { canaryPlan, goalName, isStaged } from '../domain/canary.ts'
import { SluiceError } from '../domain/errors.ts'
import type { MatchCondition } from '../domain/match.ts'
import type { CanaryStep } from '../domain/steps.ts'
import type { CanaryJudge } from '../engine/canary-judge.ts'
import { conduct, type Order } from '../engine/conduct.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { CanaryJudging, JudgeOptions } from './canary-judging.ts'
import { createWholeJudge } from './canary-judging.ts'
import { type CanaryValues, heldMs, lateMs, type Part } from './canary-rules.ts'
import { besidesAnalysis, canaryOutputsAt } from './canary-told.ts'
import { conclude, type Concerning } from './conclude.ts'
import { holderOf, pairRef, type Place } from './place.ts'
import { sessionEnd, sidesTold } from './sides-told.ts'
import { sideOf, type SmokeTests } from './smoke-tests.ts'
import { imagesIn } from './wanted-content.ts'

export interface CanaryRollout {
  readonly values: CanaryValues
  readonly part: Part & { readonly kind: 'steps' | 'step' }
  readonly place: Place & { readonly topology: 'pair' }
  readonly content: WantedContent
  readonly judging: CanaryJudging
  readonly smoke: SmokeTests
  /** Who gets the canary before any weight. */
  readonly match: readonly MatchCondition[] | undefined
  readonly about: Omit<Concerning, 'place'>
}

/** Shifts traffic to the canary step by step, judges it, promotes it or leads it home. */
export async function rollCanary(host: RunnerHost, aws: Sender, rollout: CanaryRollout): Promise<void> {
  const { values, part, place, content, judging, smoke, match, about } = rollout
  const ref = pairRef(place)
  // Without a content of its own it takes what is under way, or what is staged.
  const continues = content.kind === 'running' && values.images.size === 0
  const target = createPairTarget({
    ...{ ...aws, region: place.region, ref, wanted: continues ? { kind: 'idle' } : content, images: imagesIn(values.images) },
    ...{ alarms: values.alarms, requireDigest: values['require-digest'], otherTraffic: values['other-traffic'] },
    stickiness: typeof values.stickiness === 'number' ? values.stickiness / 1000 : values.stickiness,
    ...{
      minHealthy: values['min-healthy'],
      planMs: Math.min(heldMs(part), about.deadlineMs),
      ...(match && { match }),
      ...sessionEnd(host),
    },
  })
  const { steps } = part
  const last = steps.at(-1)!.weight
  const stops = values.complete === 'hold' || last < 100
  const order: Order = {
    mode: values.mode === 'plan' ? 'plan' : 'apply',
    holder: holderOf(host),
    onUnfinished: values['on-unfinished'],
    onEmpty: 'fail',
    deadlineMs: about.deadlineMs,
    ...(continues && { continues }),
    ...(stops && { until: goalName(last) }),
    adopts: isStaged,
    plan: ({ baseline, names = { baseline: '', candidate: '' }, idle, unfinished }, candidate) => {
      const after = part.kind === 'step' ? unfinished : undefined
      if (after?.heading === 'forward' && values['on-unfinished'] !== 'rollback') assertRises(after.goals[after.goal]!.weight, steps)
      return {
        ...canaryPlan({
          ...{ target: target.name, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
          ...{ steps, stepwise: part.kind === 'step', ...(match && { match }), ...(after && { after }) },
          ...{ tests: smoke.checks, judged: judging.judged, watched: judging.watched },
          ...{ everyMs: Math.min(60_000, values['metrics-period']), lateMs: lateMs(values), onInconclusive: values['on-inconclusive'] },
          ...{ early: values['early-promote'] === 'true', unattended: values.unattended === 'hold' },
          ...{ standbyMs: values.standby, deadlineMs: about.deadlineMs, onCancel: values['on-cancel'] },
          success: stops ? 'GATE_PASSED' : 'PROMOTED',
        }),
        minHealthy: values['min-healthy'],
      }
    },
  }
  let judge: CanaryJudge | undefined
  const sides = sidesTold(target.arnOf, values['test-url'])
  const told: Concerning = {
    ...about,
    place,
    outputsOf: sides.outputsOf,
    outputsAt: (event) => ({ ...sides.outputsAt(event), ...canaryOutputsAt(event) }),
    besides: besidesAnalysis(host, () => judge?.report()),
  }
  const options: Omit<JudgeOptions, 'canary' | 'smokes'> = { values, part, judging, send: aws.send, ref, host }
  await conclude(host, told, (ports) =>
    conduct(order, target, {
      ...{ ...ports, clock: localClock, cancellation: host.cancelled },
      judge: (plan) =>
        (judge = createWholeJudge({ ...options, canary: sideOf(plan), smokes: smoke.judge(plan, ports.reporter, aws.awsNowMs) })),
    }),
  )
}

/** One step at a time, and never down: going back is going home. */
function assertRises(reached: number, steps: readonly CanaryStep[]): void {
  const asked = steps[0]!.weight
  if (asked >= reached) return
  throw new SluiceError('PREFLIGHT_FAILED', `The canary has ${String(reached)} % of the traffic already, and ${String(asked)} % is less`, {
    hint: 'Nothing was changed. Weights only rise; the action `rollback` leads the canary home.',
  })
}
