import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new ApplicationAutoScalingClient(config)

export const commands = {
  'application-autoscaling:DescribeScalableTargets': DescribeScalableTargetsCommand,
  'application-autoscaling:RegisterScalableTarget': RegisterScalableTargetCommand,
}
