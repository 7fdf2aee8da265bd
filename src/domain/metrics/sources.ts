import { element, member, type Place, quoted, readText, wrong } from '../document.ts'
import { readHeaders } from '../smoke.ts'
import { parseJsonPath } from '../smoke/json-path.ts'
import { tellingPlaceholders, tellsArms } from './arm.ts'
import { readCloudWatch } from './cloudwatch-source.ts'
import type { Source } from './model.ts'
import { counterSelector } from './promql.ts'
import { readBoolean } from './settings.ts'

/** The kinds of compared metrics, and what their sources may be told. */
export const sourceMembers = {
  errors: [],
  latency: ['thresholds'],
  cloudwatch: ['bad', 'total'],
  prometheus: ['url', 'bad', 'total', 'buckets', 'thresholds', 'headers'],
  'http-json': ['url', 'bad', 'total', 'headers'],
  command: ['run', 'history'],
} as const

export type SourceKind = keyof typeof sourceMembers

type Given = ReadonlyMap<string, unknown>

/** Where counts come from. Undefined when there is a mistake in it. */
export function readSource(place: Place, kind: SourceKind, given: Given): Source | undefined {
  switch (kind) {
    case 'errors':
      return { kind: 'alb', what: 'errors', thresholdsMs: 'auto' }
    case 'latency': {
      const thresholdsMs = readThresholds(place, given)
      return thresholdsMs && { kind: 'alb', what: 'latency', thresholdsMs }
    }
    case 'cloudwatch':
      return readCloudWatch(place, given)
    case 'prometheus':
      return readPrometheus(place, given)
    case 'http-json':
      return readHttpJson(place, given)
    case 'command': {
      const run = needed(place, given, 'run', 'a shell command that prints {"n": requests, "x": bad ones}', readFilled)
      const history = given.has('history') ? readBoolean(member(place, 'history'), given.get('history')) : false
      return run === undefined || history === undefined ? undefined : { kind: 'command', run, history }
    }
  }
}

function readPrometheus(place: Place, given: Given): Source | undefined {
  const url = needed(place, given, 'url', 'the address of the server, such as http://prometheus:9090', readBase)
  const headers = readOwnHeaders(place, given)
  if (given.has('buckets')) {
    for (const name of ['bad', 'total'].filter((each) => given.has(each)))
      place.problems.push(`${member(place, name).at} is given beside buckets: a histogram counts both by itself`)
    const buckets = readSelector(member(place, 'buckets'), given.get('buckets'))
    const thresholdsMs = readThresholds(place, given)
    if (url === undefined || headers === undefined || buckets === undefined || thresholdsMs === undefined) return undefined
    return { kind: 'prometheus-histogram', url, buckets, thresholdsMs, headers }
  }
  if (given.has('thresholds')) place.problems.push(`${member(place, 'thresholds').at} is given without buckets`)
  const example = (name: string): string => `a selector of counters such as ${name}{side="{side}"}`
  const bad = needed(place, given, 'bad', example('http_requests_failed_total'), readSelector)
  const total = needed(place, given, 'total', example('http_requests_total'), readSelector)
  if (url === undefined || headers === undefined || bad === undefined || total === undefined) return undefined
  return { kind: 'prometheus', url, bad, total, headers }
}

function readHttpJson(place: Place, given: Given): Source | undefined {
  const example = 'an address such as https://counts.example.com/{side}?from={from}&to={to}'
  const url = needed(place, given, 'url', example, readTemplate)
  const headers = readOwnHeaders(place, given)
  const bad = needed(place, given, 'bad', 'a path such as $.failed', readPath)
  const total = needed(place, given, 'total', 'a path such as $.requests', readPath)
  if (url === undefined || headers === undefined || bad === undefined || total === undefined) return undefined
  return { kind: 'http-json', url, bad, total, headers }
}

function needed<T>(
  place: Place,
  given: Given,
  name: string,
  what: string,
  read: (at: Place, value: unknown) => T | undefined,
): T | undefined {
  const at = member(place, name)
  return given.has(name) ? read(at, given.get(name)) : wrong(at, undefined, `${what},`)
}

function readFilled(place: Place, value: unknown): string | undefined {
  const text = readText(place, value)
  return text?.trim() === '' ? wrong(place, '', 'text') : text
}

function readOwnHeaders(place: Place, given: Given): Readonly<Record<string, string>> | undefined {
  return given.has('headers') ? readHeaders(member(place, 'headers'), given.get('headers')) : {}
}

function readSelector(place: Place, value: unknown): string | undefined {
  const text = readText(place, value)
  if (text === undefined) return undefined
  const selector = counterSelector(text)
  if (selector === undefined) {
    place.problems.push(
      `${place.at} is ${quoted(text)}: a selector of counters is expected, such as http_requests_total{side="{side}"}, without functions and operators: the counters are read as they are, and resets are seen one by one`,
    )
    return undefined
  }
  return readTelling(place, selector)
}

/** A text that asks for the same of both arms compares nothing. */
function readTelling(place: Place, text: string): string | undefined {
  if (tellsArms(text)) return text
  place.problems.push(`${place.at} asks for the same of both arms: one of ${tellingPlaceholders.join(', ')} must be in it`)
  return undefined
}

/** Of an address that cannot be read nothing is shown: there may be a password in it. */
function readBase(place: Place, value: unknown): string | undefined {
  const text = readText(place, value)
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return text.replace(/\/+$/, '')
  place.problems.push(`${place.at} is no address such as http://prometheus:9090, with a path if need be and without a query`)
  return undefined
}

function readTemplate(place: Place, value: unknown): string | undefined {
  const text = readText(place, value)
  if (text === undefined) return undefined
  // Placeholders may stand in the host too.
  const filled = text.replaceAll(/\{[a-z-]+\}/g, '1')
  if (!URL.canParse(filled) || !/^https?:$/.test(new URL(filled).protocol)) {
    place.problems.push(`${place.at} is no address such as https://counts.example.com/{side}?from={from}&to={to}`)
    return undefined
  }
  if (!text.includes('{from}') && !text.includes('{to}'))
    place.problems.push(`${place.at} asks for the same at all times: {from} or {to} must be in it, which are Unix seconds`)
  return readTelling(place, text)
}

function readPath(place: Place, value: unknown): string | undefined {
  const text = readText(place, value)
  return text === undefined || parseJsonPath(text) !== undefined
    ? text
    : wrong(place, value, 'a path such as $.counts.failed or items[0].n')
}

const mostThresholds = 10

function readThresholds(place: Place, given: Given): 'auto' | readonly number[] | undefined {
  const value = given.get('thresholds') ?? 'auto'
  const at = member(place, 'thresholds')
  if (value === 'auto') return 'auto'
  if (!Array.isArray(value) || value.length === 0 || value.length > mostThresholds)
    return wrong(at, value, `auto or a list of at most ${String(mostThresholds)} durations, such as [250ms, 1s],`)
  const read = value.map((each, index) => readThresholdMs(element(at, index), each))
  const known = read.filter((ms) => ms !== undefined)
  if (new Set(known).size < known.length) at.problems.push(`${at.at} has a threshold twice`)
  return known.length < read.length ? undefined : [...known].sort((a, b) => a - b)
}

/** `250ms`, `0.5ms`, `1.5s`. */
function readThresholdMs(place: Place, value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,6}(?:\.\d{1,6})?)(ms|s)$/.exec(value) : null
  const ms = match ? Number((Number(match[1]) * (match[2] === 's' ? 1_000 : 1)).toPrecision(12)) : NaN
  return ms > 0 && ms <= 300_000 ? ms : wrong(place, value, 'a duration up to 300s, such as 250ms or 1.5s,')
}
