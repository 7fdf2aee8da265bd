import { createPairTarget, type PairTargetOptions } from '../../src/aws/pair-target.ts'
import { alarmChecks, blueGreenPlan } from '../../src/domain/plan.ts'
import type { Check } from '../../src/domain/rollout.ts'
import type { Holder } from '../../src/engine/claim.ts'
import { conduct, type Order } from '../../src/engine/conduct.ts'
import type { RolloutEnd, RolloutPorts } from '../../src/engine/holding.ts'
import { rollBack, type RollbackOrder } from '../../src/engine/roll-back.ts'
import type { Judge } from '../../src/ports.ts'
import { serviceOf } from './colours.ts'
import type { PairStory } from './pair-story.ts'
import { alarm } from './pair-world.ts'

export const deadlineMs = 600_000

/** What a step of a workflow asks for. */
export type Asked =
  | { readonly kind: keyof typeof commands; readonly candidateArn: string }
  /** The action `rollback`: for recovery, of the same job after a killed step, or to undo what has ended well. */
  | { readonly kind: 'recover' | 'undo' }

export interface Step {
  readonly asked: Asked
  readonly story: PairStory
  readonly holder: Holder
  readonly aws: Pick<PairTargetOptions, 'send' | 'awsNowMs'>
}

const commands = {
  run: { success: 'DEPLOYED' },
  stage: { until: 'staged', success: 'STAGED' },
  swap: { until: 'swapped', continues: true, success: 'SWAPPED' },
  finish: { from: 'swapped', continues: true, success: 'FINISHED' },
} as const
const test: Check = { name: 'smoke', kind: 'smoke', spec: {} }

/** Does what the actions `bluegreen-swap` and `rollback` wire. */
export function perform({ asked, story, holder, aws }: Step, ports: Omit<RolloutPorts, 'judge'>): Promise<RolloutEnd> {
  const base = {
    ...aws,
    region: 'eu-west-1',
    ref: { cluster: 'main', services: { blue: serviceOf('blue'), green: serviceOf('green') }, rules: 'auto', testRules: [] },
    images: [],
    requireDigest: false,
  } as const
  const bare = { ...base, alarms: [], stickiness: 'keep', otherTraffic: 'accept' } as const
  if (!('candidateArn' in asked)) {
    const order: RollbackOrder = {
      mode: 'apply',
      holder,
      when: asked.kind === 'recover' ? 'unfinished' : 'always',
      deadlineMs,
      returning({ side, revision }) {
        const wanted = revision === undefined ? ({ kind: 'idle' } as const) : ({ kind: 'named', name: revision } as const)
        const target = createPairTarget({ ...bare, wanted, ...((side === 'blue' || side === 'green') && { toSide: side }) })
        const spec = { bakeMs: 0, standbyMs: 'keep', onCancel: story.onCancel, success: 'ROLLED_BACK' } as const
        const plan = planOf(target.name, spec, [], [])
        return { target, order: { mode: 'apply', holder, deadlineMs, onUnfinished: 'refuse', onEmpty: 'pass', plan } }
      },
    }
    return rollBack(order, createPairTarget({ ...bare, wanted: { kind: 'running' } }), ports)
  }
  const { success, ...part } = commands[asked.kind]
  const target = createPairTarget({
    ...base,
    wanted: 'continues' in part ? { kind: 'idle' } : { kind: 'named', name: asked.candidateArn },
    alarms: [alarm],
    stickiness: story.stickiness,
    planMs: story.bakeMs,
  })
  const plan = planOf(target.name, { ...story, success }, [test], alarmChecks([alarm]))
  const order: Order = { mode: 'apply', holder, onUnfinished: 'resume', onEmpty: 'fail', deadlineMs, ...part, plan }
  return conduct(order, target, { ...ports, judge: () => judgeOf(story, ports) })
}

function planOf(
  target: string,
  spec: Pick<Parameters<typeof blueGreenPlan>[0], 'bakeMs' | 'standbyMs' | 'onCancel' | 'success'>,
  tests: readonly Check[],
  watch: readonly Check[],
): Order['plan'] {
  const { bakeMs, standbyMs, onCancel, success } = spec
  return ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) =>
    blueGreenPlan({
      ...{ target, candidate, baseline, names, candidateWasThere: idle?.revision === candidate },
      ...{ tests, watch, bakeMs, standbyMs, deadlineMs, onCancel, success },
    })
}

/** A test that takes some seconds. */
function judgeOf({ candidate }: PairStory, { clock }: Pick<RolloutPorts, 'clock'>): Judge {
  const verdict = candidate === 'fails its test' ? 'fail' : 'pass'
  return {
    async judge(checks, fromMs, toMs, signal) {
      await clock.sleep(8_000, signal)
      return checks.map(({ name }) => ({ check: name, verdict, because: 'as the story has it', fromMs, toMs }))
    },
  }
}
