import { analysisOf } from './analysis/declared.ts'
import type { AnalysisSpec } from './analysis/model.ts'
import { member, type Place, readMembers, shown, wrong } from './document.ts'
import { durationMs } from './duration.ts'
import { parseCanaryMetrics } from './metrics/entries.ts'
import { judgedMs, parseSteps } from './steps.ts'
import type { Made } from './task-definition.ts'

/** What the inputs of `canary-gate` are where nothing is said, as they would be written. */
export const gateDefaults = {
  alpha: '0.05',
  beta: '0.05',
  margin: '1.25',
  harm: '2',
  'warm-up': '1m',
  'bake-floor': '5m',
  'early-promote': 'false',
  'on-inconclusive': 'hold',
  'metrics-period': '1m',
} as const

const members = ['steps', 'weight', 'bake', 'metrics', ...Object.keys(gateDefaults)]
const usualBake = '60m'

/**
 * The analysis of a gate from a document with the inputs of `canary-gate` by their names, for replaying rows: everything else of them is left out.
 * Where rows come from need not be said, so an entry of `metrics` may also be a name alone, or settings with `name`. Without `steps` and `bake` an hour
 * is judged.
 */
export function parseGate(value: unknown): Made<AnalysisSpec> {
  const place: Place = { at: 'gate', problems: [] }
  const given = readMembers(place, value, members)
  if (!given) return { problems: place.problems }
  const number = (name: 'alpha' | 'beta' | 'margin' | 'harm', least: number, most: number): number => {
    const found = given.get(name) ?? Number(gateDefaults[name])
    if (typeof found === 'number' && found >= least && found <= most) return found
    wrong(member(place, name), found, `a number from ${String(least)} to ${String(most)}`)
    return Number(gateDefaults[name])
  }
  const time = (name: string, usual: string): number => {
    const found = given.get(name) ?? usual
    const ms = typeof found === 'string' ? durationMs(found) : undefined
    if (ms !== undefined) return ms
    wrong(member(place, name), found, 'a duration such as 90s, 10m or 2h')
    return 0
  }
  const word = <const T>(name: 'early-promote' | 'on-inconclusive', choices: readonly T[]): T | undefined => {
    const found = given.get(name)
    const known = choices.find((each) => each === found || String(each) === found)
    if (found !== undefined && known === undefined) wrong(member(place, name), found, `one of ${choices.join(', ')}`)
    return known
  }
  const margin = number('margin', 1, 100)
  const harm = number('harm', 1.01, 1000)
  if (harm <= margin) place.problems.push(`${place.at}.harm is ${String(harm)}: more than the margin of ${String(margin)} is expected`)
  const before = place.problems.length
  const periodMs = time('metrics-period', gateDefaults['metrics-period'])
  if (periodMs < 1_000 && place.problems.length === before)
    wrong(member(place, 'metrics-period'), given.get('metrics-period'), 'at least 1s')
  const wanted = {
    ...{ alpha: number('alpha', 0.0001, 0.5), beta: number('beta', 0.0001, 0.5), periodMs },
    ...{ warmUpMs: time('warm-up', gateDefaults['warm-up']), floorMs: time('bake-floor', gateDefaults['bake-floor']) },
    judgedMs: heldMs(place, given, time),
    extends: word('on-inconclusive', ['hold', 'extend', 'fail', 'pass']) === 'extend',
    adapts: word('early-promote', [false, true]) === true,
  }
  const metrics = parseCanaryMetrics(namedEntries(given.get('metrics')), { margin, harm })
  if ('problems' in metrics) place.problems.push(...metrics.problems)
  if (place.problems.length > 0 || 'problems' in metrics) return { problems: place.problems }
  const compared = metrics.value.compared.map(({ metric }) => metric)
  if (compared.length === 0) return { problems: ['metrics names nothing that is compared, such as "- errors"'] }
  return { value: analysisOf({ ...wanted, metrics: compared }) }
}

function heldMs(place: Place, given: ReadonlyMap<string, unknown>, time: (name: string, usual: string) => number): number {
  const steps = given.get('steps')
  if (steps === undefined) return time('bake', usualBake)
  if (given.has('bake') || given.has('weight')) place.problems.push(`${place.at} has steps beside weight or bake: either is expected`)
  const made: Made<number> =
    typeof steps === 'string' || typeof steps === 'number'
      ? heldIn(String(steps))
      : { problems: [`a text such as 5@10m, 100 is expected, not ${shown(steps)}`] }
  if ('value' in made) return made.value
  place.problems.push(...made.problems.map((problem) => `${member(place, 'steps').at}: ${problem}`))
  return 0
}

function heldIn(text: string): Made<number> {
  const made = parseSteps(text)
  return 'problems' in made ? made : { value: judgedMs(made.value) }
}

const readyMade = ['errors', 'latency']

/** Names and settings without a source, as the entries they stand for. */
function namedEntries(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return (value as readonly unknown[]).map((entry) => {
    if (typeof entry === 'string') return readyMade.includes(entry) ? entry : { command: { name: entry, run: 'true' } }
    if (typeof entry !== 'object' || entry === null || !('name' in entry)) return entry
    return { command: { run: 'true', ...entry } }
  })
}
