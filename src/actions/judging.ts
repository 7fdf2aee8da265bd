import { createAlbMetrics, createThresholdJudge } from '../aws/alb-metrics.ts'
import type { Send } from '../aws/operations.ts'
import type { PairRef } from '../aws/pair.ts'
import { findPair } from '../aws/pair-discovery.ts'
import { meteredGroups } from '../aws/pair-groups.ts'
import { span } from '../domain/render/time.ts'
import type { Check, Plan } from '../domain/rollout.ts'
import { leastBakeMs, parseMetrics, thresholdChecks } from '../domain/thresholds.ts'
import type { Judge, Reporter } from '../ports.ts'
import type { Field } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import { documentsOf } from './documents.ts'
import { sideOf, type SmokeFields, smokeRules, smokeTests, type SmokeValues } from './smoke-tests.ts'

interface JudgedFields extends SmokeFields {
  readonly metrics: Field<string | undefined>
  readonly bake: Field<number>
}
type JudgedValues = SmokeValues & { readonly metrics: string | undefined }

/** What a plan judges, and who judges it. */
export interface Judging {
  readonly tests: readonly Check[]
  readonly watch: readonly Check[]
  judge(send: Send, ref: PairRef, reporter: Reporter, nowMs: () => number): (plan: Plan) => Judge
}

/** Load balancers report one to three minutes late. */
const metricsDelayMs = 120_000

/** What `smoke`, `smoke-command` and `metrics` ask for. Their texts are read once, and every mistake in them is told with the others. */
export function judging(host: Pick<RunnerHost, 'readFile' | 'env'>): {
  readonly rules: readonly Rule<JudgedFields>[]
  /** For values that the rules have let pass. */
  of(values: JudgedValues): Promise<Judging>
} {
  const documents = documentsOf(host)
  return {
    rules: [
      ...(smokeRules(documents) as readonly Rule<JudgedFields>[]),
      { about: ['metrics'], check: (values) => documents.wrongIn(values.metrics, parseMetrics) },
      {
        about: ['metrics', 'bake'],
        check: ({ metrics, bake }) =>
          metrics !== undefined && bake < leastBakeMs(metricsDelayMs)
            ? `metrics come ${span(metricsDelayMs)} late, so a bake of less than ${span(leastBakeMs(metricsDelayMs))} judges nothing, and nothing judged is never a pass`
            : undefined,
      },
    ],
    async of(values) {
      const smoke = await smokeTests(values, documents, host.env)
      const thresholds = (await documents.valueOf(values.metrics, parseMetrics)) ?? []
      return {
        tests: smoke.checks,
        watch: thresholdChecks(thresholds),
        judge: (send, ref, reporter, nowMs) => (plan) => {
          const smokes = smoke.judge(plan, reporter, nowMs)
          const metrics = createAlbMetrics({ send, delayMs: metricsDelayMs })
          return {
            async judge(checks, fromMs, toMs, signal) {
              const found = await smokes.judge(checks, fromMs, toMs, signal)
              if (!checks.some(({ kind }) => kind === 'threshold')) return found
              const groups = meteredGroups(await findPair(send, ref, signal), sideOf(plan))
              return [...found, ...(await createThresholdJudge(metrics, groups).judge(checks, fromMs, toMs, signal))]
            },
          }
        },
      }
    },
  }
}
