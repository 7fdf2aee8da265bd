import { SluiceError } from '../domain/errors.ts'
import { type ContainerImage, type TaskDefinition, unpinned } from '../domain/task-definition.ts'
import type { Problem } from '../ports.ts'
import type { Send } from './operations.ts'
import {
  type RegisteredRevision,
  registerRevision,
  type ResolvedRevision,
  resolveRevision,
  type WantedContent,
} from './task-definitions.ts'

export interface WantedRevisionOptions {
  readonly send: Send
  readonly images: readonly ContainerImage[]
  /** Refuse images that are not pinned by digest, instead of reporting them. */
  readonly requireDigest: boolean
}

/** What was found of the content wanted. */
export interface WantedSeen {
  /** Absent when the content itself is wrong. */
  readonly content: TaskDefinition | undefined
  /** The revision that has it already, if one has. */
  readonly existing: RegisteredRevision | undefined
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** The content a rollout is to bring: resolved by each survey, and registered when no revision has it. */
export interface WantedRevision {
  resolve(wanted: WantedContent, running: RegisteredRevision | undefined, signal?: AbortSignal): Promise<WantedSeen>
  /** `family:number`. Throws INTERNAL_ERROR before the first survey. */
  register(signal?: AbortSignal): Promise<string>
}

export function createWantedRevision({ send, images, requireDigest }: WantedRevisionOptions): WantedRevision {
  let resolved: ResolvedRevision | undefined

  return {
    async resolve(wanted, running, signal) {
      const problems: Problem[] = []
      resolved = undefined
      try {
        resolved = await resolveRevision(send, wanted, images, running, signal)
      } catch (error) {
        if (!(error instanceof SluiceError) || error.reasonCode !== 'INPUT_INVALID') throw error
        problems.push({ code: 'INPUT_INVALID', text: error.hint === undefined ? error.message : `${error.message}. ${error.hint}` })
      }
      const { definition: content, existing } = resolved ?? {}
      if (existing && !existing.active) {
        problems.push({ code: 'PREFLIGHT_FAILED', text: `${existing.revision} is not ACTIVE: a service cannot be set to it` })
      }
      const pinning = (content ? unpinned(content) : []).map(
        ({ container, image }) => `The image ${image} of ${container} is not pinned by digest: it may change under its name`,
      )
      if (requireDigest) problems.push(...pinning.map((text): Problem => ({ code: 'IMAGE_NOT_PINNED', text })))
      return { content, existing, problems, warnings: requireDigest ? [] : pinning }
    },

    async register(signal) {
      if (!resolved) throw new SluiceError('INTERNAL_ERROR', 'A revision is registered only after a survey has found what is wanted')
      if (resolved.existing) return resolved.existing.revision
      const existing = await registerRevision(send, resolved.definition, signal)
      resolved = { ...resolved, existing }
      return existing.revision
    },
  }
}

/** The ARN of a revision in the account and region of a service; empty for an empty revision, and while no service is known. */
export function revisionArn(serviceArn: string | undefined, revision: string): string {
  const place = /^arn:[^:]+:ecs:[^:]+:\d+:/.exec(serviceArn ?? '')?.[0]
  return place === undefined || revision === '' ? '' : `${place}task-definition/${revision}`
}
