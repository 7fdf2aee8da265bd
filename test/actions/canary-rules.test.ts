import { describe, expect, test } from 'vitest'
import { inputs } from '../../src/actions/canary-fields.ts'
import { canaryJudging } from '../../src/actions/canary-judging.ts'
import { canaryRules, gatesText, partOf } from '../../src/actions/canary-rules.ts'
import { documentsOf } from '../../src/actions/documents.ts'
import { readInputs } from '../../src/runner/inputs.ts'
import { recordHost } from '../runner/recorded-host.ts'

const pair = { INPUT_CLUSTER: 'shop', INPUT_BLUE: 'web-blue', INPUT_GREEN: 'web-green' }
const steps = { ...pair, INPUT_STEPS: '5@10m, 25@10m, 100', INPUT_METRICS: '- errors', 'INPUT_TIMEOUT-MINUTES': '60' }

function read(given: Readonly<Record<string, string>>) {
  const { host } = recordHost(given)
  return readInputs(inputs, host, { rules: canaryRules(documentsOf(host)) })
}

async function mistakesOf(given: Readonly<Record<string, string>>): Promise<readonly string[]> {
  try {
    await read(given)
    return []
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(1) : []
  }
}

describe('what does not fit is told of the input that is to be changed', () => {
  test('each by itself', async () => {
    expect(await mistakesOf(steps)).toEqual([])
    expect(await mistakesOf({ ...steps, INPUT_METRICS: '- cpu\n- errors: { margin: 9 }' })).toEqual([
      expect.stringMatching(/^ {2}metrics: metrics\[0\] is "cpu"/) as string,
      expect.stringMatching(/^ {2}metrics: metrics\[1\]\.errors has the margin 9/) as string,
    ])
    expect(await mistakesOf({ ...steps, 'INPUT_TIMEOUT-MINUTES': '20' })).toEqual([
      expect.stringMatching(/^ {2}timeout-minutes: 20 min of judging/) as string,
    ])
    expect(await mistakesOf({ ...steps, INPUT_GREEN: '' })).toEqual(['  cluster, blue, green: `green` must name the pair'])
    expect(await mistakesOf({ ...steps, INPUT_MATCH: '- path: /x' })).toEqual([expect.stringMatching(/^ {2}match: /) as string])
  })

  test('a plan is refused where the step itself would be', async () => {
    const { INPUT_STEPS: _, ...rest } = steps
    const one = { ...rest, INPUT_WEIGHT: '5', INPUT_BAKE: '20m' }
    for (const mode of ['apply', 'plan'])
      expect(await mistakesOf({ ...one, INPUT_MODE: mode })).toEqual([
        expect.stringMatching(/^ {2}unattended: this step would end with 5 % of the traffic/) as string,
      ])
    expect(await mistakesOf({ ...one, INPUT_UNATTENDED: 'hold', INPUT_MODE: 'plan' })).toEqual([])
  })
})

test('a plan names all that the canary may fail by, and what becomes of it undecided', async () => {
  const metrics = '- errors\n- latency: { required: false }\n- errors: { max: 5% }\n- slo: { target: 99%, from: errors }'
  const given = { ...steps, INPUT_METRICS: metrics, INPUT_ALARMS: 'shop-web-5xx' }
  const { values } = await read(given)
  const part = partOf(values)
  const lines = gatesText(part, values, await canaryJudging(values, part, documentsOf(recordHost(given).host)))
  expect(lines).toEqual([
    'weights 5 for 10 min, 25 for 10 min, 100',
    'compared with the baseline: errors (worse than 1.25x fails, 2x must be ruled out), latency (worse than 1.25x fails)',
    'besides: errors-slo, the limit of errors, alarms',
    '19 looks; a canary that is not worse is failed with probability 0.05 at most, a harmful one is passed with probability 0.05 at most',
    'undecided at the end: hold',
  ])
})
