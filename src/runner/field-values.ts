import { durationMs } from '../domain/duration.ts'
import { nearest } from './spelling.ts'

/** A value, or what is wrong with its text beyond not being what was expected (often nothing more can be said: empty). */
export type Parsed<T> = { readonly ok: T } | { readonly wrong: string }

export function parseDuration(raw: string): Parsed<number> {
  const ms = durationMs(raw)
  if (ms === undefined) return { wrong: /^\d+$/.test(raw) ? 'a unit is missing' : '' }
  return Number.isSafeInteger(ms) ? { ok: ms } : { wrong: 'it is too long' }
}

export function parseInteger(bounds: { readonly min: number; readonly max: number }, raw: string): Parsed<number> {
  if (!/^-?\d+$/.test(raw)) return { wrong: '' }
  const value = Number(raw)
  return value >= bounds.min && value <= bounds.max ? { ok: value } : { wrong: '' }
}

export function parseDecimal(bounds: { readonly min: number; readonly max: number }, raw: string): Parsed<number> {
  const value = /^\d{1,6}(\.\d{1,6})?$/.test(raw) ? Number(raw) : NaN
  return value >= bounds.min && value <= bounds.max ? { ok: value } : { wrong: '' }
}

export function parsePercent(raw: string): Parsed<number> {
  const match = /^(\d{1,3}(?:\.\d)?)\s*%?$/.exec(raw)
  const value = Number(match?.[1])
  return match !== null && value <= 100 ? { ok: value } : { wrong: '' }
}

/** The core schema of YAML 1.2 and nothing else: `yes`, `on` and `1` are mistakes, not guesses. */
export function parseBoolean(raw: string): Parsed<boolean> {
  if (/^(true|True|TRUE)$/.test(raw)) return { ok: true }
  if (/^(false|False|FALSE)$/.test(raw)) return { ok: false }
  return { wrong: '' }
}

export function parseChoice<C extends string>(choices: readonly C[], raw: string): Parsed<C> {
  const found = choices.find((each) => each === raw)
  if (found !== undefined) return { ok: found }
  const near = nearest(raw, choices)
  return { wrong: near === undefined ? '' : `did you mean ${near}?` }
}

export function parseLines(raw: string): Parsed<readonly string[]> {
  return { ok: entries(raw).map(([entry]) => entry) }
}

export function parseKeyedLines(raw: string): Parsed<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const wrong: string[] = []
  for (const [entry, number] of entries(raw)) {
    const at = entry.indexOf('=')
    const key = entry.slice(0, Math.max(0, at)).trim()
    const value = entry.slice(at + 1).trim()
    if (at < 0) wrong.push(`line ${String(number)} has no "="`)
    else if (key === '' || value === '') wrong.push(`line ${String(number)} has nothing ${key === '' ? 'before' : 'after'} the "="`)
    else if (found.has(key)) wrong.push(`line ${String(number)} names ${key} a second time`)
    else found.set(key, value)
  }
  return wrong.length === 0 ? { ok: found } : { wrong: wrong.join('; ') }
}

/** Lines that hold something, with their numbers. */
function entries(raw: string): readonly (readonly [string, number])[] {
  return raw
    .split(/\r\n|\r|\n/)
    .map((entry, index) => [entry.trim(), index + 1] as const)
    .filter(([entry]) => entry !== '')
}
