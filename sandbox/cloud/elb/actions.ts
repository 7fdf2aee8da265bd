import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { LoadBalancerRow } from './model.ts'

const GROUPS_MOST = 5
const WEIGHT_MOST = 999
const STICKY_MOST_S = 604_800

/**
 * Actions as AWS stores and answers them: a forward always has its ForwardConfig with weights, and the plain TargetGroupArn exactly when it
 * names one group. The last action must forward, redirect or answer (API reference, Action).
 */
export function normalised(world: World, loadBalancer: LoadBalancerRow, actions: readonly Action[] | undefined): Action[] {
  if (!actions?.length) throw new AwsFault('ValidationError', 'You must specify at least one action')
  const ordered = [...actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0))
  const last = ordered.at(-1)?.Type
  if (last !== 'forward' && last !== 'redirect' && last !== 'fixed-response')
    throw new AwsFault('ValidationError', 'The last action must be one of forward, redirect or fixed-response')
  return ordered.map((action) => (action.Type === 'forward' ? forward(world, loadBalancer, action) : terminal(action)))
}

/**
 * Target stickiness cannot be switched on in a group while a rule spreads requests over it and others without group stickiness: the same rule
 * seen from the other side (the error is from memory).
 */
export function refuseLooseRules(world: World, groupArn: string): void {
  const refuse = (rule: string, actions: readonly Action[]) => {
    for (const { ForwardConfig: config } of actions)
      if (
        (config?.TargetGroups?.length ?? 0) > 1 &&
        config?.TargetGroups?.some((each) => each.TargetGroupArn === groupArn) &&
        !config.TargetGroupStickinessConfig?.Enabled
      )
        throw new AwsFault(
          'InvalidConfigurationRequest',
          `You must enable group stickiness on rule '${rule}' if you enabled target stickiness on one of its target groups`,
        )
  }
  for (const listener of world.elb.listeners.values()) {
    refuse(listener.defaultRuleArn, listener.defaultActions)
    for (const rule of listener.rules) refuse(rule.arn, rule.actions)
  }
}

function terminal(action: Action): Action {
  if (action.Type === 'fixed-response' && !/^[245]\d\d$/.test(action.FixedResponseConfig?.StatusCode ?? ''))
    throw new AwsFault('InvalidLoadBalancerAction', 'The status code of a fixed response must be 2XX, 4XX or 5XX')
  if (action.Type === 'redirect' && !action.RedirectConfig?.StatusCode)
    throw new AwsFault('InvalidLoadBalancerAction', 'A redirect action needs a status code')
  return { ...action }
}

function forward(world: World, loadBalancer: LoadBalancerRow, action: Action): Action {
  const { TargetGroupArn: scalar, ForwardConfig: config } = action
  const given = config?.TargetGroups?.length ? config.TargetGroups : scalar === undefined ? [] : [{ TargetGroupArn: scalar }]
  if (given.length === 0) throw new AwsFault('ValidationError', 'A target group ARN must be specified for a forward action')
  if (scalar !== undefined && !(given.length === 1 && given[0]?.TargetGroupArn === scalar))
    throw new AwsFault('ValidationError', 'You cannot specify both a target group ARN and a different forward configuration')
  if (given.length > GROUPS_MOST)
    throw new AwsFault('TooManyTargetGroups', `A forward action can have at most ${GROUPS_MOST} target groups`)
  const TargetGroups = given.map((tuple) => weighted(world, loadBalancer, tuple))
  if (new Set(TargetGroups.map((tuple) => tuple.TargetGroupArn)).size < TargetGroups.length)
    throw new AwsFault('ValidationError', 'A target group can be specified only once in a forward action')
  const sticky = config?.TargetGroupStickinessConfig
  if (sticky?.Enabled && !(sticky.DurationSeconds !== undefined && sticky.DurationSeconds >= 1 && sticky.DurationSeconds <= STICKY_MOST_S))
    throw new AwsFault('ValidationError', `The stickiness duration must be in the range of 1-${STICKY_MOST_S}`)
  const targetSticky = TargetGroups.some(
    ({ TargetGroupArn }) => world.elb.groups.get(TargetGroupArn ?? '')?.attributes.get('stickiness.enabled') === 'true',
  )
  if (TargetGroups.length > 1 && targetSticky && !sticky?.Enabled)
    throw new AwsFault(
      'InvalidLoadBalancerAction',
      'You must enable group stickiness on a rule if you enabled target stickiness on one of its target groups',
    )
  return {
    Type: 'forward',
    ...(action.Order === undefined ? {} : { Order: action.Order }),
    ...(TargetGroups.length === 1 ? { TargetGroupArn: TargetGroups[0]?.TargetGroupArn } : {}),
    ForwardConfig: {
      TargetGroups,
      TargetGroupStickinessConfig: sticky?.Enabled
        ? { Enabled: true, DurationSeconds: sticky.DurationSeconds }
        : { Enabled: false, ...(sticky?.DurationSeconds === undefined ? {} : { DurationSeconds: sticky.DurationSeconds }) },
    },
  }
}

function weighted(world: World, loadBalancer: LoadBalancerRow, tuple: TargetGroupTuple): TargetGroupTuple {
  const { TargetGroupArn = '', Weight = 1 } = tuple
  const group = world.elb.groups.get(TargetGroupArn)
  if (!group) throw new AwsFault('TargetGroupNotFound', `Target groups '${TargetGroupArn}' not found`)
  if (group.user && group.user !== loadBalancer)
    throw new AwsFault('TargetGroupAssociationLimit', 'The following target groups cannot be associated with more than one load balancer')
  if (!Number.isInteger(Weight) || Weight < 0 || Weight > WEIGHT_MOST)
    throw new AwsFault('ValidationError', `The weight '${Weight}' must be in the range of 0-${WEIGHT_MOST}`)
  return { TargetGroupArn, Weight }
}
