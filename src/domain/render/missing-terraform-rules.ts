import { otherSide, testRules } from '../missing.ts'
import type { FoundRule, MissingPair, RuleCondition, TestRule } from '../missing.ts'
import { args, block, comment, hclString, list, optional } from './hcl.ts'

/** The group of the other side: made here, or there already. */
export function otherGroup({ found, lacks, other }: MissingPair): string {
  return lacks.group ? `aws_lb_target_group.${otherSide(found)}.arn` : hclString(other.groupArn ?? other.group)
}

function forward(missing: MissingPair, rule: FoundRule): readonly string[] {
  const target = (arn: string, weight: number): readonly string[] => block('target_group', args({ arn, weight }))
  const sticky = rule.stickinessSeconds
  return block(
    'forward',
    target(hclString(missing.group.arn), 100),
    target(otherGroup(missing), 0),
    sticky === undefined ? [] : block('stickiness', args({ enabled: true, duration: sticky })),
  )
}

/** With `ignore_changes` from the start Terraform would ignore this very change: it compares with the state, not with the last configuration. */
export function production(missing: MissingPair, rule: FoundRule): readonly string[] {
  const isDefault = rule.priority === 'default'
  const argument = isDefault ? 'default_action' : 'action'
  const kept = rule.before.map((type) => comment(`Keep your action ${type} before this one.`))
  const later = [
    '# Put this in once the change has been applied: any earlier, and Terraform ignores the change as well.',
    `# lifecycle {`,
    `#   ignore_changes = [${argument}]`,
    `# }`,
  ]
  const action = [...kept, ...block(argument, args({ type: hclString('forward') }), forward(missing, rule))]
  const { listener } = rule
  const name = ruleName(rule)
  const taken = block('import', args({ to: name.replace(/^(\w+) (\w+)$/, '$1.$2'), id: hclString(isDefault ? listener.arn : rule.arn) }))
  const head = `resource "${name.replace(' ', '" "')}"`
  const fields = isDefault
    ? args({
        load_balancer_arn: hclString(listener.loadBalancerArn),
        port: listener.port,
        protocol: hclString(listener.protocol),
      })
    : args({ listener_arn: hclString(listener.arn), priority: String(rule.priority) })
  return [
    comment(`Both groups in one weighted action ${isDefault ? 'by default' : `at priority ${rule.priority}`} on port ${listener.port}.`),
    '# Change your own resource so. If Terraform does not know it yet, the import block takes it over; the plan must show no other change.',
    ...(isDefault && listener.protocol === 'HTTPS' ? ['# Certificate and security policy stay as you have them.'] : []),
    ...taken,
    '',
    ...block(head, fields, action, ...rule.conditions.map(condition), later),
  ]
}

/** The type and a name of the resource, unique among the rules of one load balancer. */
export function ruleName({ listener, priority }: Pick<FoundRule, 'listener' | 'priority'>): string {
  return priority === 'default'
    ? `aws_lb_listener port_${listener.port}`
    : `aws_lb_listener_rule port_${listener.port}_priority_${priority}`
}

function condition(each: RuleCondition): readonly string[] {
  const name = each.field.replaceAll('-', '_')
  switch (each.field) {
    case 'http-header':
      return block('condition', block(name, args({ http_header_name: hclString(each.name), values: list(each.values) })))
    case 'query-string':
      return block('condition', ...each.values.map(({ key, value }) => block(name, args({ key: optional(key), value: hclString(value) }))))
    case 'host-header':
    case 'path-pattern':
    case 'http-request-method':
    case 'source-ip':
      return block('condition', block(name, args({ values: list(each.values) })))
  }
}

/** A rule for each side alone. */
export function tests(missing: MissingPair): readonly (readonly string[])[] {
  const rules = testRules(missing)
  const without = missing.untested.filter((side) => !rules.some((rule) => rule.side === side))
  return [
    ...rules.map((rule) => testRule(missing, rule)),
    ...without.map((side) => [
      comment(`A rule that leads to ${side} alone, for tests, found no free priority before the production rule.`),
    ]),
  ]
}

function testRule(missing: MissingPair, { side, listener, priority, conditions }: TestRule): readonly string[] {
  const arn = side === missing.found ? hclString(missing.group.arn) : otherGroup(missing)
  return [
    comment(`Leads to ${side} alone, for tests: who sends the header reaches the idle side, so close it to the public if that matters.`),
    ...block(
      `resource "aws_lb_listener_rule" "test_${side}"`,
      args({ listener_arn: hclString(listener.arn), priority }),
      block('action', args({ type: hclString('forward'), target_group_arn: arn })),
      ...conditions.map(condition),
    ),
  ]
}
