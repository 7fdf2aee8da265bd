import { quoted } from '../domain/document.ts'
import type { Counter, Span } from '../domain/metrics/counters.ts'
import type { Arm } from '../domain/metrics/arm.ts'
import { firstLine, get, type Question, whoseOf } from './http-get.ts'
import { unavailable } from './unavailable.ts'

/** One counter, its labels, and what it stood at. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly counter: Counter
}

/** A server of the HTTP API of Prometheus. */
export interface Server extends Omit<Question, 'url'> {
  /** Without a slash at the end. */
  readonly base: string
}

/** A metric with its server and the selectors of one arm. */
export interface PrometheusArm {
  readonly arm: Arm
  readonly server: Server
  readonly selectors: Readonly<Record<'bad' | 'total' | 'buckets', string>>
}

/** The counters of a selector at each multiple of the period from the start to the end, both included. What is no number was not seen. */
export async function readCounters(server: Server, selector: string, span: Span, signal: AbortSignal): Promise<readonly Series[]> {
  const url = new URL(`${server.base}/api/v1/query_range`)
  const seconds = (ms: number): string => String(ms / 1000)
  const { startMs, endMs, periodMs } = span
  url.search = new URLSearchParams({ query: selector, start: seconds(startMs), end: seconds(endMs), step: seconds(periodMs) }).toString()
  const question: Question = { ...server, url }
  const { status, body } = await get(question, signal)
  const fail = (because: string, hint = 'Try the query in the web page of that Prometheus.') =>
    unavailable(whoseOf(question), because, hint)
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch {
    throw fail(`status ${String(status)}: ${firstLine(body)}`, 'Check that the address is that of a Prometheus.')
  }
  const { status: said, errorType, error, warnings, data } = asObject(answer)
  if (said === 'error') throw fail(`${textOf(errorType)}: ${quoted(textOf(error), 300)}`)
  const { resultType, result } = asObject(data)
  if (status !== 200 || said !== 'success' || resultType !== 'matrix' || !Array.isArray(result))
    throw fail(`status ${String(status)}: ${firstLine(body)}`)
  // A part of what was counted would be taken for all of it.
  if (Array.isArray(warnings) && warnings.length > 0) throw fail(`it warns: ${quoted(warnings.map(textOf).join('; '), 300)}`)
  return result.map((each) => {
    const { metric, values } = asObject(each)
    if (!Array.isArray(values)) throw fail(`a series has no values: ${firstLine(body)}`)
    return { labels: asObject(metric) as Series['labels'], counter: new Map(values.flatMap(pointOf)) }
  })
}

/** `[1700000000, "17"]`: seconds, and the value as text. */
function pointOf(point: unknown): readonly (readonly [number, number])[] {
  const [seconds, text] = Array.isArray(point) ? (point as readonly unknown[]) : []
  const value = typeof text === 'string' && text !== '' ? Number(text) : NaN
  return typeof seconds === 'number' && Number.isFinite(value) && value >= 0 ? [[Math.round(seconds * 1000), value]] : []
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown'
}
