import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { DataPlane } from '../../sandbox/matter/ports.ts'
import type { OperationName } from '../../src/aws/operations.ts'
import type { Stage } from '../sandbox/stage.ts'
import { type Colour, colourOf, colours, nameOf, type PerColour, serviceNow } from './colours.ts'

export interface PairWatchScript {
  readonly stage: Stage
  readonly violations: string[]
  readonly groupArn: PerColour<string>
  /** Of each rule, as found. */
  readonly weights: Readonly<Record<string, PerColour<number>>>
  /** Healthy targets that carry the load. */
  readonly needed: number
  readonly propagationMs: number
}

/** What must hold at every moment of a rollout of a pair: of each write of a runner, and of the data plane. */
export interface PairWatch {
  see(plane: DataPlane): void
  /** Right before a call of a runner takes effect. */
  before(runner: string, operation: OperationName, input: object): void
  after(runner: string, operation: OperationName, input: object): void
  /** Somebody else wrote these weights: from a while later on no runner may write over them. */
  meddled(ruleArn: string, weights: PerColour<number>): void
  /** Somebody else deployed to a side: runs that had begun by then may change it no more, from a while later on. */
  redeployed(colour: Colour, revision: string): void
  /** A run calls the side that serves proven: it must have had all traffic for so long. */
  promoted(runner: string, bakeMs: number): void
  /** This run begins anew: what it has found is what it starts from. */
  began(runner: string): void
  /** So many tasks carry the load from now on: the owner has said so. */
  needs(tasks: number): void
  /** The tasks of this side may all end of themselves. */
  excuse(colour: Colour): void
  /** No side may lose tasks that no runner and no owner has taken away, from a while after scale-in was suspended on both. */
  keepsWhileHeld: boolean
  /** Weights by rule as last written. */
  readonly weights: Readonly<Record<string, PerColour<number>>>
  /** Every write of a runner that moves something. */
  readonly writes: readonly Write[]
  /** Revisions given to a side by runners. */
  readonly revisions: PerColour<readonly string[]>
  /** Runs once, when a runner first gives weight to a side. */
  whenShifted(run: () => void): void
}

export interface Write {
  readonly runner: string
  readonly operation: OperationName
  readonly atMs: number
  /** The rule or the service. */
  readonly subject: string
  /** Of a rule. */
  readonly weights?: PerColour<number>
}

/** From a write until no reader misses it any more, and the call that may be under way (read lag, two looks 6 s apart). */
export const unseenMs = 12_000
/** While nothing happens, rules are looked at so often. */
const lookMs = 30_000
/** What the target health that a runner acts on may be behind. */
const lookBackMs = 20_000
/** Nodes of a load balancer go on by old weights for so long. */
const drainMs = 20_000
/** What was scaled in before the hold takes so long to be gone. */
const holdSettlesMs = 30_000

export function createPairWatch(script: PairWatchScript): PairWatch {
  const { stage, violations, groupArn } = script
  const nowMs = (): number => stage.timeline.nowMs()
  const weights: Record<string, PerColour<number>> = { ...script.weights }
  const writes: Write[] = []
  const revisions: Record<Colour, string[]> = { blue: [], green: [] }
  const wholeSinceMs: Record<Colour, number | undefined> = { blue: -Infinity, green: undefined }
  const lostTrafficAtMs = { blue: -Infinity, green: -Infinity }
  const foreign = new Map<string, { readonly atMs: number; readonly weights: PerColour<number> }>()
  const redeployed = new Map<Colour, { readonly atMs: number; readonly revision: string }>()
  const fresh = new Map<string, number>()
  const excused = new Set<Colour>()
  const heldSinceMs = new Map<string, number>()
  const shrunk = new Set<Colour>()
  const below: Record<Colour, number | undefined> = { blue: undefined, green: undefined }
  const healthy: Record<Colour, { readonly atMs: number; readonly count: number }[]> = { blue: [], green: [] }
  let { needed } = script
  let routed = { blue: false, green: false }
  let onShift: (() => void) | undefined
  const say = (text: string): void => void violations.push(`${text} at ${String(nowMs())}`)
  const count = (colour: Colour): number => healthy[colour].at(-1)?.count ?? 0
  const lead = (colour: Colour): boolean => Object.values(weights).some((each) => each[colour] > 0)

  /** The most targets that a reader may have seen healthy. */
  const lately = (colour: Colour): number => {
    const fromMs = nowMs() - lookBackMs
    const { length } = healthy[colour]
    let most = 0
    for (let index = length - 1; index >= 0; index -= 1) {
      most = Math.max(most, healthy[colour][index]!.count)
      if (healthy[colour][index]!.atMs < fromMs) break
    }
    return most
  }

  /** A while ago, and after this run has begun. */
  const isSeen = (runner: string, { atMs }: { readonly atMs: number }): boolean =>
    nowMs() > atMs + unseenMs && atMs > (fresh.get(runner) ?? -Infinity)

  const beforeShift = (runner: string, ruleArn: string, next: PerColour<number>): void => {
    const was = weights[ruleArn]
    if (!was) return say(`${runner} writes a rule that is not shared: ${ruleArn}`)
    const meddled = foreign.get(ruleArn)
    if (meddled && isSeen(runner, meddled) && !same(meddled.weights, next)) say(`${runner} writes over the weights of somebody else`)
    if (next.blue + next.green === 0) say(`${runner} writes all-zero weights`)
    for (const colour of colours) {
      if (next[colour] === 0 || was[colour] > 0) continue
      if (lately(colour) < needed) say(`${runner} gives weight to ${colour} with ${String(lately(colour))} healthy of ${String(needed)}`)
      onShift?.()
      onShift = undefined
    }
  }

  /** Traffic that a runner can know of. */
  const carries = (colour: Colour): boolean => {
    const surprised = [...foreign.values()].some(({ atMs }) => nowMs() <= atMs + unseenMs)
    return !surprised && (lead(colour) || routed[colour])
  }

  const beforeSize = (
    runner: string,
    service: string,
    next: { readonly taskDefinition?: string; readonly desiredCount?: number },
  ): void => {
    const colour = colourOf(service)
    const now = serviceNow(stage, colour)
    const revision = nameOf(next.taskDefinition ?? now.revision)
    const other = redeployed.get(colour)
    const knew = other && writes.some((write) => write.runner === runner && write.atMs < other.atMs)
    if (other && knew && isSeen(runner, other) && revision !== other.revision)
      say(`${runner} deploys over what somebody else did on ${colour}`)
    if (revision !== now.revision) {
      revisions[colour].push(revision)
      if (carries(colour)) say(`${runner} changes the revision of ${colour} under traffic`)
    }
    const desired = next.desiredCount ?? now.desired
    if (desired >= now.desired && revision === now.revision) return
    shrunk.add(colour)
    if (desired >= now.desired) return
    if (carries(colour)) say(`${runner} sizes ${colour} down from ${String(now.desired)} to ${String(desired)} under traffic`)
    const sinceMs = nowMs() - lostTrafficAtMs[colour]
    if (sinceMs < drainMs && foreign.size === 0) say(`${runner} sizes ${colour} down ${String(sinceMs)} ms after its traffic`)
  }

  const isHeld = (): boolean => heldSinceMs.size === 2 && [...heldSinceMs.values()].every((sinceMs) => nowMs() >= sinceMs + holdSettlesMs)

  const self: PairWatch = {
    keepsWhileHeld: false,
    see(plane) {
      const atMs = nowMs()
      for (const colour of colours) {
        const group = plane.groups.find(({ arn }) => arn === groupArn[colour])
        const now = group?.targets.filter(({ state }) => state === 'healthy').length ?? 0
        if (now < count(colour) && isHeld() && self.keepsWhileHeld && !shrunk.has(colour))
          say(`${colour} loses tasks although scale-in is held`)
        if (healthy[colour].at(-1)?.count !== now) healthy[colour].push({ atMs, count: now })
      }
      routed = { blue: false, green: false }
      for (const { listeners } of plane.loadBalancers)
        for (const { rules } of listeners)
          for (const { action } of rules) {
            if (action.kind !== 'forward') continue
            for (const { arn, weight } of action.groups)
              for (const colour of colours) if (weight > 0 && arn === groupArn[colour]) routed[colour] = true
          }
      for (const colour of colours) {
        if (!routed[colour] || excused.has(colour)) {
          below[colour] = undefined
          continue
        }
        if (count(colour) === 0) say(`traffic on ${colour} without a healthy target`)
        if (count(colour) >= needed) below[colour] = undefined
        else if (below[colour] === undefined) {
          below[colour] = atMs
          stage.timeline.at(atMs + script.propagationMs + 1_000, () => {
            if (below[colour] === atMs && count(colour) < needed && !excused.has(colour))
              say(`${colour} serves with ${String(count(colour))} of ${String(needed)} healthy targets`)
          })
        }
      }
    },

    before(runner, operation, input) {
      const shifted = shiftIn(operation, input, groupArn)
      if (shifted) beforeShift(runner, shifted.ruleArn, shifted.weights)
      if (operation === 'ecs:UpdateService') {
        const { service = '', ...next } = input as { service?: string; taskDefinition?: string; desiredCount?: number }
        beforeSize(runner, nameOf(service), next)
      }
    },

    after(runner, operation, input) {
      const shifted = shiftIn(operation, input, groupArn)
      const subject = (input as { service?: string; ResourceId?: string }).service ?? (input as { ResourceId?: string }).ResourceId ?? ''
      if (shifted) {
        moved(shifted.ruleArn, shifted.weights)
        // What somebody else wrote could not be seen in time.
        foreign.delete(shifted.ruleArn)
        writes.push({ runner, operation, atMs: nowMs(), subject: shifted.ruleArn, weights: shifted.weights })
      } else if (operation === 'ecs:UpdateService' || operation === 'application-autoscaling:RegisterScalableTarget') {
        writes.push({ runner, operation, atMs: nowMs(), subject: nameOf(subject) })
        if ('taskDefinition' in input) redeployed.delete(colourOf(subject))
        const { SuspendedState } = input as { SuspendedState?: { DynamicScalingInSuspended?: boolean } }
        if (SuspendedState?.DynamicScalingInSuspended === true) heldSinceMs.set(subject, heldSinceMs.get(subject) ?? nowMs())
        else if (SuspendedState) heldSinceMs.delete(subject)
      }
    },

    meddled(ruleArn, next) {
      foreign.set(ruleArn, { atMs: nowMs(), weights: next })
      moved(ruleArn, next)
    },
    redeployed: (colour, revision) => void redeployed.set(colour, { atMs: nowMs(), revision }),
    promoted(runner, bakeMs) {
      const sinceMs = colours.map((colour) => wholeSinceMs[colour]).find((each) => each !== undefined)
      const forMs = nowMs() - (sinceMs ?? Infinity)
      const surprised = [...foreign.values()].some(({ atMs }) => nowMs() <= atMs + lookMs + unseenMs)
      if (!(forMs >= bakeMs) && !surprised) say(`${runner} promotes what has served for ${String(forMs)} ms of ${String(bakeMs)}`)
    },
    began: (runner) => void fresh.set(runner, nowMs()),
    needs: (tasks) => void (needed = Math.min(needed, tasks)),
    excuse: (colour) => void excused.add(colour),
    weights,
    writes,
    revisions,
    whenShifted: (run) => void (onShift = run),
  }
  return self

  function moved(ruleArn: string, next: PerColour<number>): void {
    const was = weights[ruleArn]!
    weights[ruleArn] = next
    for (const colour of colours) {
      const whole = Object.values(weights).every((each) => colours.every((one) => each[one] > 0 === (one === colour)))
      wholeSinceMs[colour] = whole ? (wholeSinceMs[colour] ?? nowMs()) : undefined
    }
    for (const colour of colours) if (was[colour] > 0 && next[colour] === 0) lostTrafficAtMs[colour] = nowMs()
  }
}

function shiftIn(
  operation: OperationName,
  input: object,
  groupArn: PerColour<string>,
): { readonly ruleArn: string; readonly weights: PerColour<number> } | undefined {
  const { RuleArn, ListenerArn, Actions, DefaultActions } = input as {
    RuleArn?: string
    ListenerArn?: string
    Actions?: Action[]
    DefaultActions?: Action[]
  }
  if (operation !== 'elasticloadbalancing:ModifyRule' && operation !== 'elasticloadbalancing:ModifyListener') return undefined
  const groups = (Actions ?? DefaultActions ?? []).flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? [])
  const weightOf = (colour: Colour): number => groups.find(({ TargetGroupArn }) => TargetGroupArn === groupArn[colour])?.Weight ?? 0
  return { ruleArn: RuleArn ?? ListenerArn ?? '', weights: { blue: weightOf('blue'), green: weightOf('green') } }
}

function same(a: PerColour<number>, b: PerColour<number>): boolean {
  return colours.every((colour) => a[colour] === b[colour])
}
