import type { Client } from 'pg'
import type { Address } from './address.ts'
import { readOnly } from '../domain/migration/fault.ts'
import { cancelledFault, faultOf, lostFault } from './fault-of.ts'
import { cancelMs, unlessAborted } from './unless-aborted.ts'

export interface Rows {
  /** By the names of their columns: `int8` and `numeric` as text, arrays and JSON as such, times as Date. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** How many were read or written. */
  readonly count: number
}

export interface Queries {
  /**
   * One statement; without parameters several are possible in one message, and the last one answers. On abort the statement is cancelled in the
   * server, and answered for within a second; one that was done all the same is answered as done. Throws DatabaseFault.
   */
  query(sql: string, params: readonly unknown[], signal: AbortSignal): Promise<Rows>
}

/** One session of the server, until it is lost. */
export interface Session extends Queries {
  /** Of its server process, as told when it began. A pooler tells its own. */
  readonly pid: number
  readonly alive: boolean
  end(): Promise<void>
}

export interface SessionOptions {
  /** Shown by `pg_stat_activity`. */
  readonly application: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
  readonly connectMs?: number
  /** Asks the server to cancel what the session of this process runs. Absent: on abort the session itself is given up. */
  readonly cancel?: (pid: number) => Promise<void>
}

/** Opens a session. Throws DatabaseFault: `refused` where another try would fare no better. */
export async function openSession(address: Address, options: SessionOptions, signal: AbortSignal): Promise<Session> {
  if (signal.aborted) throw cancelledFault()
  const { Client } = await import('pg')
  const client = new Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    // A function, or the client would look for one in the environment and in files.
    password: () => address.password,
    ssl: address.tls ? { rejectUnauthorized: true, ...(options.ca === undefined ? {} : { ca: options.ca }) } : false,
    application_name: options.application,
    options: address.options,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: options.connectMs ?? 10_000,
  })
  let alive = true
  const drop = (): void => {
    alive = false
    stream(client).destroy()
  }
  // What happens between two statements is heard by the next one.
  client.on('error', () => (alive = false))
  client.on('end', () => (alive = false))
  signal.addEventListener('abort', drop)
  try {
    await client.connect()
  } catch (error) {
    drop()
    throw faultOf(error, signal.aborted)
  } finally {
    signal.removeEventListener('abort', drop)
  }
  const pid = Number((client as unknown as { readonly processID: unknown }).processID)

  const query: Queries['query'] = async (sql, params, querySignal) => {
    if (querySignal.aborted) throw cancelledFault()
    if (!alive) throw lostFault('The connection to the database was lost')
    const running = client.query<Record<string, unknown>>(sql, [...params])
    try {
      return shaped(await unlessAborted(running, querySignal, () => options.cancel?.(pid), drop))
    } catch (error) {
      const fault = faultOf(error, querySignal.aborted, sql)
      // A server that became a copy still answers; whoever asked it for a write has to look for the writer.
      if (fault.kind === 'lost' && fault.sqlState !== readOnly) drop()
      throw fault
    }
  }
  return {
    pid,
    get alive() {
      return alive
    },
    query,
    async end() {
      // A server that does not answer any more must not hold up the end.
      const timer = setTimeout(drop, cancelMs)
      if (alive) await client.end().catch(() => undefined)
      clearTimeout(timer)
      drop()
    },
  }
}

/** Several statements in one message give several results. */
function shaped(result: unknown): Rows {
  const last = (Array.isArray(result) ? result.at(-1) : result) as { readonly rows?: Rows['rows']; readonly rowCount?: number | null }
  return { rows: last.rows ?? [], count: last.rowCount ?? 0 }
}

function stream(client: Client): { destroy(): void } {
  return (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream
}
