import { element, member, type Place, readMap, shown, wrong } from '../document.ts'
import type { Made } from '../task-definition.ts'
import type { Counts, Row, Sample } from './model.ts'

/**
 * Rows as a document gives them: `[{"minute":0,"metrics":{"errors":{"canary":{"n":500,"x":2},"baseline":{"n":9500,"x":9}}}}]`; or everything that is
 * no row. A count that is no number (JSON writes NaN as null) is kept as NaN: it is for the judge to say that a source is broken.
 */
export function parseRows(value: unknown): Made<readonly Row[]> {
  const place: Place = { at: 'rows', problems: [] }
  if (!Array.isArray(value)) {
    wrong(place, value, 'a list of rows')
    return { problems: place.problems }
  }
  const rows = (value as readonly unknown[]).flatMap((entry, index) => readRow(element(place, index), entry) ?? [])
  return place.problems.length > 0 ? { problems: place.problems } : { value: rows }
}

function readRow(place: Place, entry: unknown): Row | undefined {
  const map = readMap(place, entry)
  if (!map) return undefined
  const { minute, metrics } = Object.fromEntries(map)
  if (typeof minute !== 'number' || !Number.isFinite(minute))
    wrong(member(place, 'minute'), minute, 'a number of minutes since the first traffic')
  const samples = readMap(member(place, 'metrics'), metrics) ?? []
  const found = samples.flatMap(([name, sample]) => {
    const read = readSample(member(member(place, 'metrics'), name), sample)
    return read ? [[name, read] as const] : []
  })
  return { minute: Number(minute), metrics: Object.fromEntries(found) }
}

function readSample(place: Place, value: unknown): Sample | undefined {
  const map = readMap(place, value)
  if (!map) return undefined
  const { canary, baseline, zones } = Object.fromEntries(map)
  const arms = { canary: readCounts(member(place, 'canary'), canary), baseline: readCounts(member(place, 'baseline'), baseline) }
  if (zones === undefined) return arms
  if (!Array.isArray(zones)) return wrong(member(place, 'zones'), zones, 'a list of counts')
  return { ...arms, zones: (zones as readonly unknown[]).map((each, index) => readCounts(element(member(place, 'zones'), index), each)) }
}

function readCounts(place: Place, value: unknown): Counts {
  const map = readMap(place, value)
  if (!map) return { n: NaN, x: NaN }
  const counts = Object.fromEntries(map)
  const count = (name: string): number => {
    const found: unknown = counts[name]
    if (typeof found === 'number') return found
    if (found !== null && found !== 'NaN')
      place.problems.push(`${place.at}.${name} is ${shown(found)}: a count is expected, or null for what is no number`)
    return NaN
  }
  return { n: count('n'), x: count('x') }
}
