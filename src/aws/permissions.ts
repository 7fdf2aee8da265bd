import type { OperationName } from './operations.ts'

/** One action of an IAM policy. */
export interface Permission {
  readonly action: OperationName | 'iam:PassRole' | 'kms:Decrypt'
  /** What it is needed on, with the parts to fill in; `*` where AWS knows no resource for the action. Several are needed alike. */
  readonly resource: string | readonly string[]
  readonly why: string
  /** Absent: always needed. */
  readonly when?: string
}

const arn = (service: string, rest: string): string => `arn:aws:${service}:REGION:ACCOUNT:${rest}`
const service = arn('ecs', 'service/CLUSTER/SERVICE')
const deployments = arn('ecs', 'service-deployment/CLUSTER/SERVICE/*')
const sides = [arn('ecs', 'service/CLUSTER/BLUE'), arn('ecs', 'service/CLUSTER/GREEN')]
const group = arn('elasticloadbalancing', 'targetgroup/GROUP_OF_BLUE/*')

/** To bring a revision into being, and to run it. */
const registering: readonly Permission[] = [
  { action: 'ecs:RegisterTaskDefinition', resource: '*', why: 'to register the new revision', when: 'a file or images are given' },
  {
    action: 'ecs:TagResource',
    resource: arn('ecs', 'task-definition/FAMILY:*'),
    why: 'to register a revision that carries tags',
    when: 'the task definition has tags',
  },
]
const passing: Permission = {
  action: 'iam:PassRole',
  resource: 'arn:aws:iam::ACCOUNT:role/ROLE',
  why: 'to register and run a task that uses the role; restrict it by iam:PassedToService = ecs-tasks.amazonaws.com',
  when: 'the task has a task role or an execution role',
}
const tasks: readonly Permission[] = [
  { action: 'ecs:ListTasks', resource: '*', why: 'to find tasks that ended; restrict it by ecs:cluster' },
  { action: 'ecs:DescribeTasks', resource: arn('ecs', 'task/CLUSTER/*'), why: 'to say why a task ended' },
]
const logs: Permission = {
  action: 'logs:GetLogEvents',
  resource: arn('logs', 'log-group:GROUP:log-stream:*'),
  why: 'to show the last lines of a task that failed; without it the report says so',
  when: 'the task logs to CloudWatch Logs',
}

/** What a rolling rollout asks of AWS. docs/iam.md is written from it, and the calls really made are held against it. */
export const rollingPermissions: readonly Permission[] = [
  { action: 'ecs:DescribeServices', resource: service, why: 'to see the service, its limits, its events, and who changed it' },
  { action: 'ecs:ListTagsForResource', resource: service, why: 'to read the record and the claim kept in tags sluice.* of the service' },
  { action: 'ecs:TagResource', resource: service, why: 'to keep the record and the claim' },
  { action: 'ecs:UntagResource', resource: service, why: 'to remove the claim and what a shorter record leaves over' },
  { action: 'ecs:DescribeTaskDefinition', resource: '*', why: 'to compare what runs with what is wanted' },
  ...registering,
  passing,
  { action: 'ecs:UpdateService', resource: service, why: 'to start the rollout, and to return to the baseline after it has arrived' },
  { action: 'ecs:ListServiceDeployments', resource: service, why: 'to find our deployment, and one that replaced it' },
  { action: 'ecs:DescribeServiceDeployments', resource: deployments, why: 'to follow our deployment' },
  {
    action: 'ecs:DescribeServiceRevisions',
    resource: arn('ecs', 'service-revision/CLUSTER/SERVICE/*'),
    why: 'to tell which revision a deployment leads to',
  },
  { action: 'ecs:StopServiceDeployment', resource: deployments, why: 'to roll our deployment back' },
  ...tasks,
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
  logs,
]

const rulesOfListener = arn('elasticloadbalancing', 'listener-rule/app/LOAD_BALANCER/*')
const unmatching: Permission = {
  action: 'elasticloadbalancing:DeleteRule',
  resource: rulesOfListener,
  why: 'to remove the rules for chosen users; restrict it to rules that have the tag sluice.match',
  when: 'a canary with `match` is or was under way',
}

/** What a rollout of a pair asks of AWS. */
export const pairPermissions: readonly Permission[] = [
  { action: 'ecs:DescribeServices', resource: sides, why: 'to see both services, their limits and events, and who changed them' },
  { action: 'ecs:UpdateService', resource: sides, why: 'to set the idle side to the new revision, and to size both' },
  { action: 'ecs:DescribeTaskDefinition', resource: '*', why: 'to compare what runs with what is wanted' },
  ...registering,
  passing,
  ...tasks,
  { action: 'elasticloadbalancing:DescribeTargetGroups', resource: '*', why: 'to see what the sides stand behind, and what differs' },
  { action: 'elasticloadbalancing:DescribeTargetGroupAttributes', resource: '*', why: 'to see stickiness, drains, and what differs' },
  { action: 'elasticloadbalancing:DescribeTargetHealth', resource: '*', why: 'to count healthy targets before a side gets traffic' },
  { action: 'elasticloadbalancing:DescribeListeners', resource: '*', why: 'to find every way to the target groups' },
  { action: 'elasticloadbalancing:DescribeRules', resource: '*', why: 'to see the weights, and who changed them' },
  {
    action: 'elasticloadbalancing:ModifyRule',
    resource: arn('elasticloadbalancing', 'listener-rule/app/LOAD_BALANCER/*'),
    why: 'to shift traffic',
  },
  {
    action: 'elasticloadbalancing:ModifyListener',
    resource: arn('elasticloadbalancing', 'listener/app/LOAD_BALANCER/*'),
    why: 'to shift traffic',
    when: 'the default action of a listener is shared',
  },
  unmatching,
  {
    action: 'elasticloadbalancing:DescribeTags',
    resource: '*',
    why: 'to read the record and the claim kept in tags sluice.* of the group',
  },
  { action: 'elasticloadbalancing:AddTags', resource: group, why: 'to keep the record and the claim' },
  { action: 'elasticloadbalancing:RemoveTags', resource: group, why: 'to remove the claim and what a shorter record leaves over' },
  { action: 'application-autoscaling:DescribeScalableTargets', resource: '*', why: 'to see whether a side is scaled, and how' },
  {
    action: 'application-autoscaling:RegisterScalableTarget',
    resource: arn('application-autoscaling', 'scalable-target/*'),
    why: 'to suspend scale-in and raise the minimum of the idle side while traffic moves, and to put both back',
    when: 'a side is scaled',
  },
  { action: 'cloudwatch:DescribeAlarms', resource: '*', why: 'to watch alarms', when: 'alarms are given' },
  { action: 'cloudwatch:GetMetricData', resource: '*', why: 'to tell how many requests each side gets, and to judge metrics' },
  logs,
]

/** What a canary asks besides what a rollout of a pair does. */
export const canaryPermissions: readonly Permission[] = [
  ...pairPermissions,
  {
    action: 'elasticloadbalancing:CreateRule',
    resource: arn('elasticloadbalancing', 'listener/app/LOAD_BALANCER/*'),
    why: 'to lead chosen users to the canary before it has any weight',
    when: '`match` is given',
  },
  {
    action: 'elasticloadbalancing:AddTags',
    resource: rulesOfListener,
    why: 'to make those rules with the tag sluice.match, by which they are found again; restrict it by elasticloadbalancing:CreateAction = CreateRule',
    when: '`match` is given',
  },
  {
    action: 'elasticloadbalancing:DescribeLoadBalancers',
    resource: '*',
    why: 'to learn from the baseline, split by availability zone, how bad requests clump',
    when: 'metrics read the load balancer',
  },
]

/** What a schema change asks of AWS: nothing, unless the database, its password or a metric is to be had there, or a task does the work. */
export const migratePermissions: readonly Permission[] = [
  ...when('`database-secret` is given', [
    {
      action: 'secretsmanager:GetSecretValue',
      resource: arn('secretsmanager', 'secret:NAME-*'),
      why: 'to read the address and the password of the database',
    },
  ]),
  ...when('the secret is encrypted with a key of your own', [
    { action: 'kms:Decrypt', resource: arn('kms', 'key/KEY'), why: 'to read the secret; restrict it by kms:ViaService' },
  ]),
  ...when('the secret is one that RDS keeps and `database-host` is not given', [
    { action: 'rds:DescribeDBClusters', resource: '*', why: 'to find the writer that the secret belongs to' },
    { action: 'rds:DescribeDBInstances', resource: '*', why: 'to find the instance that the secret belongs to' },
  ]),
  ...when('`throttle-metrics` is given', [
    { action: 'cloudwatch:GetMetricData', resource: '*', why: 'to see whether a backfill has to wait' },
  ]),
  ...when('`run-task-*` is given', [
    { action: 'ecs:DescribeServices', resource: service, why: 'to give the task the network and the capacity of the service' },
    { action: 'ecs:DescribeTaskDefinition', resource: '*', why: 'to see what the task runs, and which container decides' },
    { action: 'ecs:ListTasks', resource: '*', why: 'to find a task that does this work already; restrict it by ecs:cluster' },
    { action: 'ecs:RunTask', resource: arn('ecs', 'task-definition/FAMILY:*'), why: 'to start the task; restrict it by ecs:cluster' },
    { action: 'ecs:DescribeTasks', resource: arn('ecs', 'task/CLUSTER/*'), why: 'to follow the task to its end' },
    { action: 'ecs:StopTask', resource: arn('ecs', 'task/CLUSTER/*'), why: 'to end the task when the step is cancelled' },
    { ...passing, why: 'to run a task that uses the role; restrict it by iam:PassedToService = ecs-tasks.amazonaws.com' },
    { ...logs, why: 'to show what the task prints' },
  ]),
]

function when(condition: string, permissions: readonly Permission[]): readonly Permission[] {
  return permissions.map((each) => ({ ...each, when: condition }))
}

/** What leading a rollout home or returning to a revision asks: of a service, of a pair, or of both. It registers nothing. */
export const rollbackPermissions: readonly Permission[] = [
  ...rollingPermissions.filter(registersNothing).map((each) => ofEither(each, pairPermissions, 'a service is named')),
  ...pairPermissions
    .filter((each) => registersNothing(each) && !twinOf(each, rollingPermissions))
    .map((each) => ({ ...each, when: both('a pair is named', each.when) })),
]

function registersNothing(each: Permission): boolean {
  return !registering.includes(each)
}

/** What both kinds need is needed always, or when both need it. */
function ofEither(each: Permission, others: readonly Permission[], kind: string): Permission {
  const twin = twinOf(each, others)
  if (!twin) return { ...each, when: both(kind, each.when) }
  if (each.when === twin.when || each.when === undefined) return each
  return { ...each, when: twin.when === undefined ? `a pair is named, or ${each.when}` : each.when }
}

function twinOf(each: Permission, others: readonly Permission[]): Permission | undefined {
  return others.find(({ action, resource }) => action === each.action && resource === each.resource)
}

function both(kind: string, when: string | undefined): string {
  return when === undefined ? kind : `${kind}, and ${when}`
}
