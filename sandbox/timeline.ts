import type { Timeline } from './cloud/ports.ts'

/** A timeline that only moves when told to. */
export interface VirtualTimeline extends Timeline {
  /** Time of the earliest event waiting, if any. */
  nextAtMs(): number | undefined
  /** Moves to the earliest event and runs it. False when nothing waits. */
  runNext(): boolean
  /** Runs every event due up to the time given, those added on the way included, and ends at that time. Never goes back. */
  advanceTo(atMs: number): void
}

/** A timeline on the wall clock. `close` drops what waits. */
export interface RealTimeline extends Timeline {
  close(): void
}

interface Entry {
  readonly atMs: number
  readonly order: number
  /** Undefined once cancelled. */
  run: (() => void) | undefined
}

/** Time stands still until it is advanced. Starts at a fixed moment by default, so that runs repeat exactly. */
export function createVirtualTimeline(startMs = Date.UTC(2030, 0, 1)): VirtualTimeline {
  const queue = createQueue()
  let nowMs = startMs
  const runNext = (): boolean => {
    const entry = queue.pop()
    if (!entry) return false
    if (entry.atMs > nowMs) nowMs = entry.atMs
    entry.run?.()
    return true
  }
  return {
    nowMs: () => nowMs,
    at: (atMs, run) => cancelOf(queue.push(atMs, run)),
    nextAtMs: () => queue.peek()?.atMs,
    runNext,
    advanceTo(atMs) {
      for (let next = queue.peek(); next && next.atMs <= atMs; next = queue.peek()) runNext()
      if (atMs > nowMs) nowMs = atMs
    },
  }
}

/** The longest delay setTimeout takes; farther events are reached in several hops. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Events run by the wall clock: one timer, set for the earliest event. */
export function createRealTimeline(): RealTimeline {
  const queue = createQueue()
  let timer: ReturnType<typeof setTimeout> | undefined
  let armedForMs = Infinity
  const runDue = () => {
    armedForMs = Infinity
    for (let next = queue.peek(); next && next.atMs <= Date.now(); next = queue.peek()) {
      queue.pop()
      next.run?.()
    }
    arm()
  }
  const arm = () => {
    const next = queue.peek()
    if (!next || next.atMs >= armedForMs) return
    clearTimeout(timer)
    armedForMs = next.atMs
    timer = setTimeout(runDue, Math.min(Math.max(0, next.atMs - Date.now()), LONGEST_TIMER_MS))
  }
  return {
    nowMs: () => Date.now(),
    at(atMs, run) {
      const entry = queue.push(atMs, run)
      arm()
      return cancelOf(entry)
    },
    close() {
      clearTimeout(timer)
      queue.clear()
    },
  }
}

function cancelOf(entry: Entry): () => void {
  return () => {
    entry.run = undefined
  }
}

/** A binary heap by time, then by order of arrival. Cancelled entries are dropped when they surface. */
function createQueue() {
  let heap: Entry[] = []
  let arrivals = 0
  const before = (a: Entry, b: Entry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
  const removeTop = () => {
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[hole] = heap[child]!
      hole = child
    }
    heap[hole] = last
  }
  const peek = (): Entry | undefined => {
    while (heap.length > 0 && !heap[0]!.run) removeTop()
    return heap[0]
  }
  return {
    peek,
    pop(): Entry | undefined {
      const top = peek()
      if (top) removeTop()
      return top
    },
    push(atMs: number, run: () => void): Entry {
      const entry: Entry = { atMs, order: arrivals++, run }
      let hole = heap.length
      while (hole > 0) {
        const parent = (hole - 1) >> 1
        if (!before(entry, heap[parent]!)) break
        heap[hole] = heap[parent]!
        hole = parent
      }
      heap[hole] = entry
      return entry
    },
    clear() {
      heap = []
    },
  }
}
