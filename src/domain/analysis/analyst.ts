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
 * A row that is late, or given again, changes what is said from then on; only a FAIL stays as it was told.
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
      if (failed) return stillFailed(look, failed)
      if (look.verdict === 'fail') failed = look
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
  const { verdict, because, blocks, dead } = told ? stays(told) : verdictOf(spec, after, usable, judged)
  const marked = after.map((state) => (state.plan.name === dead ? { ...state, failed: true, passed: false } : state))
  return { row, members: marked, judged, look: lookOf(row, judged, marked, verdict, because, blocks === true) }
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

interface Judgement {
  readonly verdict: Verdict
  readonly because: () => string
  readonly blocks?: true
  /** The member that says that the canary answers nothing well. */
  readonly dead?: string
}

function stays({ because }: Look): Judgement {
  return { verdict: 'fail', because: () => because }
}

/** In this order: a proven fault, a missing canary, nothing seen, a failing baseline, and only then whether all is well. */
function verdictOf(spec: AnalysisSpec, members: readonly MemberState[], rows: readonly Row[], judged: number): Judgement {
  const { minute } = rows.at(-1)!
  const failed = members.find((state) => state.failed)
  if (failed) return { verdict: 'fail', because: () => failSentence(minute, memberLook(failed), failed.plan) }
  return deadCanary(members, rows) ?? nothingToJudge(members, rows, judged) ?? burning(members, rows) ?? passing(spec, members, judged)
}

function deadCanary(members: readonly MemberState[], rows: readonly Row[]): Judgement | undefined {
  for (const { plan, frozen } of members) {
    if (!plan.metric.failures) continue
    const { name, metric } = plan
    const dead = zeroSuccess(rows, name, metric.overdispersion === 'auto' ? frozen?.overdispersion : metric.overdispersion)
    if (dead) return { verdict: 'fail', because: () => zeroSuccessSentence(name, rows.at(-1)!.minute, dead), dead: name }
  }
  return undefined
}

function nothingToJudge(members: readonly MemberState[], rows: readonly Row[], judged: number): Judgement | undefined {
  const names = members.map(({ plan }) => plan.name)
  if (canaryIsSilent(rows, names)) {
    const until = `none in the last intervals up to minute ${minuteText(rows.at(-1)!.minute)}`
    return { verdict: 'error', because: () => `the canary gets no traffic: ${until}, while the baseline has some`, blocks: true }
  }
  if (judged === 0) return { verdict: 'inconclusive', because: () => nothingYet(rows, names), blocks: true }
  if (members.every(({ history }) => history.every(({ split }) => split.baseline.n === 0))) {
    return { verdict: 'inconclusive', because: () => 'the baseline gets no traffic: there is nothing to compare with', blocks: true }
  }
  return undefined
}

function burning(members: readonly MemberState[], rows: readonly Row[]): Judgement | undefined {
  for (const { plan, frozen } of members) {
    const fire = baselineFails(rows, plan.metric, plan.name, frozen?.normal)
    if (fire) return { verdict: 'inconclusive', because: () => fireSentence(plan.name, fire, frozen?.normal), blocks: true }
  }
  return undefined
}

/** Every member that a PASS needs has passed, and enough intervals are judged. Where no metric is required, all are. */
function passing(spec: AnalysisSpec, members: readonly MemberState[], judged: number): Judgement {
  const required = members.filter(({ plan }) => plan.metric.required)
  const needed = required.length > 0 ? required : members
  const missing = spec.metrics.find((metric) => metric.required && !members.some(({ plan }) => plan.metric === metric))
  const unseen = missing?.name ?? needed.find(({ history }) => history.length === 0)?.plan.name
  if (unseen !== undefined) return { verdict: 'inconclusive', because: () => `there is no data for ${unseen} yet`, blocks: true }
  const unsure = needed.find(({ passed }) => !passed)
  if (unsure) return { verdict: 'inconclusive', because: () => unsureSentence(memberLook(unsure), unsure.plan, spec, judged) }
  const plans = needed.map(({ plan }) => plan)
  const because = (): string => passSentence(needed.map(memberLook), plans)
  if (judged >= spec.floor) return { verdict: 'pass', because }
  return { verdict: 'inconclusive', because: () => `${because()}; ${judged} of at least ${spec.floor} intervals are judged` }
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
