import type { ActionMetadata } from '../runner/action.ts'
import { choice, integer, parsed, text } from '../runner/fields.ts'
import { parseDuration } from '../runner/field-values.ts'
import type { Rule } from '../runner/inputs.ts'
import { common, commonOutputs, content, named, pairInputs, takingUp, watch } from './fields.ts'

export const inputs = {
  command: choice(['run', 'stage', 'swap', 'finish', 'status'], {
    description:
      'One plan, in parts: `stage` brings the idle side up and tests it, `swap` moves all traffic and watches, `finish` lets the old side go, `run` does all of it. `swap` and `finish` take what is staged, and so no content of their own; `swap` without anything staged sends traffic to the idle side as it is. `status` only tells.',
    default: 'run',
    example: 'stage',
  }),
  cluster: text({ ...named.cluster, required: true }),
  blue: text({ ...named.blue, required: true }),
  green: text({ ...named.green, required: true }),
  ...pairInputs,
  ...content,
  'test-url': text({
    description: 'Where the idle side answers before it has production traffic. `{side}` stands for its name, `blue` or `green`.',
    example: 'https://{side}.shop.example',
  }),
  smoke: text({
    description: 'HTTP checks of the idle side, a YAML list or a file with one; all must pass before any production traffic.',
    example: '- path: /health',
  }),
  'smoke-command': text({
    description:
      'A shell command that must exit with 0 before any production traffic. It finds `SLUICE_TEST_URL`, `SLUICE_SIDE` and `SLUICE_REVISION`.',
    example: './smoke.sh',
  }),
  metrics: text({
    description: 'Limits that hold while the new side bakes, a YAML list or a file with one.',
    example: '- errors: { max: 1% }',
  }),
  ...watch,
  'min-healthy': integer(
    { min: 1, max: 10_000 },
    { description: 'Healthy targets a side needs at least before it gets any traffic.', default: '1', example: '2' },
  ),
  standby: parsed<'keep' | number, { description: string; default: string; example: string }>(
    'keep, scale-to-zero or a duration such as 24h',
    standbyIn,
    {
      description:
        'What becomes of the old side: `keep` leaves it as it is, ready to swap back; `scale-to-zero` at once, or after a duration.',
      default: 'keep',
      example: '24h',
    },
  ),
  stickiness: parsed<'keep' | 'off' | number, { description: string; default: string; example: string }>(
    'keep, off or a duration of at least 1s such as 1h',
    stickinessIn,
    {
      description:
        'Group stickiness of the rules when traffic moves. Going home always switches it off, or clients would stay where they were.',
      default: 'keep',
      example: 'off',
    },
  ),
  'other-traffic': choice(['refuse', 'accept'], {
    description: 'What to do with a side that also has traffic we do not move: Service Connect, Cloud Map.',
    default: 'refuse',
    example: 'accept',
  }),
  ...takingUp,
  ...common,
}
type Inputs = typeof inputs

export const metadata: ActionMetadata = {
  name: 'bluegreen-swap',
  title: 'Sluice: blue-green swap on ECS',
  description:
    'Tests the idle side of a pair of ECS services, moves all traffic to it at once, watches it, and moves it back when it breaks',
  icon: 'repeat',
  color: 'blue',
  inputs,
  outputs: {
    ...commonOutputs,
    live: 'The side that serves: `blue` or `green`.',
    idle: 'The other side.',
    'test-url': 'Where the idle side answers, for steps of your own between `stage` and `swap`.',
    'task-definition-arn': 'The revision rolled out.',
    'previous-task-definition-arn': 'The revision that served before.',
    'resume-at': 'When a rollout that waits goes on, as an ISO time.',
  },
}

export const meaningful: Rule<Inputs> = {
  about: ['command', 'task-definition', 'images', 'test-url', 'smoke'],
  check: (values) => {
    const wrong: string[] = []
    const isGiven = values['task-definition'] !== undefined || values.images.size > 0
    if (isGiven && !['run', 'stage'].includes(values.command))
      wrong.push(`\`command: ${values.command}\` takes what is staged, so it has no use for a content of its own`)
    if (values.smoke !== undefined && values['test-url'] === undefined) wrong.push('`smoke` needs `test-url`: where the idle side answers')
    return wrong
  },
}

function standbyIn(text: string): 'keep' | number {
  if (text === 'keep') return 'keep'
  return text === 'scale-to-zero' ? 0 : durationIn(text)
}

/** Source of the bounds: TargetGroupStickinessConfig, 1 to 604,800 seconds. */
function stickinessIn(text: string): 'keep' | 'off' | number {
  if (text === 'keep' || text === 'off') return text
  const ms = durationIn(text)
  if (ms < 1_000 || ms > 604_800_000) throw new Error('1s to 168h are possible')
  return ms
}

function durationIn(text: string): number {
  const read = parseDuration(text)
  if ('ok' in read) return read.ok
  throw new Error(read.wrong)
}
