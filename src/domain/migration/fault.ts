/**
 * What a database refused. `busy`: a lock was not to be had in time, or two waited for each other. `lost`: the connection, or the server,
 * went away; whether the last statement was done is not known. `cancelled`: our own signal. `refused`: by what was asked.
 */
export class DatabaseFault extends Error {
  readonly kind: 'busy' | 'lost' | 'cancelled' | 'refused'
  /** Five characters, empty where there is none. */
  readonly sqlState: string
  constructor(kind: DatabaseFault['kind'], sqlState: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.name = 'DatabaseFault'
    this.kind = kind
    this.sqlState = sqlState
  }
}
