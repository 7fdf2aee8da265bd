import { createRollingTarget } from '../aws/rolling-target.ts'
import { createSend } from '../aws/send.ts'
import { roll, type RollingOrder } from '../engine/rolling.ts'
import type { ActionMetadata } from '../runner/action.ts'
import { localClock } from '../runner/clock.ts'
import { choice, text } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import { readInputs, settings } from '../runner/inputs.ts'
import { conclude, type Concerning } from './conclude.ts'
import { bakeFits, common, commonOutputs, content, named, takingUp, watch } from './fields.ts'
import { holderOf, regionKnown, regionOf } from './place.ts'
import { imagesIn, readWantedContent } from './wanted-content.ts'

const inputs = {
  command: choice(['deploy'], { description: 'What to do.', default: 'deploy', example: 'deploy' }),
  cluster: text({ ...named.cluster, required: true }),
  service: text({ ...named.service, required: true }),
  ...content,
  ...watch,
  rollback: choice(['auto', 'none'], {
    description: '`none` ends with the reason where it is and leaves the service to you.',
    default: 'auto',
    example: 'none',
  }),
  'on-empty': choice(['fail', 'pass'], {
    description: 'What a service with a desired count of 0 means: nothing was proved, so the step fails, or that is as it should be.',
    default: 'fail',
    example: 'pass',
  }),
  ...takingUp,
  ...common,
}

export const metadata: ActionMetadata = {
  name: 'rolling-ecs',
  title: 'Sluice: rolling deployment on ECS',
  description: 'Rolls an ECS service to a new revision, says why when it fails, and puts the old one back',
  icon: 'refresh-cw',
  color: 'blue',
  inputs,
  outputs: {
    ...commonOutputs,
    'task-definition-arn': 'The revision rolled out.',
    'previous-task-definition-arn': 'The revision that served before.',
    'service-deployment-arn': 'The ECS service deployment of this rollout.',
  },
}

export async function main(host: RunnerHost): Promise<void> {
  const wanted = readWantedContent(host)
  const read = await readInputs(inputs, host, { rules: [regionKnown(host), bakeFits, ...wanted.rules] })
  const { values } = read
  const region = regionOf(host, values['aws-region'])
  const aws = createSend({ region, userAgent: 'sluice/rolling-ecs' })
  const { cluster, service } = values
  const order: RollingOrder = {
    mode: values.mode,
    holder: holderOf(host),
    onUnfinished: values['on-unfinished'],
    bakeMs: values.bake,
    alarms: values.alarms,
    deadlineMs: values['timeout-minutes'] * 60_000,
    rollback: values.rollback,
    onCancel: values['on-cancel'],
    onEmpty: values['on-empty'],
  }
  const target = createRollingTarget({
    ...aws,
    region,
    ref: { cluster, service },
    wanted: await wanted.of(values['task-definition']),
    images: imagesIn(values.images),
    alarms: values.alarms,
    requireDigest: values['require-digest'],
  })
  const about: Concerning = {
    action: metadata.name,
    environment: values.environment ?? '',
    place: { topology: 'native', region, cluster, service },
    ...order,
    settings: settings(inputs, read),
    nowMs: aws.awsNowMs,
    outputsOf: ({ from, to }) => ({ 'task-definition-arn': target.arnOf(to), 'previous-task-definition-arn': target.arnOf(from) }),
    outputsAt: firstDeployment(),
  }
  await conclude(host, about, (ports) => roll(order, target, { ...ports, clock: localClock, cancellation: host.cancelled }))
  aws.close()
}

/** The deployment towards the candidate; the one that leads back is another. */
function firstDeployment(): NonNullable<Concerning['outputsAt']> {
  let known = false
  return (event) => {
    if (known || event.kind !== 'identified') return {}
    known = true
    return { 'service-deployment-arn': event.attempt }
  }
}

export { post } from './post.ts'
