import { isOver } from './throttle.ts'

/** Above what a backfill waits; what is absent is not looked at. */
export interface PressureLimits {
  /** How far behind a replica may be. */
  readonly lagMs?: number
  readonly lagBytes?: number
  readonly walBytesPerSecond?: number
  /** Waits while autovacuum works on the table: it needs the same pages, and what it frees is taken again. */
  readonly autovacuum?: boolean
  /** How long somebody may have waited for us. A batch is short: this long means that it was not. */
  readonly waiterMs?: number
}

/** What the server says of those a backfill could harm, at one moment. What cannot be known is absent. */
export interface PressureReading {
  readonly atMs: number
  readonly replicas: readonly Replica[]
  /** Where the log of writes ends, in bytes since it began. */
  readonly walBytes?: number
  /** Who vacuums the table. */
  readonly vacuums: number
  readonly longestWaitMs: number
}

export interface Replica {
  readonly name: string
  /** As it is told. It does not grow while a replica stands still. */
  readonly lagMs?: number
  /** Up to where in the log it has come. */
  readonly replayedBytes?: number
}

/** What was over its limit before, by name, and when the log had come where. */
export interface PressureMemory {
  readonly over: readonly string[]
  readonly marks: readonly { readonly atMs: number; readonly walBytes: number }[]
}

export const noPressureMemory: PressureMemory = { over: [], marks: [] }

/** Ten minutes of looks; a replica that is further behind is so by this at least. */
const mostMarks = 600

/** What speaks for waiting, with the numbers; a limit that was exceeded counts until it is well kept. */
export function pressing(
  reading: PressureReading,
  limits: PressureLimits,
  memory: PressureMemory,
): { readonly reasons: readonly string[]; readonly memory: PressureMemory } {
  const over: string[] = []
  const reasons: string[] = []
  const check = (
    name: string,
    value: number | undefined,
    limit: number | undefined,
    words: (value: number, limit: number) => string,
  ): void => {
    if (value === undefined || limit === undefined || !isOver(value, limit, memory.over.includes(name))) return
    over.push(name)
    reasons.push(words(value, limit))
  }
  for (const replica of reading.replicas) {
    const { name } = replica
    const lagMs = lagOf(replica, reading, memory)
    const bytes = bytesBehind(replica, reading)
    check(`lag ${name}`, lagMs, limits.lagMs, (value, limit) => `replica ${name} is ${seconds(value)} behind, limit ${seconds(limit)}`)
    check(
      `bytes ${name}`,
      bytes,
      limits.lagBytes,
      (value, limit) => `replica ${name} is ${megabytes(value)} behind, limit ${megabytes(limit)}`,
    )
  }
  const wal = (value: number, limit: number): string => `${megabytes(value)} of WAL are written a second, limit ${megabytes(limit)}`
  check('wal', walRate(memory, reading), limits.walBytesPerSecond, wal)
  if (limits.autovacuum === true && reading.vacuums > 0) reasons.push('the table is being vacuumed')
  const waiter = (value: number, limit: number): string => `somebody waits for this backfill for ${seconds(value)}, limit ${seconds(limit)}`
  check('waiter', reading.longestWaitMs, limits.waiterMs, waiter)
  const { atMs, walBytes } = reading
  const marks = walBytes === undefined ? memory.marks : [...memory.marks.slice(1 - mostMarks), { atMs, walBytes }]
  return { reasons, memory: { over, marks } }
}

/** What is told, or how long ago the log was no further than the replica is now, whichever is longer. */
function lagOf(replica: Replica, { atMs, walBytes }: PressureReading, { marks }: PressureMemory): number | undefined {
  const { lagMs, replayedBytes } = replica
  if (replayedBytes === undefined || walBytes === undefined) return lagMs
  if (replayedBytes >= walBytes) return 0
  const reached = marks.findLast((mark) => mark.walBytes <= replayedBytes) ?? marks[0]
  return reached === undefined ? lagMs : Math.max(lagMs ?? 0, atMs - reached.atMs)
}

function bytesBehind({ replayedBytes }: Replica, { walBytes }: PressureReading): number | undefined {
  return replayedBytes === undefined || walBytes === undefined ? undefined : Math.max(0, walBytes - replayedBytes)
}

function walRate({ marks }: PressureMemory, { atMs, walBytes }: PressureReading): number | undefined {
  const before = marks.at(-1)
  if (before === undefined || walBytes === undefined || atMs <= before.atMs || walBytes < before.walBytes) return undefined
  return ((walBytes - before.walBytes) * 1_000) / (atMs - before.atMs)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
