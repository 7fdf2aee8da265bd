import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  ObjectNotFoundException,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  ValidationException,
} from '@aws-sdk/client-application-auto-scaling'
import { expect, it } from 'vitest'
import { setStage } from '../stage.ts'
import { runWebService } from '../web-service.ts'
import { serveFake } from './fake-cloud.ts'

it('is reached by the SDK client: every operation of Application Auto Scaling, on the modelled cloud', async () => {
  const stage = setStage()
  const web = runWebService(stage)
  const wire = await serveFake(stage.cloud)
  const client = new ApplicationAutoScalingClient(wire.settings)
  try {
    const name = { ServiceNamespace: 'ecs', ResourceId: 'service/main/web', ScalableDimension: 'ecs:service:DesiredCount' } as const
    const { ScalableTargetARN } = await client.send(new RegisterScalableTargetCommand({ ...name, MinCapacity: 5, MaxCapacity: 9 }))
    expect(web.describe().desiredCount).toBe(5)
    const { ScalableTargets } = await client.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds: [name.ResourceId] }),
    )
    expect(ScalableTargets).toEqual([
      expect.objectContaining({ ScalableTargetARN, MinCapacity: 5, SuspendedState: expect.objectContaining({}) as object }),
    ])
    expect(ScalableTargets?.[0]?.CreationTime).toBeInstanceOf(Date)
    const label = `${web.loadBalancerArn.split(':loadbalancer/')[1]}/${web.groupArn.split(':').at(-1)}`
    const policy = { ...name, PolicyName: 'requests' }
    const { PolicyARN, Alarms } = await client.send(
      new PutScalingPolicyCommand({
        ...policy,
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 12.5,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label },
        },
      }),
    )
    expect(Alarms).toHaveLength(2)
    const { ScalingPolicies } = await client.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: 'ecs' }))
    expect(ScalingPolicies).toMatchObject([{ PolicyARN, Alarms, TargetTrackingScalingPolicyConfiguration: { TargetValue: 12.5 } }])
    await client.send(new DeleteScalingPolicyCommand(policy))
    await expect(client.send(new DeleteScalingPolicyCommand(policy))).rejects.toBeInstanceOf(ObjectNotFoundException)
    await expect(client.send(new RegisterScalableTargetCommand({ ...name, MinCapacity: 10 }))).rejects.toBeInstanceOf(ValidationException)
    await client.send(new DeregisterScalableTargetCommand(name))
    expect(wire.calls.list().map((call) => call.code ?? call.operation.replace('application-autoscaling:', ''))).toEqual([
      'RegisterScalableTarget',
      'DescribeScalableTargets',
      'PutScalingPolicy',
      'DescribeScalingPolicies',
      'DeleteScalingPolicy',
      'ObjectNotFoundException',
      'ValidationException',
      'DeregisterScalableTarget',
    ])
  } finally {
    client.destroy()
    await wire.close()
  }
})
