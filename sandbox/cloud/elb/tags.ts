import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { lagged, publish, seen } from '../../lag.ts'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { ElbTag, ElbTagged } from './model.ts'

/** Most tags a resource may carry, and most resources one call may name. */
const TAGS_MOST = 50
const RESOURCES_MOST = 20

/** The tags of a new row, readable at once. */
export function bornTagged(tags: readonly Tag[] | undefined): ElbTagged {
  const valid = merge([], tags ?? [])
  return { tags: valid, seenTags: lagged(valid) }
}

export function addTags(world: World, input: AddTagsInput): AddTagsOutput {
  for (const row of requireAll(world, input.ResourceArns)) write(world, row, merge(row.tags, input.Tags ?? []))
  return {}
}

export function removeTags(world: World, input: RemoveTagsInput): RemoveTagsOutput {
  const gone = new Set(input.TagKeys)
  for (const row of requireAll(world, input.ResourceArns))
    write(
      world,
      row,
      row.tags.filter((tag) => !gone.has(tag.Key)),
    )
  return {}
}

export function describeTags(world: World, input: DescribeTagsInput): DescribeTagsOutput {
  const nowMs = world.nowMs()
  const arns = input.ResourceArns ?? []
  return {
    TagDescriptions: requireAll(world, arns).map((row, index) => ({
      ResourceArn: arns[index],
      Tags: [...(seen(row.seenTags, nowMs) ?? [])],
    })),
  }
}

function write(world: World, row: ElbTagged, tags: readonly ElbTag[]): void {
  row.tags = tags
  publish(row.seenTags, tags, world.nowMs(), world.drawReadLagMs())
}

function merge(old: readonly ElbTag[], added: readonly Tag[]): readonly ElbTag[] {
  const byKey = new Map(old.map((tag) => [tag.Key, tag.Value]))
  for (const { Key = '', Value = '' } of added) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) || Key.toLowerCase().startsWith('aws:'))
      throw new AwsFault('ValidationError', `Tag key '${Key}' is invalid`)
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value)) throw new AwsFault('ValidationError', `Tag value '${Value}' is invalid`)
    byKey.set(Key, Value)
  }
  if (byKey.size > TAGS_MOST) throw new AwsFault('TooManyTags', 'The maximum number of tags has been reached')
  return [...byKey].map(([Key, Value]) => ({ Key, Value }))
}

function requireAll(world: World, arns: readonly string[] | undefined): ElbTagged[] {
  if (!arns?.length || arns.length > RESOURCES_MOST)
    throw new AwsFault('ValidationError', 'Between 1 and 20 resource ARNs must be specified')
  const { loadBalancers, listeners, rules, groups } = world.elb
  return arns.map((arn) => {
    const row = loadBalancers.get(arn) ?? listeners.get(arn) ?? rules.get(arn) ?? groups.get(arn)
    if (row) return row
    if (arn.includes(':targetgroup/')) throw new AwsFault('TargetGroupNotFound', `Target groups '[${arn}]' not found`)
    if (arn.includes(':listener-rule/')) throw new AwsFault('RuleNotFound', 'One or more rules not found')
    if (arn.includes(':listener/')) throw new AwsFault('ListenerNotFound', 'One or more listeners not found')
    throw new AwsFault('LoadBalancerNotFound', `Load balancers '[${arn}]' not found`)
  })
}
