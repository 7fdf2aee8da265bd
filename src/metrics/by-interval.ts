import type { Counts } from '../domain/analysis/model.ts'
import type { Arm } from '../domain/metrics/arm.ts'
import type { MetricProvider } from '../ports.ts'
import { intervalsOf } from './samples.ts'
import { matureSpan, type SourceOptions } from './source-options.ts'
import { unavailable } from './unavailable.ts'

/** A metric that is asked for one arm and one interval at a time. */
export interface AskedMetric {
  readonly name: string
  readonly history: boolean
  /** Undefined where there is nothing to count. Throws SluiceError. */
  ask(arm: Arm, fromMs: number, toMs: number, signal: AbortSignal): Promise<Counts | undefined>
}

/** The newest may be stated anew. */
const restated = 3
const atOnce = 4

/**
 * Asks for each interval once, and for the last three again at each look. A metric without history is asked for each interval once alone, and for none
 * that began before it was first asked, but the one that has just ended.
 */
export function askByInterval(kind: string, metrics: readonly AskedMetric[], { arms, periodMs, delayMs }: SourceOptions): MetricProvider {
  /** By metric, arm and interval. */
  const known = new Map<string, Counts | undefined>()
  let knownFromMs: number | undefined

  return {
    kind,
    history: metrics.every(({ history }) => history),
    delayMs,
    members: () => Promise.resolve(metrics.map(({ name }) => name)),
    async rows(members, fromMs, toMs, signal) {
      const span = matureSpan(fromMs, toMs, { periodMs, delayMs })
      if (span === undefined) return []
      knownFromMs ??= span.endMs - periodMs
      const wanted = metrics.filter(({ name }) => members.includes(name))
      const questions: (() => Promise<void>)[] = []
      const failed = new AbortController()
      const either = AbortSignal.any([signal, failed.signal])
      for (let atMs = span.startMs; atMs < span.endMs; atMs += periodMs) {
        for (const metric of wanted) {
          if (!metric.history && atMs < knownFromMs) continue
          for (const which of ['canary', 'baseline'] as const) {
            const key = keyOf(metric, which, atMs)
            if (known.has(key) && (!metric.history || atMs < span.endMs - restated * periodMs)) continue
            questions.push(async () => void known.set(key, await metric.ask(arms[which], atMs, atMs + periodMs, either)))
          }
        }
      }
      await inTurn(questions, failed)
      const countsOf = (metric: AskedMetric, which: 'canary' | 'baseline') => {
        const found = new Map<number, Counts>()
        for (let { startMs: atMs } = span; atMs < span.endMs; atMs += periodMs) {
          const counts = known.get(keyOf(metric, which, atMs))
          if (counts !== undefined) found.set(atMs, counts)
        }
        return found
      }
      return intervalsOf(
        wanted.map((metric) => ({ member: metric.name, canary: countsOf(metric, 'canary'), baseline: countsOf(metric, 'baseline') })),
        span,
      )
    },
  }
}

function keyOf({ name }: AskedMetric, which: string, atMs: number): string {
  return `${name} ${which} ${String(atMs)}`
}

/** A few at once, in their order. The first failure ends all, and is thrown when all have ended. */
async function inTurn(questions: readonly (() => Promise<void>)[], failed: AbortController): Promise<void> {
  const rest = questions.values()
  const failures: unknown[] = []
  const work = async (): Promise<void> => {
    for (const question of rest) {
      if (failures.length > 0) return
      try {
        await question()
      } catch (thrown) {
        failures.push(thrown)
        failed.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (failures.length > 0) throw failures[0]
}

/** Counts as they came; undefined where `n` is no value at all. Throws METRICS_UNAVAILABLE for what counts nothing. */
export function countsFrom(n: unknown, x: unknown, whose: string, names: { readonly n: string; readonly x: string }): Counts | undefined {
  if (n === undefined || n === null || n === '') return undefined
  const total = wholeOf(n)
  const bad = total === 0 && (x === undefined || x === null || x === '') ? 0 : wholeOf(x)
  const hint = 'Both are whole numbers of requests in the interval asked for, and no more are bad than there are.'
  const text = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value).slice(0, 80))
  if (total === undefined) throw unavailable(whose, `${names.n} is ${text(n)}, which counts nothing`, hint)
  if (bad === undefined) throw unavailable(whose, `${names.x} is ${text(x)}, which counts nothing`, hint)
  if (bad > total) throw unavailable(whose, `${names.x} is ${String(bad)}, and ${names.n} only ${String(total)}`, hint)
  return { n: total, x: bad }
}

/** A whole number, also as text: databases like to answer so. */
function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}(?:\.0+)?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
