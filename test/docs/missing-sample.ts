import fc from 'fast-check'
import { groupNameBeside } from '../../src/domain/missing.ts'
import type { FoundListener, FoundRule, MissingPair, RuleCondition } from '../../src/domain/missing.ts'

const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188'

export const https: FoundListener = {
  arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2',
  loadBalancerArn: balancer,
  port: 443,
  protocol: 'HTTPS',
  priorities: [9, 10, 20],
}

export const rule: FoundRule = {
  arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
  listener: https,
  priority: 10,
  conditions: [
    { field: 'host-header', values: ['shop.example.com'] },
    { field: 'path-pattern', values: ['/*'] },
  ],
  before: [],
  both: false,
}

export const defaultRule: FoundRule = { ...rule, arn: https.arn, priority: 'default', conditions: [] }

/** One Fargate service behind one rule, and nothing else: what most people start from. */
export const single: MissingPair = {
  cluster: 'production',
  found: 'blue',
  service: {
    name: 'shop-web',
    revision: 'shop-web:41',
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    container: 'web',
    port: 8080,
    network: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'], publicIp: false },
    graceSeconds: 30,
    minHealthyPercent: 100,
    maxPercent: 200,
    breaker: { enable: true, rollback: true },
    scaling: { min: 2, max: 20 },
  },
  group: {
    arn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/73e2d6bc24d8a067',
    name: 'shop-web',
    port: 8080,
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    targetType: 'ip',
    vpc: 'vpc-1',
    deregistrationDelaySeconds: 30,
    slowStartSeconds: 0,
    healthCheck: {
      path: '/health',
      port: 'traffic-port',
      protocol: 'HTTP',
      matcher: '200-299',
      intervalSeconds: 10,
      timeoutSeconds: 5,
      healthy: 2,
      unhealthy: 3,
    },
  },
  other: { service: 'shop-web-green', group: groupNameBeside('shop-web', 'green') },
  lacks: { service: true, group: true },
  rules: [rule],
  untested: ['blue', 'green'],
  guards: true,
}

/** Nothing is missing. */
export const complete: MissingPair = {
  ...single,
  lacks: { service: false, group: false },
  rules: [{ ...rule, both: true }],
  untested: [],
  guards: false,
}

const chars = (allowed: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...allowed), minLength: 1, maxLength })

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** As AWS allows names; the first and last character of a target group's is no hyphen. */
export const serviceName = chars(`${letters}-_`, 60)
export const groupName = fc
  .tuple(chars(letters, 1), fc.string({ unit: fc.constantFrom(...`${letters}-`), maxLength: 30 }), chars(letters, 1))
  .map((parts) => parts.join(''))

/**
 * Values of conditions: AWS allows most of ASCII. What means something in HCL or TypeScript is drawn more often, and characters AWS refuses
 * are among them, since nothing may depend on its care.
 */
export const conditionValue = fc.string({
  unit: fc.oneof(
    fc.constantFrom('${', '%{', '$${', '$', '%', '{', '}', '"', "'", '`', '\\', '\n', '\r', '\t', '#', '//', '/*', '*/', '<<E', '~'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 30,
})

const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('host-header', 'path-pattern', 'http-request-method', 'source-ip'),
    values: fc.array(conditionValue, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    field: fc.constant('http-header'),
    name: conditionValue,
    values: fc.array(conditionValue, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    field: fc.constant('query-string'),
    values: fc.array(fc.record({ key: conditionValue, value: conditionValue }, { requiredKeys: ['value'] }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
)

/** Pairs that lack this or that, with names as hostile as can be. */
export const anyPair: fc.Arbitrary<MissingPair> = fc
  .record({
    cluster: conditionValue,
    found: fc.constantFrom('blue' as const, 'green' as const),
    name: conditionValue,
    revision: conditionValue,
    container: conditionValue,
    group: conditionValue,
    subnets: fc.array(conditionValue, { maxLength: 2 }),
    capacity: fc.option(conditionValue, { nil: undefined }),
    scaling: fc.boolean(),
    other: conditionValue,
    lacks: fc.record({ service: fc.boolean(), group: fc.boolean() }),
    rules: fc.uniqueArray(
      fc.record({
        priority: fc.oneof(fc.integer({ min: 1, max: 50_000 }), fc.constant('default' as const)),
        conditions: fc.array(condition, { maxLength: 3 }),
        before: fc.array(conditionValue, { maxLength: 1 }),
        both: fc.boolean(),
        sticky: fc.boolean(),
      }),
      { selector: ({ priority }) => priority, maxLength: 2 },
    ),
    untested: fc.subarray(['blue', 'green'] as const),
    guards: fc.boolean(),
  })
  .map(({ name, revision, container, group, subnets, capacity, scaling, other, rules, ...drawn }) => {
    const { scaling: limits, launchType, ...service } = single.service
    return {
      ...single,
      ...drawn,
      service: {
        ...service,
        name,
        revision,
        container,
        network: { subnets, securityGroups: subnets, publicIp: true },
        ...(scaling && { scaling: limits! }),
        ...(capacity === undefined ? { launchType: launchType! } : { capacityProviders: [{ name: capacity, weight: 1, base: 0 }] }),
      },
      group: { ...single.group, name: group },
      other: { service: other, group: other },
      rules: rules.map(({ sticky, priority, conditions, ...each }) => ({
        ...rule,
        ...each,
        priority,
        // A rule has a condition, a default action has none.
        conditions: priority === 'default' ? [] : conditions.length > 0 ? conditions : rule.conditions,
        ...(sticky && { stickinessSeconds: 60 }),
      })),
    }
  })
