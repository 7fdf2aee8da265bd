import { SluiceError } from '../domain/errors.ts'
import type { RecordStore } from '../ports.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import { keptInTags } from './tag-record-store.ts'

/** Keeps entries as tags of a target group: a pair has no service of its own, and its first group outlives every swap. */
export function createGroupRecordStore(send: Send, awsNowMs: () => number, targetGroupArn: string): RecordStore {
  const ResourceArns = [targetGroupArn]
  return keptInTags(awsNowMs, {
    async list(signal) {
      const { TagDescriptions } = await send('elasticloadbalancing:DescribeTags', { ResourceArns }, signal)
      return (TagDescriptions?.[0]?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])
    },
    async put(tags, signal) {
      const Tags = tags.map(([Key, Value]) => ({ Key, Value }))
      await send('elasticloadbalancing:AddTags', { ResourceArns, Tags }, signal).catch((error: unknown) => {
        if (!/^TooManyTags/.test(awsErrorName(error))) throw error
        throw new SluiceError('PREFLIGHT_FAILED', `The target group ${groupName(targetGroupArn)} has no room for the tags of a rollout`, {
          hint: 'AWS allows 50 tags on a target group: remove some of those that are not `sluice.*`.',
          cause: error,
        })
      })
    },
    remove: (keys, signal) => send('elasticloadbalancing:RemoveTags', { ResourceArns, TagKeys: [...keys] }, signal),
  })
}

/** The name in a target group's ARN. */
export function groupName(arn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn
}
