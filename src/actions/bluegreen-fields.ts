import type { ActionMetadata } from '../runner/action.ts'
import { choice, text } from '../runner/fields.ts'
import type { Rule } from '../runner/inputs.ts'
import { common, commonOutputs, content, judged, named, pairInputs, pairOutputs, pairWishes, takingUp, watch } from './fields.ts'

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
  ...judged,
  ...watch,
  ...pairWishes,
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
    ...pairOutputs,
  },
}

export const meaningful: Rule<Inputs> = {
  about: ['command', 'task-definition', 'images'],
  check: ({ command, images, 'task-definition': given }) =>
    (given !== undefined || images.size > 0) && !['run', 'stage'].includes(command)
      ? `\`command: ${command}\` takes what is staged, so it has no use for a content of its own`
      : undefined,
}
