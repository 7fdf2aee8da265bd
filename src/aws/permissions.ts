import type { OperationName } from './operations.ts'

/** One action of an IAM policy. */
export interface Permission {
  readonly action: OperationName | 'iam:PassRole'
  /** What it is needed on, with the parts to fill in; `*` where AWS knows no resource for the action. */
  readonly resource: string
  readonly why: string
  /** Absent: always needed. */
  readonly when?: string
}

const arn = (service: string, rest: string): string => `arn:aws:${service}:REGION:ACCOUNT:${rest}`
const service = arn('ecs', 'service/CLUSTER/SERVICE')
const deployments = arn('ecs', 'service-deployment/CLUSTER/SERVICE/*')

/** What a rolling rollout asks of AWS. docs/iam.md is written from it, and the calls really made are held against it. */
export const rollingPermissions: readonly Permission[] = [
  { action: 'ecs:DescribeServices', resource: service, why: 'to see the service, its limits, its events, and who changed it' },
  { action: 'ecs:ListTagsForResource', resource: service, why: 'to read the record and the claim kept in tags sluice.* of the service' },
  { action: 'ecs:TagResource', resource: service, why: 'to keep the record and the claim' },
  { action: 'ecs:UntagResource', resource: service, why: 'to remove the claim and what a shorter record leaves over' },
  { action: 'ecs:DescribeTaskDefinition', resource: '*', why: 'to compare what runs with what is wanted' },
  { action: 'ecs:RegisterTaskDefinition', resource: '*', why: 'to register the new revision', when: 'a file or images are given' },
  {
    action: 'ecs:TagResource',
    resource: arn('ecs', 'task-definition/FAMILY:*'),
    why: 'to register a revision that carries tags',
    when: 'the task definition has tags',
  },
  {
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::ACCOUNT:role/ROLE',
    why: 'to register and run a task that uses the role; restrict it by iam:PassedToService = ecs-tasks.amazonaws.com',
    when: 'the task has a task role or an execution role',
  },
  { action: 'ecs:UpdateService', resource: service, why: 'to start the rollout, and to return to the baseline after it has arrived' },
  { action: 'ecs:ListServiceDeployments', resource: service, why: 'to find our deployment, and one that replaced it' },
  { action: 'ecs:DescribeServiceDeployments', resource: deployments, why: 'to follow our deployment' },
  {
    action: 'ecs:DescribeServiceRevisions',
    resource: arn('ecs', 'service-revision/CLUSTER/SERVICE/*'),
    why: 'to tell which revision a deployment leads to',
  },
  { action: 'ecs:StopServiceDeployment', resource: deployments, why: 'to roll our deployment back' },
  { action: 'ecs:ListTasks', resource: '*', why: 'to find tasks that ended; restrict it by ecs:cluster' },
  { action: 'ecs:DescribeTasks', resource: arn('ecs', 'task/CLUSTER/*'), why: 'to say why a task ended' },
  {
    action: 'elasticloadbalancing:DescribeTargetGroups',
    resource: '*',
    why: 'to see before the rollout that its targets fit the task',
    when: 'the service stands behind a load balancer',
  },
  {
    action: 'elasticloadbalancing:DescribeTargetHealth',
    resource: '*',
    why: 'to count healthy targets',
    when: 'the service stands behind a load balancer',
  },
  {
    action: 'cloudwatch:DescribeAlarms',
    resource: '*',
    why: 'to watch alarms',
    when: 'alarms are given, or the service has deployment alarms',
  },
  {
    action: 'logs:GetLogEvents',
    resource: arn('logs', 'log-group:GROUP:log-stream:*'),
    why: 'to show the last lines of a task that failed; without it the report says so',
    when: 'the task logs to CloudWatch Logs',
  },
]
