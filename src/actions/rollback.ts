import { createPairTarget } from '../aws/pair-target.ts'
import { createRollingTarget } from '../aws/rolling-target.ts'
import { createSend, type Sender } from '../aws/send.ts'
import { blueGreenPlan, rollingPlan } from '../domain/plan.ts'
import { type Destination, rollBack, type RollbackOrder } from '../engine/roll-back.ts'
import type { ActionMetadata } from '../runner/action.ts'
import { localClock } from '../runner/clock.ts'
import { choice, parsed, text } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import { readInputs, type Rule, settings } from '../runner/inputs.ts'
import { bareTarget } from './bare-target.ts'
import { conclude } from './conclude.ts'
import { common, commonOutputs, named, pairInputs, rulesOf, watch } from './fields.ts'
import { holderOf, pairRef, type Place, placeIn, regionOf } from './place.ts'

const inputs = {
  rollout: parsed('the output `rollout` of a step of this suite', placeIn, {
    description: 'What to roll back: the output `rollout` of the step that began it. In its place the names below are enough.',
    example: '${{ steps.deploy.outputs.rollout }}',
  }),
  cluster: text(named.cluster),
  service: text(named.service),
  blue: text(named.blue),
  green: text(named.green),
  ...pairInputs,
  when: choice(['always', 'unfinished'], {
    description:
      '`unfinished` leads home only what nobody holds and no other run left on purpose: for recovery. `always` also undoes the last rollout when that has ended well.',
    default: 'always',
    example: 'unfinished',
  }),
  'to-revision': text({
    description: 'Return to this revision, `family:revision` or ARN, instead of what served before the last rollout.',
    example: 'shop-web:41',
  }),
  'to-side': choice(['blue', 'green'], {
    description: 'Of a pair: send all traffic to this side, with the revision it is set to.',
    example: 'blue',
  }),
  alarms: watch.alarms,
  ...common,
}
type Inputs = typeof inputs

export const metadata: ActionMetadata = {
  name: 'rollback',
  title: 'Sluice: roll back',
  description:
    'Leads an unfinished rollout home, undoes the last one, or returns to a named revision; by anyone, from what is recorded in AWS',
  icon: 'rotate-ccw',
  color: 'blue',
  inputs,
  outputs: commonOutputs,
}

const topologyRule: Rule<Inputs> = {
  about: ['rollout', 'cluster', 'service', 'blue', 'green'],
  check: ({ rollout, cluster, service, blue, green }) => {
    const isNamed = [cluster, service, blue, green].some((value) => value !== undefined)
    if (rollout) return isNamed ? 'give either the output of a step, or names' : undefined
    if (!isNamed) return 'required: the output `rollout` of a step, or `cluster` with `service`, or `cluster` with `blue` and `green`'
    const wrong: string[] = []
    if (cluster === undefined) wrong.push('`cluster` is missing')
    if (service === undefined && (blue === undefined || green === undefined)) wrong.push('`service` is missing, or `blue` and `green`')
    if (service !== undefined && (blue ?? green) !== undefined) wrong.push('give `service`, or `blue` and `green`, not both')
    return wrong
  },
}

const destinationRule: Rule<Inputs> = {
  about: ['when', 'to-revision', 'to-side', 'rollout', 'service'],
  check: (values) => {
    const wrong: string[] = []
    const destination = values['to-revision'] ?? values['to-side']
    if (values['to-revision'] !== undefined && values['to-side'] !== undefined) wrong.push('give `to-revision` or `to-side`, not both')
    if (destination !== undefined && values.when === 'unfinished') wrong.push('`when: unfinished` names no place to return to')
    const isNative = values.service !== undefined || values.rollout?.topology === 'native'
    if (values['to-side'] !== undefined && isNative) wrong.push('one service has no sides: `to-side` is for a pair')
    return wrong
  },
}

/** The region is part of an output `rollout`; names need one. */
const regionRule = (host: RunnerHost): Rule<Inputs> => ({
  about: ['aws-region', 'rollout'],
  check: (values) =>
    values.rollout || regionOf(host, values['aws-region']) !== ''
      ? undefined
      : 'required, because the job sets neither AWS_REGION nor AWS_DEFAULT_REGION',
})

export async function main(host: RunnerHost): Promise<void> {
  const read = await readInputs(inputs, host, { rules: [regionRule(host), topologyRule, destinationRule] })
  const { values } = read
  const place = values.rollout ?? namedPlace(host, values)
  const aws = createSend({ region: place.region, userAgent: 'sluice/rollback' })
  const deadlineMs = values['timeout-minutes'] * 60_000
  const [revision, side] = [values['to-revision'], values['to-side']]
  const to = { ...(revision !== undefined && { revision }), ...(side !== undefined && { side }) }
  const order: RollbackOrder = {
    mode: values.mode,
    holder: holderOf(host),
    when: values.when,
    deadlineMs,
    ...(Object.keys(to).length > 0 && { to }),
    returning: (destination) => returning(place, aws, destination, { ...values, deadlineMs, holder: holderOf(host) }),
  }
  const about = {
    action: metadata.name,
    environment: values.environment ?? '',
    place,
    deadlineMs,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
  }
  await conclude(host, about, (ports) =>
    rollBack(order, bareTarget(place, aws), { ...ports, clock: localClock, cancellation: host.cancelled }),
  )
  aws.close()
}

function namedPlace(
  host: RunnerHost,
  values: { readonly [K in 'cluster' | 'service' | 'blue' | 'green' | 'aws-region']: string | undefined } & {
    readonly 'listener-rules': readonly string[]
    readonly 'test-rules': readonly string[]
  },
): Place {
  const { cluster = '', service, blue = '', green = '' } = values
  const at = { region: regionOf(host, values['aws-region']), cluster }
  if (service !== undefined) return { ...at, topology: 'native', service }
  return { ...at, topology: 'pair', blue, green, ...rulesOf(values) }
}

interface Wishes extends Pick<RollbackOrder, 'mode' | 'holder' | 'deadlineMs'> {
  readonly alarms: readonly string[]
  readonly 'on-cancel': 'rollback' | 'leave'
}

/** A rollout like any other, with the roles exchanged; it is not baked, for what it leads to has served before. */
function returning(place: Place, aws: Sender, to: Destination, wishes: Wishes): ReturnType<RollbackOrder['returning']> {
  const { mode, holder, deadlineMs, alarms } = wishes
  const order = { mode, holder, deadlineMs, onUnfinished: 'refuse', onEmpty: 'pass' } as const
  const target = { ...aws, region: place.region, images: [], alarms, requireDigest: false }
  const onCancel = wishes['on-cancel']
  if (place.topology === 'native') {
    const ref = { cluster: place.cluster, service: place.service }
    const service = createRollingTarget({ ...target, ref, wanted: { kind: 'named', name: to.revision ?? '' } })
    const spec = { target: service.name, bakeMs: 0, alarms, deadlineMs, rollback: 'auto', onCancel, onEmpty: 'pass' } as const
    return {
      target: service,
      order: {
        ...order,
        plan: ({ baseline }, candidate) => ({ ...rollingPlan({ ...spec, baseline, candidate }), success: 'ROLLED_BACK' }),
      },
    }
  }
  const wanted = to.revision === undefined ? ({ kind: 'idle' } as const) : ({ kind: 'named', name: to.revision } as const)
  const pair = createPairTarget({
    ...target,
    ref: pairRef(place),
    wanted,
    stickiness: 'keep',
    otherTraffic: 'accept',
    ...(to.side !== undefined && { toSide: to.side === 'green' ? ('green' as const) : ('blue' as const) }),
  })
  return {
    target: pair,
    order: {
      ...order,
      plan: ({ baseline, names = { baseline: '', candidate: '' }, idle }, candidate) =>
        blueGreenPlan({
          ...{ target: pair.name, candidate, baseline, names, deadlineMs, onCancel },
          ...{
            candidateWasThere: idle?.revision === candidate,
            tests: [],
            watch: [],
            bakeMs: 0,
            standbyMs: 'keep',
            success: 'ROLLED_BACK',
          },
        }),
    },
  }
}

export { post } from './post.ts'
