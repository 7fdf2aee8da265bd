import type { PlaneAction, PlaneGroup } from '../ports.ts'
import { stuckTo } from './stickiness.ts'

export type Forward = Extract<PlaneAction, { kind: 'forward' }>
export type Target = PlaneGroup['targets'][number]

export function targetName(target: Pick<Target, 'address' | 'port'>): string {
  return `${target.address}:${target.port}`
}

/**
 * The group a request goes to: the one its AWSALBTG cookie names if the action still lists it (even with weight 0), otherwise one
 * drawn by weight. Undefined when all weights are 0. There is no fail-over from a group to another.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
export function chooseGroup(action: Forward, cookie: string | undefined, nowMs: number, random: () => number): string | undefined {
  if (action.stickyMs !== undefined) {
    const stuck = stuckTo(cookie, 'AWSALBTG', nowMs)
    if (stuck !== undefined && action.groups.some((group) => group.arn === stuck)) return stuck
  }
  const total = action.groups.reduce((sum, group) => sum + group.weight, 0)
  let drawn = random() * total
  for (const group of action.groups) {
    if (drawn < group.weight) return group.arn
    drawn -= group.weight
  }
  return undefined
}

/** Takes turns among the targets of each group. */
export interface Turns {
  choose(group: PlaneGroup, cookie: string | undefined, nowMs: number): Target | undefined
}

/**
 * Round robin among healthy targets; when none is healthy, among all that are not draining (fail-open); undefined when there is none.
 * An AWSALB cookie wins as long as its target may be chosen.
 */
export function createTurns(): Turns {
  const served = new Map<string, number>()
  return {
    choose(group, cookie, nowMs) {
      const healthy = group.targets.filter((target) => target.state === 'healthy')
      const eligible = healthy.length > 0 ? healthy : group.targets.filter((target) => target.state !== 'draining')
      if (eligible.length === 0) return undefined
      if (group.stickyMs !== undefined) {
        const stuck = stuckTo(cookie, 'AWSALB', nowMs)
        const target = eligible.find((one) => targetName(one) === stuck)
        if (target !== undefined) return target
      }
      const turn = served.get(group.arn) ?? 0
      served.set(group.arn, turn + 1)
      return eligible[turn % eligible.length]
    },
  }
}
