import { readRecord } from '../../src/domain/record-text.ts'
import type { RolloutRecord } from '../../src/domain/rollout.ts'
import { type Colour, colours } from './colours.ts'
import { isBad, isUndisturbed, type PairStory } from './pair-story.ts'
import type { SimulatedPair } from './pair-world.ts'
import type { Ended } from './pair.ts'

export interface Outcome {
  /** Settings of scaling as found. */
  readonly scaling: string
  readonly ends: readonly Ended[]
  /** When somebody else changed something; Infinity when nobody did. */
  readonly touchedAtMs: number
  readonly candidate: string
}

/** What must hold when everything has come to rest. */
export function checkPair(pair: SimulatedPair, story: PairStory, outcome: Outcome): void {
  const { watch, violations } = pair
  const hand = outcome.touchedAtMs < Infinity ? story.foreign?.hand : undefined
  const told = outcome.ends.map(({ text }) => text).join(', ')
  const say = (text: string): void => void violations.push(`${text}, after ${told}`)

  oneWriterAtATime(pair, say)
  if (hand !== 'revision of the live side' && hand !== 'revision of the idle side') {
    if (watch.revisions.green.length > 1) say(`green was given ${watch.revisions.green.join(', ')}`)
    if (watch.revisions.blue.length > 0) say(`blue was given ${watch.revisions.blue.join(', ')}`)
  }
  if (isUndisturbed(story)) onceEach(pair, say)
  const wanted = story.scaled === 'no' ? '[]' : outcome.scaling

  if (hand === 'the tags' || hand === 'some weight') return
  const served = servedBy(pair)
  const record = recordOf(pair)
  // Nobody comes, and an end that could not be written down is not seen.
  const unheard = story.expiresAfterMs !== undefined || story.slips > 0
  if (story.then === 'nothing' && (unheard || outcome.ends.some(({ open }) => open))) return
  if (served === undefined) say(`traffic is on both sides: ${JSON.stringify(watch.weights)}`)
  if (hand === 'all weight back' || hand === 'revision of the live side' || hand === 'revision of the idle side') return
  if (!record) {
    if (served !== 'blue') say('there is no record, and green serves')
    return
  }
  if (!record.ended && !record.rest) say(`the record is open at ${placeOf(record)}, heading ${record.heading}`)
  const home = homeOf(record)
  // Where a signal cut a shift short, the goal it led to has not been written down.
  const cutShort = record.rest?.reasonCode === 'CANCELLED_LEFT_RUNNING'
  if (served !== undefined && served !== home && !cutShort) say(`${served} serves and not ${home}, the record is at ${placeOf(record)}`)
  if (isBad(story) && served === 'green' && !cutShort) say('a bad candidate serves')
  if (!record.ended) return
  if (record.owed !== undefined) say(`${record.owed} is still owed`)
  if (hand !== 'bounds of scaling' && pair.scaling() !== wanted) say(`scaling was ${wanted} and is ${pair.scaling()}`)
  if (hand === 'tasks of the idle side' || hand === 'tasks of the live side' || hand === 'bounds of scaling') return
  if (story.candidate === 'dies after the swap') return
  sizesAtTheEnd(pair, record, say)
}

/** As everybody can read it by now. Tags that are not ours are none. */
export function recordOf(pair: SimulatedPair): RolloutRecord | undefined {
  const ours = Object.entries(pair.tags()).filter(([key]) => key.startsWith('sluice.'))
  try {
    return readRecord(Object.fromEntries(ours.map(([key, value]) => [key.slice('sluice.'.length), value])))
  } catch {
    return undefined
  }
}

function placeOf(record: RolloutRecord): string {
  return `${record.goals[record.goal]!.name} of ${record.names?.candidate ?? '?'}, ${record.ended?.outcome ?? record.rest?.reasonCode ?? 'open'} ${record.ended?.reasonCode ?? ''}`
}

/** Where all traffic belongs by what the record says. */
function homeOf({ ended, rest, goal, goals, committed, names, heading }: RolloutRecord): Colour {
  const forward = ended
    ? ended.outcome === 'succeeded' || goal >= committed
    : heading === 'forward' && rest !== undefined && goals[goal]!.weight === 100
  return (forward ? names?.candidate : names?.baseline) as Colour
}

/** The side that all rules lead to, and no other. */
function servedBy({ watch }: SimulatedPair): Colour | undefined {
  return colours.find((colour) =>
    Object.values(watch.weights).every((weights) => colours.every((each) => weights[each] > 0 === (each === colour))),
  )
}

function sizesAtTheEnd(pair: SimulatedPair, record: RolloutRecord, say: (text: string) => void): void {
  const { goals, ended } = record
  const goal = ended!.outcome === 'succeeded' ? goals[record.goal]! : record.goal >= record.committed ? goals.at(-1)! : goals[0]!
  for (const side of ['baseline', 'candidate'] as const) {
    const colour = record.names![side] as Colour
    const desired = pair.desired(colour)
    if (goal.capacity[side] === 'none' && desired !== 0) say(`${colour} has ${String(desired)} tasks at ${goal.name}`)
    if (goal.capacity[side] === 'full' && desired === 0) say(`${colour} has no task at ${goal.name}`)
  }
}

function oneWriterAtATime({ watch }: SimulatedPair, say: (text: string) => void): void {
  const turns = watch.writes.map(({ runner }) => runner).filter((runner, index, all) => runner !== all[index - 1])
  if (new Set(turns).size !== turns.length) say(`two runners act: ${turns.join(', ')}`)
}

/** Nothing fails, so nothing is written twice. */
function onceEach({ watch }: SimulatedPair, say: (text: string) => void): void {
  const shifts = watch.writes
    .filter(({ weights }) => weights)
    .map(({ runner, subject, weights }) => `${runner} ${subject} ${JSON.stringify(weights)}`)
  const twice = shifts.find((shift, index) => shifts.indexOf(shift) < index)
  if (twice !== undefined) say(`written twice: ${twice}`)
}
