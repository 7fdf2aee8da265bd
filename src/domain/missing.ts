/** What the owner calls the services of a pair. */
export type PairSide = 'blue' | 'green'

/** One service of a pair as it was found. The other is to be like it: a swap must change the revision and nothing else. */
export interface FoundService {
  readonly name: string
  /** `family:number`, what it runs now. */
  readonly revision: string
  /** Absent where capacity providers say it. */
  readonly launchType?: 'FARGATE' | 'EC2' | 'EXTERNAL'
  readonly capacityProviders?: readonly { readonly name: string; readonly weight: number; readonly base: number }[]
  readonly platformVersion?: string
  readonly container: string
  readonly port: number
  /** Absent where tasks have no network interface of their own. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[]; readonly publicIp: boolean }
  readonly graceSeconds?: number
  readonly minHealthyPercent?: number
  readonly maxPercent?: number
  readonly breaker?: { readonly enable: boolean; readonly rollback: boolean }
  /** Limits of Application Auto Scaling, where it is set up. */
  readonly scaling?: { readonly min: number; readonly max: number }
}

/** Its target group. */
export interface FoundGroup {
  readonly arn: string
  readonly name: string
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS'
  readonly protocolVersion?: 'HTTP1' | 'HTTP2' | 'GRPC'
  readonly targetType: 'ip' | 'instance'
  readonly vpc: string
  readonly deregistrationDelaySeconds?: number
  readonly slowStartSeconds?: number
  readonly healthCheck?: {
    readonly path?: string
    /** A number, or `traffic-port`. */
    readonly port?: string
    readonly protocol?: 'HTTP' | 'HTTPS'
    readonly matcher?: string
    readonly intervalSeconds?: number
    readonly timeoutSeconds?: number
    readonly healthy?: number
    readonly unhealthy?: number
  }
}

export type RuleCondition =
  | {
      readonly field: 'host-header' | 'path-pattern' | 'http-request-method' | 'source-ip'
      readonly values: readonly string[]
    }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly field: 'query-string'; readonly values: readonly { readonly key?: string; readonly value: string }[] }

export interface FoundListener {
  readonly arn: string
  readonly loadBalancerArn: string
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS'
  /** Of its rules, the default one left out. */
  readonly priorities: readonly number[]
}

/** A rule, or the default action of a listener, that sends production traffic to a group of the pair. */
export interface FoundRule {
  readonly arn: string
  readonly listener: FoundListener
  readonly priority: number | 'default'
  readonly conditions: readonly RuleCondition[]
  /** Types of the actions before the forward, which stay: `authenticate-oidc`. */
  readonly before: readonly string[]
  /** Both groups are on it already. */
  readonly both: boolean
  /** Of the group stickiness it has now. */
  readonly stickinessSeconds?: number
}

/** What a survey found of a pair, and what it lacks. All names and ARNs are as AWS or the owner gave them, and untrusted. */
export interface MissingPair {
  readonly cluster: string
  /** The side that is there. */
  readonly found: PairSide
  readonly service: FoundService
  readonly group: FoundGroup
  /** The other side: the names it has, or is to have. */
  readonly other: { readonly service: string; readonly group: string; readonly groupArn?: string }
  readonly lacks: { readonly service: boolean; readonly group: boolean }
  /** All that carry production traffic; those that do not hold both groups are to be changed. */
  readonly rules: readonly FoundRule[]
  /** Sides that no rule leads to for tests. */
  readonly untested: readonly PairSide[]
  /** AWS cannot tell what Terraform or CDK would write back: told unless the owner has said that it is seen to. */
  readonly guards: boolean
}

/** The header by which the proposed test rules tell the sides apart. */
export const sideHeader = 'x-sluice-side'

export function otherSide(side: PairSide): PairSide {
  return side === 'blue' ? 'green' : 'blue'
}

export function lacksAnything({ lacks, rules, untested, guards }: MissingPair): boolean {
  return lacks.service || lacks.group || rules.some((rule) => !rule.both) || untested.length > 0 || guards
}

/**
 * A name for the group of the other side. At most 32 letters, digits and hyphens, none of these at an end, and unique in the region
 * (API_CreateTargetGroup).
 */
export function groupNameBeside(name: string, side: PairSide): string {
  const stem = name.replace(/-(?:blue|green)$/, '').slice(0, 32 - side.length - 1)
  const made = `${stem.replace(/-+$/, '')}-${side}`
  return made === name ? `${side}-${stem}`.slice(0, 32).replace(/-+$/, '') : made
}

/** A rule that leads to one side only, for tests, before the production rule it belongs to. */
export interface TestRule {
  readonly side: PairSide
  readonly listener: FoundListener
  readonly priority: number
  readonly conditions: readonly RuleCondition[]
}

/**
 * A test rule for each untested side beside the first production rule: the same conditions and a header. Rules are tried from the
 * lowest number on, so it needs a free one below; none is given where there is none.
 */
export function testRules({ rules, untested }: MissingPair): readonly TestRule[] {
  const [first] = rules
  if (!first) return []
  const { listener } = first
  const limit = first.priority === 'default' ? highestPriority + 1 : first.priority
  const taken = new Set(listener.priorities)
  const free: number[] = []
  for (let priority = limit - 1; priority >= 1 && free.length < untested.length; priority--) if (!taken.has(priority)) free.push(priority)
  // At most five values in all conditions of a rule (quotas of the load balancer).
  const kept = first.conditions.reduce((sum, each) => sum + each.values.length, 0) < 5 ? first.conditions : []
  return untested.flatMap((side, index) => {
    const priority = free[index]
    if (priority === undefined) return []
    return [{ side, listener, priority, conditions: [...kept, { field: 'http-header', name: sideHeader, values: [side] }] }]
  })
}

const highestPriority = 50_000
