import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Json, TaskDefinition } from '../domain/task-definition.ts'
import type { Problem } from '../ports.ts'

/** Non-completed deployments a service may have. Source: UpdateService, "active deployments exist"; containers-roadmap#2836. */
const mostDeployments = 5

/** What about the service forbids a rolling rollout. */
export function serviceProblems(service: Service): readonly Problem[] {
  const name = service.serviceName ?? ''
  const texts = [...anyServiceProblems(service)]
  const strategy = service.deploymentConfiguration?.strategy ?? 'ROLLING'
  if (strategy !== 'ROLLING') {
    const action = strategy === 'BLUE_GREEN' ? 'bluegreen-swap' : 'canary-gate'
    texts.push(`${name} has the deployment strategy ${strategy}: use the action ${action} for it, or set the strategy to ROLLING`)
  }
  const stuck = deadlock(service)
  if (stuck !== undefined) texts.push(stuck)
  if (!/:service\/[^/]+\/[^/]+$/.test(service.serviceArn ?? '')) {
    texts.push(
      `${name} has an ARN of the old format, which takes no tags: the record of a rollout cannot be kept beside it. Create it anew`,
    )
  }
  return texts.map((text) => ({ code: 'PREFLIGHT_FAILED', text }))
}

/** What forbids any rollout of the service, alone or as a side of a pair. */
export function anyServiceProblems(service: Service): readonly string[] {
  const name = service.serviceName ?? ''
  const texts: string[] = []
  if (service.status !== 'ACTIVE') texts.push(`The service ${name} is ${service.status ?? 'in an unknown state'}, not ACTIVE`)
  const controller = service.deploymentController?.type ?? 'ECS'
  if (controller === 'CODE_DEPLOY') {
    texts.push(
      `${name} is deployed by CodeDeploy: change its deployment controller to ECS (UpdateService can do it in place), or deploy it there`,
    )
  } else if (controller !== 'ECS') {
    texts.push(`${name} has the deployment controller ${controller}: only ECS is supported; its task sets belong to another tool`)
  }
  if (service.loadBalancers?.some((each) => each.loadBalancerName !== undefined)) {
    texts.push(`${name} stands behind a Classic Load Balancer, whose deployments ECS does not report on: move it to target groups`)
  }
  const under = service.deployments?.length ?? 0
  if (under >= mostDeployments) {
    texts.push(
      `${name} has ${String(under)} deployments that have not ended, and ECS starts no more: old tasks may be under scale-in protection`,
    )
  }
  return texts
}

/**
 * Limits between which no task can be started and none stopped. The minimum rounds up, the maximum down.
 * Source: "Deployment configuration", Developer Guide.
 */
export function deadlock(service: Pick<Service, 'desiredCount' | 'deploymentConfiguration' | 'schedulingStrategy'>): string | undefined {
  const desired = service.desiredCount ?? 0
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration ?? {}
  if (desired === 0 || service.schedulingStrategy === 'DAEMON') return undefined
  const most = Math.floor((desired * maximumPercent) / 100)
  const least = Math.ceil((desired * minimumHealthyPercent) / 100)
  if (most > desired || least < desired) return undefined
  const limits = `minimumHealthyPercent ${String(minimumHealthyPercent)} and maximumPercent ${String(maximumPercent)}`
  const needed = Math.ceil((100 * (desired + 1)) / desired)
  return `With ${String(desired)} tasks, ${limits} let ECS neither start nor stop one: raise maximumPercent to ${String(needed)} or more, or lower minimumHealthyPercent`
}

/** What a person should know before, and what does not forbid anything. */
export function serviceWarnings(service: Service): readonly string[] {
  const warnings: string[] = []
  const { enable, rollback } = service.deploymentConfiguration?.deploymentCircuitBreaker ?? {}
  if (enable !== true) {
    warnings.push('The deployment circuit breaker is off: if this step dies, ECS goes on starting tasks that fail')
  } else if (rollback !== true) {
    warnings.push('The deployment circuit breaker does not roll back: if this step dies, a failed deployment stays as it is')
  }
  if ((service.desiredCount ?? 0) === 0) warnings.push('The desired count of the service is 0: no task will prove the new revision')
  const primary = service.deployments?.find((each) => each.status === 'PRIMARY')
  if (primary?.rolloutState === 'IN_PROGRESS') warnings.push('A deployment of the service is under way')
  return warnings
}

/** What about the load balancer does not fit the content: containers, ports, the kind of target. */
export function targetGroupProblems(service: Service, groups: readonly TargetGroup[], definition: TaskDefinition): readonly Problem[] {
  const problems: string[] = []
  const wanted = definition['networkMode'] === 'awsvpc' ? 'ip' : 'instance'
  for (const { targetGroupArn, containerName, containerPort } of service.loadBalancers ?? []) {
    if (targetGroupArn === undefined) continue
    const container = definition.containerDefinitions.find((each) => each.name === containerName)
    const ports = container ? portsOf(container['portMappings']) : []
    const group = groups.find((each) => each.TargetGroupArn === targetGroupArn)
    const name = group?.TargetGroupName ?? targetGroupArn
    if (!container) {
      const names = definition.containerDefinitions.map((each) => each.name).join(', ')
      problems.push(
        `The service sends traffic of ${name} to the container ${containerName ?? ''}, which ${definition.family} does not have; it has ${names}`,
      )
    } else if (containerPort !== undefined && !ports.some(([low, high]) => low <= containerPort && containerPort <= high)) {
      const told = ports.map(([low, high]) => (low === high ? String(low) : `${String(low)}-${String(high)}`)).join(', ') || 'none'
      problems.push(`The service sends traffic of ${name} to port ${String(containerPort)} of ${container.name}, which maps ${told}`)
    }
    if (!group) problems.push(`The target group ${targetGroupArn} of the service does not exist`)
    else if (group.TargetType !== undefined && group.TargetType !== wanted) {
      problems.push(
        `The target group ${name} has targets of type ${group.TargetType}; network mode ${String(definition['networkMode'] ?? 'bridge')} needs ${wanted}`,
      )
    }
  }
  return problems.map((text) => ({ code: 'PREFLIGHT_FAILED', text }))
}

function portsOf(mappings: Json | undefined): readonly (readonly [number, number])[] {
  return ((mappings ?? []) as readonly { readonly containerPort?: number; readonly containerPortRange?: string }[]).flatMap((mapping) => {
    if (mapping.containerPort !== undefined) return [[mapping.containerPort, mapping.containerPort] as const]
    const [low = NaN, high = NaN] = (mapping.containerPortRange ?? '').split('-').map(Number)
    return Number.isFinite(low) && Number.isFinite(high) ? [[low, high] as const] : []
  })
}
