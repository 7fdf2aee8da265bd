import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new ECSClient(config)

export const commands = {
  'ecs:DescribeServiceDeployments': DescribeServiceDeploymentsCommand,
  'ecs:DescribeServiceRevisions': DescribeServiceRevisionsCommand,
  'ecs:DescribeServices': DescribeServicesCommand,
  'ecs:DescribeTaskDefinition': DescribeTaskDefinitionCommand,
  'ecs:DescribeTasks': DescribeTasksCommand,
  'ecs:ListServiceDeployments': ListServiceDeploymentsCommand,
  'ecs:ListTagsForResource': ListTagsForResourceCommand,
  'ecs:ListTasks': ListTasksCommand,
  'ecs:RegisterTaskDefinition': RegisterTaskDefinitionCommand,
  'ecs:RunTask': RunTaskCommand,
  'ecs:StopServiceDeployment': StopServiceDeploymentCommand,
  'ecs:StopTask': StopTaskCommand,
  'ecs:TagResource': TagResourceCommand,
  'ecs:UntagResource': UntagResourceCommand,
  'ecs:UpdateService': UpdateServiceCommand,
}
