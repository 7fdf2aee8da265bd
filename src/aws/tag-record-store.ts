import { SluiceError } from '../domain/errors.ts'
import type { RecordStore } from '../ports.ts'
import type { Send } from './operations.ts'

/** Before each key, so that our tags are told from those of the owner. */
const tagPrefix = 'sluice.'

/** Source: "Tag naming and usage conventions", AWS General Reference; we stay one below the 256 it allows. */
const longest = 255
const allowed = /^[A-Za-z0-9+=._:/@ -]*$/

/**
 * Keeps entries as tags `sluice.<entry>` of an ECS resource. `resourceArn` must be the long form that carries the cluster's name:
 * others cannot be tagged. Entries are written before others are removed; a call lost between leaves both, which readers must bear.
 */
export function createTagRecordStore(send: Send, awsNowMs: () => number, resourceArn: string): RecordStore {
  return {
    async read(signal) {
      const { tags } = await send('ecs:ListTagsForResource', { resourceArn }, signal)
      const ours = (tags ?? []).flatMap(({ key, value }): [string, string][] =>
        key?.startsWith(tagPrefix) ? [[key.slice(tagPrefix.length), value ?? '']] : [],
      )
      return { entries: Object.fromEntries(ours), atMs: awsNowMs() }
    },
    async write(entries, signal) {
      const tags = Object.entries(entries).flatMap(([key, value]) =>
        value === null ? [] : [{ key: tagPrefix + key, value: fit(key, value) }],
      )
      const tagKeys = Object.entries(entries).flatMap(([key, value]) => (value === null ? [tagPrefix + key] : []))
      if (tags.length > 0) await send('ecs:TagResource', { resourceArn, tags }, signal)
      if (tagKeys.length > 0) await send('ecs:UntagResource', { resourceArn, tagKeys }, signal)
      return { atMs: awsNowMs() }
    },
  }
}

function fit(key: string, value: string): string {
  if (value.length <= longest && allowed.test(value)) return value
  throw new SluiceError('INTERNAL_ERROR', `The entry ${key} cannot be kept in a tag: ${JSON.stringify(value)}`)
}
