import { expect, test } from 'vitest'
import { explained } from '../fakes/explained-send.ts'
import type { Input } from '../../src/aws/operations.ts'
import { createTagRecordStore } from '../../src/aws/tag-record-store.ts'
import { recordStoreContract } from '../contracts/record-store.ts'
import { createMemoryRecordStore } from '../fakes/memory-record-store.ts'

const arn = 'arn:aws:ecs:eu-west-1:111122223333:service/production/web'

/** Tags of one resource in memory, with those the owner put there. */
function tagged(tags: Map<string, string>) {
  return explained((operation, input) => {
    switch (operation) {
      case 'ecs:ListTagsForResource':
        return { tags: [...tags].map(([key, value]) => ({ key, value })) }
      case 'ecs:TagResource':
        for (const tag of (input as Input<'ecs:TagResource'>).tags!) tags.set(tag.key!, tag.value!)
        return {}
      case 'ecs:UntagResource':
        for (const key of (input as Input<'ecs:UntagResource'>).tagKeys!) tags.delete(key)
        return {}
      default:
        throw new Error(`unexpected ${operation}`)
    }
  })
}

recordStoreContract('memory', () => {
  let nowMs = 0
  return { store: createMemoryRecordStore(() => nowMs), setNowMs: (value) => (nowMs = value) }
})

recordStoreContract('tags', () => {
  let nowMs = 0
  return { store: createTagRecordStore(tagged(new Map()), () => nowMs, arn), setNowMs: (value) => (nowMs = value) }
})

test('tags of the owner are neither shown nor touched', async () => {
  const tags = new Map([['team', 'shop, checkout']])
  const store = createTagRecordStore(tagged(tags), () => 0, arn)
  const { signal } = new AbortController()
  await store.write({ team: 'ours' }, signal)
  expect((await store.read(signal)).entries).toEqual({ team: 'ours' })
  await store.write({ team: null }, signal)
  expect([...tags]).toEqual([['team', 'shop, checkout']])
})
