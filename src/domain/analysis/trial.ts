import { betterThan, type EProcess, observe, worseThan } from './e-process.ts'
import type { MemberPlan } from './members.ts'
import type { Evidence } from './model.ts'
import type { Spread } from './overdispersion.ts'
import { advance, type Course, start } from './sequential.ts'
import { type Split, splitLaw } from './split.ts'

/** A judged interval: the `slot`-th of the plan, from 1. Slots without requests are skipped, and time goes on. */
export interface Judged {
  readonly split: Split
  /** How the baseline's bad requests were spread over its zones, where the source tells. */
  readonly zones?: Spread
  readonly slot: number
}

/** All tests of one member under one overdispersion, through the first `through` judged intervals. */
export interface Trial {
  readonly overdispersion: number
  readonly through: number
  /** Bad requests on the canary so far. */
  readonly bad: number
  readonly worse: Side
  readonly better: Side
}

/** The tests for FAIL (`worse`) or for PASS (`better`). */
interface Side {
  readonly course?: Course
  readonly boundary?: number
  readonly mixed?: EProcess
  /** Whether one of them has reached its boundary, now or before. */
  readonly crossed: boolean
}

export function newTrial(plan: MemberPlan, overdispersion: number): Trial {
  const { margin, harm } = plan.metric
  return {
    overdispersion,
    through: 0,
    bad: 0,
    worse: sideOf(plan.alpha, worseThan(margin, plan.restarts)),
    better: sideOf(plan.beta, betterThan(harm)),
  }
}

function sideOf(level: MemberPlan['alpha'], mixed: EProcess): Side {
  return { ...(level.sequential > 0 && { course: start }), ...(level.eProcess > 0 && { mixed }), crossed: false }
}

/** The trial taken on through the rest of `history`. */
export function takenOn(trial: Trial, plan: MemberPlan, history: readonly Judged[]): Trial {
  return history.slice(trial.through).reduce((before, judged) => next(before, plan, judged), trial)
}

function next(trial: Trial, plan: MemberPlan, { split, slot }: Judged): Trial {
  const bad = trial.bad + split.canary.x
  const step = (side: Side, level: MemberPlan['alpha'], ratio: number, tail: 'upper' | 'lower'): Side => {
    let { crossed } = side
    let course = side.course
    let boundary: number | undefined
    if (course) {
      const budget = level.sequential * Math.min(1, slot / plan.looks)
      const taken = advance(course, splitLaw(split, ratio, trial.overdispersion), budget, tail)
      course = taken.course
      boundary = taken.boundary
      if (boundary !== undefined) crossed ||= tail === 'upper' ? bad >= boundary : bad <= boundary
    }
    const mixed = side.mixed && observe(side.mixed, split, slot, trial.overdispersion)
    if (mixed) crossed ||= mixed.logE >= Math.log(1 / level.eProcess)
    return { ...(course && { course }), ...(boundary !== undefined && { boundary }), ...(mixed && { mixed }), crossed }
  }
  return {
    overdispersion: trial.overdispersion,
    through: trial.through + 1,
    bad,
    worse: step(trial.worse, plan.alpha, plan.metric.margin, 'upper'),
    better: step(trial.better, plan.beta, plan.metric.harm, 'lower'),
  }
}

/** How far a side is, by the test that is nearest to its boundary: of one that has crossed, that one. */
export function evidenceOf(trial: Trial, side: 'worse' | 'better', eProcess: number): Evidence | undefined {
  const { boundary, mixed } = trial[side]
  const log: Evidence | undefined = mixed && { kind: 'log e', value: mixed.logE, boundary: Math.log(1 / eProcess) }
  if (boundary === undefined) return log
  const counted: Evidence = { kind: 'bad requests', value: trial.bad, boundary }
  const reached = side === 'worse' ? trial.bad >= boundary : trial.bad <= boundary
  return log && !reached && log.value >= log.boundary ? log : counted
}
