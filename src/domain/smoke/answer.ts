import { quoted } from '../document.ts'
import { atJsonPath } from './json-path.ts'
import { type SmokeRequest, statusText } from './request.ts'
import { hider } from './secrets.ts'

/** One answer as it was read. All of it is untrusted. */
export interface SmokeAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body was longer than is read. */
  readonly cut?: true
  readonly latencyMs: number
}

/** What is wrong with an answer, with the real values; nothing when it is right. Secret values of the request are not shown. */
export function judgeAnswer(request: SmokeRequest, answer: SmokeAnswer): readonly string[] {
  const hide = hider(request)
  const wrong: string[] = []
  const beginning = answer.body === '' ? 'the body is empty' : `the body begins ${quoted(hide(answer.body))}`
  if (!request.status.some(({ from, to }) => answer.status >= from && answer.status <= to)) {
    const location = answer.headers['location']
    const to = location !== undefined && answer.status >= 300 && answer.status < 400 ? `; it leads to ${quoted(hide(location))}` : ''
    wrong.push(`status ${String(answer.status)}, expected ${statusText(request.status)} (${beginning}${to})`)
  }
  if (request.maxLatencyMs !== undefined && answer.latencyMs > request.maxLatencyMs) {
    wrong.push(`it took ${String(Math.round(answer.latencyMs))} ms, expected at most ${String(request.maxLatencyMs)} ms`)
  }
  if (request.contains !== undefined && !answer.body.includes(request.contains)) {
    wrong.push(`the body does not hold ${quoted(request.contains)} (${beginning}${cutText(answer)})`)
  }
  return [...wrong, ...wrongValues(request, answer, hide, beginning), ...nameless(request, answer)]
}

/** What the answer says of the target that gave it; undefined when it is not asked or does not say. */
export function identityIn({ identifyBy }: SmokeRequest, answer: SmokeAnswer): string | undefined {
  if (identifyBy === undefined) return undefined
  if (identifyBy.kind === 'header') return answer.headers[identifyBy.name] || undefined
  const found = atJsonPath(parsed(answer)?.value, identifyBy.steps)
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? String(found) : undefined
}

function wrongValues(request: SmokeRequest, answer: SmokeAnswer, hide: (text: string) => string, beginning: string): readonly string[] {
  if (request.json.length === 0) return []
  const json = parsed(answer)
  if (!json) return [`the body is not JSON (${beginning}${cutText(answer)})`]
  return request.json.flatMap(({ path, steps, value }) => {
    const found = atJsonPath(json.value, steps)
    if (found === value) return []
    return [`${path} is ${valueText(found, hide)}, expected ${valueText(value, (text) => text)}`]
  })
}

function nameless(request: SmokeRequest, answer: SmokeAnswer): readonly string[] {
  const { identifyBy } = request
  if (identifyBy === undefined || identityIn(request, answer) !== undefined) return []
  return [
    identifyBy.kind === 'header'
      ? `there is no header ${identifyBy.name} that names the target`
      : `there is no ${identifyBy.path} that names the target`,
  ]
}

function parsed({ body }: SmokeAnswer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown }
  } catch {
    return undefined
  }
}

/** A JSON value for a person: text in quotes, so that "1" and 1 differ. */
function valueText(value: unknown, hide: (text: string) => string): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') return quoted(hide(value))
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return String(value)
}

function cutText({ cut }: SmokeAnswer): string {
  return cut ? '; no more than 1 MiB of it is read' : ''
}
