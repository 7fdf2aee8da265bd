import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { startHostCounts, startRequestRates } from '../cloudwatch/alb-metrics.ts'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import { zoneOfSubnet } from '../zones.ts'
import { attributesOf, modifyAttributes } from './attributes.ts'
import { removeListener } from './listeners.ts'
import { requireLoadBalancer } from './known-load-balancer.ts'
import type { LoadBalancerRow } from './model.ts'
import { bornTagged } from './tags.ts'

const defaultAttributes: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'client_keep_alive.seconds': '3600',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'load_balancing.cross_zone.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
}

/** An application load balancer; its DNSName is what the traffic matter allots. */
export function createLoadBalancer(world: World, input: CreateLoadBalancerInput): CreateLoadBalancerOutput {
  const name = input.Name ?? ''
  if (!/^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name))
    throw new AwsFault('ValidationError', `The load balancer name '${name}' is not valid`)
  if ((input.Type ?? 'application') !== 'application')
    throw new AwsFault('ValidationError', 'The sandbox models application load balancers only')
  if ([...world.elb.loadBalancers.values()].some((each) => each.name === name))
    throw new AwsFault('DuplicateLoadBalancerName', `A load balancer with the same name '${name}' exists, but with different settings`)
  const fullName = `app/${name}/${world.random.hex(16)}`
  const arn = arnOf(world, 'elasticloadbalancing', `loadbalancer/${fullName}`)
  const loadBalancer: LoadBalancerRow = {
    arn,
    name,
    fullName,
    dnsName: world.options.traffic.allotLoadBalancer(arn),
    scheme: input.Scheme ?? 'internet-facing',
    subnets: input.Subnets ?? (input.SubnetMappings ?? []).flatMap((each) => each.SubnetId ?? []),
    securityGroups: input.SecurityGroups ?? [],
    createdAt: world.now(),
    attributes: new Map(Object.entries(defaultAttributes)),
    listeners: new Set(),
    ...bornTagged(input.Tags),
  }
  if (world.elb.loadBalancers.size === 0) {
    startHostCounts(world)
    startRequestRates(world)
  }
  world.elb.loadBalancers.set(arn, loadBalancer)
  world.elb.planeStale = true
  return { LoadBalancers: [render(world, loadBalancer)] }
}

export function describeLoadBalancers(world: World, input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput {
  const all = [...world.elb.loadBalancers.values()]
  const found = all.filter(
    (each) =>
      (!input.LoadBalancerArns?.length || input.LoadBalancerArns.includes(each.arn)) &&
      (!input.Names?.length || input.Names.includes(each.name)),
  )
  const missing = [
    ...(input.LoadBalancerArns ?? []).filter((arn) => !world.elb.loadBalancers.has(arn)),
    ...(input.Names ?? []).filter((name) => !all.some((each) => each.name === name)),
  ]
  if (missing.length > 0) throw new AwsFault('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`)
  const { page, nextToken } = pageOf(found, input.PageSize ?? 400, input.Marker)
  return { LoadBalancers: page.map((each) => render(world, each)), ...(nextToken === undefined ? {} : { NextMarker: nextToken }) }
}

/** Deletes its listeners too; deleting what is not there succeeds. */
export function deleteLoadBalancer(world: World, input: DeleteLoadBalancerInput): DeleteLoadBalancerOutput {
  const loadBalancer = world.elb.loadBalancers.get(input.LoadBalancerArn ?? '')
  if (!loadBalancer) return {}
  if (loadBalancer.attributes.get('deletion_protection.enabled') === 'true')
    throw new AwsFault(
      'OperationNotPermitted',
      `Load balancer '${loadBalancer.arn}' cannot be deleted because deletion protection is enabled`,
    )
  for (const listener of [...loadBalancer.listeners]) removeListener(world, listener)
  world.elb.loadBalancers.delete(loadBalancer.arn)
  world.elb.planeStale = true
  return {}
}

export function describeLoadBalancerAttributes(
  world: World,
  input: DescribeLoadBalancerAttributesInput,
): DescribeLoadBalancerAttributesOutput {
  return { Attributes: attributesOf(requireLoadBalancer(world, input.LoadBalancerArn).attributes) }
}

export function modifyLoadBalancerAttributes(world: World, input: ModifyLoadBalancerAttributesInput): ModifyLoadBalancerAttributesOutput {
  const { attributes } = requireLoadBalancer(world, input.LoadBalancerArn)
  modifyAttributes(attributes, input.Attributes, 'Load balancer')
  world.at(world.nowMs() + world.drawPropagationMs(), () => {
    world.elb.planeStale = true
  })
  return { Attributes: attributesOf(attributes) }
}

function render(world: World, loadBalancer: LoadBalancerRow): LoadBalancer {
  return {
    LoadBalancerArn: loadBalancer.arn,
    DNSName: loadBalancer.dnsName,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: loadBalancer.createdAt,
    LoadBalancerName: loadBalancer.name,
    Scheme: loadBalancer.scheme,
    VpcId: 'vpc-sandbox',
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: loadBalancer.subnets.map((SubnetId, index) => ({
      ZoneName: zoneOfSubnet(world, index),
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [...loadBalancer.securityGroups],
    IpAddressType: 'ipv4',
  }
}
