import type {
  CreateServiceRequest,
  Deployment,
  DeploymentConfiguration,
  Service,
  ServiceDeployment,
  ServiceEvent,
  ServiceRevision,
  Tag,
  Task,
  TaskDefinition,
  TaskOverride,
  TaskStopCode,
} from '@aws-sdk/client-ecs'
import type { Lagged } from '../../lag.ts'
import type { TaskLaunch } from '../../matter/ports.ts'
import type { ServiceKind } from './service-kinds.ts'

export interface EcsTables {
  readonly clusters: Map<string, ClusterRow>
  /** By ARN of the revision. */
  readonly taskDefinitions: Map<string, TaskDefinitionRow>
  /** Revisions of a family in order of number; index 0 is revision 1. */
  readonly families: Map<string, TaskDefinitionRow[]>
  /** By ARN, inactive ones included. */
  readonly services: Map<string, ServiceRow>
  /** By ARN; stopped tasks stay for an hour. */
  readonly tasks: Map<string, TaskRow>
  readonly serviceDeployments: Map<string, ServiceDeploymentRow>
  readonly revisions: Map<string, ServiceRevision>
  /** Rows whose published answer is older than their truth. */
  readonly staleServices: Set<ServiceRow>
  readonly staleTasks: Set<TaskRow>
  /** Tasks that hold an address, by it. */
  readonly tasksByAddress: Map<string, TaskRow>
  /** Requests of RunTask that were made with a token, by cluster and token. */
  readonly runTokens: Map<string, RunTokenRow>
}

/** What a token of RunTask stands for; see run-tokens.ts. */
export interface RunTokenRow {
  readonly request: string
  readonly atMs: number
  readonly tasks: readonly TaskRow[]
}

export interface Tagged {
  tags: readonly Tag[]
  readonly seenTags: Lagged<readonly Tag[]>
}

export interface ClusterRow extends Tagged {
  readonly arn: string
  readonly name: string
  status: 'ACTIVE' | 'INACTIVE'
  readonly services: Set<ServiceRow>
  /** Tasks of no service, started by RunTask; stopped ones while they are kept. */
  readonly standalone: Set<TaskRow>
  readonly settings: readonly { readonly name: 'containerInsights'; readonly value: string }[]
}

export interface TaskDefinitionRow extends Tagged {
  readonly arn: string
  /** Replaced as a whole when deregistered. */
  definition: TaskDefinition
}

/** The members of a service that callers set and the scheduler only reads. */
export type ServiceSettings = Pick<
  Service,
  | 'launchType'
  | 'capacityProviderStrategy'
  | 'platformVersion'
  | 'networkConfiguration'
  | 'healthCheckGracePeriodSeconds'
  | 'enableECSManagedTags'
  | 'propagateTags'
  | 'enableExecuteCommand'
  | 'availabilityZoneRebalancing'
  | 'placementConstraints'
  | 'placementStrategy'
  | 'serviceRegistries'
> &
  Pick<CreateServiceRequest, 'serviceConnectConfiguration'> & { readonly loadBalancers: NonNullable<CreateServiceRequest['loadBalancers']> }

export interface ServiceRow extends Tagged, Omit<ServiceKind, 'deploymentConfiguration'> {
  readonly arn: string
  readonly name: string
  readonly cluster: ClusterRow
  readonly createdAt: Date
  /** That of its creation. */
  readonly firstDefinition: TaskDefinitionRow
  settings: ServiceSettings
  deploymentConfiguration: DeploymentConfiguration
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desiredCount: number
  /** The primary first, then older ones that still have tasks. Empty once inactive. */
  deployments: DeploymentRow[]
  /** Newest first. */
  serviceDeployments: ServiceDeploymentRow[]
  currentServiceDeployment: string | undefined
  /** What a rollback returns to. */
  lastCompleted: { readonly deploymentId: string; readonly revision: ServiceRevision; readonly definition: TaskDefinitionRow } | undefined
  /** At most 100, newest first. */
  events: readonly ServiceEvent[]
  /** Of all deployments, stopped ones included while they are kept. */
  readonly tasks: Set<TaskRow>
  readonly seen: Lagged<Service>
  steady: boolean
  cancelWake: (() => void) | undefined
  readonly tickPhase: number
}

export interface DeploymentRow {
  /** `ecs-svc/<19 digits>`: unrelated to the id of the service deployment. */
  readonly id: string
  readonly service: ServiceRow
  readonly definition: TaskDefinitionRow
  readonly revision: ServiceRevision
  readonly createdAt: Date
  updatedAt: Date
  status: 'PRIMARY' | 'ACTIVE'
  rolloutState: NonNullable<Deployment['rolloutState']>
  rolloutStateReason: string
  serviceDeployment: ServiceDeploymentRow | undefined
  /** Tasks that are not yet STOPPED. */
  readonly tasks: Set<TaskRow>
  failedTasks: number
  /** Counted by the circuit breaker; see breaker.ts. */
  breakerFailures: number
  anyRunning: boolean
  launchNotBeforeMs: number
  /** Names already reported once, so that an event is not repeated at each tick. */
  readonly reported: Set<'deadlock' | 'inconsistent'>
  alarmsWatched: boolean
  bakeUntilMs: number | undefined
}

export interface ServiceDeploymentRow {
  readonly arn: string
  readonly service: ServiceRow
  readonly revision: ServiceRevision
  readonly sources: readonly ServiceRevision[]
  readonly createdAt: Date
  status: NonNullable<ServiceDeployment['status']>
  statusReason: string | undefined
  startedAt: Date | undefined
  updatedAt: Date
  finishedAt: Date | undefined
  stoppedAt: Date | undefined
  rollback: ServiceDeployment['rollback']
  breakerStatus: NonNullable<NonNullable<ServiceDeployment['deploymentCircuitBreaker']>['status']>
  breakerFailures: number
  alarmStatus: NonNullable<NonNullable<ServiceDeployment['alarms']>['status']>
  triggeredAlarms: readonly string[]
  readonly configuration: DeploymentConfiguration
  readonly seen: Lagged<ServiceDeployment>
  /** Its last answer has been published. */
  settled: boolean
}

/** How a task was asked for. */
export interface TaskTerms {
  readonly group: string
  readonly startedBy: string | undefined
  readonly launchType: Task['launchType']
  readonly capacityProviderName: string | undefined
  readonly platformVersion: string | undefined
  readonly enableExecuteCommand: boolean
  readonly overrides: TaskOverride
}

export interface TaskRow extends Tagged {
  readonly arn: string
  readonly id: string
  readonly cluster: ClusterRow
  /** What wants it; absent for a task that RunTask started. */
  readonly deployment: DeploymentRow | undefined
  readonly definition: TaskDefinitionRow
  readonly terms: TaskTerms
  readonly launch: TaskLaunch
  /** Its availability zone. */
  readonly zone: string
  readonly containers: ContainerRow[]
  readonly createdAt: Date
  lastStatus: 'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED'
  desiredStatus: 'RUNNING' | 'STOPPED'
  version: number
  launched: boolean
  pullStartedAt: Date | undefined
  pullStoppedAt: Date | undefined
  startedAt: Date | undefined
  stoppingAt: Date | undefined
  executionStoppedAt: Date | undefined
  stoppedAt: Date | undefined
  stopCode: TaskStopCode | undefined
  stoppedReason: string | undefined
  /** Registered in the target groups of the service and not yet deregistered. */
  registered: boolean
  /** Groups in which the target still drains. */
  readonly draining: Set<string>
  /** Has been counted healthy once. */
  wasHealthy: boolean
  /** Found unhealthy by the load balancer or by its container check, and to be replaced for that reason. */
  condemned: string | undefined
  cancelStep: (() => void) | undefined
  readonly seen: Lagged<Task>
}

export interface ContainerRow {
  readonly name: string
  readonly essential: boolean
  readonly checked: boolean
  readonly image: string
  readonly runtimeId: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  health: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY'
  exitCode: number | undefined
  reason: string | undefined
}

/** What the task stands behind: of a service, as it is set now. */
export function loadBalancersOf(task: TaskRow): ServiceSettings['loadBalancers'] {
  return task.deployment?.service.settings.loadBalancers ?? []
}

/** Whether the scheduler still wants the task. */
export function isLive(task: TaskRow): boolean {
  return task.desiredStatus === 'RUNNING'
}
