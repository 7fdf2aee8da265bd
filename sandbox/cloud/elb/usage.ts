import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { World } from '../world.ts'
import type { LoadBalancerRow } from './model.ts'
import { usageChanged } from './targets.ts'

/** Whether a rule refers to the group: only then are its targets checked and served. */
export function isInUse(world: World, groupArn: string): boolean {
  return world.elb.groups.get(groupArn)?.user !== undefined
}

/** Finds out anew which groups are in use, after rules have changed. */
export function reviewUsage(world: World): void {
  const users = new Map<string, LoadBalancerRow>()
  for (const listener of world.elb.listeners.values()) {
    for (const arn of groupsOf(listener.defaultActions)) users.set(arn, listener.loadBalancer)
    for (const rule of listener.rules) for (const arn of groupsOf(rule.actions)) users.set(arn, listener.loadBalancer)
  }
  for (const group of world.elb.groups.values()) {
    const user = users.get(group.arn)
    const before = group.user
    group.user = user
    if ((user === undefined) !== (before === undefined)) usageChanged(world, group)
  }
}

/** The target groups a list of normalised actions forwards to, those with weight 0 among them. */
export function groupsOf(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.ForwardConfig?.TargetGroups ?? []).flatMap((each) => each.TargetGroupArn ?? []))
}
