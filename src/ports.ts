import type { Sample } from './domain/analysis/model.ts'
import type {
  BackfillProgress,
  Blocker,
  DatabaseFacts,
  IndexStep,
  LedgerEntry,
  LockMode,
  Relation,
  Step,
} from './domain/migration/model.ts'
import type { ParseSql } from './domain/migration/sql.ts'
import type { Catalog, NamesAsked } from './domain/migration/lint/catalog.ts'
import type { Effects } from './domain/migration/measured.ts'
import type { LogPage, OneOffSeen, OneOffStart, OneOffTask } from './domain/migration/one-off.ts'
import type { PressureLimits } from './domain/migration/pressure.ts'
import type { ReasonCode } from './domain/outcome.ts'
import type { Ability, Act, Check, Course, Evidence, Look, Plan, RolloutEvent, RolloutRecord, Seen, Side } from './domain/rollout.ts'

/** The local clock: only differences and sleeping. What time it is comes from AWS with each observation. */
export interface Clock {
  nowMs(): number
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** One per topology: turns AWS into domain words and acts into calls. */
export interface Driver {
  readonly ability: Ability
  /**
   * Looks at what is asked for and carries over the rest. `record` names our attempt or the mark before our last write;
   * the answer of our own write counts as an observation, and an older read never overrides it.
   * Throws SluiceError: THROTTLED and AWS_ERROR may pass with time, CREDENTIALS_EXPIRED and ACCESS_DENIED do not.
   */
  observe(look: readonly Look[], record: RolloutRecord, signal: AbortSignal): Promise<Seen>
  /** Makes it so. Safe to repeat. May throw although the write happened: observe tells. */
  perform(act: Act, signal: AbortSignal): Promise<void>
  /** The calls an act consists of, for plan mode and for people who must undo by hand. Pure. */
  explain(act: Act): readonly string[]
}

/** A few short strings kept in AWS beside the service: our record and our claim. */
export interface RecordStore {
  /** All our entries without prefix, and AWS's time of the answer. Reads may lag behind writes by seconds. */
  read(signal: AbortSignal): Promise<{ readonly entries: Readonly<Record<string, string>>; readonly atMs: number }>
  /** Sets the entries given, removes those given as null. Values: at most 255 of letters, digits, space and `+-=._:/@`. Returns AWS's time. */
  write(entries: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<{ readonly atMs: number }>
}

/** Judges by what it sees between two times, whatever came before. */
export interface SpotJudge {
  judge(checks: readonly Check[], fromMs: number, toMs: number, signal: AbortSignal): Promise<readonly Evidence[]>
}

/** Turns rows into verdicts for the checks that are not facts of the driver. */
export interface Judge {
  judge(checks: readonly Check[], fromMs: number, toMs: number, signal: AbortSignal, course: Course): Promise<readonly Evidence[]>
  /**
   * Fixes what must stand before the candidate has traffic, as a text that a record can hold, and says what will be seen by it. Asked only for
   * plans with a check of kind `analysis`. Throws SluiceError where a source of evidence cannot be used.
   */
  freeze?(atMs: number, signal: AbortSignal): Promise<{ readonly frozen: string; readonly lines: readonly string[] }>
  /** Throws PLAN_CHANGED or RECORD_LOST where it cannot judge by what an earlier run has fixed. */
  assertJudges?(frozen: string): void
}

/**
 * A source of counts for both arms, for all metrics of its kind together. Which arm is which was settled when it was made. Throws SluiceError:
 * THROTTLED and AWS_ERROR (for any source that is out of reach or answers nonsense: METRICS_UNAVAILABLE) may pass with time.
 */
export interface MetricProvider {
  /** For people: `alb`, `prometheus`. */
  readonly kind: string
  /** Any past interval can be read again. Without it evidence begins anew with each run. */
  readonly history: boolean
  /** How long after its end an interval is complete. */
  readonly delayMs: number
  /**
   * The members of its metrics by name. Thresholds of latency are taken from the baseline's own past, before anything is shifted; what is asked
   * for again later are these very names.
   */
  members(beforeMs: number, signal: AbortSignal): Promise<readonly string[]>
  /** The whole mature intervals between two times, oldest first, by their start. Where a source has nothing for a member, the member is absent. */
  rows(members: readonly string[], fromMs: number, toMs: number, signal: AbortSignal): Promise<readonly MetricInterval[]>
}

export interface MetricInterval {
  readonly atMs: number
  readonly samples: Readonly<Record<string, Sample>>
}

/** Hears every event as it happens: log lines, outputs that must be there before the first write. Never throws. */
export interface Reporter {
  report(event: RolloutEvent): void
}

/** The wish to stop, with when it was heard on the local clock. */
export interface Cancellation {
  readonly signal: AbortSignal
  readonly atMs: () => number | undefined
  /** Aborts when hardly any time is left to write what happened. Absent: there is no such limit. */
  readonly late?: AbortSignal
}

/** A service, or a pair of services, as a rollout needs it. Surveying writes nothing. */
export interface Target {
  /** For people: `cluster/service`, of a pair `cluster/blue+green`. */
  readonly name: string
  readonly store: RecordStore
  /** Everything that must be known before the first write. Throws SluiceError when AWS cannot be asked. */
  survey(signal: AbortSignal): Promise<Survey>
  /** The revision of the wanted content as `family:number`; registers it only where no equal one exists. */
  register(signal: AbortSignal): Promise<string>
  driver(roles: Roles): Driver
  /** The ARN of a revision of this account; empty for an empty revision and before the first survey. */
  arnOf(revision: string): string
}

/** Who is what in one rollout. `names` tells the sides of a pair. */
export type Roles = Pick<Plan, 'revision' | 'names'>

export interface Survey {
  /** AWS's time. */
  readonly atMs: number
  /** What forbids the rollout, all of it. */
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
  /** What serves now and can be gone back to; empty when there is none. */
  readonly baseline: string
  /** What the live service is set to: the baseline, or what is being deployed or failed to be. */
  readonly current: string
  /** The revision wanted, when an equal one is registered already. */
  readonly candidate: string | undefined
  /** Of a pair: which side serves now, and which would. */
  readonly names?: Readonly<Record<Side, string>>
  /** Of a pair: what the idle side is set to, and how many tasks it has. */
  readonly idle?: { readonly revision: string; readonly running: number }
  /** How many tasks the live service is meant to have. */
  readonly desired: number
  /** The service runs the wanted content, and no deployment is under way. */
  readonly unchanged: boolean
  /** What differs between the running and the wanted content, a line each, without values that may be secret. */
  readonly changes: readonly string[]
  /** Of a pair: what differs between its sides though it should not. */
  readonly disparities?: readonly string[]
  /** What the owner must add before this topology can be used, as text to paste. */
  readonly missing?: readonly string[]
}

export interface Problem {
  readonly code: ReasonCode
  /** What, with the real value, and what to do. */
  readonly text: string
}

/** Reads SQL as Postgres does. */
export interface SqlParser {
  readonly parse: ParseSql
}

/**
 * A database as a migration needs it: one session on which everything happens, for the lock belongs to it. Every method throws DatabaseFault.
 */
export interface MigrationDatabase {
  /** `host:port/name`, for people. Never a password. */
  readonly name: string
  /**
   * Opens the session, or a new one where it was lost, and the ledger where there is none and it may be written. The lock went with the old one.
   */
  connect(signal: AbortSignal): Promise<DatabaseFacts>
  /**
   * Tries once; the words of who holds it where it is not to be had. `own`: that is a session which this one replaces, and which the server has not given
   * up yet.
   */
  lock(signal: AbortSignal): Promise<{ readonly heldBy?: string; readonly own?: true }>
  ledger(signal: AbortSignal): Promise<readonly LedgerEntry[]>
  /** What its catalog says of these names, as the session reads them; nothing of what is not there, or where it cannot be asked. */
  catalog(names: NamesAsked, signal: AbortSignal): Promise<Catalog>
  save(entry: LedgerEntry, signal: AbortSignal): Promise<void>
  /** Who holds a lock on one of them that stands against `mode`, for longer than `olderThanMs`; the oldest first. What gives way by itself is none. */
  blockers(relations: readonly Relation[], mode: LockMode, olderThanMs: number, signal: AbortSignal): Promise<readonly Blocker[]>
  /** Whose snapshot an index that is built concurrently must outlast. */
  snapshots(signal: AbortSignal): Promise<readonly Blocker[]>
  /**
   * Does the step and saves the entry: in one transaction where the kind of the step allows it, else the entry after it. `lockMs` is how long it may wait
   * for its locks; 0 without an end.
   */
  perform(step: Step, entry: LedgerEntry, limits: { readonly lockMs: number }, signal: AbortSignal): Promise<void>
  /** `other`: something of its name that is not what the step builds, as far as it can be told: of another table, or not unique. */
  index(step: IndexStep, signal: AbortSignal): Promise<'absent' | 'valid' | 'invalid' | 'other'>
  /** The indexes that are not valid, of those that such a step leaves where it does not come to its end. */
  left(step: Step, signal: AbortSignal): Promise<readonly Relation[]>
  /** Concurrently; nothing where there is none. */
  dropIndex(name: Relation, signal: AbortSignal): Promise<void>
  /** How far the index that is being built has come, in words; asked on another connection. */
  progress(signal: AbortSignal): Promise<string | undefined>
  backfill(order: BackfillOrder): BackfillTable
  /**
   * What the server knows of those a backfill of this table could harm, and a query of the user, asked on another connection. `note` hears once
   * what cannot be watched, and what to do.
   */
  pressures(table: Relation, limits: PressureLimits, query: string | undefined, note?: (text: string) => void): readonly Pressure[]
  /** How many rows the queries find, each; none is well. */
  verify(queries: readonly string[], signal: AbortSignal): Promise<readonly number[]>
  close(): Promise<void>
}

/**
 * A database for nothing but looking at what statements do: made for it and removed afterwards, or an empty one that the user names. Every method
 * throws DatabaseFault.
 */
export interface ScratchDatabase {
  /** `host:port/name` of the one it is made beside, for people. Never a password. */
  readonly name: string
  /** Makes it. `refused` where it could not be one: what is there holds tables, and its role may not make another. */
  open(signal: AbortSignal): Promise<{ readonly version: number }>
  /** A statement that is kept and not looked at. */
  run(sql: string, signal: AbortSignal): Promise<void>
  /** Session as at the beginning. What is there now is looked at from now on, and what comes later is new. */
  settle(signal: AbortSignal): Promise<void>
  /** Runs a statement and says what it did. */
  measure(trial: Trial, signal: AbortSignal): Promise<Effects>
  /** Removes all that was made, whatever happened before. Safe to repeat. */
  close(): Promise<void>
}

export interface Trial {
  readonly sql: string
  /** Relations are told by these names where they are among them. */
  readonly relations: readonly Relation[]
  readonly settings?: Readonly<Record<string, string>>
  /** Taken back, where it can be part of a transaction. */
  readonly undo?: true
}

export interface BackfillOrder {
  readonly table: Relation
  /** Columns of a key that is unique and never null. */
  readonly key: readonly string[]
  /** With `:range` where the rows of a batch are chosen. */
  readonly sql: string
  /** What the statement calls the table, where it has another name in it. */
  readonly alias?: string
}

/** The rows of a backfill. */
export interface BackfillTable {
  /** Refuses keys that cannot carry a cursor, by every mistake at once; an estimate of the rows, -1 where there is none. Before the first batch, and again in each new session. */
  survey(signal: AbortSignal): Promise<{ readonly problems: readonly string[]; readonly rowsEstimated: number }>
  /**
   * One statement: the rows after the cursor, `rows` of them at most, and the progress in the ledger. `rows` 0 in the answer: the end.
   * The entry is the one to be saved, but for the progress, which the database fills in.
   */
  batch(
    entry: LedgerEntry,
    rows: number,
    limits: { readonly lockMs: number; readonly statementMs: number },
    signal: AbortSignal,
  ): Promise<{ readonly progress: BackfillProgress; readonly rows: number; readonly changed: number; readonly tookMs: number }>
}

/**
 * What speaks for waiting, one line each; nothing: go on. Never asked on the connection that works. A source that cannot answer throws, and
 * is a reason to wait as well: nothing is known of those a backfill could harm.
 */
export type Pressure = (signal: AbortSignal) => Promise<readonly string[]>

/**
 * A command that runs in a task of its own: one piece of work, known by who started it. Throws SluiceError: THROTTLED and AWS_ERROR may pass
 * with time, and a start that threw may have happened.
 */
export interface OneOffTasks {
  /** For people: `cluster/family:number (container)`. */
  readonly name: string
  /** Tasks of this work whose command has not ended. Reads lag behind starts by seconds. */
  live(signal: AbortSignal): Promise<readonly OneOffTask[]>
  /** Starts the task of a turn, counted from 0. Asked again for the same turn, by whomever, it is the same task. */
  start(turn: number): Promise<OneOffStart>
  look(task: OneOffTask, signal: AbortSignal): Promise<OneOffSeen>
  /** What the command printed after the cursor; from its first line without one. Never throws: a log only explains. */
  lines(task: OneOffTask, cursor: string | undefined, signal: AbortSignal): Promise<LogPage>
  /** Asks for its end. Safe to repeat. */
  stop(task: OneOffTask, reason: string): Promise<void>
  /** The call that does the same, for those who must do it by hand. */
  explainStop(task: OneOffTask): string
}
