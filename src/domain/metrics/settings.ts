import type { ComparedMetric } from '../analysis/model.ts'
import { member, type Place, wrong } from '../document.ts'

/** What every compared metric may be told, as far as it was. */
export interface Settings {
  readonly alphaShare?: number
  readonly margin: number
  readonly harm: number
  readonly required?: boolean
  readonly overdispersion: ComparedMetric['overdispersion']
  readonly failures?: boolean
  readonly negligible: number
}

/** One in a thousand. */
const usualNegligible = 0.001

/** Of metrics that say nothing themselves: ratios canary : baseline. */
export type Defaults = Pick<ComparedMetric, 'margin' | 'harm'>

export const settingNames = ['alpha-share', 'margin', 'harm', 'required', 'overdispersion', 'failures', 'negligible'] as const

export function readSettings(place: Place, given: ReadonlyMap<string, unknown>, defaults: Defaults): Settings {
  const read = <T>(name: (typeof settingNames)[number], reader: (at: Place, value: unknown) => T | undefined): T | undefined =>
    given.has(name) ? reader(member(place, name), given.get(name)) : undefined
  const alphaShare = read('alpha-share', (at, value) => readPercentage(at, value, 0, 1))
  const margin = read('margin', (at, value) => readNumber(at, value, 1, 100)) ?? defaults.margin
  const harm = read('harm', (at, value) => readNumber(at, value, 1, 1000)) ?? defaults.harm
  if ((given.has('margin') || given.has('harm')) && harm <= margin)
    place.problems.push(`${place.at} has the margin ${String(margin)} and the harm ${String(harm)}: harm must be above margin`)
  const required = read('required', readBoolean)
  const failures = read('failures', readBoolean)
  return {
    ...(alphaShare !== undefined && { alphaShare }),
    margin,
    harm,
    ...(required !== undefined && { required }),
    overdispersion: read('overdispersion', readOverdispersion) ?? 'auto',
    ...(failures !== undefined && { failures }),
    negligible: read('negligible', (at, value) => readPercentage(at, value, 0, 0.5)) ?? usualNegligible,
  }
}

function readOverdispersion(place: Place, value: unknown): ComparedMetric['overdispersion'] | undefined {
  if (value === 'auto' || (typeof value === 'number' && value >= 1 && value <= 1000)) return value
  return wrong(place, value, 'auto or a number from 1 to 1000')
}

export function readBoolean(place: Place, value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : wrong(place, value, 'true or false')
}

export function readNumber(place: Place, value: unknown, least: number, most: number): number | undefined {
  if (typeof value === 'number' && value >= least && value <= most) return value
  return wrong(place, value, `a number from ${String(least)} to ${String(most)}`)
}

/** `30%` as 0.3: above `above`, at most `most`. Without the sign nobody could tell 1 from 1 %. */
export function readPercentage(place: Place, value: unknown, above: number, most: number): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(value) : null
  const share = match ? Number((Number(match[1]) / 100).toPrecision(12)) : NaN
  if (share > above && share <= most) return share
  const bounds = `above ${String(above * 100)} and at most ${String(Number((most * 100).toPrecision(12)))}`
  return wrong(place, value, `a percentage ${bounds} with its sign`)
}
