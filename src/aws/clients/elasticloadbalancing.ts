import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new ElasticLoadBalancingV2Client(config)

export const commands = {
  'elasticloadbalancing:DescribeTargetGroups': DescribeTargetGroupsCommand,
  'elasticloadbalancing:DescribeTargetHealth': DescribeTargetHealthCommand,
}
