import { faultIn, minuteText } from './counts.ts'
import { freeze } from './frozen.ts'
import { baselineFails, canaryIsSilent, total, zeroSuccess } from './guards.ts'
import { judge, memberLook, type MemberState, newMember } from './member.ts'
import { metricOf, plansOf } from './members.ts'
import type { AnalysisSpec, Frozen, Look, MemberLook, Row } from './model.ts'
import { failSentence, fireSentence, passSentence, unsureSentence, zeroSuccessSentence } from './sentences.ts'
import type { Verdict } from '../rollout.ts'

export interface Analyst {
  /**
   * One look for each interval since the start, in order of time. A minute given twice counts as it was given last. A pure function of rows,
   * spec and what was frozen: what was worked out before is only used where the rows are still the same.
   */
  analyse(rows: readonly Row[]): readonly Look[]
}

/** Everything after one row. */
interface State {
  readonly row: Row
  readonly members: readonly MemberState[]
  readonly judged: number
  readonly look: Look
}

export function createAnalyst(spec: AnalysisSpec, frozen: Frozen): Analyst {
  let states: readonly State[] = []
  return {
    analyse(rows) {
      const ordered = inOrder(rows)
      let same = 0
      while (same < states.length && same < ordered.length && sameRow(states[same]!.row, ordered[same]!)) same += 1
      const known = states.slice(0, same)
      for (let i = same; i < ordered.length; i += 1) known.push(stateAfter(spec, frozen, ordered.slice(0, i + 1), known.at(-1)))
      states = known
      return known.map(({ look }) => look)
    },
  }
}

export function analyse(spec: AnalysisSpec, frozen: Frozen, rows: readonly Row[]): readonly Look[] {
  return createAnalyst(spec, frozen).analyse(rows)
}

/**
 * What the gate says at each row, as the rows arrive: the look at the newest minute so far. Rows before minute 0 are the past and have no look.
 * A row that is late, or given again, changes what is said from then on; only a FAIL stays.
 */
export function replay(spec: AnalysisSpec, rows: readonly Row[]): readonly Look[] {
  const analyst = createAnalyst(spec, freeze(spec, rows))
  const arrived: Row[] = []
  let failed: Look | undefined
  return rows
    .filter(({ minute }) => minute >= 0)
    .map((row) => {
      arrived.push(row)
      const look = analyst.analyse(arrived).at(-1)!
      if (look.verdict !== 'fail' && failed) return stillFailed(look, failed)
      if (look.verdict === 'fail') failed ??= look
      return look
    })
}

function stillFailed(look: Look, failed: Look): Look {
  return { minute: look.minute, verdict: 'fail', because: failed.because, judged: look.judged, members: look.members }
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  const judged = rows.filter(({ minute }) => minute >= 0)
  if (judged.every((row, i) => i === 0 || row.minute > judged[i - 1]!.minute)) return judged
  return [...new Map(judged.map((row) => [row.minute, row])).values()].sort((a, b) => a.minute - b.minute)
}

function sameRow(a: Row, b: Row): boolean {
  return a === b || (a.minute === b.minute && JSON.stringify(a.metrics) === JSON.stringify(b.metrics))
}

function stateAfter(spec: AnalysisSpec, frozen: Frozen, rows: readonly Row[], before: State | undefined): State {
  const row = rows.at(-1)!
  const members = joined(spec, frozen, rows, before?.members ?? [])
  const names = members.map(({ plan }) => plan.name)
  const judgedBefore = before?.judged ?? 0
  const told = before?.look.verdict === 'fail' ? before.look : undefined
  const fault = faultIn(row, names)
  if (fault !== undefined) {
    const look = lookOf(row, judgedBefore, members, told ? 'fail' : 'error', () => told?.because ?? fault, false)
    return { row, members, judged: judgedBefore, look }
  }
  const slot = Math.floor((row.minute * 60_000) / spec.periodMs + 1e-6) + 1 - spec.warmUp
  const counts = slot >= 1 && total(row, names, 'canary') > 0
  const after = members.map((state) => {
    const sample = row.metrics[state.plan.name]
    return slot >= 1 && sample && sample.canary.n > 0 ? judge(state, sample, slot) : state
  })
  const judged = judgedBefore + (counts ? 1 : 0)
  const usable = rows.filter((each) => faultIn(each, names) === undefined)
  const [verdict, because, blocks] = told ? ['fail' as const, () => told.because, false] : verdictOf(spec, after, usable, judged)
  return { row, members: after, judged, look: lookOf(row, judged, after, verdict, because, blocks) }
}

/** The members so far, and those of metrics that this row is the first to have. */
function joined(spec: AnalysisSpec, frozen: Frozen, rows: readonly Row[], before: readonly MemberState[]): readonly MemberState[] {
  const row = rows.at(-1)!
  const fresh = Object.keys(row.metrics).some((name) => !before.some(({ plan }) => plan.metric === metricOf(spec, name)))
  if (!fresh && rows.length > 1) return before
  return plansOf(spec, frozen, rows).map((plan) => {
    return (
      before.find((state) => state.plan.name === plan.name) ??
      newMember(
        plan,
        frozen.members.find(({ name }) => name === plan.name),
      )
    )
  })
}

type Judgement = readonly [verdict: Verdict, because: () => string, blocks: boolean]

function verdictOf(spec: AnalysisSpec, members: readonly MemberState[], rows: readonly Row[], judged: number): Judgement {
  const names = members.map(({ plan }) => plan.name)
  const { minute } = rows.at(-1)!
  const failed = members.find((state) => state.failed)
  if (failed) return ['fail', () => failSentence(minute, memberLook(failed), failed.plan), false]
  for (const { plan, frozen } of members) {
    if (!plan.metric.failures) continue
    const phi = plan.metric.overdispersion === 'auto' ? frozen?.overdispersion : plan.metric.overdispersion
    const dead = zeroSuccess(rows, plan.name, phi)
    if (dead) return ['fail', () => zeroSuccessSentence(plan.name, minute, dead), false]
  }
  if (canaryIsSilent(rows, names)) {
    return [
      'error',
      () => `the canary gets no traffic: none in the last intervals up to minute ${minuteText(minute)}, while the baseline has some`,
      true,
    ]
  }
  if (judged === 0) return ['inconclusive', () => nothingYet(rows, names), true]
  for (const { plan, frozen } of members) {
    const fire = baselineFails(rows, plan.metric, plan.name, frozen?.normal)
    if (fire) return ['inconclusive', () => fireSentence(plan.name, fire, frozen?.normal), true]
  }
  const required = members.filter(({ plan }) => plan.metric.required)
  const needed = required.length > 0 ? required : members
  const missing = spec.metrics.find((metric) => metric.required && !members.some(({ plan }) => plan.metric === metric))
  const unseen = missing?.name ?? needed.find(({ history }) => history.length === 0)?.plan.name
  if (unseen !== undefined) return ['inconclusive', () => `there is no data for ${unseen} yet`, true]
  const unsure = needed.find(({ passed }) => !passed)
  if (unsure) return ['inconclusive', () => unsureSentence(memberLook(unsure), unsure.plan, spec, judged), false]
  if (judged < spec.floor) {
    const passing = passSentence(
      needed.map(memberLook),
      needed.map(({ plan }) => plan),
    )
    return ['inconclusive', () => `${passing}; ${judged} of at least ${spec.floor} intervals are judged`, false]
  }
  return [
    'pass',
    () =>
      passSentence(
        needed.map(memberLook),
        needed.map(({ plan }) => plan),
      ),
    false,
  ]
}

function nothingYet(rows: readonly Row[], names: readonly string[]): string {
  const traffic = rows.some((row) => total(row, names, 'canary') + total(row, names, 'baseline') > 0)
  return traffic ? 'no interval with requests on the canary is judged yet' : 'there were no requests on either arm'
}

/** Sentences and details are built when they are asked for: most looks are only asked for their verdict. */
function lookOf(row: Row, judged: number, states: readonly MemberState[], verdict: Verdict, sentence: () => string, blocks: boolean): Look {
  let because: string | undefined
  let members: readonly MemberLook[] | undefined
  return {
    minute: row.minute,
    verdict,
    get because() {
      return (because ??= sentence())
    },
    ...(blocks && { blocks: true as const }),
    judged,
    get members() {
      return (members ??= states.map(memberLook))
    },
  }
}
