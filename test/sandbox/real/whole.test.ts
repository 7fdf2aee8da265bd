import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterEach, describe, expect, it } from 'vitest'
import type { LoadReport } from '../../../sandbox/load/report.ts'
import { startLoad } from '../../e2e/load.ts'
import { openSandbox, type Sandbox } from '../../e2e/sandbox.ts'
import { openShop, type Shop, type ShopOptions } from '../../e2e/shop.ts'
import { childrenOf, isAlive } from './alive.ts'

/** Durations of the model are divided by 20. */
const flags = ['--time-scale', '20', '--read-lag', '1', '--propagation', '5', '--metric-period', '1', '--metric-delay', '0']

/** What must fail is in test/e2e/controls.ts. */
describe('the whole sandbox, reached by SDK clients', () => {
  let sandbox: Sandbox
  let shop: Shop
  const open = async (options: ShopOptions = {}): Promise<void> => {
    sandbox = await openSandbox(flags)
    shop = await openShop(sandbox, options)
  }
  const served = async (ratePerSecond: number, durationMs: number): Promise<LoadReport> => {
    const load = await startLoad({ url: shop.url, ratePerSecond, durationMs })
    await load.over
    return load.stop()
  }
  afterEach(async () => {
    shop.close()
    await sandbox.close()
  })

  it('rolls a service under load without one failed request', async () => {
    // Twice the slowest request: one that arrives before the load balancer has heard of the drain must still end within it.
    await open({ deregistrationDelaySeconds: 60 })
    const load = await startLoad({ url: shop.url, ratePerSecond: 100 })
    await shop.deploy({ VERSION: 'v2' })
    const report = await load.stop()
    expect(report).toMatchObject({ failed: 0, byError: {} })
    expect(Object.keys(report.byVersion)).toEqual(['v1', 'v2'])
    expect(report.byVersion['v2']).toBeGreaterThan(20)
  })

  it('leaves no process behind after kill -9', async () => {
    await open({ environment: { IGNORE_SIGTERM: '1' } })
    const children = childrenOf(sandbox.pid)
    // Two tasks and the guardian.
    expect(children.length).toBe(3)
    expect(children.every(isAlive)).toBe(true)
    sandbox.kill()
    await sandbox.ended
    await expect.poll(() => children.filter(isAlive)).toEqual([])
  })

  it('measures what it served, and keeps what tasks printed', async () => {
    await open({ environment: { ERROR_RATE: '0.25' } })
    const settings = { endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'OWNER', secretAccessKey: 'owner' } }
    const cloudwatch = new CloudWatchClient(settings)
    const logs = new CloudWatchLogsClient(settings)
    const report = await served(50, 2_000)
    const sum = async (metric: string): Promise<number> => {
      const answer = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(Date.now() - 60_000),
          EndTime: new Date(Date.now() + 60_000),
          MetricDataQueries: [
            {
              Id: 'm1',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/ApplicationELB',
                  MetricName: metric,
                  Dimensions: [
                    { Name: 'LoadBalancer', Value: shop.loadBalancerArn.split(':loadbalancer/')[1]! },
                    { Name: 'TargetGroup', Value: shop.groupArn.split(':').at(-1)! },
                  ],
                },
                Period: 1,
                Stat: 'Sum',
              },
            },
          ],
        }),
      )
      return (answer.MetricDataResults?.[0]?.Values ?? []).reduce((total, value) => total + value, 0)
    }
    expect(report.byStatus['500']).toBeGreaterThan(0)
    expect(report.byStatus['200']).toBeGreaterThan(0)
    await expect.poll(() => sum('RequestCount')).toBe(report.requests)
    await expect.poll(() => sum('HTTPCode_Target_5XX_Count')).toBe(report.byStatus['500'])
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/shop/web' }))
    expect(logStreams).toHaveLength(2)
    const { events } = await logs.send(
      new GetLogEventsCommand({ logGroupName: '/shop/web', logStreamName: logStreams![0]!.logStreamName! }),
    )
    expect(events?.map((event) => event.message).join('\n')).toMatch(/^listening on 127\.\S+, version v1\n[\s\S]*error: request 4 /)
    cloudwatch.destroy()
    logs.destroy()
  })

  it('tells over /_sandbox what was called and what was served', async () => {
    await open()
    const report = await served(50, 1_000)
    const answer = await fetch(`${sandbox.endpoint}/_sandbox/requests`)
    const { requests } = (await answer.json()) as { requests: { groupArn: string; by: string; status: number; count: number }[] }
    expect(requests.reduce((sum, one) => sum + one.count, 0)).toBe(report.requests)
    expect(report.requests).toBeGreaterThan(10)
    expect(requests.every((one) => one.by === 'target' && one.groupArn === shop.groupArn && one.status === 200)).toBe(true)
    expect((await sandbox.calls()).map((call) => call.operation)).toContain('elasticloadbalancing:CreateListener')
  })
})
