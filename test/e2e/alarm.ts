import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import type { Shop } from './shop.ts'

/** The owner's alarm on errors that targets answer: more than five in a period. */
export async function putErrorAlarm(shop: Shop, name: string): Promise<void> {
  const watch = new CloudWatchClient({
    endpoint: shop.sandbox.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'OWNER', secretAccessKey: 'owner' },
  })
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
        TreatMissingData: 'notBreaching',
      }),
    )
  } finally {
    watch.destroy()
  }
}
