import { createAlbMetrics, createThresholdJudge } from '../aws/alb-metrics.ts'
import { findPair } from '../aws/pair-discovery.ts'
import type { PairRef } from '../aws/pair.ts'
import { meteredGroups } from '../aws/pair-groups.ts'
import type { Send } from '../aws/operations.ts'
import { span } from '../domain/render/time.ts'
import type { Check, Plan } from '../domain/rollout.ts'
import { parseSmoke, parseTestUrl } from '../domain/smoke.ts'
import { leastBakeMs, parseMetrics, thresholdChecks } from '../domain/thresholds.ts'
import type { Made } from '../domain/task-definition.ts'
import type { Judge, Reporter } from '../ports.ts'
import { isFilePath, readDocument } from '../runner/document.ts'
import type { Field } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import { createSmoke } from '../smoke/smoke.ts'

interface JudgedFields {
  readonly [name: string]: Field<unknown>
  readonly smoke: Field<string | undefined>
  readonly 'smoke-command': Field<string | undefined>
  readonly 'test-url': Field<string | undefined>
  readonly metrics: Field<string | undefined>
  readonly bake: Field<number>
}
type JudgedValues = { readonly [K in 'smoke' | 'smoke-command' | 'test-url' | 'metrics']: string | undefined }

/** What a plan judges, and who judges it. */
export interface Judging {
  readonly tests: readonly Check[]
  readonly watch: readonly Check[]
  judge(send: Send, ref: PairRef, reporter: Reporter, nowMs: () => number): (plan: Plan) => Judge
}

/** Load balancers report one to three minutes late. */
const metricsDelayMs = 120_000
const smokeTimeoutMs = 600_000

/** What `smoke`, `smoke-command` and `metrics` ask for. Their texts are read once, and every mistake in them is told with the others. */
export function judging(host: Pick<RunnerHost, 'readFile' | 'env'>): {
  readonly rules: readonly Rule<JudgedFields>[]
  /** For values that the rules have let pass. */
  of(values: JudgedValues): Promise<Judging>
} {
  const read = new Map<string, Promise<Made<unknown>>>()
  const document = (text: string): Promise<Made<unknown>> => {
    const known = read.get(text) ?? documentOf(host, text)
    read.set(text, known)
    return known
  }
  const made = async <T>(text: string | undefined, parse: (value: unknown) => Made<T>): Promise<Made<T> | undefined> => {
    if (text === undefined) return undefined
    const found = await document(text)
    return 'problems' in found ? found : parse(found.value)
  }
  const wrongIn = async (text: string | undefined, parse: (value: unknown) => Made<unknown>) => {
    const found = await made(text, parse)
    return found && 'problems' in found ? found.problems : undefined
  }
  return {
    rules: [
      { about: ['smoke'], check: (values) => wrongIn(values.smoke, parseSmoke) },
      { about: ['metrics'], check: (values) => wrongIn(values.metrics, parseMetrics) },
      {
        about: ['test-url'],
        check: (values) => {
          const url = values['test-url'] === undefined ? undefined : parseTestUrl(values['test-url'], 'blue')
          return url && 'problems' in url ? url.problems : undefined
        },
      },
      {
        about: ['metrics', 'bake'],
        check: ({ metrics, bake }) =>
          metrics !== undefined && bake < leastBakeMs(metricsDelayMs)
            ? `metrics come ${span(metricsDelayMs)} late, so a bake of less than ${span(leastBakeMs(metricsDelayMs))} judges nothing, and nothing judged is never a pass`
            : undefined,
      },
    ],
    async of(values) {
      const requests = valueOf(await made(values.smoke, parseSmoke)) ?? []
      const thresholds = valueOf(await made(values.metrics, parseMetrics)) ?? []
      const command = values['smoke-command']
      const smoke: Check = { name: 'smoke', kind: 'smoke', spec: [requests, command ?? ''] }
      return {
        tests: requests.length > 0 || command !== undefined ? [smoke] : [],
        watch: thresholdChecks(thresholds),
        judge: (send, ref, reporter, nowMs) => (plan) => {
          const side = plan.names?.candidate === 'green' ? 'green' : 'blue'
          const onLine = (line: string): void => reporter.report({ kind: 'noted', atMs: nowMs(), text: `smoke: ${line}` })
          const smokes = createSmoke({
            ...{ url: values['test-url'], side, revision: plan.revision.candidate, requests, command },
            ...{ timeoutMs: smokeTimeoutMs, env: host.env, onLine },
          })
          const metrics = createAlbMetrics({ send, delayMs: metricsDelayMs })
          return {
            async judge(checks, fromMs, toMs, signal) {
              const found = await smokes.judge(checks, fromMs, toMs, signal)
              if (!checks.some(({ kind }) => kind === 'threshold')) return found
              const groups = meteredGroups(await findPair(send, ref, signal), side)
              return [...found, ...(await createThresholdJudge(metrics, groups).judge(checks, fromMs, toMs, signal))]
            },
          }
        },
      }
    },
  }
}

async function documentOf(host: Pick<RunnerHost, 'readFile'>, text: string): Promise<Made<unknown>> {
  if (isFilePath(text) && !text.includes('\n')) return readDocument(host, text)
  return (await import('../runner/yaml-text.ts')).readYaml(text)
}

function valueOf<T>(made: Made<T> | undefined): T | undefined {
  if (made && 'problems' in made) throw new Error(`it was used although it is wrong: ${made.problems.join('; ')}`)
  return made?.value
}
