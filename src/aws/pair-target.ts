import type { Service } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import type { MissingPair } from '../domain/missing.ts'
import { missingAsCdk, missingAsTerraform } from '../domain/render/missing.ts'
import { changeLine, contentChanges } from '../domain/task-definition/changes.ts'
import type { Problem, Survey, Target } from '../ports.ts'
import { describeAlarms } from './alarm-faults.ts'
import { createGroupRecordStore } from './group-record-store.ts'
import { lateRecordStore } from './late-record-store.ts'
import { type Colour, colours, type Pair, type PairRef } from './pair.ts'
import { findPair } from './pair-discovery.ts'
import { createPairDriver } from './pair-driver.ts'
import { pairPreflight, type PairWishes } from './pair-preflight.ts'
import { isShared, liveSide } from './pair-rule-problems.ts'
import { isSteady } from './rolling-preflight.ts'
import { describeScalableSides, resourceIdsOf, type ScalableSides } from './scalable-sides.ts'
import { createScaling } from './scaling.ts'
import { describeService, nameOf } from './service-deployments.ts'
import { countTargets, describeTargets } from './target-health.ts'
import { describeTaskDefinition, type RegisteredRevision, revisionOf, type WantedContent } from './task-definitions.ts'
import { describeMissing } from './unprepared-pair.ts'
import { createWantedRevision, revisionArn, type WantedRevisionOptions } from './wanted-revision.ts'

export interface PairTargetOptions extends WantedRevisionOptions, PairWishes {
  readonly awsNowMs: () => number
  readonly region: string
  readonly ref: PairRef
  /** `running` starts from what the live side runs; `idle` is whatever the idle side is set to. */
  readonly wanted: WantedContent | { readonly kind: 'idle' }
  /** The side that is to serve, with what it is set to: nothing is to be done where it does. */
  readonly toSide?: Colour
}

/** Two ECS services before the same listener rules, as a rollout that shifts their weights needs them. */
export function createPairTarget(options: PairTargetOptions): Target {
  const { send, awsNowMs, ref, region } = options
  const resourceIds = resourceIdsOf(ref)
  const wanted = createWantedRevision(options)
  let pair: Pair | undefined
  let scaling: ScalableSides | undefined
  let running: RegisteredRevision | undefined
  let groupArn: string | undefined
  let placeless = false
  /** What served when we first looked: something else is somebody else's doing, as long as nobody here has begun to write. */
  let expected: string | undefined
  let begun = false

  const look = async (signal: AbortSignal): Promise<Survey> => {
    pair = await findPair(send, ref, signal)
    placeless = pair.groups.blue.length === 0
    const live = liveSide(pair)
    const idle = other(live)
    const serving = pair.services[live]
    // A revision never changes, so the one that runs is read again only when it is another.
    if (serving.taskDefinition !== undefined && running?.arn !== serving.taskDefinition) {
      running = await describeTaskDefinition(send, serving.taskDefinition, signal)
    }
    const [{ content, existing, ...found }, seen, missing] = await Promise.all([
      wanted.resolve(contentOf(options, pair, live), running, signal),
      readAround(pair, live, signal),
      isWhole(pair) ? undefined : describeMissing(send, ref, signal),
    ])
    scaling = seen.scaling
    const facts = { atMs: awsNowMs(), ref, pair, live, running: running?.definition, content }
    const preflight = pairPreflight({ ...facts, ...seen }, options)
    const current = revisionOf(serving.taskDefinition ?? '')
    const rests = pair.rules.every(({ weights }) => weights[live] > 0 && weights[idle] === 0)
    const isThere = options.wanted.kind === 'idle' ? options.toSide === live : existing?.revision === current && isSteady(serving)
    return {
      atMs: facts.atMs,
      problems: [...changedMeanwhile(`${current} on ${live}`), ...found.problems, ...preflight.problems],
      warnings: [...preflight.warnings, ...found.warnings, ...goneBaseline(current, running)],
      baseline: current,
      current,
      candidate: existing?.revision,
      names: { baseline: live, candidate: idle },
      idle: { revision: revisionOf(pair.services[idle].taskDefinition ?? ''), running: pair.services[idle].runningCount ?? 0 },
      desired: serving.desiredCount ?? 0,
      unchanged: rests && isThere,
      changes: running && content ? contentChanges(running.definition, content).map(changeLine) : [],
      disparities: preflight.disparities,
      ...(missing && { missing: pasted(missing) }),
    }
  }

  const readAround = async ({ groups }: Pair, live: Colour, signal: AbortSignal) => {
    const arns = colours.flatMap((colour) => arnsOf(groups[colour]))
    const [attributes, targets, scalable, alarms] = await Promise.all([
      Promise.all(arns.map(async (arn) => [arn, await attributesOf(arn, signal)] as const)),
      describeTargets(send, arnsOf(groups[live]), signal),
      describeScalableSides(send, resourceIds, signal),
      options.alarms.length === 0 ? [] : describeAlarms(send, options.alarms, signal),
    ])
    const healthy = countTargets(targets, arnsOf(groups[live]), 'healthy', () => true)
    return { attributes: Object.fromEntries(attributes), healthy, scaling: scalable, alarms }
  }

  const attributesOf = async (TargetGroupArn: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>> => {
    const { Attributes } = await send('elasticloadbalancing:DescribeTargetGroupAttributes', { TargetGroupArn }, signal)
    return Object.fromEntries((Attributes ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
  }

  const changedMeanwhile = (now: string): readonly Problem[] => {
    expected ??= now
    if (begun || expected === now) return []
    return [{ code: 'SUPERSEDED', text: `Somebody else has changed what serves from ${expected} to ${now} while this step prepared` }]
  }

  /** A pair that is not one yet: what there is, and what must be added. */
  const unprepared = async (error: SluiceError, signal: AbortSignal): Promise<Survey> => {
    const missing = await describeMissing(send, ref, signal)
    if (!missing) throw error
    placeless = missing.found !== 'blue'
    const { found, service } = missing
    const { desiredCount = 0 } = await describeService(send, { cluster: ref.cluster, service: ref.services[found] }, signal)
    const text = `${error.message}: a pair is two services on the same listener rules. Add what is missing, which \`mode: plan\` prints as Terraform and CDK`
    return {
      atMs: awsNowMs(),
      problems: [{ code: error.reasonCode, text }],
      warnings: [],
      baseline: service.revision,
      current: service.revision,
      candidate: undefined,
      names: { baseline: found, candidate: other(found) },
      desired: desiredCount,
      unchanged: false,
      changes: [],
      missing: pasted(missing),
    }
  }

  // Blue's first group stays whichever side serves.
  const store = lateRecordStore(async (signal) => {
    groupArn ??= firstGroup(await describeService(send, { cluster: ref.cluster, service: ref.services.blue }, signal))
    return createGroupRecordStore(send, awsNowMs, groupArn)
  })

  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.services.blue)}+${nameOf(ref.services.green)}`,
    // Where blue was seen to have no place for a record there is none, and the survey says why.
    store: { ...store, read: (signal) => (placeless ? Promise.resolve({ entries: {}, atMs: awsNowMs() }) : store.read(signal)) },

    async survey(signal) {
      try {
        return await look(signal)
      } catch (error) {
        pair = undefined
        if (!(error instanceof SluiceError) || error.reasonCode !== 'PREFLIGHT_FAILED') throw error
        return unprepared(error, signal)
      }
    },

    register: (signal) => wanted.register(signal),

    arnOf: (revision) => revisionArn(pair?.services.blue.serviceArn, revision),

    driver(roles) {
      begun = true
      return createPairDriver({
        ...{ send, awsNowMs, region, ref, roles, alarms: options.alarms, stickiness: options.stickiness },
        ...(options.match && { match: options.match }),
        ...(pair && { found: pair }),
        settings: createScaling(send, resourceIds, roles, scaling),
      })
    },
  }
}

/** Both services are there, and some rule holds both. */
function isWhole(pair: Pair): boolean {
  return colours.every((colour) => pair.services[colour].status === 'ACTIVE') && pair.rules.some((rule) => isShared(pair, rule))
}

/** What is to run, in words that name a revision. */
function contentOf({ wanted, toSide }: PairTargetOptions, { services }: Pair, live: Colour): WantedContent {
  if (wanted.kind !== 'idle') return wanted
  return { kind: 'named', name: services[toSide ?? other(live)].taskDefinition ?? '' }
}

function arnsOf(groups: Pair['groups'][Colour]): readonly string[] {
  return groups.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? [])
}

function firstGroup({ serviceName = '', loadBalancers }: Service): string {
  const arn = loadBalancers?.find((each) => each.targetGroupArn !== undefined)?.targetGroupArn
  if (arn !== undefined) return arn
  throw new SluiceError('PREFLIGHT_FAILED', `${serviceName} has no target group, in whose tags the record of a pair is kept`, {
    hint: 'A pair is two services behind an Application Load Balancer, each with a target group. Use the action rolling-ecs for others.',
  })
}

function goneBaseline(current: string, running: RegisteredRevision | undefined): readonly string[] {
  return running && !running.active ? [`${current} is not ACTIVE any more: the service cannot be set to it again`] : []
}

function pasted(missing: MissingPair): readonly string[] {
  return [...missingAsTerraform(missing), '', ...missingAsCdk(missing)]
}

function other(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue'
}
