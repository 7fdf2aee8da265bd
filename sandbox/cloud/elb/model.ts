import type { Action, Listener, Rule, RuleCondition, RuleTransform, TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Lagged } from '../../lag.ts'
import type { PlaneGroup, PlaneListener } from '../../matter/ports.ts'

export interface ElbTables {
  readonly loadBalancers: Map<string, LoadBalancerRow>
  readonly listeners: Map<string, ListenerRow>
  /** Without the default rules, which live in their listeners. */
  readonly rules: Map<string, RuleRow>
  readonly groups: Map<string, GroupRow>
  /** Health checks on their way, by id. */
  readonly probes: Map<string, TargetRow>
  probeCount: number
  /** The data plane has changed and has not been applied. */
  planeStale: boolean
}

export interface ElbTag {
  readonly Key: string
  readonly Value: string
}
export interface ElbTagged {
  tags: readonly ElbTag[]
  readonly seenTags: Lagged<readonly ElbTag[]>
}

export interface LoadBalancerRow extends ElbTagged {
  readonly arn: string
  readonly name: string
  /** `app/<name>/<id>`: the dimension of metrics. */
  readonly fullName: string
  readonly dnsName: string
  readonly scheme: 'internet-facing' | 'internal'
  readonly subnets: readonly string[]
  readonly securityGroups: readonly string[]
  readonly createdAt: Date
  readonly attributes: Map<string, string>
  readonly listeners: Set<ListenerRow>
}

export interface ListenerRow extends ElbTagged {
  readonly arn: string
  readonly loadBalancer: LoadBalancerRow
  readonly defaultRuleArn: string
  port: number
  protocol: 'HTTP' | 'HTTPS'
  defaultActions: readonly Action[]
  /** In order of priority. */
  rules: RuleRow[]
  /** What readers see of it, its default rule among it. */
  readonly seen: Lagged<Listener>
  /** What the data plane does now; undefined before it has heard of the listener. */
  plane: PlaneListener | undefined
  /** When the last change of it arrives there. */
  planeAtMs: number
}

export interface RuleRow extends ElbTagged {
  readonly arn: string
  readonly listener: ListenerRow
  priority: number
  conditions: readonly RuleCondition[]
  actions: readonly Action[]
  transforms: readonly RuleTransform[]
  readonly seen: Lagged<Rule>
}

export interface HealthCheck {
  readonly protocol: 'HTTP' | 'TCP'
  /** `traffic-port` or a number. */
  readonly port: string
  readonly path: string
  readonly intervalS: number
  readonly timeoutS: number
  readonly healthyCount: number
  readonly unhealthyCount: number
  /** `200`, `200,202`, `200-299`. */
  readonly matcher: string
}

export interface GroupRow extends ElbTagged {
  readonly arn: string
  readonly name: string
  /** `targetgroup/<name>/<id>`: the dimension of metrics. */
  readonly fullName: string
  readonly protocol: 'HTTP' | 'HTTPS'
  readonly port: number
  readonly vpcId: string | undefined
  readonly targetType: 'ip' | 'instance'
  check: HealthCheck
  readonly attributes: Map<string, string>
  /** By `address:port`. */
  readonly targets: Map<string, TargetRow>
  /** The load balancer whose rules refer to it. */
  user: LoadBalancerRow | undefined
  /** The group as the data plane has it; undefined when that has to be worked out anew. */
  plane: PlaneGroup | undefined
}

export interface TargetRow {
  readonly group: GroupRow
  readonly address: string
  readonly port: number
  readonly zone: string
  health: TargetHealth
  /** What the last checks said, whatever happens to the registration. */
  verdict: 'initial' | 'healthy' | 'unhealthy'
  /** What the data plane knows of its registration. */
  inPlane: 'not yet' | 'registered' | 'draining'
  planeAtMs: number
  successes: number
  failures: number
  cancelProbe: (() => void) | undefined
  probeId: string | undefined
  cancelDrain: (() => void) | undefined
}
