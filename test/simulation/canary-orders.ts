import { inputs as fields } from '../../src/actions/canary-fields.ts'
import { canaryJudging, createWholeJudge } from '../../src/actions/canary-judging.ts'
import { canaryRules, heldMs, lateMs, partOf } from '../../src/actions/canary-rules.ts'
import { documentsOf } from '../../src/actions/documents.ts'
import { sideOf } from '../../src/actions/smoke-tests.ts'
import { createPairTarget, type PairTargetOptions } from '../../src/aws/pair-target.ts'
import { canaryPlan, isStaged } from '../../src/domain/canary.ts'
import type { CanaryJudge } from '../../src/engine/canary-judge.ts'
import type { Holder } from '../../src/engine/claim.ts'
import { conduct, type Order } from '../../src/engine/conduct.ts'
import type { RolloutEnd, RolloutPorts } from '../../src/engine/holding.ts'
import { rollBack } from '../../src/engine/roll-back.ts'
import type { RunnerHost } from '../../src/runner/host.ts'
import { inputVariable, readInputs } from '../../src/runner/inputs.ts'
import type { CanaryStory } from './canary-story.ts'
import { serviceOf } from './colours.ts'

export interface CanaryStep {
  /** `roll` is canary-gate, `recover` the action `rollback` as a recovery job or a post stage has it. */
  readonly asked: 'roll' | 'recover'
  readonly story: CanaryStory
  readonly candidateArn: string
  readonly holder: Holder
  readonly aws: Pick<PairTargetOptions, 'send' | 'awsNowMs'>
  /** Hears who judges, once that is settled. */
  readonly judgedBy?: (judge: CanaryJudge) => void
}

const ref = { cluster: 'main', services: { blue: serviceOf('blue'), green: serviceOf('green') }, rules: 'auto', testRules: [] } as const
const metrics = { errors: '- errors', 'errors and latency': '- errors\n- latency' } as const

/** Does what the actions `canary-gate` and `rollback` wire, from inputs as a workflow gives them. */
export async function performCanary(
  { asked, story, candidateArn, holder, aws, judgedBy }: CanaryStep,
  ports: Omit<RolloutPorts, 'judge'>,
): Promise<RolloutEnd> {
  const base = { ...aws, region: 'eu-west-1', ref, images: [], alarms: [], requireDigest: false, stickiness: 'keep' } as const
  const deadlineMs = story.timeoutMinutes * 60_000
  if (asked === 'recover') {
    const target = createPairTarget({ ...base, otherTraffic: 'accept', wanted: { kind: 'running' } })
    const returning = (): never => {
      throw new Error('There is nothing to return to: only what is unfinished is led home')
    }
    return rollBack({ mode: 'apply', holder, when: 'unfinished', deadlineMs, returning }, target, ports)
  }
  const { values, part, judging, host } = await read(story)
  const target = createPairTarget({ ...base, otherTraffic: 'refuse', wanted: { kind: 'named', name: candidateArn }, planMs: heldMs(part) })
  const order: Order = {
    ...{ mode: 'apply', holder, onUnfinished: 'resume', onEmpty: 'fail', deadlineMs, adopts: isStaged },
    plan: ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) =>
      canaryPlan({
        ...{ target: target.name, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
        ...{ steps: part.steps, stepwise: false, tests: [], judged: judging.judged, watched: judging.watched },
        ...{ everyMs: Math.min(60_000, values['metrics-period']), lateMs: lateMs(values), onInconclusive: story.onInconclusive },
        ...{ early: story.early, unattended: story.unattended, standbyMs: 'keep', deadlineMs, onCancel: story.onCancel },
        success: 'PROMOTED',
      }),
  }
  return conduct(order, target, {
    ...ports,
    judge(plan) {
      const judge = createWholeJudge({ values, part, judging, send: aws.send, ref, host, canary: sideOf(plan) })
      judgedBy?.(judge)
      return judge
    },
  })
}

async function read(story: CanaryStory) {
  const given = {
    ...{ cluster: 'main', blue: 'shop-blue', green: 'shop-green', metrics: metrics[story.metrics], steps: story.steps },
    ...{ 'on-inconclusive': story.onInconclusive, 'early-promote': String(story.early), 'timeout-minutes': String(story.timeoutMinutes) },
    ...{ unattended: story.unattended ? 'hold' : 'refuse', 'on-cancel': story.onCancel, 'aws-region': 'eu-west-1' },
  }
  const env = Object.fromEntries(Object.entries(given).map(([name, text]) => [inputVariable(name), text]))
  // Of the host a judge over AWS needs nothing but this.
  const host = { env, masks: { add: () => undefined }, log: { warning: () => undefined }, readFile: () => '' } as unknown as RunnerHost
  const documents = documentsOf(host)
  const { values } = await readInputs(fields, host, { rules: canaryRules(documents) })
  const part = partOf(values)
  if (part.kind === 'watch') throw new Error('The story has no steps')
  return { values, part, judging: await canaryJudging(values, part, documents), host }
}
