/**
 * Token buckets of one account and region.
 * ECS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 * Elastic Load Balancing: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/throttling.html
 */
interface Bucket {
  readonly operations: RegExp
  readonly burst: number
  readonly perSecond: number
}

const buckets: readonly Bucket[] = [
  { operations: /^ecs:(Register|Deregister)TaskDefinition$/, burst: 20, perSecond: 1 },
  { operations: /^ecs:(DescribeTaskDefinition|ListTaskDefinitions|ListTaskDefinitionFamilies)$/, burst: 50, perSecond: 20 },
  { operations: /^ecs:(Create|Update|Delete)Service$/, burst: 50, perSecond: 5 },
  { operations: /^ecs:(DescribeServices|ListServices|ListServicesByNamespace)$/, burst: 100, perSecond: 20 },
  { operations: /^ecs:(DescribeServiceDeployments|ListServiceDeployments)$/, burst: 50, perSecond: 20 },
  { operations: /^ecs:DescribeServiceRevisions$/, burst: 50, perSecond: 20 },
  { operations: /^ecs:(RunTask|StopTask)$/, burst: 100, perSecond: 40 },
  { operations: /^ecs:(DescribeTasks|ListTasks)$/, burst: 100, perSecond: 20 },
  { operations: /^ecs:(DescribeClusters|ListClusters)$/, burst: 50, perSecond: 20 },
  { operations: /^ecs:(TagResource|UntagResource|ListTagsForResource)$/, burst: 20, perSecond: 10 },
  { operations: /^elasticloadbalancing:Describe/, burst: 40, perSecond: 10 },
  { operations: /^elasticloadbalancing:(Register|Deregister)Targets$/, burst: 20, perSecond: 4 },
  { operations: /^elasticloadbalancing:(CreateLoadBalancer|SetSubnets)$/, burst: 10, perSecond: 0.2 },
  {
    operations: /^elasticloadbalancing:(?!Describe|RegisterTargets$|DeregisterTargets$|CreateLoadBalancer$|SetSubnets$)/,
    burst: 20,
    perSecond: 3,
  },
  // The cap over all actions of Elastic Load Balancing, besides the bucket of the action.
  { operations: /^elasticloadbalancing:/, burst: 40, perSecond: 10 },
]

/** Tells whether a call goes through. A refused call takes no token. */
export type Throttle = (operation: string) => boolean

/** Buckets are full at the start. `nowMs` must not go backwards. */
export function createThrottle(nowMs: () => number): Throttle {
  const startMs = nowMs()
  const levels = buckets.map((bucket) => ({ bucket, tokens: bucket.burst, atMs: startMs }))
  return (operation) => {
    const now = nowMs()
    const concerned = levels.filter((level) => level.bucket.operations.test(operation))
    for (const level of concerned) {
      level.tokens = Math.min(level.bucket.burst, level.tokens + ((now - level.atMs) / 1000) * level.bucket.perSecond)
      level.atMs = now
    }
    if (concerned.some((level) => level.tokens < 1)) return false
    for (const level of concerned) level.tokens--
    return true
  }
}
