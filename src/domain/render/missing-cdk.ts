import { lacksAnything, otherSide, testRules } from '../missing.ts'
import type { MissingPair, PairSide } from '../missing.ts'
import { handedOn, listeners, productionName, productions, tests } from './missing-cdk-rules.ts'
import { comment, inline, list, members, optional, seconds, tsString } from './typescript.ts'

/**
 * What a pair lacks as one TypeScript function for aws-cdk-lib 2; nothing where it lacks nothing. Names and ARNs are quoted, so that whatever
 * AWS allows in them stays a name.
 */
export function missingAsCdk(missing: MissingPair): readonly string[] {
  if (!lacksAnything(missing)) return []
  const body = [
    ...groups(missing),
    ...listeners(missing),
    ...productions(missing),
    ...service(missing),
    ...tests(missing),
    ...handedOn(missing),
  ]
  return [
    '// What the pair lacks, for aws-cdk-lib 2. Sluice creates none of it. Where your stack has a construct already, use it in place of the',
    '// name or ARN written here.',
    ...(missing.guards ? guards(missing) : []),
    ...(body.length > 0 ? ['', ...imports(body), '', ...declared(body)] : []),
  ]
}

/** Modules of the library by the short names used here; those not used would fail a strict compiler. */
const modules: Readonly<Record<string, string>> = {
  applicationautoscaling: 'aws_applicationautoscaling',
  ec2: 'aws_ec2',
  ecs: 'aws_ecs',
  elb: 'aws_elasticloadbalancingv2',
}

function imports(body: readonly string[]): readonly string[] {
  const text = body.map(withoutTexts).join('\n')
  const used = Object.entries(modules).filter(([short]) => text.includes(`${short}.`))
  const names = [...(text.includes('Duration.') ? ['Duration'] : []), ...used.map(([short, long]) => `${long} as ${short}`)]
  return [`import { ${names.join(', ')} } from 'aws-cdk-lib'`, `import type { Construct } from 'constructs'`]
}

/** A line of code without what is quoted in it or said beside it: a name may hold the name of a module. */
function withoutTexts(line: string): string {
  return line.trimStart().startsWith('//') ? '' : line.replaceAll(/'(?:[^'\\]|\\.)*'/gu, "''")
}

function declared(body: readonly string[]): readonly string[] {
  return ['export function completePair(scope: Construct) {', ...body.map((line) => (line === '' ? '' : `  ${line}`)), '}']
}

/** Blue and green, where a rule or the service needs them. */
function groups(missing: MissingPair): readonly string[] {
  const { group, other, found, lacks } = missing
  const changed = missing.rules.some((rule) => !rule.both)
  const tested = testRules(missing)
  const needsFound = changed || tested.some((rule) => rule.side === found)
  const needsOther = changed || lacks.service || tested.some((rule) => rule.side !== found)
  const imported = (side: PairSide, arn: string): readonly string[] => [
    `const ${side} = elb.ApplicationTargetGroup.fromTargetGroupAttributes(scope, '${side}Group', ${inline({ targetGroupArn: tsString(arn) })})`,
  ]
  return [
    ...(needsFound ? imported(found, group.arn) : []),
    ...(lacks.group ? created(missing) : needsOther ? imported(otherSide(found), other.groupArn ?? other.group) : []),
  ]
}

function created({ group, other, found }: MissingPair): readonly string[] {
  const side = otherSide(found)
  const { healthCheck } = group
  const vpc = inline({ vpcId: tsString(group.vpc), availabilityZones: list(['unused']) })
  return [
    '',
    comment(`The target group of ${side}, as the one of ${found} (${group.name}).`),
    `const ${side} = new elb.ApplicationTargetGroup(scope, '${side}Group', {`,
    ...members({
      targetGroupName: tsString(other.group),
      port: group.port,
      protocol: `elb.ApplicationProtocol.${group.protocol}`,
      protocolVersion: group.protocolVersion && `elb.ApplicationProtocolVersion.${group.protocolVersion}`,
      targetType: `elb.TargetType.${group.targetType === 'ip' ? 'IP' : 'INSTANCE'}`,
      vpc: `ec2.Vpc.fromVpcAttributes(scope, 'Vpc', ${vpc})`,
      deregistrationDelay: seconds(group.deregistrationDelaySeconds),
      // The load balancer takes 0 for off; the library does not.
      slowStart: group.slowStartSeconds === 0 ? undefined : seconds(group.slowStartSeconds),
      healthCheck:
        healthCheck &&
        inline({
          path: optional(healthCheck.path),
          port: optional(healthCheck.port),
          protocol: healthCheck.protocol && `elb.Protocol.${healthCheck.protocol}`,
          [group.protocolVersion === 'GRPC' ? 'healthyGrpcCodes' : 'healthyHttpCodes']: optional(healthCheck.matcher),
          interval: seconds(healthCheck.intervalSeconds),
          timeout: seconds(healthCheck.timeoutSeconds),
          healthyThresholdCount: healthCheck.healthy,
          unhealthyThresholdCount: healthCheck.unhealthy,
        }),
    }),
    '})',
  ]
}

function service(missing: MissingPair): readonly string[] {
  const { service: found, other, cluster, lacks } = missing
  if (!lacks.service) return []
  const side = otherSide(missing.found)
  const { network, breaker, capacityProviders } = found
  const configuration = {
    minimumHealthyPercent: found.minHealthyPercent,
    maximumPercent: found.maxPercent,
    deploymentCircuitBreaker: breaker && inline(breaker),
  }
  const addresses = network && {
    subnets: list(network.subnets),
    securityGroups: list(network.securityGroups),
    assignPublicIp: tsString(network.publicIp ? 'ENABLED' : 'DISABLED'),
  }
  const rules = missing.rules.filter((rule) => !rule.both && rule.priority !== 'default').map(productionName)
  const needed = [...(lacks.group ? [side] : []), ...rules]
  const capacity = capacityProviders?.map(({ name, weight, base }) => inline({ capacityProvider: tsString(name), weight, base }))
  return [
    '',
    comment(
      `The service of ${side}, as ${found.name}, with what that runs now. No desiredCount: any would be written at each change of this resource.`,
    ),
    `const ${side}Service = new ecs.CfnService(scope, '${side}Service', {`,
    ...members({
      serviceName: tsString(other.service),
      cluster: tsString(cluster),
      taskDefinition: tsString(found.revision),
      launchType: optional(found.launchType),
      capacityProviderStrategy: capacity && `[${capacity.join(', ')}]`,
      platformVersion: optional(found.platformVersion),
      healthCheckGracePeriodSeconds: found.graceSeconds,
      deploymentConfiguration: Object.values(configuration).some((value) => value !== undefined) ? inline(configuration) : undefined,
      networkConfiguration: addresses && inline({ awsvpcConfiguration: inline(addresses) }),
      loadBalancers: `[${inline({ targetGroupArn: `${side}.targetGroupArn`, containerName: tsString(found.container), containerPort: found.port })}]`,
    }),
    '})',
    ...(needed.length > 0
      ? ['// ECS refuses a group that no load balancer uses.', `${side}Service.node.addDependency(${needed.join(', ')})`]
      : []),
    ...scaling(missing),
  ]
}

function scaling({ service: { name, scaling: limits }, found, other, cluster }: MissingPair): readonly string[] {
  if (!limits) return []
  const side = otherSide(found)
  return [
    '',
    comment(`Autoscaling as of ${name}; give it the same policies. Registering it raises the service to minCapacity at once.`),
    `new applicationautoscaling.CfnScalableTarget(scope, '${side}Scaling', {`,
    ...members({
      serviceNamespace: tsString('ecs'),
      resourceId: tsString(`service/${cluster.split('/').at(-1)!}/${other.service}`),
      scalableDimension: tsString('ecs:service:DesiredCount'),
      minCapacity: limits.min,
      maxCapacity: limits.max,
    }),
    `}).node.addDependency(${side}Service)`,
  ]
}

/** CloudFormation compares templates, not what is there: it writes a resource back as a whole when its part of the template changes. */
function guards({ found, service: { name }, other, lacks }: MissingPair): readonly string[] {
  const services = lacks.service ? [name] : [name, other.service]
  return [
    '//',
    '// What CDK would write back: there is no ignore_changes. CloudFormation leaves a resource alone while its part of the template stays the',
    '// same, and writes all of it when any property of it changes, weights and task definition too. So, of the pair:',
    comment(`- no desiredCount on ${services.join(' and ')}: without it the count stays as it is`),
    comment(`- deploy no change of these services, of ${found}'s group or of the rules while a rollout is under way`),
    '// - before such a change put into the template what is live: the task definitions of both services and the weights of the rules',
    '// - do not revert drift of this stack by change set',
  ]
}
