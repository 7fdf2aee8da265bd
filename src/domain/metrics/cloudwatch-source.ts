import { member, type Place, readMap, readMembers, readText, wrong } from '../document.ts'
import { tellingPlaceholders, tellsArms } from './arm.ts'
import type { CloudWatchQuery, Source } from './model.ts'

export type Metric = CloudWatchQuery & { readonly kind: 'metric' }

/** As GetMetricData names them. */
const statistics = /^(?:SampleCount|Sum|Average|Minimum|Maximum|IQM|p\d{1,2}(?:\.\d{1,10})?|(?:TM|TC|PR|TS|WM)\([\d.%:]+\))$/
/** Those that count. */
const counting = /^(?:SampleCount|Sum|TC\(.*\))$/

export function readCloudWatch(place: Place, given: ReadonlyMap<string, unknown>): Source | undefined {
  const bad = readQuery(member(place, 'bad'), given.get('bad'))
  const total = readQuery(member(place, 'total'), given.get('total'))
  return bad && total && { kind: 'cloudwatch', bad, total }
}

function readQuery(place: Place, value: unknown): CloudWatchQuery | undefined {
  const members = asMap(value)
  if (members === undefined)
    return wrong(place, value, 'a mapping of namespace, metric, dimensions, statistic, or of expression and metrics,')
  const query = members.has('expression')
    ? readExpression(place, value)
    : readMetric(place, value, counting, 'Sum, SampleCount or TC(0.25:) and the like')
  if (query === undefined || textsOf(query).some(tellsArms)) return query
  place.problems.push(`${place.at} asks for the same of both arms: one of ${tellingPlaceholders.join(', ')} must be in it`)
  return undefined
}

function readExpression(place: Place, value: unknown): CloudWatchQuery | undefined {
  const known = readMembers(place, value, ['expression', 'metrics'])
  const expression = readFilled(member(place, 'expression'), known?.get('expression'), 'metric math such as m1 - m2')
  const at = member(place, 'metrics')
  const metrics = known?.has('metrics') ? readMap(at, known.get('metrics')) : []
  const read = metrics?.map(([id, each]) => {
    const own = member(at, id)
    if (!/^[a-z]\w{0,254}$/.test(id)) own.problems.push(`${own.at} is no id: a small letter, then letters, digits and _ are expected`)
    return [id, readMetric(own, each, statistics, 'a statistic such as Sum or p99')] as const
  })
  if (expression === undefined || read === undefined) return undefined
  const whole = read.flatMap(([id, metric]) => (metric ? [[id, metric] as const] : []))
  return whole.length < read.length ? undefined : { kind: 'expression', expression, metrics: Object.fromEntries(whole) }
}

/** Any statistic that CloudWatch has. */
export function readAnyMetric(place: Place, value: unknown): Metric | undefined {
  return readMetric(place, value, statistics, 'a statistic such as Average, Maximum or p99')
}

function readMetric(place: Place, value: unknown, allowed: RegExp, expected: string): Metric | undefined {
  const known = readMembers(place, value, ['namespace', 'metric', 'dimensions', 'statistic'])
  if (known === undefined) return undefined
  const namespace = readFilled(member(place, 'namespace'), known.get('namespace'), 'a namespace such as Shop/Orders')
  const metric = readFilled(member(place, 'metric'), known.get('metric'), 'the name of a metric')
  const dimensions = known.has('dimensions') ? readDimensions(member(place, 'dimensions'), known.get('dimensions')) : {}
  const statistic = known.get('statistic') ?? 'Sum'
  const at = member(place, 'statistic')
  const right = typeof statistic === 'string' && statistics.test(statistic) && allowed.test(statistic)
  if (!right) wrong(at, statistic, expected)
  if (namespace === undefined || metric === undefined || dimensions === undefined || !right) return undefined
  return { kind: 'metric', namespace, metric, dimensions, statistic }
}

function readDimensions(place: Place, value: unknown): Readonly<Record<string, string>> | undefined {
  const read = readMap(place, value)?.map(([name, each]) => [name, readFilled(member(place, name), each, 'text')] as const)
  if (read !== undefined && read.length > 30)
    place.problems.push(`${place.at} has ${String(read.length)} dimensions: 30 at most are expected`)
  const whole = read?.flatMap(([name, each]) => (each === undefined ? [] : [[name, each] as const]))
  return whole && whole.length === read?.length ? Object.fromEntries(whole) : undefined
}

function readFilled(place: Place, value: unknown, what: string): string | undefined {
  if (value === undefined || value === null || value === '') return wrong(place, value, what)
  return readText(place, value)
}

function asMap(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined
}

function textsOf(query: CloudWatchQuery): readonly string[] {
  if (query.kind === 'metric') return [query.namespace, query.metric, ...Object.values(query.dimensions)]
  return [query.expression, ...Object.values(query.metrics).flatMap(textsOf)]
}
