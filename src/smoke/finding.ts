import { SluiceError } from '../domain/errors.ts'
import type { Evidence } from '../domain/rollout.ts'
import type { SpotJudge } from '../ports.ts'

/** What a smoke test found. A test that cannot be made has failed: nothing was shown to work. */
export interface Finding {
  readonly verdict: 'pass' | 'fail'
  readonly because: string
}

/** Makes one test within a time-out. Throws what the signal was aborted with. */
export type Test = (limitMs: number, signal: AbortSignal) => Promise<Finding>

/** A judge that makes the test once for the checks of kind `smoke` it is asked for, and says nothing of others. */
export function judgeBy(test: Test, limitMs: number): SpotJudge {
  return {
    async judge(checks, fromMs, toMs, signal) {
      const own = checks.filter((check) => check.kind === 'smoke')
      if (own.length === 0) return []
      const { verdict, because } = await test(limitMs, signal).catch((thrown: unknown) => {
        if (!signal.aborted) throw thrown
        throw new SluiceError('CANCELLED', 'The smoke test was given up because the step was cancelled', { cause: thrown })
      })
      return own.map((check): Evidence => ({ check: check.name, verdict, because, fromMs, toMs }))
    },
  }
}

/** `850 ms`, `2.3 s`: for a person. */
export function secondsText(ms: number): string {
  return ms < 1_000 ? `${String(Math.round(ms))} ms` : `${String(Number((ms / 1000).toFixed(1)))} s`
}
