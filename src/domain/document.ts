/** Where in a document something is read, and all that is wrong with it so far. */
export interface Place {
  readonly at: string
  readonly problems: string[]
}

/** Adds one mistake: place, value, what is expected. */
export function wrong(place: Place, value: unknown, expected: string): undefined {
  place.problems.push(`${place.at} is ${shown(value)}: ${expected} is expected`)
}

/** The place of a member; what users name themselves is put in quotes. */
export function member(place: Place, name: string): Place {
  return { ...place, at: /^[a-z-]+$/.test(name) ? `${place.at}.${name}` : `${place.at}[${quoted(name)}]` }
}

export function element(place: Place, index: number): Place {
  return { ...place, at: `${place.at}[${String(index)}]` }
}

/** The members of a mapping that hold something; YAML writes an empty value as null. */
export function readMap(place: Place, value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(place, value, 'a mapping')
  return Object.entries(value)
}

/** A mapping of a few known members; each other one is a mistake. Absent members and empty ones are left out. */
export function readMembers(place: Place, value: unknown, known: readonly string[]): ReadonlyMap<string, unknown> | undefined {
  const map = readMap(place, value)
  if (map === undefined) return undefined
  for (const [name] of map) {
    if (!known.includes(name)) place.problems.push(`${member(place, name).at} is not known: ${known.join(', ')} are`)
  }
  return new Map(map.filter(([name, each]) => known.includes(name) && each !== null && each !== undefined))
}

export function readText(place: Place, value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return wrong(place, value, typeof value === 'number' || typeof value === 'boolean' ? 'text (put it in quotes)' : 'text')
}

/** A whole number within bounds, both included. */
export function readWhole(place: Place, value: unknown, least: number, most: number): number | undefined {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number
  return wrong(place, value, `a whole number from ${String(least)} to ${String(most)}`)
}

/** A length of time such as 800ms, 2s or 1m30s, in milliseconds, within bounds, both included. */
export function readDuration(place: Place, value: unknown, least: number, most: number): number | undefined {
  const match = typeof value === 'string' && value !== '' ? /^(?:(\d{1,6})m)?(?:(\d{1,6})s)?(?:(\d{1,9})ms)?$/.exec(value) : null
  const ms = match === null ? NaN : Number(match[1] ?? 0) * 60_000 + Number(match[2] ?? 0) * 1_000 + Number(match[3] ?? 0)
  if (ms >= least && ms <= most) return ms
  return wrong(place, value, `a duration from ${durationText(least)} to ${durationText(most)}, such as 800ms or 2s,`)
}

/** As a person would write it: `800ms`, `2s`, `1m30s`. */
export function durationText(ms: number): string {
  const parts = [
    [Math.floor(ms / 60_000), 'm'],
    [Math.floor(ms / 1_000) % 60, 's'],
    [ms % 1_000, 'ms'],
  ] as const
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${String(count)}${unit}`)
      .join('') || '0s'
  )
}

/** A value of a document in a message: on one line, and short. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a mapping'
  return String(value)
}

/** Untrusted text in a sentence: in quotes, on one line, cut, with all that is invisible or turns a line round written out. */
export function quoted(text: string, most = 80): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text
  const json = JSON.stringify(cut).replaceAll(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  // JSON inside JSON is hard to read.
  return cut.includes('"') && !cut.includes("'") ? `'${json.slice(1, -1).replaceAll('\\"', '"')}'` : json
}

const unseen = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
