import type { Sample } from '../../../src/domain/analysis/model.ts'
import { add } from '../rule.ts'

/** The sum over the last `intervals` intervals, as far as there are any. */
export function slidingWindow(intervals: number): (sample: Sample | undefined) => Sample | undefined {
  const last: (Sample | undefined)[] = []
  return (sample) => {
    last.push(sample)
    if (last.length > intervals) last.shift()
    return last.reduce((sum, each) => (sum === undefined ? each : each === undefined ? sum : add(sum, each)), undefined)
  }
}
