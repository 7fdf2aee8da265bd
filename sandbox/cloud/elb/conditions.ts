import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsFault } from '../ports.ts'

/** Values and wildcards per rule (quotas of application load balancers). */
const VALUES_MOST = 5

/** Conditions as AWS answers them: paths and hosts in both of their forms. Throws where a rule has none, or more values than allowed. */
export function normalisedConditions(conditions: readonly RuleCondition[] | undefined): RuleCondition[] {
  if (!conditions?.length) throw new AwsFault('ValidationError', 'A rule must have at least one condition')
  const normal = conditions.map(normalise)
  const values = normal.reduce((sum, condition) => sum + countOf(condition), 0)
  if (values > VALUES_MOST) throw new AwsFault('TooManyRules', `A rule can have at most ${VALUES_MOST} condition values`)
  return normal
}

function normalise(condition: RuleCondition): RuleCondition {
  const { Field } = condition
  switch (Field) {
    case 'path-pattern': {
      const Values = some(condition.PathPatternConfig?.Values ?? condition.Values)
      return { Field, Values, PathPatternConfig: { Values } }
    }
    case 'host-header': {
      const Values = some(condition.HostHeaderConfig?.Values ?? condition.Values)
      return { Field, Values, HostHeaderConfig: { Values } }
    }
    case 'http-header':
      some(condition.HttpHeaderConfig?.Values)
      if (!condition.HttpHeaderConfig?.HttpHeaderName) throw new AwsFault('ValidationError', 'A condition on a header needs its name')
      return { Field, HttpHeaderConfig: condition.HttpHeaderConfig }
    case 'http-request-method':
      return { Field, HttpRequestMethodConfig: { Values: some(condition.HttpRequestMethodConfig?.Values) } }
    case 'source-ip':
      return { Field, SourceIpConfig: { Values: some(condition.SourceIpConfig?.Values) } }
    case 'query-string':
      if (!condition.QueryStringConfig?.Values?.length) throw new AwsFault('ValidationError', 'A condition value must be specified')
      return { Field, QueryStringConfig: condition.QueryStringConfig }
    default:
      throw new AwsFault(
        'ValidationError',
        `Condition field '${Field}' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'`,
      )
  }
}

function some(values: string[] | undefined): string[] {
  if (!values?.length) throw new AwsFault('ValidationError', 'A condition value must be specified')
  return values
}

function countOf(condition: RuleCondition): number {
  return (
    condition.Values?.length ??
    condition.HttpHeaderConfig?.Values?.length ??
    condition.HttpRequestMethodConfig?.Values?.length ??
    condition.SourceIpConfig?.Values?.length ??
    condition.QueryStringConfig?.Values?.length ??
    0
  )
}
