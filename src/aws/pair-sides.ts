import type { Service } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import type { Act, Fault, RolloutRecord, SideSeen, Side } from '../domain/rollout.ts'
import type { Send } from './operations.ts'
import { type Colour, type Pair, type PairRef } from './pair.ts'
import { describeSides } from './pair-discovery.ts'
import { createOwnWrites, type OwnWrites } from './pair-writes.ts'
import { nameOf, primaryOf } from './service-deployments.ts'
import { countTargets, describeTargets, type TargetSeen } from './target-health.ts'
import { revisionOf } from './task-definitions.ts'

export interface PairSidesOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly ref: PairRef
  readonly pair: Pick<Pair, 'services' | 'groups'>
  readonly names: Readonly<Record<Side, Colour>>
  /** As `family:number`. */
  readonly revision: Readonly<Record<Side, string>>
}

/** Both services of a pair with their targets, and our writes to them. */
export interface PairSides {
  /** What the record of an earlier run says of the sides must hold when they are first seen. */
  expect(record: RolloutRecord): void
  lookAtServices(signal: AbortSignal): Promise<void>
  /** One call for each target group of the side. */
  lookAtTargets(side: Side, signal: AbortSignal): Promise<void>
  /** Sets revision and desired count in one call. Throws SUPERSEDED when somebody else has changed a side. */
  size(act: Act & { kind: 'size' }, desiredCount: number, signal: AbortSignal): Promise<void>
  now(): Readonly<Record<Side, SideSeen>>
  service(side: Side): Service
  /** The targets of the candidate that fail their checks, and deployments of it that ECS has given up; `sinceMs` excludes earlier ones. */
  faults(sinceMs: number): { readonly targets: readonly Fault[]; readonly deployments: readonly Fault[] }
  /** Tasks of the candidate that could not be kept running, as ECS counts them. */
  readonly failedTasks: number
  /** A read is due before the regular one: tasks come and go, or a value of unknown origin was seen. */
  readonly restless: 'no' | 'settling' | 'replacing'
  readonly foreign: string | undefined
  readonly hasWritten: boolean
  /** The candidate's side was set to the candidate, by us or before, and is to have tasks. */
  readonly isUp: boolean
}

interface State {
  service: Service
  targets: readonly TargetSeen[]
  readonly groups: readonly string[]
  readonly writes: OwnWrites<string>
  wrote?: { readonly desired: number; readonly atMs: number }
  /** The revision in a read that is not believed yet. */
  rumour?: string | undefined
}

export function createPairSides({ send, awsNowMs, ref, pair, names, revision }: PairSidesOptions): PairSides {
  const open = (side: Side): State => {
    const service = pair.services[names[side]]
    const groups = pair.groups[names[side]].flatMap(({ TargetGroupArn }) => TargetGroupArn ?? [])
    return { service, groups, targets: [], writes: createOwnWrites(runs(service), awsNowMs, true) }
  }
  const states: Readonly<Record<Side, State>> = { baseline: open('baseline'), candidate: open('candidate') }
  const both = ['baseline', 'candidate'] as const
  let foreign: string | undefined
  let compared = false

  const take = (side: Side, read: Service | undefined): void => {
    const state = states[side]
    if (read?.status !== 'ACTIVE') {
      foreign ??= `The service ${nameOf(ref.services[names[side]])} is ${read?.status ?? 'gone'}: somebody deleted it`
      return
    }
    const before = state.writes.last
    const reading = state.writes.read(runs(read))
    state.rumour = reading === 'suspect' ? runs(read) : undefined
    if (reading === 'older' || reading === 'suspect') return
    const { wrote } = state
    const isOlder = wrote && awsNowMs() < wrote.atMs + readLagMs && read.desiredCount !== wrote.desired
    if (reading === 'now' && isOlder) return
    state.service = read
    if (reading === 'foreign') foreign ??= sentence(side, runs(read), before)
  }

  const sentence = (side: Side, found: string, before: string): string =>
    `Somebody else set the service ${nameOf(ref.services[names[side]])} to ${found || 'nothing'}, and it was ${before || 'nothing'} before`

  /** Tasks of other revisions than the one meant. */
  const strangers = (side: Side): number =>
    (states[side].service.deployments ?? [])
      .filter(({ taskDefinition = '' }) => revision[side] !== '' && revisionOf(taskDefinition) !== revision[side])
      .reduce((sum, { runningCount = 0, pendingCount = 0 }) => sum + runningCount + pendingCount, 0)

  const seen = (side: Side): SideSeen => {
    const { service, targets, groups } = states[side]
    const registered = countTargets(targets, groups, 'healthy', () => true)
    // Which targets are strangers no answer says. Traffic would reach them too, so a side with strangers is not ready to get any.
    const healthy = strangers(side) === 0 ? registered : side === 'candidate' ? 0 : Math.max(0, registered - strangers(side))
    const ours = (service.deployments ?? []).filter(({ taskDefinition = '' }) => revisionOf(taskDefinition) === runs(service))
    return {
      revision: runs(service),
      desired: service.desiredCount ?? 0,
      // Targets are looked at more often than the service.
      running: Math.max(
        healthy,
        ours.reduce((sum, { runningCount = 0 }) => sum + runningCount, 0),
      ),
      healthy,
      draining: countTargets(targets, groups, 'draining', () => true),
    }
  }

  const failedDeployments = (sinceMs: number) =>
    (states.candidate.service.deployments ?? []).filter(
      ({ taskDefinition = '', rolloutState, createdAt }) =>
        rolloutState === 'FAILED' && revisionOf(taskDefinition) === revision.candidate && (createdAt?.getTime() ?? 0) >= sinceMs,
    )

  /** The circuit breaker or a person has rolled the candidate's side back; its failed deployment is shown for a short time only. */
  const wasReturned = (): boolean => {
    const { wrote, writes, service } = states.candidate
    return wrote !== undefined && writes.last === revision.candidate && runs(service) !== revision.candidate
  }
  const returned = (): Fault => {
    const { service } = states.candidate
    const why = primaryOf(service)?.rolloutStateReason
    return {
      side: 'candidate',
      subject: 'the deployment of the candidate',
      reasonCode: 'BREAKER_TRIPPED',
      because: `ECS has set ${names.candidate} back from ${revision.candidate} to ${runs(service)}${why === undefined ? '' : `: ${why}`}`,
      details: [],
    }
  }

  return {
    expect(record) {
      if (compared) return
      compared = true
      for (const side of both) {
        const [found, meant] = [states[side].writes.last, record.revision[side]]
        const isSet = side === 'baseline' ? meant !== '' : record.goal > 0
        if (isSet && found !== meant) foreign ??= sentence(side, found, meant)
      }
    },

    async lookAtServices(signal) {
      const read = await describeSides(send, ref, signal)
      for (const side of both) take(side, read[names[side]])
    },

    async lookAtTargets(side, signal) {
      const state = states[side]
      state.targets = await describeTargets(send, state.groups, signal)
    },

    async size({ side, revision: taskDefinition }, desiredCount, signal) {
      const state = states[side]
      const { service, rumour } = state
      // For a write one look is enough to hold back.
      if (rumour !== undefined) foreign ??= sentence(side, rumour, state.writes.last)
      if (foreign !== undefined) throw new SluiceError('SUPERSEDED', foreign)
      // A deployment that ECS has given up launches no more tasks, and the same revision again would change nothing.
      const primary = primaryOf(service)
      const isStuck = desiredCount > 0 && runs(service) === taskDefinition && primary?.rolloutState === 'FAILED' && !state.wrote
      const input = { cluster: ref.cluster, service: ref.services[names[side]], taskDefinition, desiredCount }
      state.writes.begin(taskDefinition)
      try {
        const answer = await send('ecs:UpdateService', { ...input, ...(isStuck && { forceNewDeployment: true }) }, signal)
        state.writes.answered()
        state.wrote = { desired: desiredCount, atMs: awsNowMs() }
        if (answer.service) state.service = answer.service
      } catch (error) {
        state.writes.lost()
        throw error
      }
    },

    now: () => ({ baseline: seen('baseline'), candidate: seen('candidate') }),
    service: (side) => states[side].service,

    faults(sinceMs) {
      const failing = states.candidate.targets.filter(({ state }) => state === 'unhealthy')
      const targets = [...new Map(failing.map((target) => [target.id, target])).values()].map(({ id, why }): Fault => ({
        side: 'candidate',
        subject: id,
        reasonCode: 'TARGET_UNHEALTHY',
        because: `target ${id} of ${names.candidate} fails its health checks${why === '' ? '' : `: ${why}`}`,
        details: [],
      }))
      const deployments = failedDeployments(sinceMs).map(({ id = '', rolloutStateReason = '' }): Fault => ({
        side: 'candidate',
        subject: id,
        reasonCode: 'BREAKER_TRIPPED',
        because: `ECS gave up the deployment of ${revision.candidate} on ${names.candidate}${rolloutStateReason === '' ? '' : `: ${rolloutStateReason}`}`,
        details: [],
      }))
      return { targets, deployments: wasReturned() ? [...deployments, returned()] : deployments }
    },

    get failedTasks() {
      const ours = (states.candidate.service.deployments ?? []).filter(
        ({ taskDefinition = '' }) => revisionOf(taskDefinition) === revision.candidate,
      )
      return ours.reduce((sum, { failedTasks = 0 }) => sum + failedTasks, 0)
    },

    get restless() {
      if (both.some((side) => states[side].writes.suspects)) return 'replacing'
      if (both.some((side) => runs(states[side].service) === revision[side] && strangers(side) > 0)) return 'replacing'
      return both.some((side) => isSettling(states[side].service)) ? 'settling' : 'no'
    },
    get isUp() {
      const { writes, service } = states.candidate
      return writes.last === revision.candidate && (service.desiredCount ?? 0) > 0
    },
    get foreign() {
      return foreign
    },
    get hasWritten() {
      return both.some((side) => states[side].wrote !== undefined)
    },
  }
}

/** `family:number` that a service is set to. */
function runs(service: Service): string {
  return revisionOf(primaryOf(service)?.taskDefinition ?? service.taskDefinition ?? '')
}

function isSettling({ deployments = [], desiredCount = 0 }: Service): boolean {
  const running = deployments.reduce((sum, { runningCount = 0 }) => sum + runningCount, 0)
  return running !== desiredCount || deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')
}
