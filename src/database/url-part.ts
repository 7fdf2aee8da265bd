import { DatabaseFault } from '../domain/migration/fault.ts'

/** A part of the URL of a database as it is meant. Throws DatabaseFault without a word of it. */
export function urlPart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrongUrl('holds a `%` that is not followed by two hexadecimal digits: write it as `%25`')
  }
}

export function wrongUrl(what: string): DatabaseFault {
  return new DatabaseFault('refused', '', `The URL of the database ${what}`)
}
