import { spreadOf } from './overdispersion.ts'
import type { Judged } from './trial.ts'

/** Overdispersion as far as the judged rows themselves tell. */
export function learnedOverdispersion(history: readonly Judged[]): number {
  const spreads = history.slice(1).map(({ split }, i) => spreadOf([history[i]!.split.baseline, split.baseline]))
  const found = spreads.reduce((sum, each) => sum + each.found, 0)
  const expected = spreads.reduce((sum, each) => sum + each.expected, 0)
  return onGrid(Math.max(1, (found + 3) / (expected + 1)))
}

function onGrid(value: number): number {
  return value <= 1.03 ? 1 : Number((1.15 ** Math.ceil(Math.log(value) / Math.log(1.15))).toPrecision(4))
}
