import type { MeteredGroup } from './alb-metrics.ts'
import type { Colour, Pair } from './pair.ts'

/** The groups of a side with what puts requests into each: metrics are kept by load balancer and group. */
export function meteredGroups(pair: Pair, colour: Colour): readonly MeteredGroup[] {
  return pair.groups[colour].flatMap(({ TargetGroupArn: groupArn = '' }) => {
    const rule = pair.rules.find(({ actions }) => JSON.stringify(actions).includes(JSON.stringify(groupArn)))
    return rule === undefined ? [] : [{ groupArn, by: rule.arn }]
  })
}
