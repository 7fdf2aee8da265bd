import type { Service } from '@aws-sdk/client-ecs'
import type { Listener, Rule, RuleCondition as Condition, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { type FoundListener, type FoundRule, groupNameBeside, type MissingPair, otherSide, type RuleCondition } from '../domain/missing.ts'
import { foundGroup, foundService } from './found-side.ts'
import type { Send } from './operations.ts'
import { type Colour, colours, isMeant, type PairRef } from './pair.ts'
import { describeSides } from './pair-discovery.ts'
import { groupsIn } from './pair-rule-problems.ts'
import { describeScalableSides, resourceIdsOf } from './scalable-sides.ts'
import { nameOf } from './service-deployments.ts'

/**
 * What a pair lacks of which one side is there, as far as it can be told from that side; undefined where it lacks no service, no target group
 * and no place on a rule, or where the side that is there cannot be one of a pair. Throws PREFLIGHT_FAILED when there is no such cluster.
 */
export async function describeMissing(send: Send, ref: PairRef, signal?: AbortSignal): Promise<MissingPair | undefined> {
  const sides = await describeSides(send, ref, signal)
  const serviceOf = (colour: Colour): Service | undefined => (sides[colour]?.status === 'ACTIVE' ? sides[colour] : undefined)
  const groupArnOf = (colour: Colour): string | undefined =>
    serviceOf(colour)?.loadBalancers?.find((each) => each.targetGroupArn)?.targetGroupArn
  const found = colours.find((colour) => groupArnOf(colour) !== undefined)
  const service = found && serviceOf(found)
  if (!found || !service) return undefined
  const other = otherSide(found)
  const [group, otherGroup] = await Promise.all([foundGroup(send, groupArnOf(found)!, signal), foundGroup(send, groupArnOf(other), signal)])
  if (!group) return undefined

  const [rules, { [found]: scaling }] = await Promise.all([
    rulesBefore(send, group.seen, signal),
    describeScalableSides(send, resourceIdsOf(ref), signal),
  ])
  const leadsTo = (rule: RuleSeen, arn: string | undefined): boolean => arn !== undefined && rule.groups.includes(arn)
  const forTests = (rule: RuleSeen): boolean => ref.testRules.some((named) => isMeant(named, rule.arn))
  const production = rules.filter((rule) => leadsTo(rule, group.arn) && !forTests(rule))
  const missing: MissingPair = {
    cluster: nameOf(ref.cluster),
    found,
    service: foundService(service, scaling),
    group: group.found,
    other: {
      service: nameOf(ref.services[other]),
      group: otherGroup?.found.name ?? groupNameBeside(group.found.name, other),
      ...(otherGroup && { groupArn: otherGroup.arn }),
    },
    lacks: { service: serviceOf(other) === undefined, group: otherGroup === undefined },
    rules: production.map((rule) => ({ ...rule.found, both: leadsTo(rule, otherGroup?.arn) })),
    untested: colours.filter(
      (colour) => !rules.some((rule) => forTests(rule) && leadsTo(rule, colour === found ? group.arn : otherGroup?.arn)),
    ),
    guards: true,
  }
  const lacks = missing.lacks.service || missing.lacks.group || missing.rules.some(({ both }) => !both)
  return lacks ? missing : undefined
}

interface RuleSeen {
  readonly arn: string
  readonly groups: readonly string[]
  readonly found: Omit<FoundRule, 'both'>
}

/** All rules of all listeners of the load balancers that use the group. */
async function rulesBefore(send: Send, { LoadBalancerArns = [] }: TargetGroup, signal?: AbortSignal): Promise<readonly RuleSeen[]> {
  const seen: RuleSeen[] = []
  for (const LoadBalancerArn of LoadBalancerArns) {
    const listeners = await paged(
      (Marker) => send('elasticloadbalancing:DescribeListeners', { LoadBalancerArn, ...Marker }, signal),
      'Listeners',
    )
    for (const listener of listeners) {
      const ask = (Marker: { Marker?: string }) =>
        send('elasticloadbalancing:DescribeRules', { ListenerArn: listener.ListenerArn, ...Marker }, signal)
      const rules = await paged(ask, 'Rules')
      seen.push(...rules.map((rule) => ruleSeen(rule, foundListener(listener, rules))))
    }
  }
  return seen
}

async function paged<K extends string, T>(
  ask: (marker: { Marker?: string }) => Promise<{ readonly NextMarker?: string | undefined } & { readonly [key in K]?: T[] | undefined }>,
  key: K,
): Promise<readonly T[]> {
  const all: T[] = []
  let marker: { Marker?: string } = {}
  for (;;) {
    const answer = await ask(marker)
    all.push(...(answer[key] ?? []))
    if (!answer.NextMarker) return all
    marker = { Marker: answer.NextMarker }
  }
}

function foundListener(listener: Listener, rules: readonly Rule[]): FoundListener {
  return {
    arn: listener.ListenerArn ?? '',
    loadBalancerArn: listener.LoadBalancerArn ?? '',
    port: listener.Port ?? 0,
    protocol: listener.Protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    priorities: rules.flatMap(({ IsDefault, Priority }) => (IsDefault === true ? [] : [Number(Priority)])),
  }
}

function ruleSeen({ RuleArn = '', IsDefault, Priority, Conditions, Actions = [] }: Rule, listener: FoundListener): RuleSeen {
  const isDefault = IsDefault === true
  const sticky = Actions.find(({ Type }) => Type === 'forward')?.ForwardConfig?.TargetGroupStickinessConfig
  return {
    // A default action is named by its listener, as in `listener-rules`.
    arn: isDefault ? listener.arn : RuleArn,
    groups: groupsIn({ actions: Actions }),
    found: {
      arn: RuleArn,
      listener,
      priority: isDefault ? 'default' : Number(Priority),
      conditions: (Conditions ?? []).flatMap(conditionIn),
      before: Actions.flatMap(({ Type }) => (Type === undefined || Type === 'forward' ? [] : [Type])),
      ...(sticky?.Enabled === true && { stickinessSeconds: sticky.DurationSeconds ?? 0 }),
    },
  }
}

function conditionIn(condition: Condition): readonly RuleCondition[] {
  const { Field: field, Values } = condition
  switch (field) {
    case 'host-header':
      return [{ field, values: condition.HostHeaderConfig?.Values ?? Values ?? [] }]
    case 'path-pattern':
      return [{ field, values: condition.PathPatternConfig?.Values ?? Values ?? [] }]
    case 'http-request-method':
      return [{ field, values: condition.HttpRequestMethodConfig?.Values ?? [] }]
    case 'source-ip':
      return [{ field, values: condition.SourceIpConfig?.Values ?? [] }]
    case 'http-header':
      return [{ field, name: condition.HttpHeaderConfig?.HttpHeaderName ?? '', values: condition.HttpHeaderConfig?.Values ?? [] }]
    case 'query-string': {
      const values = condition.QueryStringConfig?.Values ?? []
      return [{ field, values: values.map(({ Key, Value = '' }) => ({ value: Value, ...(Key !== undefined && { key: Key }) })) }]
    }
    case undefined:
    default:
      return []
  }
}
