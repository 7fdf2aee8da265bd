/** A write where only reading is allowed: after a failover the session may be one of a copy. */
export const readOnly = '25006'

/**
 * What a database refused. `busy`: a lock was not to be had in time, or two waited for each other. `lost`: the connection, or the server,
 * went away; whether the last statement was done is not known. `cancelled`: our own signal. `refused`: by what was asked.
 */
export class DatabaseFault extends Error {
  readonly kind: 'busy' | 'lost' | 'cancelled' | 'refused'
  /** Five characters, empty where there is none. */
  readonly sqlState: string
  /** The certificate of the server could not be verified. */
  readonly untrusted: boolean
  constructor(
    kind: DatabaseFault['kind'],
    sqlState: string,
    message: string,
    { untrusted, ...options }: { readonly cause?: unknown; readonly untrusted?: true } = {},
  ) {
    super(message, options)
    this.untrusted = untrusted ?? false
    this.name = 'DatabaseFault'
    this.kind = kind
    this.sqlState = sqlState
  }
}
