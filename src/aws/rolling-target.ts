import type { Service } from '@aws-sdk/client-ecs'
import { changeLine, contentChanges } from '../domain/task-definition/changes.ts'
import type { Survey, Target } from '../ports.ts'
import { lateRecordStore } from './late-record-store.ts'
import { createRollingDriver } from './rolling-driver.ts'
import { rollingPreflight } from './rolling-preflight.ts'
import { describeService, nameOf, type ServiceRef } from './service-deployments.ts'
import { createTagRecordStore } from './tag-record-store.ts'
import { describeTaskDefinition, type RegisteredRevision, type WantedContent } from './task-definitions.ts'
import { createWantedRevision, revisionArn, type WantedRevisionOptions } from './wanted-revision.ts'

export interface RollingTargetOptions extends WantedRevisionOptions {
  readonly awsNowMs: () => number
  readonly region: string
  readonly ref: ServiceRef
  readonly wanted: WantedContent
  readonly alarms: readonly string[]
}

/** One ECS service, as a rolling rollout needs it. */
export function createRollingTarget(options: RollingTargetOptions): Target {
  const { send, awsNowMs, ref, region } = options
  const wanted = createWantedRevision(options)
  let service: Service | undefined
  let running: RegisteredRevision | undefined
  /** What the service was set to when we first looked: another value is somebody else's, as long as nobody here has begun to write. */
  let expected: string | undefined
  let begun = false

  const describe = async (signal: AbortSignal): Promise<Service> => (service = await describeService(send, ref, signal))

  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.service)}`,
    // The tags of a service are reached by its ARN, which the first survey learns.
    store: lateRecordStore(async (signal) => {
      const { serviceArn } = service ?? (await describe(signal))
      return createTagRecordStore(send, awsNowMs, serviceArn ?? '')
    }),

    async survey(signal): Promise<Survey> {
      const seen = await describe(signal)
      // A revision never changes, so the one that runs is read again only when it is another.
      if (seen.taskDefinition !== undefined && running?.arn !== seen.taskDefinition) {
        running = await describeTaskDefinition(send, seen.taskDefinition, signal)
      }
      const { content, existing, ...found } = await wanted.resolve(options.wanted, running, signal)
      const wrong = [...found.problems]
      const { problems, warnings, facts } = await rollingPreflight(send, ref, seen, content, options.alarms, signal)
      if (!begun && expected !== undefined && expected !== facts.current) {
        wrong.push({
          code: 'SUPERSEDED',
          text: `Somebody else set the service from ${expected} to ${facts.current} while this step prepared`,
        })
      }
      expected = begun ? facts.current : (expected ?? facts.current)
      return {
        atMs: awsNowMs(),
        problems: [...wrong, ...problems],
        warnings: [...warnings, ...found.warnings, ...baselineWarnings(facts.baseline, running)],
        baseline: facts.baseline,
        current: facts.current,
        candidate: existing?.revision,
        desired: facts.desired,
        unchanged: facts.steady && existing !== undefined && existing.revision === facts.current,
        changes: running && content ? contentChanges(running.definition, content).map(changeLine) : [],
      }
    },

    register: (signal) => wanted.register(signal),

    arnOf: (revision) => revisionArn(service?.serviceArn, revision),

    driver({ revision }) {
      begun = true
      const seen = expected === undefined ? {} : { expected }
      return createRollingDriver({ send, awsNowMs, ref, region, revision, alarms: options.alarms, ...seen })
    },
  }
}

function baselineWarnings(baseline: string, running: RegisteredRevision | undefined): readonly string[] {
  if (baseline === '') return ['No deployment of this service has ever succeeded: there is nothing to go back to']
  if (running?.revision === baseline && !running.active)
    return [`${baseline} is not ACTIVE any more: the service cannot be set to it again`]
  return []
}
