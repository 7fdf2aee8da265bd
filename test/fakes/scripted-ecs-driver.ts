import { SluiceError } from '../../src/domain/errors.ts'
import type { ReasonCode } from '../../src/domain/outcome.ts'
import type { Act, Fault, Look, RolloutRecord, Seen, Side, Travel } from '../../src/domain/rollout.ts'
import type { Driver } from '../../src/ports.ts'
import type { Boundary } from './call-boundary.ts'

/** How deployments of a revision go. */
export interface Fate {
  /** `stuck` moves for ever; `stops` ends without going back. */
  readonly kind: 'completes' | 'breaker' | 'stranded' | 'stuck' | 'stops'
  readonly takesMs: number
  /** Tasks fail from this long after the start on: one fault for every `everyMs`. */
  readonly faultsFromMs?: number
}

interface Deployment {
  readonly id: string
  readonly revision: string
  readonly startedAtMs: number
  readonly fate: Fate
  state: 'moving' | 'arrived' | 'returning' | 'returned' | 'stranded' | 'stopped' | 'replaced'
}

type View = readonly Readonly<Deployment>[]

export interface EcsScript {
  readonly nowMs: () => number
  readonly at: (atMs: number, run: () => void) => void
  readonly fates: Readonly<Record<string, Fate>>
  readonly revision: Readonly<Record<Side, string>>
  readonly desired?: number
  /** How old what a read shows may be. */
  readonly lagMs?: () => number
  /** How long a deployment has no identity. */
  readonly identityMs?: number
  readonly alarmsAtMs?: number
}

/** A service of ECS with its deployments, in the words of the engine alone. */
export interface ScriptedEcs {
  driver(boundary: Boundary): Driver
  /** Somebody else deploys. */
  deploy(revision: string): void
  /** What tasks run or will run when all has come to rest. */
  target(): string
  /** What serves now: the revision of the last deployment that arrived. */
  serving(): string
  /** No deployment is under way. */
  rests(): boolean
  /** Revisions asked for, in order; a revision that is the target already gives none. */
  readonly started: readonly string[]
  readonly deployments: readonly Readonly<Deployment>[]
}

const returnMs = 30_000

export function createScriptedEcs(script: EcsScript): ScriptedEcs {
  const { nowMs, fates, revision } = script
  const desired = script.desired ?? 4
  let deployments: Deployment[] = []
  const started: string[] = []
  /** What could be read, and from when on. */
  const views: { readonly atMs: number; readonly view: View }[] = [{ atMs: -Infinity, view: [] }]
  let readableMs = -Infinity

  const publish = (): void => {
    views.push({ atMs: nowMs(), view: deployments.map((deployment) => ({ ...deployment })) })
  }
  const later = (delayMs: number, deployment: Deployment, from: Deployment['state'], to: Deployment['state']): void =>
    script.at(nowMs() + delayMs, () => {
      if (deployment.state !== from) return
      deployment.state = to
      publish()
      if (to === 'returning') later(returnMs, deployment, 'returning', deployment.fate.kind === 'stranded' ? 'stranded' : 'returned')
    })
  const effective = (): string => {
    const last = deployments.at(-1)
    return last === undefined || last.state === 'returning' || last.state === 'returned' ? revision.baseline : last.revision
  }
  const deploy = (wanted: string): void => {
    const last = deployments.at(-1)
    const settled = last === undefined || last.state !== 'stopped'
    if (effective() === wanted && settled) return
    for (const deployment of deployments)
      if (deployment.state === 'moving' || deployment.state === 'returning') deployment.state = 'replaced'
    const fate = fates[wanted] ?? { kind: 'completes', takesMs: 60_000 }
    const deployment: Deployment = {
      id: `deployment/${deployments.length + 1}`,
      revision: wanted,
      startedAtMs: nowMs(),
      fate,
      state: 'moving',
    }
    deployments = [...deployments, deployment]
    started.push(wanted)
    publish()
    if (fate.kind === 'completes') later(fate.takesMs, deployment, 'moving', 'arrived')
    if (fate.kind === 'stops') later(fate.takesMs, deployment, 'moving', 'stopped')
    if (fate.kind === 'breaker' || fate.kind === 'stranded') later(fate.takesMs, deployment, 'moving', 'returning')
  }

  const travelIn = (view: View, record: RolloutRecord, atMs: number): { travel: Travel; ours: Readonly<Deployment> | undefined } => {
    const before = record.intent?.before ?? ''
    const known = view.findIndex((item) => item.id === record.attempt)
    const mark = view.findIndex((item) => item.id === before)
    const first = view.findIndex(
      (item, index) => index > mark && record.intent !== undefined && item.revision === record.revision.candidate,
    )
    const index = known >= 0 ? known : first
    const ours = view[index]
    const last = view.at(-1)
    if (ours === undefined) {
      const foreign = record.intent && view.slice(mark + 1).at(-1)
      if (foreign && foreign.revision !== record.revision.baseline) return { travel: { kind: 'superseded', by: foreign.revision }, ours }
      return { travel: { kind: 'still' }, ours }
    }
    const attempt = atMs - ours.startedAtMs < (script.identityMs ?? 0) ? '' : ours.id
    const ended = (kind: 'returning' | 'returned' | 'stranded' | 'stopped', reasonCode: ReasonCode, because: string) =>
      ({ travel: { kind, attempt, reasonCode, because }, ours }) as const
    if (last !== ours && last?.revision === record.revision.baseline) {
      return ended(last.state === 'arrived' ? 'returned' : 'returning', 'ROLLED_BACK', 'The baseline was deployed again')
    }
    if (last !== ours) return { travel: { kind: 'superseded', by: last!.revision }, ours }
    switch (ours.state) {
      case 'moving':
      case 'replaced':
        return { travel: { kind: 'moving', attempt, stage: '' }, ours }
      case 'arrived':
        return { travel: { kind: 'arrived', attempt }, ours }
      case 'returning':
      case 'returned':
        return ended(ours.state, 'BREAKER_TRIPPED', 'tasks failed to start')
      case 'stranded':
        return ended('stranded', 'ROLLBACK_FAILED', 'the earlier revision does not start')
      case 'stopped':
        return ended('stopped', 'DEPLOYMENT_STOPPED', 'it was stopped')
    }
  }

  const share = (deployment: Readonly<Deployment> | undefined, atMs: number): number => {
    if (deployment === undefined || deployment.state === 'returned') return 0
    if (deployment.state === 'arrived') return 1
    if (deployment.fate.kind !== 'completes') return 0
    return Math.min(1, Math.max(0, atMs - deployment.startedAtMs) / deployment.fate.takesMs)
  }

  const driver = (boundary: Boundary): Driver => {
    let last: Seen | undefined
    let ownMs = -Infinity
    return {
      ability: { rests: [0, 100], mover: 'ecs' },
      explain: (act) => [JSON.stringify(act)],
      observe: (look, record, signal) =>
        boundary.call(
          `observe ${look.join(' ')}`,
          () => {
            const atMs = nowMs()
            readableMs = Math.max(readableMs, atMs - (script.lagMs?.() ?? 0))
            const { view } = views.findLast((item) => item.atMs <= Math.max(readableMs, ownMs))!
            const { travel, ours } = travelIn(view, record, atMs)
            last = seen(look, last, travel, ours, atMs, view)
            return last
          },
          signal,
        ),
      perform: (act, signal) =>
        boundary.call(
          `perform ${act.kind}`,
          () => {
            perform(act)
            ownMs = nowMs()
          },
          signal,
        ),
    }
  }

  const seen = (
    look: readonly Look[],
    last: Seen | undefined,
    travel: Travel,
    ours: Readonly<Deployment> | undefined,
    atMs: number,
    view: View,
  ): Seen => {
    const running = Math.round(share(ours, atMs) * desired)
    const side = (name: Side, count: number, wanted: number) => ({
      revision: revision[name],
      desired: wanted,
      running: count,
      healthy: count,
      draining: 0,
    })
    const faultsFromMs = ours?.fate.faultsFromMs
    const failing = ours !== undefined && faultsFromMs !== undefined && atMs >= ours.startedAtMs + faultsFromMs
    const faults: Fault[] = failing && look.includes('tasks') ? [taskFault(ours.id)] : []
    if (look.includes('alarms') && script.alarmsAtMs !== undefined && atMs >= script.alarmsAtMs) faults.push(alarmFault)
    const fresh = faults.filter((fault) => !last?.faults.some((old) => old.subject === fault.subject))
    return {
      atMs,
      weight: Math.round(share(ours, atMs) * 100),
      travel,
      writer: 'nobody',
      sides: { candidate: side('candidate', running, desired), baseline: side('baseline', desired - running, desired) },
      full: desired,
      faults: [...(last?.faults ?? []), ...fresh],
      suspicious: failing && !last?.faults.length,
      lookedAtMs: { ...last?.lookedAtMs, ...Object.fromEntries(look.map((kind) => [kind, atMs])) },
      mark: view.at(-1)?.id ?? '',
      news: [],
    }
  }

  const perform = (act: Act): void => {
    if (act.kind === 'size') return deploy(act.revision)
    const deployment = deployments.at(-1)
    if (act.kind !== 'recall' || deployment?.id !== act.attempt || deployment.state !== 'moving') {
      throw new SluiceError('AWS_ERROR', 'The deployment is not in progress')
    }
    deployment.state = 'returning'
    publish()
    later(returnMs, deployment, 'returning', deployment.fate.kind === 'stranded' ? 'stranded' : 'returned')
  }

  return {
    driver,
    deploy,
    target: effective,
    serving: () => deployments.findLast((item) => item.state === 'arrived')?.revision ?? revision.baseline,
    rests: () => deployments.every((item) => item.state !== 'moving' && item.state !== 'returning'),
    started,
    get deployments() {
      return deployments
    },
  }
}

const taskFault = (subject: string): Fault => ({
  side: 'candidate',
  subject: `task of ${subject}`,
  reasonCode: 'TASK_EXITED',
  because: 'A task exited with code 1',
  details: ['Error: cannot reach the database'],
})
const alarmFault: Fault = {
  side: 'candidate',
  subject: 'errors-high',
  reasonCode: 'ALARM_TRIGGERED',
  because: 'errors-high is in ALARM',
  details: [],
}
