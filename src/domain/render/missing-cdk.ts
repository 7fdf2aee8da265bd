import { lacksAnything, otherSide, testRules } from '../missing.ts'
import type { FoundRule, MissingPair, PairSide, RuleCondition } from '../missing.ts'
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
  const text = body.join('\n')
  const used = Object.entries(modules).filter(([short]) => text.includes(`${short}.`))
  const names = [...(text.includes('Duration.') ? ['Duration'] : []), ...used.map(([short, long]) => `${long} as ${short}`)]
  return [`import { ${names.join(', ')} } from 'aws-cdk-lib'`, `import type { Construct } from 'constructs'`]
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

/** Rules need their listener; the default action is given to the owner's own. */
function listeners(missing: MissingPair): readonly string[] {
  const wanted = [...missing.rules.filter((rule) => !rule.both && rule.priority !== 'default'), ...testRules(missing)].map(
    ({ listener }) => listener,
  )
  const unique = [...new Map(wanted.map((listener) => [listener.port, listener])).values()]
  return unique.flatMap(({ arn, port }) => [
    '',
    `const listener${port} = elb.ApplicationListener.fromApplicationListenerAttributes(scope, 'Listener${port}', {`,
    ...members({
      listenerArn: tsString(arn),
      securityGroup: `ec2.SecurityGroup.fromSecurityGroupId(scope, 'Listener${port}Group', 'unused')`,
    }),
    '})',
  ])
}

function weighted({ found }: MissingPair, rule: FoundRule): readonly string[] {
  const sticky = rule.stickinessSeconds
  return [
    'elb.ListenerAction.weightedForward(',
    `  [${inline({ targetGroup: found, weight: 100 })}, ${inline({ targetGroup: otherSide(found), weight: 0 })}],`,
    ...(sticky === undefined ? [] : [`  ${inline({ stickinessDuration: seconds(sticky) })},`]),
    ')',
  ]
}

function productions(missing: MissingPair): readonly string[] {
  return missing.rules
    .filter((rule) => !rule.both)
    .flatMap((rule) => {
      const [first = '', ...rest] = weighted(missing, rule)
      const kept = rule.before.map((type) => comment(`Keep your action ${type} before it: give this one to its \`next\`.`))
      const port = rule.listener.port
      if (rule.priority === 'default') {
        return [
          '',
          comment(`Both groups in the default action of port ${port}: the \`defaultAction\` of your listener.`),
          ...kept,
          `const defaultAction${port} = ${first}`,
          ...rest,
        ]
      }
      return [
        '',
        comment(`Both groups in one weighted action at priority ${rule.priority} of port ${port}.`),
        '// Change your own construct so. A second rule of this priority is refused; one that no stack has is taken over by `cdk import`.',
        ...kept,
        `const ${productionName(rule)} = new elb.ApplicationListenerRule(scope, 'Production${port}p${rule.priority}', {`,
        `  listener: listener${port},`,
        `  priority: ${rule.priority},`,
        ...conditions(rule.conditions),
        `  action: ${first}`,
        ...rest.map((line) => (line === ')' ? '  ),' : `  ${line}`)),
        '})',
      ]
    })
}

function productionName({ listener, priority }: FoundRule): string {
  return `production${listener.port}p${priority}`
}

function conditions(all: readonly RuleCondition[]): readonly string[] {
  return [`  conditions: [`, ...all.map((each) => `    elb.ListenerCondition.${condition(each)},`), '  ],']
}

function condition(each: RuleCondition): string {
  switch (each.field) {
    case 'host-header':
      return `hostHeaders(${list(each.values)})`
    case 'path-pattern':
      return `pathPatterns(${list(each.values)})`
    case 'http-request-method':
      return `httpRequestMethods(${list(each.values)})`
    case 'source-ip':
      return `sourceIps(${list(each.values)})`
    case 'http-header':
      return `httpHeader(${tsString(each.name)}, ${list(each.values)})`
    case 'query-string':
      return `queryStrings([${each.values.map(({ key, value }) => inline({ key: optional(key), value: tsString(value) })).join(', ')}])`
  }
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

function tests(missing: MissingPair): readonly string[] {
  const rules = testRules(missing)
  const without = missing.untested.filter((side) => !rules.some((rule) => rule.side === side))
  return [
    ...rules.flatMap((rule) => [
      '',
      comment(
        `Leads to ${rule.side} alone, for tests: who sends the header reaches the idle side, so close it to the public if that matters.`,
      ),
      `new elb.ApplicationListenerRule(scope, '${rule.side}Test', {`,
      `  listener: listener${rule.listener.port},`,
      `  priority: ${rule.priority},`,
      ...conditions(rule.conditions),
      `  action: elb.ListenerAction.forward([${rule.side}]),`,
      '})',
    ]),
    ...without.map((side) => comment(`A rule that leads to ${side} alone, for tests, found no free priority before the production rule.`)),
  ]
}

function handedOn({ rules }: MissingPair): readonly string[] {
  const names = rules.filter((rule) => !rule.both && rule.priority === 'default').map(({ listener }) => `defaultAction${listener.port}`)
  return names.length > 0 ? ['', `return { ${names.join(', ')} }`] : []
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
