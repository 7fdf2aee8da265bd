import type { UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import { mergedConfiguration } from './deployment-configuration.ts'
import { startDeployment } from './deployments.ts'
import { setDesiredCount } from './desired-count.ts'
import type { ServiceRow, ServiceSettings } from './model.ts'
import { refuseUnkept } from './service-kinds.ts'
import { validLoadBalancers } from './service-load-balancers.ts'
import { renderService } from './service-view.ts'
import { requireService } from './services.ts'
import { requireTaskDefinition } from './task-definitions.ts'

/** Deployments of one service that have not ended; a further one is refused (containers-roadmap#2836). */
const DEPLOYMENTS_MOST = 5

/** Members whose change starts a deployment; the others take effect without one (API reference, UpdateService). */
const startsDeployment = [
  'networkConfiguration',
  'platformVersion',
  'capacityProviderStrategy',
  'serviceRegistries',
  'serviceConnectConfiguration',
] as const
const changesInPlace = [
  'healthCheckGracePeriodSeconds',
  'enableECSManagedTags',
  'propagateTags',
  'enableExecuteCommand',
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
] as const

/**
 * A new task definition, another load balancer or network, or `forceNewDeployment` starts a deployment; the same task definition with
 * nothing else does not. The answer is current, though reads lag, and still names the previous service deployment.
 */
export function updateService(world: World, input: UpdateServiceRequest): UpdateServiceResponse {
  const service = requireService(world, input.cluster, input.service)
  refuseUnkept(input)
  if (!service.moved)
    throw new AwsFault(
      'UnsupportedFeatureException',
      `The sandbox describes service ${service.name} and does not move it: scheduling ${service.schedulingStrategy}, controller ${service.controller}, strategy ${service.deploymentConfiguration.strategy}.`,
    )
  const current = service.deployments[0]?.definition
  const definition = input.taskDefinition === undefined ? current : requireTaskDefinition(world, input.taskDefinition)
  if (!definition) throw new AwsFault('InvalidParameterException', 'Task definition is required.')
  if (input.desiredCount !== undefined && (input.desiredCount < 0 || !Number.isInteger(input.desiredCount)))
    throw new AwsFault('InvalidParameterException', 'desiredCount must be a non-negative integer.')
  const configuration = mergedConfiguration(service.deploymentConfiguration, input.deploymentConfiguration)
  const { settings, changed } = newSettings(world, service, input, definition)
  const starts = definition !== current || changed || input.forceNewDeployment === true
  if (starts && service.deployments.length >= DEPLOYMENTS_MOST)
    throw new AwsFault('InvalidParameterException', `${DEPLOYMENTS_MOST} active deployments exist, unable to create a new deployment.`)
  service.settings = settings
  service.deploymentConfiguration = configuration
  setDesiredCount(world, service, input.desiredCount ?? service.desiredCount)
  if (starts) startDeployment(world, service, definition)
  return { service: { ...renderService(service), tags: [...service.tags] } }
}

function newSettings(
  world: World,
  service: ServiceRow,
  input: UpdateServiceRequest,
  definition: Parameters<typeof validLoadBalancers>[1],
): { readonly settings: ServiceSettings; readonly changed: boolean } {
  const settings = { ...service.settings }
  let changed = false
  for (const name of startsDeployment) {
    if (input[name] === undefined || same(input[name], settings[name])) continue
    Object.assign(settings, { [name]: input[name] })
    changed = true
  }
  for (const name of changesInPlace) if (input[name] !== undefined) Object.assign(settings, { [name]: input[name] })
  if (input.loadBalancers === undefined) return { settings, changed }
  const loadBalancers = validLoadBalancers(world, definition, input.loadBalancers)
  if (same(loadBalancers, settings.loadBalancers)) return { settings, changed }
  return { settings: { ...settings, loadBalancers }, changed: true }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
