import { SluiceError } from '../domain/errors.ts'
import { parseTestUrl } from '../domain/smoke.ts'
import { fillText, type SmokeRequest } from '../domain/smoke/request.ts'
import type { SpotJudge } from '../ports.ts'
import { judgeBy, type Test } from './finding.ts'

export interface SmokeOptions {
  /** Where the idle side is reached before it gets traffic; `{side}` may stand anywhere in it. Needed for requests. */
  readonly url: string | undefined
  /** The name of the idle side. */
  readonly side: string
  readonly revision: string
  readonly requests: readonly SmokeRequest[]
  /** A shell script; it runs after the requests. */
  readonly command: string | undefined
  /** Of all of it. */
  readonly timeoutMs: number
  /** The environment of the step, for the command. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hears each line the command prints: untrusted text. */
  readonly onLine: (line: string) => void
  /** The local clock, without jumps; the process's own when absent. */
  readonly nowMs?: () => number
}

/**
 * Judges checks of kind `smoke`, and no others, by requests and by a command: all must be right. The verdict is `pass` or `fail`.
 * Throws INPUT_INVALID when there are requests without an address to send them to.
 */
export function createSmoke(options: SmokeOptions): SpotJudge {
  const { url, side, requests, command, timeoutMs } = options
  const nowMs = options.nowMs ?? (() => performance.now())
  const tests: Test[] = []
  if (requests.length > 0) {
    const made = parseTestUrl(url ?? '', side)
    if ('problems' in made) {
      throw new SluiceError('INPUT_INVALID', `The requests of the smoke test cannot be sent: ${made.problems.join('; ')}`, {
        hint: 'Give test-url, such as http://{side}.test.example.com:8080.',
      })
    }
    tests.push(async (...limits) => {
      const { createHttpTest } = await import('./http.ts')
      return createHttpTest({ base: made.value, side, requests, nowMs })(...limits)
    })
  }
  if (command !== undefined) {
    tests.push(async (...limits) => {
      const { createCommandTest } = await import('./command.ts')
      return createCommandTest({ ...options, command, url: fillText(url ?? '', side), nowMs })(...limits)
    })
  }
  return tests.length === 0 ? { judge: () => Promise.resolve([]) } : judgeBy(inTurn(tests, nowMs), timeoutMs)
}

/** One after the other within one time-out; the first that fails ends it. */
function inTurn(tests: readonly Test[], nowMs: () => number): Test {
  return async (limitMs, signal) => {
    const startedAtMs = nowMs()
    const proofs: string[] = []
    for (const test of tests) {
      // The last millisecond is a time-out like any other.
      const found = await test(Math.max(1, limitMs - (nowMs() - startedAtMs)), signal)
      if (found.verdict === 'fail') return found
      proofs.push(found.because)
    }
    return { verdict: 'pass', because: proofs.join('; ') }
  }
}
