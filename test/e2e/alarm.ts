import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { ownerSettings } from './owner.ts'
import type { Sandbox } from './sandbox.ts'

/** The owner's alarm on errors that the targets of a group answer: more than five in a period, or what its silence means. */
export async function putErrorAlarm(
  shop: { readonly sandbox: Sandbox; readonly loadBalancerArn: string; readonly groupArn: string },
  name: string,
  silence: 'notBreaching' | 'breaching' = 'notBreaching',
): Promise<void> {
  const watch = new CloudWatchClient(ownerSettings(shop.sandbox))
  try {
    await watch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Dimensions: [
          { Name: 'LoadBalancer', Value: shop.loadBalancerArn.split(':loadbalancer/')[1] },
          { Name: 'TargetGroup', Value: shop.groupArn.split(':').at(-1) },
        ],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: silence,
      }),
    )
  } finally {
    watch.destroy()
  }
}
