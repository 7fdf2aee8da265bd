import { createAnalyst } from '../domain/analysis/analyst.ts'
import { connections, refusesConnections } from '../domain/analysis/connections.ts'
import { declaredIn, declaredText } from '../domain/analysis/declared.ts'
import { freeze } from '../domain/analysis/frozen.ts'
import type { AnalysisSpec, Frozen, Look, Row } from '../domain/analysis/model.ts'
import type { AnalysisReport } from '../domain/analysis/report.ts'
import { asSluiceError, SluiceError } from '../domain/errors.ts'
import type { Objective } from '../domain/metrics/model.ts'
import { judgeObjective, objectiveMember } from '../domain/metrics/objective.ts'
import type { Check, Course, Evidence } from '../domain/rollout.ts'
import type { Judge, MetricInterval, MetricProvider } from '../ports.ts'
import { askew } from './askew.ts'

/** A source, and the metrics whose members are its. */
export interface Metered {
  readonly provider: MetricProvider
  /** The same with the baseline split by zone, where that can be told: for what it has behind it. */
  readonly past?: MetricProvider
  /** How far back it is asked before the first shift: where each interval costs a question, not far. */
  readonly pastMs?: number
  readonly metrics: readonly string[]
}

export interface CanaryJudgeOptions {
  readonly spec: AnalysisSpec
  /** Called once, before anything is read. */
  open(signal: AbortSignal): Promise<readonly Metered[]>
  readonly objectives: readonly Objective[]
  /** What this plan will be able to see, as lines, from the baseline's own past. */
  forecast(spec: AnalysisSpec, frozen: Frozen, past: readonly Row[]): readonly string[]
}

export interface CanaryJudge extends Judge {
  /** All that has been judged so far; absent before anything was. */
  report(): AnalysisReport | undefined
}

/** Of the baseline's past, for what is normal and how bad requests clump. */
const pastMs = 3 * 3_600_000
/** Of the baseline's past, for what burned already. */
const burnPastMs = 3_600_000

/**
 * Judges checks of kind `analysis`: reads all intervals since the canary's first traffic anew at every look, so that the verdict is a function of the
 * rows alone, whoever asks and however often. A source that fails is the evidence `error`, unless what the others say is a FAIL. Throws PLAN_CHANGED where the record tells of another
 * analysis, and RECORD_LOST where it cannot be read.
 */
export function createCanaryJudge({ spec: asked, objectives, open, forecast }: CanaryJudgeOptions): CanaryJudge {
  const { periodMs } = asked
  let opened: readonly Metered[] | undefined
  const decisions: { readonly atMs: number; readonly text: string }[] = []
  let lines: readonly string[] = []
  let known:
    | { readonly text: string; readonly spec: AnalysisSpec; readonly frozen: Frozen; readonly analyst: ReturnType<typeof createAnalyst> }
    | undefined
  let latest: AnalysisReport | undefined
  /** Where a source cannot tell of the past, evidence is only what this run has seen. */
  let firstAskedMs: number | undefined
  /** The baseline before the first shift, for objectives: what burned then already is not the canary's doing. */
  let burnedBefore: readonly Row[] | undefined

  const declared = (text: string): NonNullable<typeof known> => {
    if (known?.text === text) return known
    let found: ReturnType<typeof declaredIn>
    try {
      found = declaredIn(text, asked)
    } catch (cause) {
      throw new SluiceError('RECORD_LOST', 'What this canary is judged by cannot be read from its record', { cause })
    }
    if (!found) {
      throw new SluiceError(
        'PLAN_CHANGED',
        'This canary began to be judged by other metrics, alpha, beta, margin, harm or times than are asked for now',
        {
          hint: 'Judge on by those, or lead the rollout home with the action `rollback` and begin anew.',
        },
      )
    }
    known = { text, ...found, analyst: createAnalyst(found.spec, found.frozen) }
    return known
  }

  /** Whole intervals of all sources that answer, oldest first; one that none has anything for is empty. */
  const read = async (sources: readonly Metered[], frozen: Frozen, fromMs: number, toMs: number, signal: AbortSignal) => {
    const endMs = Math.floor((toMs - delayOf(sources)) / periodMs) * periodMs
    const answers = await Promise.allSettled(
      sources.map((each) => each.provider.rows(membersOf(each, frozen.members), fromMs, toMs, signal)),
    )
    const found = new Map<number, MetricInterval['samples']>()
    for (let atMs = fromMs; atMs < endMs; atMs += periodMs) found.set(atMs, {})
    const rows = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    for (const { atMs, samples } of rows) if (atMs < endMs) found.set(atMs, { ...found.get(atMs), ...samples })
    const intervals: readonly MetricInterval[] = [...found].sort(([a], [b]) => a - b).map(([atMs, samples]) => ({ atMs, samples }))
    return { intervals, missing: answers.find((answer) => answer.status === 'rejected') }
  }

  const judged = async (course: Course, toMs: number, signal: AbortSignal): Promise<Pick<Evidence, 'verdict' | 'because' | 'blocks'>> => {
    const { spec, frozen, analyst } = declared(course.frozen ?? '')
    const startMs = Math.ceil((course.arrivals[0]?.atMs ?? toMs) / periodMs) * periodMs
    const sources = (opened ??= await open(signal))
    const { intervals, missing } = await read(sources, frozen, startMs, toMs, signal)
    const rows = rowsOf(intervals, startMs)
    const refused = intervals.findLast(({ samples }) => samples[connections] && refusesConnections(samples[connections]))
    const looks = analyst.analyse(rows)
    const look = looks.at(-1)
    // Each metric has its own part of alpha, so a FAIL of one is heard whatever became of the others. For anything else all are needed.
    if (missing && !refused && look?.verdict !== 'fail') throw missing.reason
    const told = refused ? refusal(refused) : look ? saidOf(look) : nothingYet(startMs + periodMs + delayOf(sources))
    const uneven = askew(course, rows, startMs, periodMs)
    const because = [told.because, ...(uneven === undefined ? [] : [uneven]), ...anew(sources, startMs, firstAskedMs ?? toMs)].join('. ')
    if (decisions.at(-1)?.text !== told.verdict) decisions.push({ atMs: toMs, text: told.verdict })
    // Where nothing is shifted by us, nobody knows the weight.
    const weights = course.arrivals.filter(({ weight }) => !Number.isNaN(weight))
    latest = { spec, frozen, startedAtMs: startMs, rows, looks, weights, forecast: lines, decisions }
    return { ...told, because }
  }

  /** The verdict on an objective by what the analysis has just read. */
  const burning = async (check: Check, signal: AbortSignal): Promise<Pick<Evidence, 'verdict' | 'because' | 'blocks'>> => {
    const objective = objectives.find(({ name }) => name === check.name)
    const report = latest
    if (!objective || !report) return { verdict: 'error', because: 'nothing was read for it' }
    burnedBefore ??= rowsOf(await readPast(opened ?? [], report.frozen.members, report.startedAtMs, burnPastMs, signal), report.startedAtMs)
    const member = report.looks.at(-1)?.members.find(({ name }) => name === objectiveMember(objective))
    return judgeObjective(objective, [...burnedBefore, ...report.rows], member?.ratio.low)
  }

  return {
    async freeze(atMs, signal) {
      const sources = (opened ??= await open(signal))
      const named = await Promise.all(sources.map(({ provider }) => provider.members(atMs, signal)))
      const members = named.flat().map((name) => ({ name }))
      const rows = rowsOf(await readPast(sources, members, atMs, pastMs, signal), atMs)
      const unknown = asked.metrics.filter(({ name, required }) => required && !members.some((each) => isMember(each.name, name)))
      if (unknown.length > 0) {
        const names = unknown.map(({ name }) => name).join(', ')
        throw new SluiceError(
          'PREFLIGHT_FAILED',
          `Nothing can be compared of ${names}: the baseline has no past to take its thresholds from`,
          {
            hint: 'Give `thresholds`, or say `required: false`.',
          },
        )
      }
      const estimated = freeze(asked, rows)
      const frozen: Frozen = {
        members: members.map(({ name }) => estimated.members.find((each) => each.name === name) ?? { name }),
      }
      lines = forecast(asked, frozen, rows)
      return { frozen: declaredText(asked, frozen), lines }
    },

    assertJudges(frozen) {
      declared(frozen)
    },

    async judge(checks, fromMs, toMs, signal, course) {
      const own = checks.filter(({ kind }) => kind === 'analysis' || kind === 'slo')
      if (own.length === 0) return []
      firstAskedMs ??= toMs
      const found = await judged(course, toMs, signal).catch(broken)
      const verdicts = own.map(async (check): Promise<Evidence> => {
        const told = check.kind === 'slo' && found.verdict !== 'error' ? await burning(check, signal).catch(broken) : found
        return { check: check.name, fromMs, toMs, ...told }
      })
      return Promise.all(verdicts)
    },

    report: () => latest,
  }
}

/** What the baseline did before the candidate had any traffic, oldest first, of the sources that know. */
async function readPast(
  sources: readonly Metered[],
  members: Frozen['members'],
  atMs: number,
  spanMs: number,
  signal: AbortSignal,
): Promise<readonly MetricInterval[]> {
  const answers = await Promise.all(
    sources.map(async (each) => {
      const { provider, past = provider, pastMs: ownMs = spanMs } = each
      return past.history ? past.rows(membersOf(each, members), atMs - Math.min(spanMs, ownMs), atMs, signal) : []
    }),
  )
  const merged = new Map<number, MetricInterval['samples']>()
  for (const { atMs: at, samples } of answers.flat()) merged.set(at, { ...merged.get(at), ...samples })
  return [...merged].sort(([a], [b]) => a - b).map(([at, samples]) => ({ atMs: at, samples }))
}

function rowsOf(intervals: readonly MetricInterval[], startMs: number): readonly Row[] {
  return intervals.map(({ atMs, samples }) => ({ minute: (atMs - startMs) / 60_000, metrics: samples }))
}

function membersOf({ metrics }: Metered, members: Frozen['members']): readonly string[] {
  return members.map(({ name }) => name).filter((name) => metrics.some((metric) => isMember(name, metric)))
}

/** The slowest source tells when an interval is complete. */
function delayOf(sources: readonly Metered[]): number {
  return Math.max(0, ...sources.map(({ provider }) => provider.delayMs))
}

function isMember(name: string, metric: string): boolean {
  return name === metric || name.startsWith(`${metric} `)
}

function saidOf({ verdict, because, blocks }: Look): Pick<Evidence, 'verdict' | 'because' | 'blocks'> {
  return { verdict, because, ...(blocks && { blocks }) }
}

function nothingYet(atMs: number): Pick<Evidence, 'verdict' | 'because' | 'blocks'> {
  return { verdict: 'inconclusive', because: `no interval is complete yet, the first is at ${clockTime(atMs)}`, blocks: true }
}

function refusal({ atMs, samples }: MetricInterval): Pick<Evidence, 'verdict' | 'because'> {
  const { canary, baseline } = samples[connections]!
  const counts = `${String(canary.x)} of ${String(canary.n)} connections to the canary failed from ${clockTime(atMs)} on, of the baseline ${String(baseline.x)} of ${String(baseline.n)}`
  return { verdict: 'fail', because: counts }
}

/** Evidence that began anew is told: it is less than what the canary has seen. */
function anew(sources: readonly Metered[], startMs: number, firstAskedMs: number): readonly string[] {
  const forgetful = sources.filter(({ provider }) => !provider.history).flatMap(({ metrics }) => metrics)
  if (forgetful.length === 0 || firstAskedMs - startMs < 180_000) return []
  return [`The source of ${forgetful.join(', ')} keeps no past, so its evidence begins with this run at ${clockTime(firstAskedMs)}`]
}

/** What cannot be healed by asking again is thrown; a source that is out of reach is an answer. */
function broken(thrown: unknown): Pick<Evidence, 'verdict' | 'because'> {
  const error = asSluiceError(thrown)
  if (['PLAN_CHANGED', 'RECORD_LOST', 'CANCELLED', 'INTERNAL_ERROR', 'CREDENTIALS_EXPIRED'].includes(error.reasonCode)) throw error
  return { verdict: 'error', because: error.message }
}

function clockTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)} UTC`
}
