import {
  AddTagsCommand,
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new ElasticLoadBalancingV2Client(config)

export const commands = {
  'elasticloadbalancing:AddTags': AddTagsCommand,
  'elasticloadbalancing:CreateRule': CreateRuleCommand,
  'elasticloadbalancing:DeleteRule': DeleteRuleCommand,
  'elasticloadbalancing:DescribeListeners': DescribeListenersCommand,
  'elasticloadbalancing:DescribeLoadBalancers': DescribeLoadBalancersCommand,
  'elasticloadbalancing:DescribeRules': DescribeRulesCommand,
  'elasticloadbalancing:DescribeTags': DescribeTagsCommand,
  'elasticloadbalancing:DescribeTargetGroupAttributes': DescribeTargetGroupAttributesCommand,
  'elasticloadbalancing:DescribeTargetGroups': DescribeTargetGroupsCommand,
  'elasticloadbalancing:DescribeTargetHealth': DescribeTargetHealthCommand,
  'elasticloadbalancing:ModifyListener': ModifyListenerCommand,
  'elasticloadbalancing:ModifyRule': ModifyRuleCommand,
  'elasticloadbalancing:RemoveTags': RemoveTagsCommand,
}
