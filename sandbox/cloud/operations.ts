import * as scalingPolicy from './autoscaling/policies.ts'
import * as scalableTarget from './autoscaling/scalable-targets.ts'
import * as alarm from './cloudwatch/alarms.ts'
import * as metric from './cloudwatch/metrics.ts'
import * as cluster from './ecs/clusters.ts'
import { runTask } from './ecs/run-task.ts'
import * as serviceDeployment from './ecs/service-deployments.ts'
import * as service from './ecs/services.ts'
import * as ecsTag from './ecs/tagging.ts'
import * as taskDefinition from './ecs/task-definitions.ts'
import * as task from './ecs/tasks.ts'
import { updateService } from './ecs/update-service.ts'
import * as listener from './elb/listeners.ts'
import * as loadBalancer from './elb/load-balancers.ts'
import * as rule from './elb/rules.ts'
import * as elbTag from './elb/tags.ts'
import * as group from './elb/target-groups.ts'
import * as target from './elb/targets.ts'
import * as log from './logs/events.ts'
import * as secret from './secrets/secrets.ts'
import type { World } from './world.ts'

type Handler = (world: World, input: object) => object

/** Every operation modelled, by the name an IAM policy gives it. The wire has checked the shape of the input. */
export const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...named('ecs', {
    CreateCluster: cluster.createCluster,
    DescribeClusters: cluster.describeClusters,
    DeleteCluster: cluster.deleteCluster,
    RegisterTaskDefinition: taskDefinition.registerTaskDefinition,
    DescribeTaskDefinition: taskDefinition.describeTaskDefinition,
    DeregisterTaskDefinition: taskDefinition.deregisterTaskDefinition,
    ListTaskDefinitions: taskDefinition.listTaskDefinitions,
    CreateService: service.createService,
    DescribeServices: service.describeServices,
    UpdateService: updateService,
    DeleteService: service.deleteService,
    ListServices: service.listServices,
    RunTask: runTask,
    ListTasks: task.listTasks,
    DescribeTasks: task.describeTasks,
    StopTask: task.stopTask,
    ListServiceDeployments: serviceDeployment.listServiceDeployments,
    DescribeServiceDeployments: serviceDeployment.describeServiceDeployments,
    DescribeServiceRevisions: serviceDeployment.describeServiceRevisions,
    StopServiceDeployment: serviceDeployment.stopServiceDeployment,
    TagResource: ecsTag.tagResource,
    UntagResource: ecsTag.untagResource,
    ListTagsForResource: ecsTag.listTagsForResource,
  }),
  ...named('elasticloadbalancing', {
    CreateLoadBalancer: loadBalancer.createLoadBalancer,
    DescribeLoadBalancers: loadBalancer.describeLoadBalancers,
    DeleteLoadBalancer: loadBalancer.deleteLoadBalancer,
    DescribeLoadBalancerAttributes: loadBalancer.describeLoadBalancerAttributes,
    ModifyLoadBalancerAttributes: loadBalancer.modifyLoadBalancerAttributes,
    CreateTargetGroup: group.createTargetGroup,
    DescribeTargetGroups: group.describeTargetGroups,
    ModifyTargetGroup: group.modifyTargetGroup,
    DeleteTargetGroup: group.deleteTargetGroup,
    DescribeTargetGroupAttributes: group.describeTargetGroupAttributes,
    ModifyTargetGroupAttributes: group.modifyTargetGroupAttributes,
    RegisterTargets: target.registerTargets,
    DeregisterTargets: target.deregisterTargets,
    DescribeTargetHealth: target.describeTargetHealth,
    CreateListener: listener.createListener,
    DescribeListeners: listener.describeListeners,
    ModifyListener: listener.modifyListener,
    DeleteListener: listener.deleteListener,
    CreateRule: rule.createRule,
    DescribeRules: rule.describeRules,
    ModifyRule: rule.modifyRule,
    SetRulePriorities: rule.setRulePriorities,
    DeleteRule: rule.deleteRule,
    AddTags: elbTag.addTags,
    RemoveTags: elbTag.removeTags,
    DescribeTags: elbTag.describeTags,
  }),
  ...named('cloudwatch', {
    PutMetricData: metric.putMetricData,
    GetMetricData: metric.getMetricData,
    PutMetricAlarm: alarm.putMetricAlarm,
    DescribeAlarms: alarm.describeAlarms,
    DeleteAlarms: alarm.deleteAlarms,
    SetAlarmState: alarm.setAlarmState,
  }),
  ...named('logs', {
    CreateLogGroup: log.createLogGroup,
    DescribeLogGroups: log.describeLogGroups,
    CreateLogStream: log.createLogStream,
    DescribeLogStreams: log.describeLogStreams,
    PutLogEvents: log.putLogEvents,
    GetLogEvents: log.getLogEvents,
    FilterLogEvents: log.filterLogEvents,
  }),
  ...named('secretsmanager', {
    CreateSecret: secret.createSecret,
    PutSecretValue: secret.putSecretValue,
    GetSecretValue: secret.getSecretValue,
    DeleteSecret: secret.deleteSecret,
  }),
  ...named('application-autoscaling', {
    RegisterScalableTarget: scalableTarget.registerScalableTarget,
    DescribeScalableTargets: scalableTarget.describeScalableTargets,
    DeregisterScalableTarget: scalableTarget.deregisterScalableTarget,
    PutScalingPolicy: scalingPolicy.putScalingPolicy,
    DescribeScalingPolicies: scalingPolicy.describeScalingPolicies,
    DeleteScalingPolicy: scalingPolicy.deleteScalingPolicy,
  }),
])

function named(service: string, operations: Readonly<Record<string, (world: World, input: never) => object>>): [string, Handler][] {
  return Object.entries(operations).map(([name, handler]) => [`${service}:${name}`, handler as Handler])
}
