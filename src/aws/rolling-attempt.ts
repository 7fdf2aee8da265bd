import type { ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs'
import { readLagMs } from '../domain/looks.ts'
import type { RolloutRecord, Side, Travel } from '../domain/rollout.ts'
import type { Send } from './operations.ts'
import { reasonFollows, travelOf } from './rolling-travel.ts'
import {
  clockMarginMs,
  createdAtMs,
  createRevisionNames,
  describeDeployment,
  idOf,
  isAfter,
  isUnderWay,
  laterMark,
  listDeployments,
  type Mark,
  noMark,
  type ServiceRef,
} from './service-deployments.ts'

/** An UpdateService of ours that AWS accepted. */
export interface Written {
  readonly side: Side
  /** `family:number` */
  readonly revision: string
  readonly atMs: number
  /** When AWS created the deployment that the answer names as the primary one. */
  readonly primaryAtMs: number
  /** Nothing had to be started, so a deployment that had succeeded before the write may be its effect. */
  readonly mayJoin: boolean
}

export interface AttemptOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly ref: ServiceRef
  /** As `family:number`. */
  readonly revision: Readonly<Record<Side, string>>
}

/** Follows our service deployment: finds it after a write, and says where it is. */
export interface Attempt {
  /** One call while the deployment is known and on its way. */
  look(record: RolloutRecord, signal: AbortSignal): Promise<Travel>
  /** Our write was accepted: what is found from now on must be its effect. */
  written(written: Written): void
  /** Our wish to go back was accepted: an older read does not undo it. */
  recalled(arn: string, atMs: number): void
  readonly mark: Mark
  /** The deployment as last read. */
  readonly current: { readonly seen: ServiceDeployment; readonly towards: Side } | undefined
  readonly hasWritten: boolean
  /** Task definition of a service revision seen so far. */
  revisionName(serviceRevisionArn: string): string | undefined
}

/** A reason is worth one more poll. */
const reasonPatienceMs = 8_000
/** How long we wait for the deployment of an accepted write, or for an accepted recall, to be seen. */
const unseenMs = 60_000

export function createAttempt({ send, awsNowMs, ref, revision }: AttemptOptions): Attempt {
  const names = createRevisionNames(send)
  let known: ReadonlyMap<string, string> = new Map()
  let mark: Mark | undefined
  let arn: string | undefined
  let current: Attempt['current']
  /** With the mark seen before it. */
  let write: (Written & { readonly before: Mark }) | undefined
  let everWritten = false
  /** When ECS was first seen to have been asked to go back without a reason. */
  let askedAtMs: number | undefined
  let recall: { readonly arn: string; readonly atMs: number } | undefined

  const nameAll = async (arns: readonly (string | undefined)[], signal: AbortSignal): Promise<void> => {
    known = await names.get(
      arns.filter((each) => each !== undefined),
      signal,
    )
  }
  const nameOf = (serviceRevisionArn: string | undefined): string | undefined => known.get(serviceRevisionArn ?? '')

  /** The newest deployment since a time that leads to a wanted revision and may be the effect of a write of ours. */
  const find = async (
    sinceMs: number,
    mayBeOurs: (deployment: ServiceDeploymentBrief) => boolean,
    wanted: readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter(mayBeOurs)
    for (const each of newer) mark = laterMark(mark ?? noMark, each)
    await nameAll(
      newer.map((each) => each.targetServiceRevisionArn),
      signal,
    )
    return newer.find((each) => wanted.includes(nameOf(each.targetServiceRevisionArn) ?? ''))?.serviceDeploymentArn
  }

  /** After a write in this process: its deployment, or how things stand without it. */
  const followWrite = async (own: Written & { readonly before: Mark }, signal: AbortSignal): Promise<Travel | undefined> => {
    // UpdateService joins a deployment of the same revision that is on its way. One that had ended by then tells nothing of our write.
    const mayBeOurs = (each: ServiceDeploymentBrief): boolean =>
      isAfter(each, own.before) || isUnderWay(each) || (own.mayJoin && each.status === 'SUCCESSFUL')
    const found = await find(own.primaryAtMs - clockMarginMs, mayBeOurs, [own.revision], signal)
    if (found !== undefined) {
      write = undefined
      arn = found
      return undefined
    }
    if (awsNowMs() - own.atMs < unseenMs) {
      if (own.side === 'candidate') return { kind: 'moving', attempt: '', stage: 'pending' }
      return { kind: 'returning', attempt: '', reasonCode: 'ROLLED_BACK', because: 'the baseline is being deployed' }
    }
    write = undefined
    // Nothing had to be deployed: the baseline was the primary deployment already, and too old to be listed.
    const changedNothing = own.primaryAtMs < own.atMs - unseenMs
    if (own.side === 'baseline' && changedNothing) {
      return { kind: 'returned', attempt: '', reasonCode: 'ROLLED_BACK', because: 'The baseline was never replaced' }
    }
    return undefined
  }

  const follow = async (signal: AbortSignal): Promise<Travel> => {
    const read = await describeDeployment(send, arn!, signal)
    if (current?.seen.serviceDeploymentArn !== arn) current = undefined
    if (read && !(current && updatedMs(read) < updatedMs(current.seen))) {
      const target = read.targetServiceRevision?.arn
      if (nameOf(target) === undefined) await nameAll([target, ...(read.sourceServiceRevisions ?? []).map((each) => each.arn)], signal)
      const isHome = nameOf(target) === revision.baseline && revision.baseline !== revision.candidate
      current = { seen: read, towards: isHome ? 'baseline' : 'candidate' }
      mark = laterMark(mark ?? noMark, read)
    }
    if (!current) return { kind: 'moving', attempt: arn!, stage: 'pending' }
    const travel = travelOf(current.seen, current.towards)
    if (travel.kind === 'returning' && current.towards === 'candidate' && recall?.arn !== arn && reasonFollows(current.seen)) {
      askedAtMs ??= awsNowMs()
      if (awsNowMs() - askedAtMs < reasonPatienceMs) return { kind: 'moving', attempt: arn!, stage: 'rollback requested' }
    }
    const recalledNow = recall?.arn === arn && awsNowMs() - recall!.atMs < unseenMs
    if (travel.kind === 'moving' && recalledNow) {
      return { kind: 'returning', attempt: arn!, reasonCode: 'DEPLOYMENT_STOPPED', because: 'the rollback was asked for' }
    }
    return travel
  }

  /** A stopped deployment was replaced, or it failed and nothing was rolled back. Only what started after it tells. */
  const followStopped = async (heading: RolloutRecord['heading'], stopped: Travel, signal: AbortSignal): Promise<Travel> => {
    const { seen, towards } = current!
    const sinceMs = createdAtMs(seen)
    const newer = (await listDeployments(send, ref, sinceMs, signal)).filter((each) => isAfter(each, `${String(sinceMs)}/${idOf(seen)}`))
    const newest = newer[0]
    if (!newest) {
      const endedMs = (seen.stoppedAt ?? seen.finishedAt ?? seen.updatedAt)?.getTime() ?? -Infinity
      // Whoever replaced it may not be listed yet, and must not be overwritten.
      if (awsNowMs() - endedMs >= readLagMs) return stopped
      return { kind: 'moving', attempt: arn!, stage: 'stopping' }
    }
    await nameAll([newest.targetServiceRevisionArn], signal)
    const name = nameOf(newest.targetServiceRevisionArn)
    const ours = heading === 'forward' && towards === 'candidate' ? [revision.candidate] : [revision.candidate, revision.baseline]
    if (name === undefined || !ours.includes(name)) {
      const at = newest.createdAt === undefined ? '' : ` at ${newest.createdAt.toISOString()}`
      return { kind: 'superseded', by: `A deployment of ${name ?? 'another revision'} was started by somebody else${at} and replaced ours` }
    }
    arn = newest.serviceDeploymentArn
    return follow(signal)
  }

  return {
    get mark() {
      return mark ?? noMark
    },
    get current() {
      return current
    },
    get hasWritten() {
      return everWritten
    },
    revisionName: nameOf,
    written(own) {
      write = { ...own, before: mark ?? noMark }
      everWritten = true
      recall = undefined
    },
    recalled(recalledArn, atMs) {
      recall = { arn: recalledArn, atMs }
      everWritten = true
    },
    async look(record, signal) {
      arn ??= record.attempt
      if (write) {
        const travel = await followWrite(write, signal)
        if (travel) return travel
      } else if (record.intent?.act === 'size' && arn === record.attempt) {
        const { before } = record.intent
        arn =
          (await find(
            Number(before.slice(0, before.indexOf('/'))),
            (each) => isAfter(each, before),
            wantedRevisions(record, revision),
            signal,
          )) ?? arn
      }
      if (arn === undefined) {
        if (mark === undefined)
          for (const each of await listDeployments(send, ref, undefined, signal)) mark = laterMark(mark ?? noMark, each)
        mark ??= noMark
        return { kind: 'still' }
      }
      const travel = await follow(signal)
      return travel.kind === 'stopped' || (travel.kind === 'stranded' && current?.seen.status === 'STOPPED')
        ? followStopped(record.heading, travel, signal)
        : travel
    },
  }
}

/** What a write that may have happened would have deployed. */
function wantedRevisions(record: RolloutRecord, revision: Readonly<Record<Side, string>>): readonly string[] {
  return record.heading === 'forward' ? [revision.candidate] : [revision.candidate, revision.baseline]
}

function updatedMs(deployment: ServiceDeployment): number {
  return deployment.updatedAt?.getTime() ?? Infinity
}
