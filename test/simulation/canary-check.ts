import { type CanaryStory, isHarmful, isUndisturbed } from './canary-story.ts'
import type { CanaryEnded } from './canary.ts'
import { colours } from './colours.ts'
import { recordOf } from './pair-check.ts'
import type { SimulatedPair } from './pair-world.ts'

export interface CanaryOutcome {
  /** Settings of scaling as found. */
  readonly scaling: string
  readonly ends: readonly CanaryEnded[]
  /** Of the canary, before it had all traffic. */
  readonly requests: number
  /** Bad answers of the canary, and requests of both sides. */
  readonly bad: { readonly canary: number; readonly requests: number }
}

/** What must hold when everything has come to rest. */
export function checkCanary(pair: SimulatedPair, story: CanaryStory, { scaling, ends, bad }: CanaryOutcome): void {
  const { watch, violations } = pair
  const told = ends.map(({ text }) => text).join(', ')
  const say = (text: string): void => void violations.push(`${text}, after ${told}`)
  if (watch.revisions.green.length > 1) say(`green was given ${watch.revisions.green.join(', ')}`)
  if (watch.revisions.blue.length > 0) say(`blue was given ${watch.revisions.blue.join(', ')}`)
  const served = colours.find((colour) =>
    Object.values(watch.weights).every((weights) => colours.every((each) => weights[each] > 0 === (each === colour))),
  )
  if (isUndisturbed(story)) checkExpected(story, ends[0]!, bad, say)

  const record = recordOf(pair)
  // Nobody comes after a death, and calls that fail may have been the last ones.
  if (story.then === 'nothing' && (story.slips > 0 || ends.some(({ open }) => open))) return
  if (!record) {
    if (served !== 'blue') say(`there is no record, and ${served ?? 'both'} serve`)
    return
  }
  if (record.rest && !record.ended) {
    // Left on purpose: at the weight of a goal, with the way home open.
    const { weight } = record.goals[record.goal]!
    const shares = Object.values(watch.weights).map(({ blue, green }) => (green / (blue + green)) * 100)
    const cutShort = record.rest.reasonCode === 'CANCELLED_LEFT_RUNNING'
    if (!cutShort && shares.some((share) => Math.abs(share - weight) > 0.05))
      say(`rests at ${String(weight)} % with ${shares.join(', ')} %`)
    if (!cutShort && !story.unattended) say(`rests, ${record.rest.reasonCode}, although somebody was to judge it`)
    return
  }
  if (!record.ended) {
    say(`the record is open at ${record.goals[record.goal]!.name}, heading ${record.heading}`)
    return
  }
  const home = record.ended.outcome === 'succeeded' && record.goal >= record.committed ? 'green' : 'blue'
  if (served !== home) say(`${served ?? 'both'} serve and not ${home} alone: ${JSON.stringify(watch.weights)}`)
  if (record.owed !== undefined) say(`${record.owed} is still owed`)
  if (pair.scaling() !== scaling) say(`scaling was ${scaling} and is ${pair.scaling()}`)
  if (home === 'blue' && pair.desired('green') !== 0) say(`green has ${String(pair.desired('green'))} tasks`)
  // Who opens early may be done before it dies.
  const tooLate = story.candidate === 'dies' && story.early
  if (home === 'green' && isHarmful(story) && story.onInconclusive !== 'pass' && !tooLate) say('a harmful canary serves')
}

/** Undisturbed, each candidate comes to the end that is its own. */
function checkExpected(
  story: CanaryStory,
  { text, because }: CanaryEnded,
  { canary, requests }: CanaryOutcome['bad'],
  say: (text: string) => void,
): void {
  if (!endOfItsOwn(story).test(text)) say(`ended ${text}: ${because}`)
  // A canary of 5 % that fails every request for some minutes is not many requests of an hour.
  if (isHarmful(story) && canary > requests * 0.03) say(`${String(canary)} of ${String(requests)} requests were harmed`)
}

function endOfItsOwn({ candidate, onInconclusive, unattended, early }: CanaryStory): RegExp {
  switch (candidate) {
    case 'errors':
    case 'slow':
      return /^rolled-back ANALYSIS_FAILED$/
    case 'never answers':
      return /^rolled-back (ANALYSIS_FAILED|TARGET_UNHEALTHY)$/
    case 'crashes':
      return /^rolled-back (TASK_\w+|TARGET_UNHEALTHY|BREAKER_TRIPPED)$/
    case 'dies':
      // Who opens early may be done before it dies.
      return early ? /^(rolled-back (TASK_|TARGET_|ANALYSIS_)\w+|succeeded PROMOTED)$/ : /^rolled-back (TASK_|TARGET_|ANALYSIS_)\w+$/
    case 'nobody':
      // Where nothing at all is seen no step opens, and no threshold of latency can be taken from a past without requests.
      return /^rolled-back (ANALYSIS_INCONCLUSIVE|METRICS_UNAVAILABLE|TIMED_OUT)$|^paused ANALYSIS_INCONCLUSIVE$/
    case 'hardly anybody':
      if (onInconclusive === 'pass') return /^(succeeded PROMOTED|rolled-back (ANALYSIS_\w+|TIMED_OUT))$/
      return unattended ? /^(paused ANALYSIS_INCONCLUSIVE|rolled-back (ANALYSIS_\w+|TIMED_OUT))$/ : /^rolled-back (ANALYSIS_\w+|TIMED_OUT)$/
    case 'good':
    case 'brown-out':
      // One in twenty may be failed; what becomes of a brown-out depends on when it ends.
      return /^(succeeded PROMOTED|rolled-back ANALYSIS_\w+|paused ANALYSIS_INCONCLUSIVE)$/
  }
}
