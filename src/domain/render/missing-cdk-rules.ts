import { otherSide, testRules } from '../missing.ts'
import type { FoundRule, MissingPair, RuleCondition } from '../missing.ts'
import { comment, inline, list, members, optional, seconds, tsString } from './typescript.ts'

/** Rules need their listener; the default action is given to the owner's own. */
export function listeners(missing: MissingPair): readonly string[] {
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

/** The production rules and default actions that are to hold both groups. */
export function productions(missing: MissingPair): readonly string[] {
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

/** The variable of a production rule. */
export function productionName({ listener, priority }: FoundRule): string {
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

/** A rule for each side alone. */
export function tests(missing: MissingPair): readonly string[] {
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

/** Default actions belong to a listener that only the owner has. */
export function handedOn({ rules }: MissingPair): readonly string[] {
  const names = rules.filter((rule) => !rule.both && rule.priority === 'default').map(({ listener }) => `defaultAction${listener.port}`)
  return names.length > 0 ? ['', `return { ${names.join(', ')} }`] : []
}
