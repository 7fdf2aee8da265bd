import type { Row, Sample } from '../../src/domain/analysis/model.ts'
import { metricsOf, type Scenario } from './scenario.ts'

/** Something that decides about a canary: it is begun once, then sees every row in order. */
export interface Rule {
  readonly name: string
  readonly begin: (setting: Setting) => Judge
  /** Of what is slow, fewer runs. */
  readonly mostRuns?: number
}

/** Says what it decided with the row, if anything. It is not asked again after `fail`. */
export type Judge = (row: Row) => Word | undefined
export type Word = 'fail' | 'pass'

/** What a team knows beforehand: the normal rate for its thresholds, the declared plan, and what the baseline did before. */
export interface Setting {
  readonly scenario: Scenario
  readonly past: readonly Row[]
}

/** A rule for one metric; `undefined` is an interval without data. True is failed. */
export interface Rival {
  readonly name: string
  readonly begin: (scenario: Scenario) => (sample: Sample | undefined) => boolean
  readonly mostRuns?: number
}

/** A rival at each metric by itself: the canary fails when one of them says so. `metrics` are those of the scenario unless others are named. */
export function ruleOf(rival: Rival, metrics?: readonly string[]): Rule {
  return {
    ...rival,
    begin: ({ scenario }) => {
      const judges = (metrics ?? metricsOf(scenario)).map((name) => ({ name, judge: rival.begin(scenario) }))
      // Every judge sees every row, so no short cut.
      return (row) => (judges.filter(({ name, judge }) => judge(row.metrics[name])).length > 0 ? 'fail' : undefined)
    },
  }
}

/** The rows of one minute added up: for rules whose period is a minute where rows are shorter. */
export function byTheMinute(rival: Rival): Rival {
  return {
    ...rival,
    begin: (scenario) => {
      const judge = rival.begin(scenario)
      const parts = 60 / (scenario.seconds ?? 60)
      let pending: Sample[] = []
      let seen = 0
      return (sample) => {
        if (sample !== undefined) pending.push(sample)
        if (++seen % parts !== 0) return false
        const whole = pending.length === 0 ? undefined : pending.reduce(add)
        pending = []
        return judge(whole)
      }
    },
  }
}

export function add(one: Sample, other: Sample): Sample {
  return {
    canary: { n: one.canary.n + other.canary.n, x: one.canary.x + other.canary.x },
    baseline: { n: one.baseline.n + other.baseline.n, x: one.baseline.x + other.baseline.x },
  }
}
