import type { Served } from '../../sandbox/matter/ports.ts'
import type { OperationName } from '../../src/aws/operations.ts'
import type { RolloutEvent } from '../../src/domain/rollout.ts'
import type { PerColour } from './colours.ts'

/** What must hold of a canary at every moment: of its weights as they are written, and of what led to them. */
export interface CanaryWatch {
  /** Hears what is told, before the record has it. */
  told(runner: string, event: RolloutEvent): void
  /** Right after a call of a runner took effect, with the weights of all rules as they are now. */
  wrote(runner: string, operation: OperationName, weights: Readonly<Record<string, PerColour<number>>>): void
  served(served: readonly Served[]): void
  /** Requests that the canary has had by now, while its weight was below 100. */
  readonly canaryRequests: () => number
  /** Bad answers of both sides, and all. */
  readonly bad: () => { readonly canary: number; readonly requests: number }
}

export interface CanaryWatchScript {
  readonly steps: readonly number[]
  readonly greenArn: string
  readonly violations: string[]
  /** Whether all traffic may be given without a pass. */
  readonly opensUnsure: boolean
}

export function createCanaryWatch({ steps, greenArn, violations, opensUnsure }: CanaryWatchScript): CanaryWatch {
  let reached = 0
  let canary = { requests: 0, bad: 0 }
  let requests = 0
  let whole = false
  let verdict: string | undefined
  let atLast = false
  const lastBelow = Math.max(...steps.filter((weight) => weight < 100))
  return {
    told(runner, event) {
      if (event.kind === 'arrived') {
        if (event.weight > reached) verdict = undefined
        reached = Math.max(reached, event.weight)
        atLast = reached === lastBelow
      }
      if (event.kind === 'judged') verdict = event.evidence.find(({ check }) => check === 'analysis')?.verdict ?? verdict
      if (event.kind === 'ended' && event.reasonCode === 'PROMOTED' && !whole)
        violations.push(`${runner} succeeds, and the canary has not all traffic`)
    },
    wrote(runner, operation, weights) {
      if (!/:Modify(Rule|Listener)$/.test(operation)) return
      const shares = Object.values(weights).map(({ blue, green }) => (green / (blue + green)) * 100)
      const most = Math.max(...shares)
      const allowed = steps.find((weight) => weight > reached) ?? 100
      if (most > allowed + 1e-9)
        violations.push(`${runner} gives ${most.toFixed(2)} % to the canary, which has reached ${String(reached)} %`)
      if (most === 100 && !whole) {
        whole = true
        if (!atLast && reached < 100) violations.push(`${runner} gives all traffic, and only ${String(reached)} % was reached`)
        if (verdict !== 'pass' && !opensUnsure) violations.push(`${runner} gives all traffic on ${String(verdict)}`)
        if (canary.requests === 0) violations.push(`${runner} gives all traffic to a canary that has had no request`)
      }
      if (most === 0) whole = false
    },
    served(served) {
      for (const { groupArn, count, status } of served) {
        requests += count
        if (groupArn !== greenArn || whole) continue
        canary = { requests: canary.requests + count, bad: canary.bad + (status >= 500 ? count : 0) }
      }
    },
    canaryRequests: () => canary.requests,
    bad: () => ({ canary: canary.bad, requests }),
  }
}
