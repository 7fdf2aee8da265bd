import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import { asSluiceError, SluiceError } from '../domain/errors.ts'
import type { RolloutRecord } from '../domain/rollout.ts'
import type { Send } from './operations.ts'
import { type Colour, colours, type Pair, type PairRule } from './pair.ts'
import { readAgain, withActions } from './pair-listeners.ts'
import { actionsWith, groupColours, percentOf, type ShiftTerms, type Stickiness, weightOfAll, writable } from './pair-rules.ts'
import { createOwnWrites, type OwnWrites, type Reading } from './pair-writes.ts'

export interface PairTrafficOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly pair: Pick<Pair, 'groups' | 'rules'>
  readonly candidate: Colour
  readonly stickiness: Stickiness
}

/** What a record says of where weights may be. */
export type Expected = Pick<RolloutRecord, 'goals' | 'goal' | 'committed' | 'heading' | 'rest'>

/** The rules that share traffic between the sides, and our writes to them. */
export interface PairTraffic {
  /** Compares what was found with what a record allows; counts once. Weights that no goal has are somebody else's, whoever looks first. */
  expect(record: Expected): void
  /** Reads all rules, and once, where stickiness is on, which groups keep clients by a cookie of their own. */
  look(signal: AbortSignal): Promise<void>
  /**
   * Brings all rules to `weight` at once, one call for each that is not there yet. Throws SUPERSEDED when somebody else has written one. Fails one
   * while others go through: what gained traffic is put back, what lost it stays.
   */
  shift(weight: number, signal: AbortSignal): Promise<void>
  /** As known now. */
  readonly rules: readonly PairRule[]
  now(): { readonly weight: number; readonly mixed: boolean }
  /** The rules that send traffic to a side, as far as is known. */
  leadingTo(colour: Colour): readonly PairRule[]
  /** AWS's time of our last shift, or of the first look at a weight that we did not write. */
  readonly shiftedAtMs: number
  /** A read showed what must be read again soon: a value of unknown origin, or a write whose fate is unknown. */
  readonly unsettled: boolean
  /** What somebody else wrote, in a sentence. */
  readonly foreign: string | undefined
  readonly hasWritten: boolean
  terms(rule: PairRule): ShiftTerms
}

interface State {
  readonly found: PairRule
  readonly writes: OwnWrites<number | undefined>
  known: PairRule
  unsure: boolean
  /** Percent of a read that is not believed yet. */
  rumour?: number | undefined
}

export function createPairTraffic({ send, awsNowMs, pair, candidate, stickiness }: PairTrafficOptions): PairTraffic {
  const ofGroup = groupColours(pair.groups)
  const percent = (rule: PairRule): number | undefined => percentOf(rule, candidate)
  // What does not hold both sides cannot share traffic between them; that it is listed all the same is for the preflight to say.
  const sharing = pair.rules.filter((rule) => holdsBoth(rule.actions, ofGroup))
  const states = sharing.map((found): State => ({ found, writes: createOwnWrites(percent(found), awsNowMs), known: found, unsure: false }))
  let cookieGroups: ReadonlySet<string> | undefined
  let foreign: string | undefined
  let compared = false
  let shiftedAtMs = -Infinity
  let lastWeight: number | undefined
  let hasWritten = false

  /** Both that may hold, where the fate of a write is unknown. */
  const percentsOf = ({ known, unsure, writes }: State): readonly (number | undefined)[] =>
    unsure ? [percent(known), writes.last] : [percent(known)]
  const now = (): ReturnType<PairTraffic['now']> => weightOfAll(states.flatMap(percentsOf))

  const noteWeight = (written: boolean): void => {
    const { weight } = now()
    if (written || weight !== lastWeight) shiftedAtMs = awsNowMs()
    lastWeight = weight
  }

  const take = (state: State, read: PairRule): Reading => {
    const before = state.writes.last
    const reading = state.writes.read(percent(read))
    state.rumour = reading === 'suspect' ? percent(read) : undefined
    if (reading === 'older' || reading === 'suspect') return reading
    state.unsure = reading === 'unsure'
    state.known = read
    if (reading === 'foreign') foreign ??= sentence(read, before)
    return reading
  }

  const sentence = (read: PairRule, before: number | undefined): string => {
    return `Somebody else changed the weights of ${weightsOf(read)}, where ${candidate} had ${share(before)} of the traffic before`
  }

  const lookAtCookies = async (signal: AbortSignal): Promise<void> => {
    // Asked only where group stickiness may have to go.
    const isOn = states.some(({ known }) => known.stickiness.enabled)
    if (cookieGroups || (!isOn && typeof stickiness !== 'number')) return
    const arns = [...ofGroup.keys()]
    const isCookie = await Promise.all(
      arns.map(async (TargetGroupArn) => {
        const { Attributes } = await send('elasticloadbalancing:DescribeTargetGroupAttributes', { TargetGroupArn }, signal)
        return Attributes?.some(({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true') ?? false
      }),
    )
    cookieGroups = new Set(arns.filter((_, index) => isCookie[index]))
  }

  const write = async (state: State, weight: number | undefined, actions: readonly Action[], signal: AbortSignal): Promise<void> => {
    const { arn, isDefault } = state.found
    state.writes.begin(weight)
    hasWritten = true
    try {
      const answered = isDefault
        ? (await send('elasticloadbalancing:ModifyListener', { ListenerArn: arn, DefaultActions: [...actions] }, signal)).Listeners?.[0]
            ?.DefaultActions
        : (await send('elasticloadbalancing:ModifyRule', { RuleArn: arn, Actions: [...actions] }, signal)).Rules?.[0]?.Actions
      state.writes.answered()
      state.known = withActions(state.found, answered ?? actions, ofGroup)
      state.unsure = false
    } catch (error) {
      state.writes.lost()
      state.unsure = true
      throw error
    }
  }

  const terms = (rule: PairRule): ShiftTerms => {
    const original = states.find(({ found }) => found.arn === rule.arn)?.found
    return { candidate, colours: ofGroup, stickiness, ...(cookieGroups && { cookieGroups }), ...(original && { original }) }
  }

  const isThere = ({ known, unsure }: State, weight: number, actions: readonly Action[]): boolean => {
    const { stickiness: wanted } = withActions(known, actions, ofGroup)
    const { enabled, seconds } = known.stickiness
    return !unsure && percent(known) === weight && wanted.enabled === enabled && (!enabled || wanted.seconds === seconds)
  }

  /** Throws what is left to say when a rule could not be put back. */
  const putBack = async (gained: readonly { readonly state: State; readonly before: PairRule }[], cause: SluiceError): Promise<void> => {
    const uncancelled = new AbortController().signal
    const done = await Promise.allSettled(
      gained.map(({ state, before }) => write(state, percent(before), before.actions.map(writable), uncancelled)),
    )
    const stuck = gained.filter((_, index) => done[index]!.status === 'rejected').map(({ before }) => before.words)
    if (stuck.length === 0) return
    throw new SluiceError(cause.reasonCode, `${cause.message}; what had been changed before could not be put back: ${stuck.join('; ')}`, {
      cause,
    })
  }

  return {
    expect(record) {
      if (compared) return
      compared = true
      const allowed = weightsFor(record)
      for (const { found } of states) {
        const weight = percent(found)
        if (weight !== undefined && allowed.includes(weight)) continue
        foreign ??= `${weightsOf(found)}, which is none of this rollout's (${allowed.map(share).join(', ')}): somebody else changed it`
      }
    },

    async look(signal) {
      try {
        const read = await readAgain(send, sharing, ofGroup, signal)
        states.forEach((state, index) => take(state, read[index]!))
      } catch (error) {
        if (asSluiceError(error).reasonCode !== 'SUPERSEDED') throw error
        foreign ??= asSluiceError(error).message
      }
      // Without an answer stickiness is made as short as it gets instead of switched off.
      await lookAtCookies(signal).catch(() => undefined)
      noteWeight(false)
    },

    async shift(weight, signal) {
      const read = await readAgain(send, sharing, ofGroup, signal)
      states.forEach((state, index) => {
        const rule = read[index]!
        const { last } = state.writes
        const isKnown = state.writes.knows(percent(rule))
        const isDoubted = take(state, rule) === 'suspect'
        // Whoever has put traffic back is not overruled; on the way home that is where it goes anyway.
        if (!isKnown || (isDoubted && weight > (percent(rule) ?? 0))) foreign ??= sentence(rule, last)
      })
      if (foreign !== undefined) throw new SluiceError('SUPERSEDED', foreign)

      const changes = states
        .map((state) => ({ state, before: state.known, actions: actionsWith(state.known, weight, terms(state.known)) }))
        .filter(({ state, actions }) => !isThere(state, weight, actions))
      try {
        const done = await Promise.allSettled(changes.map(({ state, actions }) => write(state, weight, actions, signal)))
        const failed = done.find((each) => each.status === 'rejected')
        if (!failed) return
        const error = asSluiceError(failed.reason)
        const gained = changes.filter(({ before }, index) => done[index]!.status === 'fulfilled' && weight > (percent(before) ?? 0))
        // After a signal the way home is on its way already, and nothing may come after it.
        if (!signal.aborted) await putBack(gained, error)
        throw error
      } finally {
        noteWeight(changes.length > 0)
      }
    },

    now,
    terms,
    leadingTo: (colour) =>
      states
        .filter((state) => {
          const percents = [...percentsOf(state), state.writes.suspects ? state.rumour : undefined]
          return percents.some((each) => each !== undefined && (colour === candidate ? each > 0 : each < 100))
        })
        .map(({ known }) => known),
    get rules() {
      return states.map(({ known }) => known)
    },
    get shiftedAtMs() {
      return shiftedAtMs
    },
    get unsettled() {
      return states.some(({ unsure, writes }) => unsure || writes.suspects)
    },
    get foreign() {
      return foreign
    },
    get hasWritten() {
      return hasWritten
    },
  }
}

function holdsBoth(actions: readonly Action[], ofGroup: ReadonlyMap<string, Colour>): boolean {
  return actions.some((action) => {
    const groups = (action.ForwardConfig?.TargetGroups ?? []).map(({ TargetGroupArn = '' }) => ofGroup.get(TargetGroupArn))
    return colours.every((colour) => groups.includes(colour))
  })
}

/**
 * Whoever rests at a goal left its weight, unless a signal cut it short. From the committed goal on all rules have its weight; before it, on
 * the way or back, that of any goal.
 */
function weightsFor({ goals, goal, committed, heading, rest }: Expected): readonly number[] {
  const rests = heading === 'forward' && rest !== undefined && rest.reasonCode !== 'CANCELLED_LEFT_RUNNING'
  const possible = rests ? [goals[goal]!] : goals.slice(goal >= committed ? committed : 0)
  return [...new Set(possible.map(({ weight }) => weight))]
}

function weightsOf({ words, weights }: PairRule): string {
  return `${words}: ${colours.map((colour) => `${colour} ${String(weights[colour])}`).join(', ')}`
}

function share(percent: number | undefined): string {
  return percent === undefined ? 'nothing' : `${String(percent)} %`
}
