import type { Counts, Sample } from '../../../src/domain/analysis/model.ts'
import type { Rival } from '../rule.ts'

/** A CloudWatch alarm on the share of bad requests: `breaching` of the last `of` minutes. Minutes without data are left out. */
function alarm(
  name: string,
  breaching: number,
  of: number,
  watched: (sample: Sample) => Counts,
  breaches: (share: number, nominal: number) => boolean,
): Rival {
  return {
    name,
    begin: (scenario) => {
      const last: boolean[] = []
      return (sample) => {
        if (sample === undefined) return false
        const { n, x } = watched(sample)
        if (n === 0) return false
        last.push(breaches(x / n, scenario.base))
        if (last.length > of) last.shift()
        return last.filter(Boolean).length >= breaching
      }
    },
  }
}

function whole({ canary, baseline }: Sample): Counts {
  return { n: canary.n + baseline.n, x: canary.x + baseline.x }
}

/** As ECS and CodeDeploy stop a deployment: twice the normal rate of the canary's target group, three minutes in a row. */
export const ecsAlarm = alarm(
  'ECS/CodeDeploy alarm: 2x nominal, 3 of 3',
  3,
  3,
  ({ canary }) => canary,
  (share, nominal) => share > 2 * nominal,
)

export const targetGroupAlarm = alarm(
  'target-group alarm: 5 %, 2 of 3',
  2,
  3,
  ({ canary }) => canary,
  (share) => share > 0.05,
)

/** The usual one, which does not know the canary's target group. */
export const loadBalancerAlarm = alarm('load-balancer alarm: 2x base, 2 of 3', 2, 3, whole, (share, nominal) => share > 2 * nominal)
