import type { CreateTargetGroupOutput, DescribeTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, test } from 'vitest'
import { explained } from '../fakes/explained-send.ts'
import type { Input } from '../../src/aws/operations.ts'
import { createGroupRecordStore } from '../../src/aws/group-record-store.ts'
import { createTagRecordStore } from '../../src/aws/tag-record-store.ts'
import { recordStoreContract } from '../contracts/record-store.ts'
import { createMemoryRecordStore } from '../fakes/memory-record-store.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'

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

/** A target group of the modelled cloud, and a store in its tags. */
function grouped(tags: readonly { readonly Key: string; readonly Value: string }[] = []) {
  const stage = setStage()
  const group = { Name: 'blue', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip', Tags: tags }
  const groupArn = stage.elb<CreateTargetGroupOutput>('CreateTargetGroup', group).TargetGroups![0]!.TargetGroupArn!
  let nowMs = 0
  const store = createGroupRecordStore(
    explained((operation, input) => stage.cloud.call(operation, input)),
    () => nowMs,
    groupArn,
  )
  return { stage, groupArn, store, setNowMs: (value: number) => (nowMs = value) }
}

function tagsOf(stage: Stage, groupArn: string): Record<string, string> {
  const { TagDescriptions } = stage.elb<DescribeTagsOutput>('DescribeTags', { ResourceArns: [groupArn] })
  return Object.fromEntries(TagDescriptions![0]!.Tags!.map(({ Key, Value }) => [Key!, Value!]))
}

recordStoreContract('tags of a target group', () => grouped())

test('tags of the owner on a target group are neither shown nor touched', async () => {
  const { stage, groupArn, store } = grouped([{ Key: 'team', Value: 'shop' }])
  const { signal } = new AbortController()
  await store.write({ team: 'ours' }, signal)
  expect((await store.read(signal)).entries).toEqual({ team: 'ours' })
  expect(tagsOf(stage, groupArn)).toEqual({ team: 'shop', 'sluice.team': 'ours' })
  await store.write({ team: null }, signal)
  expect(tagsOf(stage, groupArn)).toEqual({ team: 'shop' })
})

test('a target group without room for our tags is named', async () => {
  const { store } = grouped(Array.from({ length: 50 }, (_, index) => ({ Key: `k${String(index)}`, Value: '' })))
  await expect(store.write({ 'record.1': 'x' }, new AbortController().signal)).rejects.toMatchObject({
    reasonCode: 'PREFLIGHT_FAILED',
    message: 'The target group blue has no room for the tags of a rollout',
  })
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
