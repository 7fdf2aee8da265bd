import { describe, expect, it } from 'vitest'
import { createThrottle } from '../../../sandbox/wire/throttle.ts'

describe('token buckets', () => {
  function buckets() {
    let nowMs = 0
    const throttle = createThrottle(() => nowMs)
    return {
      burst(operation: string): number {
        let passed = 0
        while (throttle(operation)) passed++
        return passed
      },
      wait(ms: number) {
        nowMs += ms
      },
    }
  }

  it.each([
    ['ecs:RegisterTaskDefinition', 20, 1],
    ['ecs:DescribeTaskDefinition', 50, 20],
    ['ecs:UpdateService', 50, 5],
    ['ecs:DescribeServices', 100, 20],
    ['ecs:DescribeServiceDeployments', 50, 20],
    ['ecs:RunTask', 100, 40],
    ['ecs:DescribeTasks', 100, 20],
    ['elasticloadbalancing:DescribeTargetHealth', 40, 10],
    ['elasticloadbalancing:ModifyRule', 20, 3],
    ['elasticloadbalancing:RegisterTargets', 20, 4],
  ])('%s: burst %i, then %d a second', (operation, burst, perSecond) => {
    const { burst: drain, wait } = buckets()
    expect(drain(operation)).toBe(burst)
    wait(1000)
    expect(drain(operation)).toBe(perSecond)
    wait(3_600_000)
    expect(drain(operation)).toBe(burst)
  })

  it('are shared within a class of operations, not between classes', () => {
    const { burst } = buckets()
    expect(burst('ecs:DescribeServices')).toBe(100)
    expect(burst('ecs:ListServices')).toBe(0)
    expect(burst('ecs:DescribeTasks')).toBe(100)
  })

  it('cap all actions of Elastic Load Balancing together', () => {
    const { burst } = buckets()
    expect(burst('elasticloadbalancing:ModifyRule')).toBe(20)
    expect(burst('elasticloadbalancing:DescribeRules')).toBe(20)
    expect(burst('elasticloadbalancing:RegisterTargets')).toBe(0)
  })

  it('leave operations without a documented rate alone', () => {
    const throttle = createThrottle(() => 0)
    for (let call = 0; call < 1000; call++) expect(throttle('ecs:StopServiceDeployment')).toBe(true)
  })
})
