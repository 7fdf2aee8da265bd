import { identityIn, judgeAnswer } from '../domain/smoke/answer.ts'
import { quoted } from '../domain/document.ts'
import { fillSide, type SmokeRequest } from '../domain/smoke/request.ts'
import { hider, requestText } from '../domain/smoke/secrets.ts'
import type { SpotJudge } from '../ports.ts'
import { exchange } from './exchange.ts'
import { type Finding, judgeBy, secondsText, type Test } from './finding.ts'

export interface HttpTestOptions {
  /** With `{side}` filled in; see `parseTestUrl`. */
  readonly base: URL
  /** What stands for `{side}` in path, headers and body. */
  readonly side: string
  readonly requests: readonly SmokeRequest[]
  readonly nowMs: () => number
}

/** So many right answers for each target asked for: then the rest does not show up by chance. */
const answersPerTarget = 10

/** Judges by requests, one after the other, over connections of their own; the first that is not answered right ends it. */
export function createSmokeJudge(options: HttpTestOptions & { readonly timeoutMs: number }): SpotJudge {
  return judgeBy(createHttpTest(options), options.timeoutMs)
}

export function createHttpTest({ base, side, requests, nowMs }: HttpTestOptions): Test {
  return async (limitMs, cancelled) => {
    const tooLate = new AbortController()
    const timer = setTimeout(() => tooLate.abort(), limitMs)
    const signal = AbortSignal.any([cancelled, tooLate.signal])
    let at = 'nothing was asked'
    try {
      const proofs: string[] = []
      for (const request of requests.map((each) => fillSide(each, side))) {
        const name = requestText(request, base.origin + base.pathname.replace(/\/$/, ''))
        const tell = (progress: string): void => void (at = `${name}: ${progress}`)
        tell('not answered yet')
        const found = await prove(request, base, { nowMs, signal, tell })
        if (found.verdict === 'fail') return { verdict: 'fail', because: `${name}: ${found.because}` }
        proofs.push(`${name}: ${found.because}`)
      }
      return { verdict: 'pass', because: proofs.join('; ') }
    } catch (thrown) {
      if (cancelled.aborted || !tooLate.signal.aborted) throw thrown
      return { verdict: 'fail', because: `the smoke test was not over after ${secondsText(limitMs)}; ${at}` }
    } finally {
      clearTimeout(timer)
    }
  }
}

interface Surroundings {
  readonly nowMs: () => number
  readonly signal: AbortSignal
  /** Hears how far it got, for when the time is over. */
  readonly tell: (progress: string) => void
}

/**
 * Repeats a request until enough targets have answered right. Wrong answers are forgiven, `retries` of them, only before the first
 * right one: after that a wrong answer is one bad target of several, which a retry would hide.
 */
async function prove(request: SmokeRequest, base: URL, { nowMs, signal, tell }: Surroundings): Promise<Finding> {
  const { retries, targets, identifyBy } = request
  const hide = hider(request)
  const identities = new Set<string>()
  let right = 0
  let slowestMs = 0
  for (let attempt = 1; ; attempt += 1) {
    const got = await exchange(request, base, { nowMs, signal })
    const wrong = 'failed' in got ? [got.failed] : judgeAnswer(request, got.answer)
    if ('answer' in got && wrong.length === 0) {
      right += 1
      slowestMs = Math.max(slowestMs, got.answer.latencyMs)
      const identity = identityIn(request, got.answer)
      if (identity !== undefined) identities.add(identity)
      const proof = `status ${String(got.answer.status)} ${timing(right, attempt, slowestMs)}`
      if (identifyBy === undefined ? right >= targets : identities.size >= targets)
        return { verdict: 'pass', because: `${proof}, ${targetText(identities, hide)}` }
      if (right >= answersPerTarget * targets)
        return {
          verdict: 'fail',
          because: `only ${String(identities.size)} of ${String(targets)} targets answered: ${proof}, ${targetText(identities, hide)}`,
        }
      tell(`${proof}, ${targetText(identities, hide)}`)
      continue
    }
    const who = 'answer' in got ? identityIn(request, got.answer) : undefined
    const by = who === undefined ? '' : ` by ${quoted(hide(who), 40)}`
    const tried = right > 0 ? `after ${count(right, 'right answer')}` : `attempt ${String(attempt)} of ${String(retries + 1)}`
    const because = `${wrong.join('; ')} (${tried}${by})`
    if (right > 0 || attempt > retries) return { verdict: 'fail', because }
    tell(because)
    await pause(request.retryDelayMs, signal)
  }
}

function timing(right: number, attempt: number, slowestMs: number): string {
  const time = secondsText(slowestMs)
  if (right > 1) return `to ${count(right, 'request')}, the slowest in ${time}`
  return attempt === 1 ? `in ${time}` : `in ${time} at attempt ${String(attempt)}`
}

function targetText(identities: ReadonlySet<string>, hide: (text: string) => string): string {
  if (identities.size === 0) return 'targets not identified'
  const names = [...identities]
    .slice(0, 8)
    .map((name) => quoted(hide(name), 40))
    .join(', ')
  return `by ${count(identities.size, 'target')} (${names}${identities.size > 8 ? ', …' : ''})`
}

function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`
}

/** Rejects with what the signal was aborted with. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
