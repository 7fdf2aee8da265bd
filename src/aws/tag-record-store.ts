import { SluiceError } from '../domain/errors.ts'
import type { RecordStore } from '../ports.ts'
import type { Send } from './operations.ts'

/** Before each key, so that our tags are told from those of the owner. */
const tagPrefix = 'sluice.'

/** Source: "Tag naming and usage conventions", AWS General Reference; we stay one below the 256 it allows. */
const longest = 255
const allowed = /^[A-Za-z0-9+=._:/@ -]*$/

/** The tags of one resource, in the words of its service. */
export interface ResourceTags {
  list(signal: AbortSignal): Promise<readonly (readonly [key: string, value: string])[]>
  put(tags: readonly (readonly [key: string, value: string])[], signal: AbortSignal): Promise<unknown>
  remove(keys: readonly string[], signal: AbortSignal): Promise<unknown>
}

/** Keeps entries as tags of an ECS resource. `resourceArn` must be the long form that carries the cluster's name: others cannot be tagged. */
export function createTagRecordStore(send: Send, awsNowMs: () => number, resourceArn: string): RecordStore {
  return keptInTags(awsNowMs, {
    async list(signal) {
      const { tags } = await send('ecs:ListTagsForResource', { resourceArn }, signal)
      return (tags ?? []).map(({ key = '', value = '' }) => [key, value])
    },
    put: (tags, signal) => send('ecs:TagResource', { resourceArn, tags: tags.map(([key, value]) => ({ key, value })) }, signal),
    remove: (keys, signal) => send('ecs:UntagResource', { resourceArn, tagKeys: [...keys] }, signal),
  })
}

/**
 * Keeps entries as tags `sluice.<entry>`. Entries are written before others are removed; a call lost between leaves both, which
 * readers must bear.
 */
export function keptInTags(awsNowMs: () => number, tags: ResourceTags): RecordStore {
  return {
    async read(signal) {
      const ours = (await tags.list(signal)).flatMap(([key, value]): [string, string][] =>
        key.startsWith(tagPrefix) ? [[key.slice(tagPrefix.length), value]] : [],
      )
      return { entries: Object.fromEntries(ours), atMs: awsNowMs() }
    },
    async write(entries, signal) {
      const all = Object.entries(entries)
      const set = all.flatMap(([key, value]): [string, string][] => (value === null ? [] : [[tagPrefix + key, fit(key, value)]]))
      const gone = all.flatMap(([key, value]) => (value === null ? [tagPrefix + key] : []))
      if (set.length > 0) await tags.put(set, signal)
      if (gone.length > 0) await tags.remove(gone, signal)
      return { atMs: awsNowMs() }
    },
  }
}

function fit(key: string, value: string): string {
  if (value.length <= longest && allowed.test(value)) return value
  throw new SluiceError('INTERNAL_ERROR', `The entry ${key} cannot be kept in a tag: ${JSON.stringify(value)}`)
}
