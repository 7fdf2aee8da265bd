import type { Service } from '@aws-sdk/client-ecs'
import { SluiceError } from '../domain/errors.ts'
import { type ContainerImage, unpinned } from '../domain/task-definition.ts'
import { changeLine, contentChanges } from '../domain/task-definition/changes.ts'
import type { Problem, RecordStore, Target, Survey } from '../ports.ts'
import type { Send } from './operations.ts'
import { createRollingDriver } from './rolling-driver.ts'
import { rollingPreflight } from './rolling-preflight.ts'
import { describeService, nameOf, type ServiceRef } from './service-deployments.ts'
import { createTagRecordStore } from './tag-record-store.ts'
import {
  describeTaskDefinition,
  type RegisteredRevision,
  registerRevision,
  type ResolvedRevision,
  resolveRevision,
  type WantedContent,
} from './task-definitions.ts'

export interface RollingTargetOptions {
  readonly send: Send
  readonly awsNowMs: () => number
  readonly region: string
  readonly ref: ServiceRef
  readonly wanted: WantedContent
  readonly images: readonly ContainerImage[]
  readonly alarms: readonly string[]
  /** Refuse images that are not pinned by digest, instead of reporting them. */
  readonly requireDigest: boolean
}

/** One ECS service, as a rolling rollout needs it. */
export function createRollingTarget(options: RollingTargetOptions): Target {
  const { send, awsNowMs, ref, region } = options
  let service: Service | undefined
  let resolved: ResolvedRevision | undefined
  let running: RegisteredRevision | undefined
  /** What the service was set to when we first looked: another value before our first write is somebody else's. */
  let expected: string | undefined

  const describe = async (signal: AbortSignal): Promise<Service> => (service = await describeService(send, ref, signal))

  return {
    name: `${nameOf(ref.cluster)}/${nameOf(ref.service)}`,
    store: storeOf(async (signal) => {
      const { serviceArn } = service ?? (await describe(signal))
      return createTagRecordStore(send, awsNowMs, serviceArn ?? '')
    }),

    async survey(signal): Promise<Survey> {
      const seen = await describe(signal)
      // A revision never changes, so the one that runs is read again only when it is another.
      if (seen.taskDefinition !== undefined && running?.arn !== seen.taskDefinition) {
        running = await describeTaskDefinition(send, seen.taskDefinition, signal)
      }
      const wrong: Problem[] = []
      resolved = undefined
      try {
        resolved = await resolveRevision(send, options.wanted, options.images, running, signal)
      } catch (error) {
        if (!(error instanceof SluiceError) || error.reasonCode !== 'INPUT_INVALID') throw error
        wrong.push({ code: 'INPUT_INVALID', text: error.hint === undefined ? error.message : `${error.message}. ${error.hint}` })
      }
      const content = resolved?.definition
      const { problems, warnings, facts } = await rollingPreflight(send, ref, seen, content, options.alarms, signal)
      if (expected !== undefined && expected !== facts.current) {
        wrong.push({
          code: 'SUPERSEDED',
          text: `Somebody else set the service from ${expected} to ${facts.current} while this step prepared`,
        })
      }
      expected ??= facts.current
      const loose = content ? unpinned(content) : []
      const existing = resolved?.existing
      if (existing && !existing.active) {
        wrong.push({ code: 'PREFLIGHT_FAILED', text: `${existing.revision} is not ACTIVE: a service cannot be set to it` })
      }
      const pinning = loose.map(
        ({ container, image }) => `The image ${image} of ${container} is not pinned by digest: it may change under its name`,
      )
      return {
        atMs: awsNowMs(),
        problems: [
          ...wrong,
          ...problems,
          ...(options.requireDigest ? pinning.map((text): Problem => ({ code: 'IMAGE_NOT_PINNED', text })) : []),
        ],
        warnings: [...warnings, ...(options.requireDigest ? [] : pinning), ...baselineWarnings(facts.baseline, running)],
        baseline: facts.baseline,
        candidate: existing?.revision,
        desired: facts.desired,
        unchanged: facts.steady && existing !== undefined && existing.revision === facts.current,
        changes: running && content ? contentChanges(running.definition, content).map(changeLine) : [],
      }
    },

    async register(signal) {
      if (!resolved) throw new SluiceError('INTERNAL_ERROR', 'A revision is registered only after a survey has found what is wanted')
      if (resolved.existing) return resolved.existing.revision
      const existing = await registerRevision(send, resolved.definition, signal)
      resolved = { ...resolved, existing }
      return existing.revision
    },

    arnOf: (revision) => {
      const place = /^arn:[^:]+:ecs:[^:]+:\d+:/.exec(service?.serviceArn ?? '')?.[0]
      return place === undefined || revision === '' ? '' : `${place}task-definition/${revision}`
    },

    driver: ({ revision }) =>
      createRollingDriver({ send, awsNowMs, ref, region, revision, alarms: options.alarms, ...(expected !== undefined && { expected }) }),
  }
}

/** The tags of a service are reached by its ARN, which the first survey learns. */
function storeOf(connect: (signal: AbortSignal) => Promise<RecordStore>): RecordStore {
  return {
    read: async (signal) => (await connect(signal)).read(signal),
    write: async (entries, signal) => (await connect(signal)).write(entries, signal),
  }
}

function baselineWarnings(baseline: string, running: RegisteredRevision | undefined): readonly string[] {
  if (baseline === '') return ['No deployment of this service has ever succeeded: there is nothing to go back to']
  if (running?.revision === baseline && !running.active)
    return [`${baseline} is not ACTIVE any more: the service cannot be set to it again`]
  return []
}
