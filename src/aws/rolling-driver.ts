import type { Service } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import type { Act, Fault, Look, RolloutRecord, Seen, Side, SideSeen, Travel } from '../domain/rollout.ts'
import type { Driver } from '../ports.ts'
import { alarmFaults, describeAlarms } from './alarm-faults.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import { createAttempt } from './rolling-attempt.ts'
import { countsNow, healthyShare, weightOf } from './rolling-sides.ts'
import {
  clockMarginMs,
  createdAtMs,
  describeDeployment,
  describeService,
  nameOf,
  needsForce,
  primaryOf,
  type ServiceRef,
} from './service-deployments.ts'
import { createServiceNews } from './service-events.ts'
import { candidateAddresses, countTargets, describeTargets, isInstance, type TargetSeen } from './target-health.ts'
import { revisionOf } from './task-definitions.ts'
import { createTaskFaults } from './task-faults.ts'

export interface RollingDriverOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly ref: ServiceRef
  readonly region: string
  /** As `family:number`; an empty baseline means there is nothing to go back to. */
  readonly revision: Readonly<Record<Side, string>>
  readonly alarms: readonly string[]
  /** What the service ran when it was surveyed: anything else before our first write is somebody else's. */
  readonly expected?: string
}

/** A service with the deployment controller ECS and the strategy ROLLING: ECS moves, we start, watch and call back. */
export function createRollingDriver(options: RollingDriverOptions): Driver {
  const { send, awsNowMs, ref, revision } = options
  const attempt = createAttempt({ send, awsNowMs, ref, revision })
  const tasks = createTaskFaults({ send, awsNowMs, ref, region: options.region, candidate: revision.candidate })
  const newsOf = createServiceNews()

  let travel: Travel = { kind: 'still' }
  let service: Service | undefined
  let foreign: string | undefined
  let writer: Seen['writer'] = 'nobody'
  let alarms: readonly Fault[] = []
  let targets: readonly TargetSeen[] = []
  let addresses: { readonly counts: string; readonly ofCandidate: ReadonlySet<string> } | undefined
  let news: readonly string[] = []
  let lookedAtMs: Partial<Record<Look, number>> = {}
  let full = 0
  /** The counts of a deployment hold while it is under way; after that a newer read of the service does. */
  let underWayAtMs = -Infinity
  let trouble = { failures: 0, failedTasks: 0, running: 0, untilMs: -Infinity }

  const counts = () => {
    const fresher = !attempt.current || (lookedAtMs.service ?? -Infinity) > underWayAtMs
    return countsNow(attempt.current, fresher ? service : undefined, attempt.revisionName, revision.candidate)
  }
  const groups = (): readonly string[] =>
    (service?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => (targetGroupArn === undefined ? [] : [targetGroupArn]))

  const lookAtService = async (record: RolloutRecord, signal: AbortSignal): Promise<void> => {
    service = await describeService(send, ref, signal)
    if (service.status !== 'ACTIVE') {
      throw new SluiceError('SUPERSEDED', `The service ${ref.service} is ${service.status ?? 'gone'}: somebody deleted it`)
    }
    news = newsOf(service.events ?? [], record.startedAtMs - clockMarginMs)
    const untouched = !attempt.hasWritten && record.attempt === undefined && record.intent === undefined && !attempt.current
    if (untouched && options.expected !== undefined && revisionOf(service.taskDefinition ?? '') !== options.expected) writer = 'other'
    foreign ??= replacedBy(service, record)
  }

  /** A primary deployment of another revision that is newer than ours, after ours has ended: somebody else's. An old read cannot show one. */
  const replacedBy = (seen: Service, record: RolloutRecord): string | undefined => {
    if (!attempt.current || (travel.kind !== 'arrived' && travel.kind !== 'returned')) return undefined
    const primary = primaryOf(seen)
    const name = revisionOf(primary?.taskDefinition ?? '')
    const ours = record.heading === 'forward' && attempt.current.towards === 'candidate' ? [revision.candidate] : Object.values(revision)
    const isNewer = (primary?.createdAt?.getTime() ?? 0) > createdAtMs(attempt.current.seen) + clockMarginMs
    if (!primary || ours.includes(name) || !isNewer) return undefined
    return `A deployment of ${name} was started by somebody else at ${primary.createdAt!.toISOString()}`
  }

  const lookAtHealth = async (signal: AbortSignal): Promise<void> => {
    service ??= await describeService(send, ref, signal)
    targets = await describeTargets(send, groups(), signal)
    const { candidate, baseline } = counts()
    // Only a service with tasks of both sides needs their addresses, and only when tasks came or went.
    const key = `${String(candidate.running)}/${String(baseline.running)}`
    if (groups().length === 0 || candidate.running === 0 || baseline.running === 0 || addresses?.counts === key) return
    if (targets.some(isInstance)) return
    addresses = { counts: key, ofCandidate: await candidateAddresses(send, ref, revision.candidate, signal) }
  }

  const sides = (): Readonly<Record<Side, SideSeen>> => {
    const seen = counts()
    const behindLoadBalancer = groups().length > 0 && lookedAtMs.health !== undefined
    const healthyOf = (side: Side, state: 'healthy' | 'draining'): number => {
      if (!behindLoadBalancer) return state === 'healthy' ? seen[side].running : 0
      const other = side === 'candidate' ? 'baseline' : 'candidate'
      if (seen[side].running === 0 && seen[other].running > 0 && state === 'healthy') return 0
      const mixed = seen[side].running > 0 && seen[other].running > 0
      if (mixed && state === 'healthy' && targets.some(isInstance)) {
        const all = countTargets(targets, groups(), 'healthy', () => true)
        return healthyShare(all, seen[side].running, seen[other].running)
      }
      const isOurs = (target: TargetSeen): boolean => !mixed || addresses?.ofCandidate.has(target.id) === (side === 'candidate')
      return countTargets(targets, groups(), state, isOurs)
    }
    const wanted = service?.desiredCount
    const atWork = travel.kind !== 'still' && travel.kind !== 'returned'
    const make = (side: Side, desired: number): SideSeen => ({
      revision: revision[side],
      desired,
      running: seen[side].running,
      healthy: Math.min(seen[side].running, healthyOf(side, 'healthy')),
      draining: healthyOf(side, 'draining'),
    })
    return {
      candidate: make('candidate', atWork ? (wanted ?? seen.candidate.requested) : seen.candidate.requested),
      baseline: make('baseline', atWork ? seen.baseline.requested : (wanted ?? seen.baseline.requested)),
    }
  }

  /** Failures that rose, or tasks that went, since the last look: for as long as reads may lag it is worth looking closer. */
  const watchTrouble = (atMs: number, tasksEnded: 'nothing' | 'early' | 'failed'): boolean => {
    const failures = attempt.current?.towards === 'candidate' ? (attempt.current.seen.deploymentCircuitBreaker?.failureCount ?? 0) : 0
    const ours = service?.deployments?.filter((each) => revisionOf(each.taskDefinition ?? '') === revision.candidate) ?? []
    const failedTasks = ours.reduce((total, each) => total + (each.failedTasks ?? 0), 0)
    const { running } = counts().candidate
    const forward = travel.kind === 'moving' || travel.kind === 'arrived'
    const rose = failures > trouble.failures || failedTasks > trouble.failedTasks || (forward && running < trouble.running)
    const untilMs = tasksEnded === 'failed' ? -Infinity : rose || tasksEnded === 'early' ? atMs + readLagMs : trouble.untilMs
    trouble = { failures, failedTasks, running, untilMs }
    return forward && atMs <= untilMs
  }

  const write = async (act: Act & { kind: 'size' }, signal: AbortSignal): Promise<void> => {
    const isSetAlready = service !== undefined && revisionOf(primaryOf(service)?.taskDefinition ?? '') === act.revision
    // The way home is one call: what it would find there is the baseline at work.
    const force = act.side === 'candidate' && isSetAlready && (await needsForce(send, ref, act.revision, attempt.mark, signal))
    const input = { ...ref, taskDefinition: act.revision, ...(force && { forceNewDeployment: true }) }
    const answer = await send('ecs:UpdateService', input, signal)
    const atMs = awsNowMs()
    const primaryAtMs = (answer.service && primaryOf(answer.service)?.createdAt?.getTime()) ?? atMs
    const mayJoin = act.side === 'baseline' || (isSetAlready && !force)
    attempt.written({ side: act.side, revision: act.revision, atMs, primaryAtMs, mayJoin })
  }

  const recall = async (arn: string, signal: AbortSignal): Promise<void> => {
    try {
      await send('ecs:StopServiceDeployment', { serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, signal)
    } catch (error) {
      if (awsErrorName(error) !== 'ConflictException') throw error
      // It is over, or already on its way back: which of the two decides what is left to do.
      const status = (await describeDeployment(send, arn, signal))?.status ?? 'PENDING'
      if (status.startsWith('ROLLBACK')) return
      if (status !== 'SUCCESSFUL' || revision.baseline === '') {
        throw new SluiceError('AWS_ERROR', `The deployment ${nameOf(arn)} cannot be rolled back now, its status is ${status}`, {
          cause: error,
        })
      }
      await write({ kind: 'size', side: 'baseline', revision: revision.baseline, capacity: 'full' }, signal)
      return
    }
    attempt.recalled(arn, awsNowMs())
  }

  return {
    ability: { rests: [0, 100], mover: 'ecs' },

    async observe(look, record, signal) {
      news = []
      // What the others look at depends on which deployment is ours.
      const before = travel.kind
      if (look.includes('travel')) travel = await attempt.look(record, signal)
      const ended = travel.kind !== before && (travel.kind === 'arrived' || travel.kind === 'returned')
      if (travel.kind === 'moving' || travel.kind === 'returning') underWayAtMs = awsNowMs()
      let tasksEnded: 'nothing' | 'early' | 'failed' = 'nothing'
      const sinceMs = (attempt.current?.towards === 'candidate' ? createdAtMs(attempt.current.seen) : record.startedAtMs) - clockMarginMs
      await Promise.all([
        look.includes('service') ? lookAtService(record, signal) : undefined,
        look.includes('alarms') ? describeAlarms(send, options.alarms, signal).then((seen) => (alarms = alarmFaults(seen))) : undefined,
        look.includes('tasks') ? tasks.look(sinceMs, signal).then((found) => (tasksEnded = found)) : undefined,
      ])
      // The targets as they were on the way say nothing of where it ended.
      const looked = ended && groups().length > 0 ? [...look, 'health' as const] : look
      if (looked.includes('health')) await lookAtHealth(signal)

      const atMs = awsNowMs()
      lookedAtMs = { ...lookedAtMs, ...Object.fromEntries(looked.map((each) => [each, atMs])) }
      const suspicious = watchTrouble(atMs, tasksEnded)
      const both = sides()
      full = Math.max(full, both.baseline.healthy, travel.kind === 'arrived' ? both.candidate.healthy : 0)
      if (writer !== 'other' && (attempt.hasWritten || record.attempt !== undefined)) writer = 'us'
      return {
        atMs,
        weight: weightOf(travel, both),
        travel: foreign === undefined ? travel : { kind: 'superseded', by: foreign },
        writer,
        sides: both,
        full,
        faults: [...tasks.faults, ...alarms],
        suspicious,
        lookedAtMs,
        mark: attempt.mark,
        news,
      }
    },

    async perform(act, signal) {
      switch (act.kind) {
        case 'size':
          return write(act, signal)
        case 'recall':
          return recall(act.attempt, signal)
        case 'shift':
        case 'match':
        case 'hold':
        case 'restore':
          throw new SluiceError('INTERNAL_ERROR', `A rolling service has nothing to ${act.kind}`)
      }
    },

    explain(act) {
      const place = `--cluster ${nameOf(ref.cluster)} --service ${nameOf(ref.service)}`
      switch (act.kind) {
        case 'size':
          return [`aws ecs update-service ${place} --task-definition ${act.revision}`]
        case 'recall': {
          // Its ARN holds the account, which is not ours to show: AWS is asked for it.
          const arn = `serviceDeployments[?ends_with(serviceDeploymentArn, '/${nameOf(act.attempt)}')].serviceDeploymentArn | [0]`
          const lookedUp = `$(aws ecs list-service-deployments ${place} --query "${arn}" --output text)`
          return [`aws ecs stop-service-deployment --service-deployment-arn "${lookedUp}" --stop-type ROLLBACK`]
        }
        case 'shift':
        case 'match':
        case 'hold':
        case 'restore':
          return []
      }
    },
  }
}
