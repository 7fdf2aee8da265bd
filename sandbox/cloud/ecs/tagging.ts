import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecs'
import { lagged, publish, seen } from '../../lag.ts'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { Tagged } from './model.ts'

/** Most tags a resource may carry (developer guide, tag restrictions). */
const TAGS_MOST = 50

/** The tags of a new row, readable at once. */
export function bornTagged(tags: readonly Tag[] | undefined): Tagged {
  const valid = merge([], tags ?? [])
  return { tags: valid, seenTags: lagged(valid) }
}

/** What a reader sees of the tags now. */
export function seenTagsOf(world: World, row: Tagged): Tag[] {
  return [...(seen(row.seenTags, world.nowMs()) ?? [])]
}

export function tagResource(world: World, input: TagResourceRequest): TagResourceResponse {
  const row = requireTagged(world, input.resourceArn)
  write(world, row, merge(row.tags, input.tags ?? []))
  return {}
}

/** Removing a key that is not there succeeds. */
export function untagResource(world: World, input: UntagResourceRequest): UntagResourceResponse {
  const row = requireTagged(world, input.resourceArn)
  const gone = new Set(input.tagKeys)
  write(
    world,
    row,
    row.tags.filter((tag) => !gone.has(tag.key ?? '')),
  )
  return {}
}

export function listTagsForResource(world: World, input: ListTagsForResourceRequest): ListTagsForResourceResponse {
  return { tags: seenTagsOf(world, requireTagged(world, input.resourceArn)) }
}

function write(world: World, row: Tagged, tags: readonly Tag[]): void {
  row.tags = tags
  publish(row.seenTags, tags, world.nowMs(), world.drawReadLagMs())
}

/** Keys 1-128, values 0-256 characters of letters, digits, spaces and + - = . _ : / @; at most 50; `aws:` is reserved. */
function merge(old: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const byKey = new Map(old.map((tag) => [tag.key ?? '', tag.value ?? '']))
  for (const { key = '', value = '' } of added) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) || key.toLowerCase().startsWith('aws:'))
      throw new AwsFault('InvalidParameterException', `Tag key '${key}' is invalid.`)
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value))
      throw new AwsFault('InvalidParameterException', `Tag value '${value}' is invalid.`)
    byKey.set(key, value)
  }
  if (byKey.size > TAGS_MOST) throw new AwsFault('InvalidParameterException', `The maximum number of tags for a resource is ${TAGS_MOST}.`)
  return [...byKey].map(([key, value]) => ({ key, value }))
}

function requireTagged(world: World, arn: string | undefined): Tagged {
  const { clusters, services, tasks, taskDefinitions } = world.ecs
  const row = arn === undefined ? undefined : (services.get(arn) ?? tasks.get(arn) ?? taskDefinitions.get(arn) ?? clusters.get(arn))
  if (!row) throw new AwsFault('InvalidParameterException', 'The specified resource could not be found.')
  return row
}
