import { type Place, wrong } from '../document.ts'

/** It begins a member's name, and stands in texts of people and in AWS's records: no spaces. */
export function readName(place: Place, value: unknown): string | undefined {
  if (typeof value === 'string' && /^[A-Za-z0-9._-]{1,40}$/.test(value)) return value
  return wrong(place, value, 'a name of at most 40 letters, digits, dots, underscores and hyphens')
}
