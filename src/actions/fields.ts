import { span } from '../domain/render/time.ts'
import { boolean, choice, duration, integer, keyedLines, lines, parsed, text } from '../runner/fields.ts'
import { parseDuration } from '../runner/field-values.ts'
import type { Rule } from '../runner/inputs.ts'

/** Inputs that several actions share: one name has one meaning in the whole suite. */
export const common = {
  mode: choice(['apply', 'plan'], {
    description: '`plan` shows what would happen and writes nothing.',
    default: 'apply',
    example: 'plan',
  }),
  'aws-region': text({
    description: 'AWS region. Without it the region of the job (`AWS_REGION`) is used.',
    example: 'eu-west-1',
  }),
  environment: text({
    description: 'Name of the environment, for reports.',
    example: 'production',
  }),
  'timeout-minutes': integer(
    { min: 1, max: 1440 },
    {
      description:
        'After so many minutes it is given up with TIMED_OUT: a rollout is rolled back, which may take as long again; a schema change stops, and the next run goes on behind it. Give the step or job a longer `timeout-minutes` of its own.',
      default: '30',
      example: '15',
    },
  ),
  'on-cancel': choice(['rollback', 'leave'], {
    description: 'What a cancelled step does with the rollout: sends it home with one call, or leaves it running.',
    default: 'rollback',
    example: 'leave',
  }),
}

/** What is rolled out where, described once; whether it must be given is for each action to say. */
export const named = {
  cluster: { description: 'Cluster of the service, or of both services of a pair: name or ARN.', example: 'production' },
  service: { description: 'The ECS service: name or ARN.', example: 'shop-web' },
  blue: { description: 'First service of the pair: name or ARN.', example: 'shop-web-blue' },
  green: { description: 'Second service of the pair: name or ARN.', example: 'shop-web-green' },
} as const

/** What is to run. */
export const content = {
  'task-definition': text({
    description:
      'What to run: a file of the workspace (`.json`, `.yaml`, `.yml`), a family, `family:revision` or an ARN. Without it the revision that serves now, with `images` exchanged.',
    example: 'deploy/task-definition.json',
  }),
  images: keyedLines({
    description: 'Images to put in, one on each line. Other containers stay as they are.',
    of: '`container=image`',
    example: 'web=registry.example/shop@sha256:4f5c…',
  }),
  'require-digest': boolean({
    description: 'Refuse images that are not pinned by digest (`IMAGE_NOT_PINNED`).',
    default: 'false',
    example: 'true',
  }),
}

/** What an unfinished rollout, left by a run that died or by one that stopped on purpose, means for this one. */
export const takingUp = {
  'on-unfinished': choice(['resume', 'rollback', 'refuse'], {
    description:
      'What to do with an unfinished rollout that is found: `resume` goes on with the same plan and refuses another, `rollback` leads any other home first, `refuse` stops at any.',
    default: 'resume',
    example: 'rollback',
  }),
}

/** How long and by what a candidate with full load is watched. */
export const watch = {
  bake: duration({
    description:
      'How long the new revision is watched once it has its traffic. A breach in this time rolls back. Shorter than `timeout-minutes`.',
    default: '0s',
    example: '10m',
  }),
  alarms: lines({
    description:
      'CloudWatch alarms by name, one on each line. One that goes into ALARM while the rollout is under way or bakes rolls it back; one that is in ALARM before refuses it.',
    example: 'shop-web-5xx',
  }),
}

/** The time-out covers the bake: one that is as long rolls back a rollout in which nothing went wrong. */
export const bakeFits: Rule<Pick<typeof watch, 'bake'> & Pick<typeof common, 'timeout-minutes'>> = {
  about: ['bake', 'timeout-minutes'],
  check: (values) => {
    const timeoutMs = values['timeout-minutes'] * 60_000
    if (values.bake < timeoutMs) return undefined
    return `a bake of ${span(values.bake)} does not end within the time-out of ${span(timeoutMs)}, so a healthy rollout would be rolled back: bake shorter, or give more minutes`
  },
}

/** By what the new side is judged, before it has traffic and with it. */
export const judged = {
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
    description:
      'What the new side is judged by while it is watched, a YAML list or a file with one: limits (`max`), and beside a live baseline metrics that are compared.',
    example: '- errors: { max: 1% }',
  }),
}

/** How a pair is treated while traffic moves, and after it. */
export const pairWishes = {
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

/** Outputs of every action that changes something. */
export const commonOutputs = {
  outcome: '`succeeded`, `no-op`, `paused`, `waiting`, `rolled-back` or `failed`. The step fails on the last two.',
  'reason-code': 'Why, from the closed list in docs/runbook.md.',
  reason: 'Why, as a sentence.',
  result: 'The whole result as JSON: timeline, gates, faults, and what is left to do.',
  rollout: 'Names this rollout for other actions of the suite, as JSON. Carries no account id, so it survives masking between jobs.',
  started:
    '`true` from just before the first write to the service, or while something unfinished is taken up: a rollback is needed only then.',
}

/** Outputs of every rollout of a pair. */
export const pairOutputs = {
  live: 'The side that serves: `blue` or `green`.',
  idle: 'The other side.',
  'test-url': 'Where the idle side answers, for steps of your own before it has traffic.',
  'task-definition-arn': 'The revision rolled out.',
  'previous-task-definition-arn': 'The revision that served before.',
  'resume-at': 'When a rollout that waits goes on, as an ISO time.',
}

/** The rules before a pair. */
export const pairInputs = {
  'listener-rules': lines({
    description:
      'Listener rules that share traffic between the two sides, one ARN on each line; the ARN of a listener means its default action. `auto` takes every rule that holds both sides.',
    default: 'auto',
    example: 'arn:aws:elasticloadbalancing:…:listener-rule/app/shop/…',
  }),
  'test-rules': lines({
    description: 'Rules that lead to one side only, for tests before the swap: one ARN on each line. Their weights are never touched.',
    example: 'arn:aws:elasticloadbalancing:…:listener-rule/app/shop/…',
  }),
}

/** What those two inputs mean. */
export function rulesOf(values: { readonly 'listener-rules': readonly string[]; readonly 'test-rules': readonly string[] }): {
  readonly rules: 'auto' | readonly string[]
  readonly testRules: readonly string[]
} {
  const rules = values['listener-rules']
  return { rules: rules.includes('auto') ? 'auto' : rules, testRules: values['test-rules'] }
}
