import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { publish, seen, unseen } from '../../lag.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { normalised } from './actions.ts'
import { normalisedConditions } from './conditions.ts'
import { requireListener, seenListener } from './listeners.ts'
import type { ListenerRow, RuleRow } from './model.ts'
import { listenerChanged } from './plane.ts'
import { bornTagged } from './tags.ts'
import { reviewUsage } from './usage.ts'

const RULES_MOST = 100
const PRIORITY_MOST = 50_000

export function createRule(world: World, input: CreateRuleInput): CreateRuleOutput {
  const listener = requireListener(world, input.ListenerArn)
  const priority = validPriority(input.Priority)
  if (listener.rules.some((rule) => rule.priority === priority))
    throw new AwsFault('PriorityInUse', `Priority '${priority}' is currently in use`)
  const rules = [...listener.loadBalancer.listeners].reduce((sum, each) => sum + each.rules.length, 0)
  if (rules >= RULES_MOST) throw new AwsFault('TooManyRules', 'The maximum number of rules has been reached on this load balancer')
  const rule: RuleRow = {
    arn: arnOf(
      world,
      'elasticloadbalancing',
      `${listener.arn.slice(listener.arn.indexOf('listener/')).replace('listener/', 'listener-rule/')}/${world.random.hex(16)}`,
    ),
    listener,
    priority,
    conditions: normalisedConditions(input.Conditions),
    actions: normalised(world, listener.loadBalancer, input.Actions),
    transforms: input.Transforms ?? [],
    seen: unseen(),
    ...bornTagged(input.Tags),
  }
  world.elb.rules.set(rule.arn, rule)
  publish(rule.seen, render(rule), world.nowMs(), world.drawReadLagMs())
  listener.rules = sorted([...listener.rules, rule])
  changed(world, listener)
  return { Rules: [render(rule)] }
}

/**
 * Of a listener, the default rule last; or those named. A new rule, and a change of one, can be read only after the read lag: Terraform waits for
 * it too (terraform-provider-aws, internal/service/elbv2/listener_rule.go, elbv2PropagationTimeout).
 */
export function describeRules(world: World, input: DescribeRulesInput): DescribeRulesOutput {
  if (input.RuleArns?.length) return { Rules: input.RuleArns.map((arn) => requireRendered(world, arn)) }
  if (input.ListenerArn === undefined) throw new AwsFault('ValidationError', 'You must specify either listener or rule ARNs')
  const listener = requireListener(world, input.ListenerArn)
  const { page, nextToken } = pageOf(rulesOf(world, listener), input.PageSize ?? 400, input.Marker)
  return { Rules: page, ...(nextToken === undefined ? {} : { NextMarker: nextToken }) }
}

/** Replaces the members given, each as a whole, and nothing else. The default rule is changed through its listener. */
export function modifyRule(world: World, input: ModifyRuleInput): ModifyRuleOutput {
  const rule = requireRule(world, input.RuleArn, 'modified')
  const conditions = input.Conditions ? normalisedConditions(input.Conditions) : rule.conditions
  const actions = input.Actions ? normalised(world, rule.listener.loadBalancer, input.Actions) : rule.actions
  rule.conditions = conditions
  rule.actions = actions
  if (input.ResetTransforms) rule.transforms = []
  else if (input.Transforms) rule.transforms = input.Transforms
  published(world, rule)
  changed(world, rule.listener)
  return { Rules: [render(rule)] }
}

/** All or none. */
export function setRulePriorities(world: World, input: SetRulePrioritiesInput): SetRulePrioritiesOutput {
  const wanted = new Map<RuleRow, number>()
  for (const { RuleArn, Priority } of input.RulePriorities ?? [])
    wanted.set(requireRule(world, RuleArn, 'modified'), validPriority(Priority))
  const listeners = new Set([...wanted.keys()].map((rule) => rule.listener))
  for (const listener of listeners) {
    const priorities = listener.rules.map((rule) => wanted.get(rule) ?? rule.priority)
    const twice = priorities.find((priority, index) => priorities.indexOf(priority) < index)
    if (twice !== undefined) throw new AwsFault('PriorityInUse', `Priority '${twice}' is currently in use`)
  }
  for (const [rule, priority] of wanted) {
    rule.priority = priority
    published(world, rule)
  }
  for (const listener of listeners) {
    listener.rules = sorted(listener.rules)
    changed(world, listener)
  }
  return { Rules: [...wanted.keys()].map(render) }
}

export function deleteRule(world: World, input: DeleteRuleInput): DeleteRuleOutput {
  const rule = requireRule(world, input.RuleArn, 'deleted')
  world.elb.rules.delete(rule.arn)
  rule.listener.rules = rule.listener.rules.filter((each) => each !== rule)
  changed(world, rule.listener)
  return {}
}

function published(world: World, rule: RuleRow): void {
  publish(rule.seen, render(rule), world.nowMs(), world.drawReadLagMs())
}

function changed(world: World, listener: ListenerRow): void {
  reviewUsage(world)
  listenerChanged(world, listener)
}

function sorted(rules: readonly RuleRow[]): RuleRow[] {
  return [...rules].sort((a, b) => a.priority - b.priority)
}

function validPriority(priority: number | undefined): number {
  if (priority === undefined || !Number.isInteger(priority) || priority < 1 || priority > PRIORITY_MOST)
    throw new AwsFault('ValidationError', `Priority '${priority}' must be in the range of 1-${PRIORITY_MOST}`)
  return priority
}

function requireRule(world: World, arn: string | undefined, verb: 'modified' | 'deleted'): RuleRow {
  const rule = world.elb.rules.get(arn ?? '')
  if (rule) return rule
  if (defaultListener(world, arn)) throw new AwsFault('OperationNotPermitted', `Default rule '${arn}' cannot be ${verb}`)
  throw new AwsFault('RuleNotFound', 'One or more rules not found')
}

function requireRendered(world: World, arn: string): Rule {
  const listener = defaultListener(world, arn)
  if (listener) return seenDefault(world, listener)
  const rule = seen(requireRule(world, arn, 'modified').seen, world.nowMs())
  if (rule) return rule
  throw new AwsFault('RuleNotFound', 'One or more rules not found')
}

function defaultListener(world: World, arn: string | undefined): ListenerRow | undefined {
  for (const listener of world.elb.listeners.values()) if (listener.defaultRuleArn === arn) return listener
  return undefined
}

function render(rule: RuleRow): Rule {
  return {
    RuleArn: rule.arn,
    Priority: String(rule.priority),
    Conditions: rule.conditions.map((condition) => ({ ...condition })),
    Actions: rule.actions.map((action) => ({ ...action })),
    IsDefault: false,
    ...(rule.transforms.length > 0 ? { Transforms: [...rule.transforms] } : {}),
  }
}

/** The rules of a listener as a reader sees them now. */
function rulesOf(world: World, listener: ListenerRow): Rule[] {
  const rules = listener.rules.flatMap((rule) => seen(rule.seen, world.nowMs()) ?? [])
  return [...rules.sort((a, b) => Number(a.Priority) - Number(b.Priority)), seenDefault(world, listener)]
}

function seenDefault(world: World, listener: ListenerRow): Rule {
  return {
    RuleArn: listener.defaultRuleArn,
    Priority: 'default',
    Conditions: [],
    Actions: seenListener(world, listener).DefaultActions ?? [],
    IsDefault: true,
  }
}
