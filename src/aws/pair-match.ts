import { asSluiceError, SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import type { MatchCondition } from '../domain/match.ts'
import type { Seen } from '../domain/rollout.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import type { Colour, MatchRule, Pair, PairRule } from './pair.ts'
import { explainMatch, explainUnmatch } from './pair-explain.ts'
import { isNotFound, rulesOn, withActions } from './pair-listeners.ts'
import { matchesAmong, matchRule, placesAbove, tagFor } from './pair-match-rules.ts'
import { isShared } from './pair-rule-problems.ts'
import { groupColours } from './pair-rules.ts'

export interface PairMatchOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly pair: Pair
  readonly candidate: Colour
  /** Who is chosen; absent, rules that are found can only be removed. */
  readonly match?: readonly MatchCondition[]
}

/** The rules that lead chosen users to the candidate, one for each rule of production, and our writes of them. */
export interface PairMatch {
  /** Reads the listeners where there are rules of ours, or may be. */
  look(signal: AbortSignal): Promise<void>
  /**
   * Makes all of them, or removes whatever there is. Made all or none: fails one, those made with it go again. Throws SUPERSEDED where somebody
   * else has taken the place of one.
   */
  set(on: boolean, signal: AbortSignal): Promise<void>
  now(): Seen['matched']
  /** Rules of ours that send traffic to a side, as far as is known. */
  leadingTo(colour: Colour): readonly PairRule[]
  explain(on: boolean): readonly string[]
  /** AWS's time of our last write. */
  readonly changedAtMs: number
  /** A write was not answered, and what it did has not been seen. */
  readonly unsettled: boolean
  readonly hasWritten: boolean
}

/** The answer of our own write counts, and a read made before everybody could see it does not: a rule made is there, one deleted is gone for good. */
export function createPairMatch({ send, awsNowMs, pair, candidate, match }: PairMatchOptions): PairMatch {
  const ofGroup = groupColours(pair.groups)
  const rules = pair.rules.filter((rule) => isShared(pair, rule))
  const wanted = new Map(match ? rules.map((rule) => [tagFor(rule, match, candidate, ofGroup), rule] as const) : [])
  /** Rules of ours by ARN; those made by us with the time of the answer. */
  const known = new Map<string, MatchRule & { readonly madeAtMs?: number }>(pair.matches.map((each) => [each.rule.arn, each]))
  /** Until when a rule may still appear whose making was not answered, by its tag. */
  const lost = new Map<string, number>()
  const gone = new Set<string>()
  const notOurs = new Set([...pair.rules, ...pair.unlisted, ...pair.testRules].map(({ arn }) => arn))
  let changedAtMs = -Infinity
  let hasWritten = false

  /** All rules of the listeners of the pair, with what they show of ours taken in. */
  const read = async (signal: AbortSignal): Promise<readonly PairRule[]> => {
    const atMs = awsNowMs()
    const listeners = new Set([...rules, ...[...known.values()].map(({ rule }) => rule)].map(({ listenerArn }) => listenerArn))
    const placed = (await Promise.all([...listeners].map((arn) => rulesOn(send, arn, ofGroup, signal)))).flat()
    const strangers = placed.filter(({ rule }) => !notOurs.has(rule.arn) && !known.has(rule.arn) && !gone.has(rule.arn))
    for (const each of await matchesAmong(send, strangers, signal)) {
      known.set(each.rule.arn, each)
      lost.delete(each.tag)
    }
    const seen = new Set(placed.map(({ rule }) => rule.arn))
    for (const [arn, { madeAtMs = -Infinity }] of known) if (!seen.has(arn) && atMs >= madeAtMs + readLagMs) known.delete(arn)
    for (const [tag, untilMs] of lost) if (atMs >= untilMs) lost.delete(tag)
    return placed.map(({ rule }) => rule).filter(({ arn }) => !gone.has(arn))
  }

  const write = async <T>(call: () => Promise<T>): Promise<T> => {
    hasWritten = true
    try {
      return await call()
    } finally {
      changedAtMs = awsNowMs()
    }
  }

  const make = async (tag: string, rule: PairRule, priority: number, signal: AbortSignal): Promise<string> => {
    const input = { ...matchRule(rule, match ?? [], candidate, ofGroup), Priority: priority }
    try {
      const { Rules } = await write(() => send('elasticloadbalancing:CreateRule', input, signal))
      const arn = Rules?.[0]?.RuleArn ?? ''
      const place = { ...rule, arn, priority, isDefault: false, words: `the rule for chosen users above ${rule.words}` }
      known.set(arn, { rule: withActions(place, input.Actions ?? [], ofGroup), tag, madeAtMs: awsNowMs() })
      lost.delete(tag)
      return arn
    } catch (error) {
      if (awsErrorName(error) === 'PriorityInUse') throw taken(rule, priority, lost.has(tag), error)
      lost.set(tag, awsNowMs() + readLagMs)
      throw error
    }
  }

  const remove = async (arn: string, signal: AbortSignal): Promise<void> => {
    await write(() => send('elasticloadbalancing:DeleteRule', { RuleArn: arn }, signal)).catch((error: unknown) => {
      if (!isNotFound(error)) throw error
    })
    known.delete(arn)
    gone.add(arn)
  }

  const removeAll = async (arns: readonly string[], signal: AbortSignal): Promise<void> => {
    const done = await Promise.allSettled(arns.map((arn) => remove(arn, signal)))
    const failed = done.find((each) => each.status === 'rejected')
    if (failed) throw asSluiceError(failed.reason)
  }

  const makeAll = async (signal: AbortSignal): Promise<void> => {
    const before = await read(signal)
    // Of other conditions, or of a rule of production that is none any more.
    await removeAll(
      [...known].flatMap(([arn, { tag }]) => (wanted.has(tag) ? [] : [arn])),
      signal,
    )
    const others = before.filter(({ arn }) => !gone.has(arn))
    const places = placesAbove(rules, others, new Set(known.keys()))
    const there = new Set([...known.values()].map(({ tag }) => tag))
    const missing = [...wanted].filter(([tag]) => !there.has(tag))
    const blocked = missing.find(([, rule]) => places.get(rule.arn) === undefined)
    if (blocked) throw taken(blocked[1], undefined, false)
    const done = await Promise.allSettled(missing.map(([tag, rule]) => make(tag, rule, places.get(rule.arn)!, signal)))
    const failed = done.find((each) => each.status === 'rejected')
    if (!failed) return
    const made = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    // After a signal the way home is on its way already, and nothing may come after it.
    if (!signal.aborted) await removeAll(made, new AbortController().signal)
    throw asSluiceError(failed.reason)
  }

  const now = (): Seen['matched'] => {
    const tags = new Set([...known.values()].map(({ tag }) => tag))
    if (wanted.size > 0 && known.size === wanted.size && [...wanted.keys()].every((tag) => tags.has(tag))) return 'all'
    return known.size > 0 ? 'some' : lost.size > 0 ? 'unsure' : undefined
  }

  return {
    async look(signal) {
      if (known.size > 0 || lost.size > 0) await read(signal)
    },
    async set(on, signal) {
      if (on) return makeAll(signal)
      // One call for each, before anything else.
      await removeAll([...known.keys()], signal)
      if (lost.size === 0) return
      await read(signal)
      await removeAll([...known.keys()], signal)
    },
    now,
    leadingTo: (colour) => [...known.values()].flatMap(({ rule }) => (rule.weights[colour] > 0 ? [rule] : [])),
    explain(on) {
      if (!on) return explainUnmatch([...known.keys()])
      const places = placesAbove(rules, pair.before, new Set(known.keys()))
      return explainMatch(
        [...wanted.values()].map((rule) => ({
          ...matchRule(rule, match ?? [], candidate, ofGroup),
          Priority: places.get(rule.arn),
        })),
      )
    },
    get changedAtMs() {
      return changedAtMs
    },
    get unsettled() {
      return lost.size > 0
    },
    get hasWritten() {
      return hasWritten
    },
  }
}

/** `lost`: it may be our own rule that stands there, and no read shows it yet. */
function taken({ words }: PairRule, priority: number | undefined, lost: boolean, cause?: unknown): SluiceError {
  const place = priority === undefined ? 'The place' : `Priority ${String(priority)}`
  if (lost)
    return new SluiceError('AWS_ERROR', `${place} directly above ${words} is taken, by our own rule as it seems: it cannot be read yet`, {
      cause,
    })
  return new SluiceError('SUPERSEDED', `${place} directly above ${words}, for chosen users, was taken by somebody else meanwhile`, {
    hint: 'Free it, then run this step again.',
    cause,
  })
}
