import { createAlbMetrics, createThresholdJudge } from '../aws/alb-metrics.ts'
import type { Send } from '../aws/operations.ts'
import type { Colour, PairRef } from '../aws/pair.ts'
import { findPair } from '../aws/pair-discovery.ts'
import { meteredGroups } from '../aws/pair-groups.ts'
import { analysisOf } from '../domain/analysis/declared.ts'
import type { AnalysisSpec } from '../domain/analysis/model.ts'
import { parseCanaryMetrics } from '../domain/metrics/entries.ts'
import type { Metrics } from '../domain/metrics/model.ts'
import { alarmChecks } from '../domain/plan.ts'
import type { Check } from '../domain/rollout.ts'
import { thresholdChecks } from '../domain/thresholds.ts'
import { type CanaryJudge, createCanaryJudge } from '../engine/canary-judge.ts'
import { planForecast } from '../engine/plan-forecast.ts'
import { shifts } from '../domain/steps.ts'
import type { SpotJudge } from '../ports.ts'
import type { RunnerHost } from '../runner/host.ts'
import { type CanaryValues, comparedMs, type Part } from './canary-rules.ts'
import { canaryOf, openSources } from './canary-sources.ts'
import type { Documents } from './documents.ts'

/** What a canary is judged by, from inputs that the rules have let pass. */
export interface CanaryJudging {
  readonly spec: AnalysisSpec
  readonly metrics: Metrics
  /** While it has a part of the traffic; and once it has all of it, when there is no baseline any more. */
  readonly judged: readonly Check[]
  readonly watched: readonly Check[]
}

export async function canaryJudging(values: CanaryValues, part: Part, { valueOf }: Documents): Promise<CanaryJudging> {
  const { margin, harm, alpha, beta } = values
  const metrics = await valueOf(values.metrics, (value) => parseCanaryMetrics(value, { margin, harm }))
  if (!metrics) throw new Error('metrics are required')
  const spec = analysisOf({
    ...{ metrics: metrics.compared.map(({ metric }) => metric), alpha, beta },
    ...{ periodMs: values['metrics-period'], warmUpMs: values['warm-up'], floorMs: values['bake-floor'] },
    ...{ judgedMs: comparedMs(part), extends: values['on-inconclusive'] === 'extend' },
    adapts: part.kind === 'step' || values['early-promote'] === 'true',
  })
  const facts = [...thresholdChecks(metrics.limits), ...alarmChecks(values.alarms)]
  const analysis: Check = { name: 'analysis', kind: 'analysis', spec }
  const objectives = metrics.objectives.map((objective): Check => ({ name: objective.name, kind: 'slo', spec: objective }))
  return { spec, metrics, judged: [analysis, ...objectives, ...facts], watched: facts }
}

export interface JudgeOptions {
  readonly values: CanaryValues
  readonly part: Part
  readonly judging: CanaryJudging
  readonly send: Send
  readonly ref?: PairRef
  readonly host: RunnerHost
  /** The side with the smaller weight when absent. */
  readonly canary?: Colour
  /** Of the idle side, before it has traffic. */
  readonly smokes?: SpotJudge
}

/** All judges of a canary as one: tests before it has traffic, the analysis, and limits of its own. */
export function createWholeJudge(options: JudgeOptions): CanaryJudge {
  const { values, part, judging, send, ref, host, canary, smokes } = options
  const { metrics, spec } = judging
  const times = { periodMs: values['metrics-period'], delayMs: values['metrics-delay'] }
  const mask = (text: string): void => host.masks.add(text)
  const sources = { metrics, send, env: host.env, mask, ...times, ...(ref && { ref }), ...(canary && { canary }) }
  const analysis = createCanaryJudge({
    spec,
    objectives: metrics.objectives,
    open: (signal) => openSources(sources, signal),
    forecast: planForecast(part.kind === 'watch' ? [] : shifts(part.steps)),
  })
  const alb = createAlbMetrics({ send, delayMs: times.delayMs })
  const limits: SpotJudge = {
    async judge(checks, fromMs, toMs, signal) {
      if (!ref || !checks.some(({ kind }) => kind === 'threshold')) return []
      const pair = await findPair(send, ref, signal)
      return createThresholdJudge(alb, meteredGroups(pair, canary ?? canaryOf(pair))).judge(checks, fromMs, toMs, signal)
    },
  }
  return {
    ...analysis,
    async judge(checks, fromMs, toMs, signal, course) {
      const answers = await Promise.allSettled([
        smokes?.judge(checks, fromMs, toMs, signal) ?? [],
        limits.judge(checks, fromMs, toMs, signal),
        analysis.judge(checks, fromMs, toMs, signal, course),
      ])
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      const missing = answers.find((answer) => answer.status === 'rejected')
      // A failure is heard whatever else cannot be read at the moment.
      if (missing && !found.some(({ verdict }) => verdict === 'fail')) throw missing.reason
      return found
    },
  }
}
