import type { Counts, Row, Sample } from './model.ts'

/** Why the counts of a row cannot be used, as a phrase about their source; undefined where they can. A broken source is no failed canary. */
export function faultIn(row: Row, members: readonly string[]): string | undefined {
  for (const name of members) {
    const sample: unknown = row.metrics[name]
    if (sample === undefined) continue
    if (typeof sample !== 'object' || sample === null)
      return `the source gave ${told(sample)} for ${name} in minute ${minuteText(row.minute)}`
    const { canary, baseline } = sample as Partial<Sample>
    for (const [arm, counts] of [['canary', canary] as const, ['baseline', baseline] as const]) {
      const fault = faultOf(counts)
      if (fault) return `the source gave ${fault} for ${name} of the ${arm} in minute ${minuteText(row.minute)}`
    }
  }
  return undefined
}

export function minuteText(minute: number): string {
  return String(Number(minute.toFixed(2)))
}

function faultOf(counts: unknown): string | undefined {
  if (typeof counts !== 'object' || counts === null) return told(counts)
  const { n, x } = counts as Partial<Counts>
  for (const value of [n, x]) if (!Number.isSafeInteger(value) || value! < 0) return told(value)
  return x! > n! ? `${String(x)} bad of ${String(n)} requests` : undefined
}

/** Also of what is no number: rows come from documents. */
function told(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'number' ? String(value) : JSON.stringify(value).slice(0, 40)
}

/** The zones, where each of them holds whole counts; one that does not spoils the split. */
export function zonesOf(sample: Sample): readonly Counts[] | undefined {
  const zones: unknown = sample.zones
  return Array.isArray(zones) && zones.length > 1 && zones.every((zone) => faultOf(zone) === undefined) ? sample.zones : undefined
}
