import type { Check, Plan } from '../domain/rollout.ts'
import { parseSmoke, parseTestUrl } from '../domain/smoke.ts'
import type { Reporter, SpotJudge } from '../ports.ts'
import type { Field } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import { createSmoke } from '../smoke/smoke.ts'
import type { Documents } from './documents.ts'

export interface SmokeFields {
  readonly [name: string]: Field<unknown>
  readonly smoke: Field<string | undefined>
  readonly 'smoke-command': Field<string | undefined>
  readonly 'test-url': Field<string | undefined>
}
export type SmokeValues = { readonly [K in 'smoke' | 'smoke-command' | 'test-url']: string | undefined }

/** Tests of the idle side before it has traffic, and who makes them. */
export interface SmokeTests {
  readonly checks: readonly Check[]
  judge(plan: Plan, reporter: Reporter, nowMs: () => number): SpotJudge
}

const smokeTimeoutMs = 600_000

export function smokeRules({ wrongIn }: Documents): readonly Rule<SmokeFields>[] {
  return [
    { about: ['smoke'], check: (values) => wrongIn(values.smoke, parseSmoke) },
    {
      about: ['smoke', 'test-url'],
      check: (values) =>
        values.smoke !== undefined && values['test-url'] === undefined
          ? '`smoke` needs `test-url`: where the idle side answers'
          : undefined,
    },
    {
      about: ['test-url'],
      check: (values) => {
        const url = values['test-url'] === undefined ? undefined : parseTestUrl(values['test-url'], 'blue')
        return url && 'problems' in url ? url.problems : undefined
      },
    },
  ]
}

export async function smokeTests(values: SmokeValues, { valueOf }: Documents, env: RunnerHost['env']): Promise<SmokeTests> {
  const requests = (await valueOf(values.smoke, parseSmoke)) ?? []
  const command = values['smoke-command']
  const smoke: Check = { name: 'smoke', kind: 'smoke', spec: [requests, command ?? ''] }
  return {
    checks: requests.length > 0 || command !== undefined ? [smoke] : [],
    judge: (plan, reporter, nowMs) =>
      createSmoke({
        ...{ url: values['test-url'], side: sideOf(plan), revision: plan.revision.candidate, requests, command },
        ...{ timeoutMs: smokeTimeoutMs, env },
        onLine: (line) => reporter.report({ kind: 'noted', atMs: nowMs(), text: `smoke: ${line}` }),
      }),
  }
}

/** The side of a pair that the candidate is. */
export function sideOf({ names }: Pick<Plan, 'names'>): 'blue' | 'green' {
  return names?.candidate === 'green' ? 'green' : 'blue'
}
