import { connections } from '../analysis/connections.ts'
import type { ComparedMetric } from '../analysis/model.ts'
import { element, member, type Place, readMembers, shown, wrong } from '../document.ts'
import type { Made } from '../task-definition.ts'
import { readThreshold, type Threshold, thresholdName } from '../thresholds.ts'
import { readName } from './name.ts'
import type { Metrics, Objective, Source } from './model.ts'
import { type ObjectiveEntry, objectivesOf, readObjective } from './objective-entry.ts'
import { type Defaults, readSettings, settingNames, type Settings } from './settings.ts'
import { alphaShares } from './shares.ts'
import { readSource, type SourceKind, sourceMembers } from './sources.ts'

/** An entry as it was read, before what depends on the others is settled. */
type Entry =
  | { readonly kind: 'limit'; readonly place: Place; readonly threshold: Threshold }
  | ComparedEntry
  | { readonly kind: 'objective'; readonly place: Place; readonly objective: ObjectiveEntry }

interface ComparedEntry {
  readonly kind: 'compared'
  readonly place: Place
  readonly of: SourceKind
  readonly name: string
  readonly source: Source
  readonly settings: Settings
}

const kinds: readonly string[] = [...Object.keys(sourceMembers), 'slo']
/** They make a limit of `errors` and `latency`. */
const limiting = ['max', 'min-requests', 'statistic']

/**
 * The list `metrics` of an action that has a baseline, as YAML gives it; or every mistake in it. An entry is a mapping of one member that names its kind,
 * or that name alone. `errors` and `latency` with `max` are limits; without it they are compared. `defaults` are the action's own margin and harm.
 */
export function parseCanaryMetrics(value: unknown, defaults: Defaults): Made<Metrics> {
  const place: Place = { at: 'metrics', problems: [] }
  if (Array.isArray(value) && value.length === 0)
    place.problems.push(`${place.at} is an empty list: one metric at least, such as "- errors", is expected`)
  else if (!Array.isArray(value)) wrong(place, value, 'a list of metrics, such as "- errors",')
  const list = Array.isArray(value) ? (value as readonly unknown[]) : []
  const entries = list.flatMap((entry, index) => readEntry(element(place, index), entry, defaults) ?? [])
  const compared = entries.filter((entry) => entry.kind === 'compared')
  assertNames(entries)
  // Shares of a list that could not be read whole would be complained about for nothing.
  const whole = entries.length === list.length
  const metrics = whole && compared.length > 0 ? settle(place, compared) : []
  const objectives = whole
    ? objectivesOf(
        entries.filter((entry) => entry.kind === 'objective'),
        compared,
      )
    : []
  if (place.problems.length > 0) return { problems: place.problems }
  const limits = entries.flatMap((entry) => (entry.kind === 'limit' ? [entry.threshold] : []))
  return { value: { limits, compared: compared.map(({ source }, index) => ({ metric: metrics[index]!, source })), objectives } }
}

/** Every source there is to read, once, by the name of its metric: of what is compared, and what objectives read besides. */
export function sourcesOf({ compared, objectives }: Pick<Metrics, 'compared' | 'objectives'>): ReadonlyMap<string, Source> {
  const extra = (objectives as readonly Objective[]).map(({ from, source }) => [from, source] as const)
  return new Map([...extra, ...compared.map(({ metric, source }) => [metric.name, source] as const)])
}

function readEntry(place: Place, entry: unknown, defaults: Defaults): Entry | undefined {
  const members: readonly (readonly [string, unknown])[] =
    typeof entry === 'string'
      ? [[entry, {}]]
      : typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? Object.entries(entry)
        : []
  const [kind, given] = members[0] ?? ['', undefined]
  if (members.length !== 1 || !kinds.includes(kind)) {
    const found =
      typeof entry === 'string' || members.length === 0 ? shown(entry) : `a mapping of ${members.map(([name]) => shown(name)).join(', ')}`
    place.problems.push(`${place.at} is ${found}: one of ${kinds.join(', ')} is expected, such as "errors" or "errors: { max: 1% }"`)
    return undefined
  }
  // YAML writes "errors:" with nothing after it as null.
  const spec = given ?? {}
  const at = member(place, kind)
  if (kind === 'slo') {
    const objective = readObjective(at, spec)
    return objective && { kind: 'objective', place: at, objective }
  }
  if ((kind === 'errors' || kind === 'latency') && typeof spec === 'object' && limiting.some((name) => name in spec)) {
    const threshold = readThreshold(place, { [kind]: spec })
    return threshold && { kind: 'limit', place: at, threshold }
  }
  return readCompared(at, kind as SourceKind, spec, defaults)
}

function readCompared(place: Place, kind: SourceKind, spec: unknown, defaults: Defaults): Entry | undefined {
  const readyMade = kind === 'errors' || kind === 'latency'
  const given = readMembers(place, spec, [...(readyMade ? [] : ['name']), ...sourceMembers[kind], ...settingNames])
  if (given === undefined) return undefined
  const name = readyMade ? kind : readName(member(place, 'name'), given.get('name'))
  const source = readSource(place, kind, given)
  const settings = readSettings(place, given, defaults)
  return name === undefined || source === undefined ? undefined : { kind: 'compared', place, of: kind, name, source, settings }
}

/** What is called so already: counts beside those of metrics, and checks beside objectives. */
const reserved = { compared: [connections], objective: ['analysis', 'alarms', 'smoke'] } as const satisfies Record<
  string,
  readonly string[]
>

function assertNames(entries: readonly Entry[]): void {
  const checks = entries.flatMap((entry) => (entry.kind === 'limit' ? [thresholdName(entry.threshold)] : []))
  const limits = new Set<string>()
  const names = new Set<string>()
  for (const entry of entries) {
    const [known, name, what] =
      entry.kind === 'limit'
        ? ([limits, thresholdName(entry.threshold), 'limits'] as const)
        : ([names, entry.kind === 'compared' ? entry.name : entry.objective.name, 'is called'] as const)
    const others: readonly string[] =
      entry.kind === 'compared' ? reserved.compared : entry.kind === 'objective' ? [...reserved.objective, ...checks] : []
    if (others.includes(name))
      entry.place.problems.push(`${entry.place.at} is called ${name}, and so is something else: give it another name`)
    if (known.has(name)) entry.place.problems.push(`${entry.place.at} ${what} ${name} a second time`)
    known.add(name)
  }
}

/** Fills in what depends on which metrics there are. */
function settle(place: Place, entries: readonly ComparedEntry[]): readonly ComparedMetric[] {
  const shared = alphaShares(
    entries.map(({ of, settings }) => ({ kind: of === 'errors' || of === 'latency' ? of : 'other', given: settings.alphaShare })),
  )
  if ('problem' in shared) place.problems.push(`${place.at}: the alpha shares ${shared.problem}`)
  // More than these two at once hardly any traffic could pass; without them there must be something.
  const readyMade = (entry: ComparedEntry): boolean => entry.of === 'errors' || entry.of === 'latency'
  const usual = entries.some(readyMade) ? entries.filter(readyMade) : entries.slice(0, 1)
  const required = entries.map((entry) => entry.settings.required ?? usual.includes(entry))
  if (!required.includes(true)) place.problems.push(`${place.at} requires none of its metrics: a verdict to pass needs one at least`)
  return entries.map(({ name, of, settings: { margin, harm, overdispersion, failures, negligible } }, index) => ({
    name,
    alphaShare: 'shares' in shared ? shared.shares[index]! : 0,
    margin,
    harm,
    required: required[index]!,
    overdispersion,
    failures: failures ?? of === 'errors',
    negligible,
  }))
}
