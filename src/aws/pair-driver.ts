import { SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import type { MatchCondition } from '../domain/match.ts'
import type { Act, Fault, Look, RolloutRecord, Seen, Side } from '../domain/rollout.ts'
import type { Driver, Roles } from '../ports.ts'
import { alarmFaults, describeAlarms } from './alarm-faults.ts'
import type { Send } from './operations.ts'
import { type Colour, colours, type Pair, type PairRef } from './pair.ts'
import { findPair } from './pair-discovery.ts'
import { explainShift, explainUnmatch, shellWord } from './pair-explain.ts'
import { createPairMatch, type PairMatch } from './pair-match.ts'
import { createRequestNews } from './pair-requests.ts'
import type { Stickiness } from './pair-rules.ts'
import { createPairSides, type PairSides } from './pair-sides.ts'
import { createPairTraffic, type PairTraffic } from './pair-traffic.ts'
import type { Scaling } from './scaling.ts'
import { clockMarginMs, nameOf } from './service-deployments.ts'
import { createServiceNews } from './service-events.ts'
import { createTaskFaults, type TaskFaults } from './task-faults.ts'

export interface PairDriverOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly region: string
  readonly ref: PairRef
  /** `names` tell which side is blue and which is green. */
  readonly roles: Roles
  readonly alarms: readonly string[]
  readonly stickiness: Stickiness
  /** Who is led to the candidate before any weight, where that is asked for. */
  readonly match?: readonly MatchCondition[]
  /** The pair as it was surveyed: anything else before our first write is somebody else's. Absent, it is looked for. */
  readonly found?: Pair
  /** The owner's autoscaling; absent where there is none to hold. */
  readonly settings?: Scaling
}

/** What is known once the pair has been found. */
interface Parts {
  readonly sides: PairSides
  readonly traffic: PairTraffic
  readonly match: PairMatch
  readonly tasks: TaskFaults
  readonly requests: ReturnType<typeof createRequestNews>
}

/** While tasks come up, the service is read this often; it tells which of them are of which revision. */
const settlingMs = 15_000

/** Two services of the deployment controller ECS behind the same listener rules: we move the weights, ECS runs the tasks. */
export function createPairDriver(options: PairDriverOptions): Driver {
  const { send, awsNowMs, ref, settings } = options
  const { revision } = options.roles
  const names = coloursOf(options.roles)
  const newsOf = createServiceNews()

  const assemble = (pair: Pair): Parts => {
    const candidate = { cluster: ref.cluster, service: ref.services[names.candidate] }
    return {
      sides: createPairSides({ send, awsNowMs, ref, pair, names, revision }),
      traffic: createPairTraffic({ send, awsNowMs, pair, candidate: names.candidate, stickiness: options.stickiness }),
      match: createPairMatch({ send, awsNowMs, pair, candidate: names.candidate, ...(options.match && { match: options.match }) }),
      tasks: createTaskFaults({ send, awsNowMs, ref: candidate, region: options.region, candidate: revision.candidate, by: 'end' }),
      requests: createRequestNews(send, pair, names.candidate),
    }
  }
  let parts = options.found && assemble(options.found)
  const open = async (signal: AbortSignal): Promise<Parts> => {
    if (!options.roles.names) {
      throw new SluiceError('RECORD_LOST', 'Nothing tells which side of the pair is the live one', {
        hint: 'Name the side to return to: `to-side`.',
      })
    }
    return (parts ??= assemble(await findPair(send, ref, signal)))
  }

  let alarms: readonly Fault[] = []
  let found: Seen['settings']
  let lookedAtMs: Partial<Record<Look, number>> = {}
  let servicesAtMs = -Infinity
  /** Until then reads may not show the tasks that raising the minimum of the candidate's side has started. */
  let fillsUntilMs = -Infinity
  let full = 0
  let touched = new Set<Act['kind']>()
  let trouble = { failedTasks: 0, healthy: 0, untilMs: -Infinity }

  const isWanted = ({ sides }: Parts, record: RolloutRecord): boolean => record.heading === 'forward' && sides.isUp

  /** Failures that rose, or healthy targets that went, since the last look: for as long as reads may lag it is worth looking closer. */
  const watchTrouble = ({ sides }: Parts, forward: boolean, tasksEnded: 'nothing' | 'early' | 'failed'): boolean => {
    const { healthy } = sides.now().candidate
    const { failedTasks } = sides
    const rose = forward && (failedTasks > trouble.failedTasks || healthy < trouble.healthy)
    const atMs = awsNowMs()
    const untilMs = tasksEnded === 'failed' ? -Infinity : rose || tasksEnded === 'early' ? atMs + readLagMs : trouble.untilMs
    trouble = { failedTasks, healthy, untilMs }
    return forward && atMs <= untilMs
  }

  const lookAtServices = async ({ sides }: Parts, signal: AbortSignal): Promise<void> => {
    await sides.lookAtServices(signal)
    servicesAtMs = awsNowMs()
  }

  const faultsOf = ({ sides, traffic, match, tasks }: Parts, record: RolloutRecord): readonly Fault[] => {
    const { targets, deployments } = sides.faults(record.startedAtMs - clockMarginMs)
    // Before it carries traffic a target may fail its checks while its task comes up.
    return [...tasks.faults, ...deployments, ...(traffic.now().weight > 0 || match.now() ? targets : []), ...alarms]
  }

  const tasksFor = ({ side, capacity }: Act & { kind: 'size' }, { sides }: Parts): number => {
    if (capacity !== 'full') return { none: 0, standby: 1 }[capacity]
    // Before the first look the live side tells how many it takes.
    return Math.max(1, full, side === 'candidate' || full === 0 ? sides.now().baseline.desired : 0)
  }

  const size = async (act: Act & { kind: 'size' }, at: Parts, signal: AbortSignal): Promise<void> => {
    const { sides, traffic, match } = at
    const shrinks = act.capacity !== 'full'
    await Promise.all([lookAtServices(at, signal), shrinks ? traffic.look(signal) : undefined])
    const by = sides.foreign ?? (shrinks ? traffic.foreign : undefined)
    if (by !== undefined) throw new SluiceError('SUPERSEDED', by)
    const leading = shrinks ? [...traffic.leadingTo(names[act.side]), ...match.leadingTo(names[act.side])] : []
    if (leading.length > 0) {
      const words = leading.map((rule) => rule.words).join('; ')
      throw new SluiceError('SUPERSEDED', `${names[act.side]} keeps its tasks, because it still gets traffic: ${words}`, {
        hint: 'Somebody else changed the weights. Send the traffic to the other side, then run this step again.',
      })
    }
    trouble = { ...trouble, healthy: 0 }
    await sides.size(act, tasksFor(act, at), signal)
    if (act.side === 'candidate') fillsUntilMs = -Infinity
  }

  return {
    ability: { rests: 'any', mover: 'sluice' },

    async observe(look, record, signal) {
      const at = await open(signal)
      const { sides, traffic, match, tasks, requests } = at
      sides.expect(record)
      traffic.expect(record)
      const looksAt = (kind: Look): boolean => look.includes(kind)
      const isRestless = sides.restless === 'replacing' || (sides.restless === 'settling' && awsNowMs() - servicesAtMs >= settlingMs)
      const hasFilled = servicesAtMs < fillsUntilMs && awsNowMs() >= fillsUntilMs
      // The side that gains is looked at more often; forward that is the candidate.
      const homeward = record.heading === 'home' && traffic.now().weight > 0
      let tasksEnded: 'nothing' | 'early' | 'failed' = 'nothing'
      let counted: readonly string[] = []
      await Promise.all([
        looksAt('service') || touched.has('size') || isRestless || hasFilled ? lookAtServices(at, signal) : undefined,
        looksAt('service') || touched.has('shift') || traffic.unsettled ? traffic.look(signal) : undefined,
        looksAt('service') || match.unsettled ? match.look(signal) : undefined,
        looksAt('travel') ? sides.lookAtTargets('candidate', signal) : undefined,
        looksAt('health') || homeward ? sides.lookAtTargets('baseline', signal) : undefined,
        looksAt('alarms') ? describeAlarms(send, options.alarms, signal).then((seen) => (alarms = alarmFaults(seen))) : undefined,
        looksAt('tasks') && isWanted(at, record) ? tasks.look(record.startedAtMs, signal).then((ended) => (tasksEnded = ended)) : undefined,
        looksAt('traffic') && Number.isFinite(traffic.shiftedAtMs) && (traffic.now().weight > 0 || match.now())
          ? requests(Math.max(traffic.shiftedAtMs, match.changedAtMs), awsNowMs(), signal).then((lines) => (counted = lines))
          : undefined,
      ])
      const { weight, mixed } = traffic.now()
      const seen = sides.now()
      full = Math.max(1, full, weight < 100 ? seen.baseline.healthy : 0, weight > 0 ? seen.candidate.healthy : 0)
      if (looksAt('service') || touched.has('hold') || touched.has('restore')) found = await settings?.look(full, signal)

      const atMs = awsNowMs()
      const fills = found !== undefined && atMs < fillsUntilMs
      const both = fills ? { ...seen, candidate: { ...seen.candidate, desired: Math.max(seen.candidate.desired, full) } } : seen
      touched = new Set()
      lookedAtMs = { ...lookedAtMs, ...Object.fromEntries(look.map((kind) => [kind, atMs])) }
      const foreign = sides.foreign ?? traffic.foreign
      const matched = match.now()
      const isOurs = sides.hasWritten || traffic.hasWritten || match.hasWritten || record.goal > 0 || record.owed !== undefined
      return {
        atMs,
        weight,
        ...(mixed && { mixed: true as const }),
        ...(matched && { matched }),
        shiftedAtMs: Math.max(traffic.shiftedAtMs, match.changedAtMs),
        ...(found && { settings: found }),
        travel: foreign === undefined ? { kind: 'still' } : { kind: 'superseded', by: foreign },
        writer: foreign === undefined ? (isOurs ? 'us' : 'nobody') : 'other',
        sides: both,
        full,
        faults: faultsOf(at, record),
        suspicious: watchTrouble(at, isWanted(at, record), tasksEnded),
        lookedAtMs,
        mark: '',
        news: [...newsOf(sides.service('candidate').events ?? [], record.startedAtMs - clockMarginMs), ...counted],
      }
    },

    async perform(act, signal) {
      const at = await open(signal)
      touched.add(act.kind)
      switch (act.kind) {
        case 'size':
          return size(act, at, signal)
        case 'shift':
          return at.traffic.shift(act.weight, signal)
        case 'match':
          return at.match.set(act.on, signal)
        case 'hold':
          try {
            return await settings?.hold(act.owed, full, signal)
          } finally {
            fillsUntilMs = awsNowMs() + readLagMs
          }
        case 'restore':
          return settings?.restore(act.owed, signal)
        case 'recall':
          throw new SluiceError('INTERNAL_ERROR', 'Nothing moves a pair but Sluice, so nothing can be called back')
      }
    },

    explain(act) {
      switch (act.kind) {
        case 'size': {
          const place = `--cluster ${shellWord(nameOf(ref.cluster))} --service ${shellWord(nameOf(ref.services[names[act.side]]))}`
          const count = parts ? String(tasksFor(act, parts)) : '<tasks of the live side>'
          return [`aws ecs update-service ${place} --task-definition ${shellWord(act.revision)} --desired-count ${count}`]
        }
        case 'shift':
          return parts ? explainShift(parts.traffic.rules, act.weight, parts.traffic.terms) : [unknownRules(act.weight, names)]
        case 'match':
          return parts ? parts.match.explain(act.on) : explainUnmatch([])
        case 'hold':
        case 'restore':
          return settings?.explain(act.kind) ?? []
        case 'recall':
          return []
      }
    },
  }
}

/** For plan mode; a rollout itself needs the names. */
function coloursOf({ names }: Roles): Readonly<Record<Side, Colour>> {
  const candidate = colours.find((colour) => colour === names?.candidate) ?? 'green'
  return { candidate, baseline: candidate === 'green' ? 'blue' : 'green' }
}

function unknownRules(weight: number, names: Readonly<Record<Side, Colour>>): string {
  const [ours, theirs] = [String(weight), String(100 - weight)]
  return `# every listener rule that holds both sides: ${names.candidate} ${ours} %, ${names.baseline} ${theirs} % (aws elbv2 modify-rule)`
}
