import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  RegisterScalableTargetRequest,
  RegisterScalableTargetResponse,
} from '@aws-sdk/client-application-auto-scaling'
import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  DescribeTasksRequest,
  DescribeTasksResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTasksRequest,
  ListTasksResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  RunTaskRequest,
  RunTaskResponse,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
  StopTaskRequest,
  StopTaskResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs'
import type { DescribeAlarmsInput, DescribeAlarmsOutput, GetMetricDataInput, GetMetricDataOutput } from '@aws-sdk/client-cloudwatch'
import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { DBClusterMessage, DBInstanceMessage, DescribeDBClustersMessage, DescribeDBInstancesMessage } from '@aws-sdk/client-rds'
import type { GetSecretValueRequest, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import type {
  AddTagsInput,
  AddTagsOutput,
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  ModifyListenerInput,
  ModifyListenerOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'

/** Every call to AWS that the suite makes, named as in an IAM policy. */
export interface Operations {
  'ecs:DescribeServiceDeployments': { input: DescribeServiceDeploymentsRequest; output: DescribeServiceDeploymentsResponse }
  'ecs:DescribeServiceRevisions': { input: DescribeServiceRevisionsRequest; output: DescribeServiceRevisionsResponse }
  'ecs:DescribeServices': { input: DescribeServicesRequest; output: DescribeServicesResponse }
  'ecs:DescribeTaskDefinition': { input: DescribeTaskDefinitionRequest; output: DescribeTaskDefinitionResponse }
  'ecs:DescribeTasks': { input: DescribeTasksRequest; output: DescribeTasksResponse }
  'ecs:ListServiceDeployments': { input: ListServiceDeploymentsRequest; output: ListServiceDeploymentsResponse }
  'ecs:ListTagsForResource': { input: ListTagsForResourceRequest; output: ListTagsForResourceResponse }
  'ecs:ListTasks': { input: ListTasksRequest; output: ListTasksResponse }
  'ecs:RegisterTaskDefinition': { input: RegisterTaskDefinitionRequest; output: RegisterTaskDefinitionResponse }
  'ecs:RunTask': { input: RunTaskRequest; output: RunTaskResponse }
  'ecs:StopServiceDeployment': { input: StopServiceDeploymentRequest; output: StopServiceDeploymentResponse }
  'ecs:StopTask': { input: StopTaskRequest; output: StopTaskResponse }
  'ecs:TagResource': { input: TagResourceRequest; output: TagResourceResponse }
  'ecs:UntagResource': { input: UntagResourceRequest; output: UntagResourceResponse }
  'ecs:UpdateService': { input: UpdateServiceRequest; output: UpdateServiceResponse }
  'elasticloadbalancing:AddTags': { input: AddTagsInput; output: AddTagsOutput }
  'elasticloadbalancing:CreateRule': { input: CreateRuleInput; output: CreateRuleOutput }
  'elasticloadbalancing:DeleteRule': { input: DeleteRuleInput; output: DeleteRuleOutput }
  'elasticloadbalancing:DescribeListeners': { input: DescribeListenersInput; output: DescribeListenersOutput }
  'elasticloadbalancing:DescribeLoadBalancers': { input: DescribeLoadBalancersInput; output: DescribeLoadBalancersOutput }
  'elasticloadbalancing:DescribeRules': { input: DescribeRulesInput; output: DescribeRulesOutput }
  'elasticloadbalancing:DescribeTags': { input: DescribeTagsInput; output: DescribeTagsOutput }
  'elasticloadbalancing:DescribeTargetGroupAttributes': {
    input: DescribeTargetGroupAttributesInput
    output: DescribeTargetGroupAttributesOutput
  }
  'elasticloadbalancing:DescribeTargetGroups': { input: DescribeTargetGroupsInput; output: DescribeTargetGroupsOutput }
  'elasticloadbalancing:DescribeTargetHealth': { input: DescribeTargetHealthInput; output: DescribeTargetHealthOutput }
  'elasticloadbalancing:ModifyListener': { input: ModifyListenerInput; output: ModifyListenerOutput }
  'elasticloadbalancing:ModifyRule': { input: ModifyRuleInput; output: ModifyRuleOutput }
  'elasticloadbalancing:RemoveTags': { input: RemoveTagsInput; output: RemoveTagsOutput }
  'application-autoscaling:DescribeScalableTargets': { input: DescribeScalableTargetsRequest; output: DescribeScalableTargetsResponse }
  'application-autoscaling:RegisterScalableTarget': { input: RegisterScalableTargetRequest; output: RegisterScalableTargetResponse }
  'cloudwatch:DescribeAlarms': { input: DescribeAlarmsInput; output: DescribeAlarmsOutput }
  'cloudwatch:GetMetricData': { input: GetMetricDataInput; output: GetMetricDataOutput }
  'logs:GetLogEvents': { input: GetLogEventsRequest; output: GetLogEventsResponse }
  'rds:DescribeDBClusters': { input: DescribeDBClustersMessage; output: DBClusterMessage }
  'rds:DescribeDBInstances': { input: DescribeDBInstancesMessage; output: DBInstanceMessage }
  'secretsmanager:GetSecretValue': { input: GetSecretValueRequest; output: GetSecretValueResponse }
}

export type OperationName = keyof Operations
export type Input<K extends OperationName> = Operations[K]['input']
export type Output<K extends OperationName> = Operations[K]['output']

/**
 * One call to AWS. Throws SluiceError and nothing else (see explain-error.ts). Everything in this folder takes it as a plain
 * function, so that a model of AWS can stand in for AWS.
 */
export type Send = <K extends OperationName>(operation: K, input: Input<K>, signal?: AbortSignal) => Promise<Output<K>>
