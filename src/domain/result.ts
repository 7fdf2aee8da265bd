import type { SluiceError } from './errors.ts'
import type { Outcome, ReasonCode } from './outcome.ts'
import { withoutAccounts } from './render/account.ts'
import { describeAct } from './render/act.ts'
import type { Evidence, Fault, RolloutEvent, Verdict } from './rollout.ts'

/** The one result format of the suite. Public API; carries no account id. */
export interface Result {
  readonly schema: 1
  readonly action: string
  readonly outcome: Outcome
  readonly reasonCode: ReasonCode
  readonly reason: string
  /** Anchor of the reason code in the runbook. */
  readonly runbook: string
  readonly service: string
  readonly environment: string
  readonly from: string
  readonly to: string
  readonly startedAt: string
  readonly endedAt: string
  readonly resumedFrom?: string
  readonly timeline: readonly TimelineEntry[]
  readonly gates: readonly {
    readonly name: string
    readonly verdict: Verdict
    readonly because: string
    readonly evidence: readonly Evidence[]
  }[]
  /** What failed, with the last lines of its log. */
  readonly faults: readonly Fault[]
  /** What is left to do by hand, empty when nothing is. */
  readonly undo: readonly string[]
  /** What plan mode found, as lines. */
  readonly plan?: readonly string[]
}
export interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly text: string
  readonly weight?: number
}

/** What a result says besides its events. */
export interface Subject {
  readonly action: string
  readonly service: string
  readonly environment: string
  readonly from: string
  readonly to: string
  readonly undo: readonly string[]
  readonly plan?: readonly string[]
}

/** The result of a history. The history must end with `ended`. ARNs in texts of AWS and in commands lose the account. */
export function resultOf(subject: Subject, events: readonly RolloutEvent[]): Result {
  const ended = events.findLast((event) => event.kind === 'ended')
  if (!ended) throw new Error('A result needs a history that has ended')
  const first = events[0]!
  const resumed = events.find((event) => event.kind === 'resumed')
  return withoutAccounts({
    schema: 1,
    action: subject.action,
    outcome: ended.outcome,
    reasonCode: ended.reasonCode,
    reason: ended.because,
    runbook: `docs/runbook.md#${ended.reasonCode.toLowerCase()}`,
    service: subject.service,
    environment: subject.environment,
    from: subject.from,
    to: subject.to,
    startedAt: iso(first.atMs),
    endedAt: iso(ended.atMs),
    ...(resumed && { resumedFrom: resumed.run }),
    timeline: events.flatMap((event) => timelineEntry(event)),
    gates: gatesOf(events),
    faults: events.flatMap((event) => (event.kind === 'turned-home' ? event.faults : [])),
    undo: subject.undo,
    ...(subject.plan && { plan: subject.plan }),
  })
}

/** What each gate said, anew where it changed its mind: of looks in a row that say the same the last one tells most. */
function gatesOf(events: readonly RolloutEvent[]): Result['gates'] {
  const said = events.flatMap((event) =>
    event.kind === 'judged' ? event.evidence.map((item) => ({ name: `${event.goal}: ${item.check}`, evidence: item })) : [],
  )
  return said
    .filter(({ name, evidence }, index) => {
      const next = said.slice(index + 1).find((each) => each.name === name)
      return next?.evidence.verdict !== evidence.verdict
    })
    .map(({ name, evidence }) => ({ name, verdict: evidence.verdict, because: evidence.because, evidence: [evidence] }))
}

/** The result of an action that could not begin. */
export function failedResult(subject: Omit<Subject, 'undo'>, error: SluiceError, atMs: number): Result {
  const because = error.hint === undefined ? error.message : `${error.message}\n${error.hint}`
  return resultOf({ ...subject, undo: [] }, [{ kind: 'ended', atMs, outcome: 'failed', reasonCode: error.reasonCode, because }])
}

/** One event as a line of the timeline; events that only matter to the record give none. */
export function timelineEntry(event: RolloutEvent): TimelineEntry[] {
  const entry = (text: string, weight?: number): TimelineEntry[] => [
    { at: iso(event.atMs), kind: event.kind, text, ...(weight !== undefined && { weight }) },
  ]
  switch (event.kind) {
    case 'started':
      return entry(`Rollout of ${event.plan.revision.candidate} begins, baseline ${event.plan.revision.baseline || 'none'}`)
    case 'resumed':
      return entry(`Rollout of run ${event.run} goes on, heading ${event.heading}`)
    case 'intended':
    case 'identified':
    case 'owed':
      return []
    case 'acted':
      // On the way home nothing is reached any more, and the picture would end where the traffic was.
      return entry(describeAct(event.act), event.act.kind === 'shift' && event.act.weight === 0 ? 0 : undefined)
    case 'noted':
      return entry(event.text, event.weight)
    case 'frozen':
      return event.lines.flatMap((line) => entry(line))
    case 'arrived':
      return entry(`Reached ${event.name}`, event.weight)
    case 'judged':
      return entry(event.evidence.map((item) => `${item.check} ${item.verdict}: ${item.because}`).join('; '))
    case 'turned-home':
      return entry(`Going home, ${event.reasonCode}: ${event.because}`)
    case 'ended':
      return entry(`${event.outcome}, ${event.reasonCode}: ${event.because}`)
  }
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString()
}
