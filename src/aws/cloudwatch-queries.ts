import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { type Arm, fillArm } from '../domain/metrics/arm.ts'
import type { CloudWatchQuery } from '../domain/metrics/model.ts'

/**
 * A query of the user for one arm: the first has the id given, and what it is calculated from follows. The ids of metrics in an expression get a prefix: those of both arms and of all
 * metrics go into one call.
 */
export function cloudWatchQueries(
  query: CloudWatchQuery,
  id: string,
  arm: Arm,
  periodMs: number,
): readonly [MetricDataQuery, ...MetricDataQuery[]] {
  if (query.kind === 'metric') return [metricQuery(query, id, arm, periodMs)]
  const own = new Map(Object.keys(query.metrics).map((each) => [each, `${id}_${each}`]))
  return [
    // Of its metrics an expression has their period; a query by itself (SELECT) must state one.
    { Id: id, Expression: renamed(fillArm(query.expression, arm), own), ...(own.size === 0 && { Period: periodMs / 1000 }) },
    ...Object.entries(query.metrics).map(([each, metric]) => ({
      ...metricQuery(metric, own.get(each) ?? each, arm, periodMs),
    })),
  ]
}

function metricQuery(query: CloudWatchQuery & { kind: 'metric' }, id: string, arm: Arm, periodMs: number): MetricDataQuery {
  const Dimensions = Object.entries(query.dimensions).map(([Name, value]) => ({ Name, Value: fillArm(value, arm) }))
  const metric = { Namespace: query.namespace, MetricName: query.metric, Dimensions }
  return { Id: id, MetricStat: { Metric: metric, Period: periodMs / 1000, Stat: query.statistic } }
}

/** `METRICS()` stands for all metrics of a call: here for those of this expression. What is quoted is no id. */
function renamed(expression: string, own: ReadonlyMap<string, string>): string {
  return expression.replaceAll(
    /\bMETRICS\s*\(\s*(?:"([^"]*)"|'([^']*)')?\s*\)|"[^"]*"|'[^']*'|[A-Za-z_]\w*/g,
    (token: string, double?: string, single?: string) => {
      if (!/^METRICS\s*\(/.test(token)) return own.get(token) ?? token
      const containing = double ?? single ?? ''
      const found = [...own].filter(([id]) => id.includes(containing)).map(([, renamedId]) => renamedId)
      return `[${found.join(', ')}]`
    },
  )
}
