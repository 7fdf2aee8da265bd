import { createConnection as openSocket } from 'node:net'
import type { Connection } from 'mysql2'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { Address } from './address.ts'
import { cancelledFault, lostFault } from './fault-of.ts'
import { unlessAborted } from './unless-aborted.ts'
import { mysqlFaultOf } from './mysql-fault.ts'

/** What one of the statements of a message gave. */
export interface MysqlResult {
  /** By the names of their columns: whole numbers beyond 2^53 as text, and times too. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** How many were found to be written. */
  readonly count: number
}

export interface MysqlQueries {
  /**
   * One message of one or more statements; one result for each. The rest is not run where one fails. On abort the statement is ended in the server, and
   * answered for within a second. Throws DatabaseFault.
   */
  query(sql: string, signal: AbortSignal): Promise<readonly MysqlResult[]>
}

/** One session of the server, until it is lost. */
export interface MysqlSession extends MysqlQueries {
  /** As told when it began; something in between tells its own. */
  readonly thread: number
  readonly alive: boolean
  end(): void
}

export interface MysqlSessionOptions {
  /** Shown by `performance_schema.session_connect_attrs`. */
  readonly application: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
  readonly connectMs?: number
  /** Asks the server to end what the session of this thread runs. Absent: on abort the session itself is given up. */
  readonly cancel?: (thread: number) => Promise<unknown>
}

/** Opens a session. Throws DatabaseFault: `refused` where another try would fare no better. */
export async function openMysqlSession(address: Address, options: MysqlSessionOptions, signal: AbortSignal): Promise<MysqlSession> {
  if (signal.aborted) throw cancelledFault()
  const mysql = (await import('mysql2')).default
  const socket = openSocket({ host: address.host, port: address.port, keepAlive: true, keepAliveInitialDelay: 10_000, noDelay: true })
  const connection = mysql.createConnection({
    stream: socket,
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    charset: 'utf8mb4',
    connectTimeout: options.connectMs ?? 10_000,
    connectAttributes: { program_name: options.application },
    // A password in clear, as tokens of IAM are, only to a server that has proved who it is.
    enableCleartextPlugin: address.tls,
    ...(address.tls && {
      ssl: { rejectUnauthorized: true, verifyIdentity: true, ...(options.ca === undefined ? {} : { ca: options.ca }) },
    }),
    // One message for a transaction: locks are held while the server works, and not for the way there and back.
    multipleStatements: true,
    supportBigNumbers: true,
    dateStrings: true,
    disableEval: true,
  })
  let alive = true
  const drop = (): void => {
    alive = false
    connection.destroy()
    // The client only asks for an end, which a server that is at work does not hear.
    socket.destroy()
  }
  connection.on('error', () => (alive = false))
  socket.on('close', () => (alive = false))
  signal.addEventListener('abort', drop)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('close', () => reject(lostFault('The connection failed: it was closed')))
      connection.connect((error) => (error === null ? resolve() : reject(error as Error)))
    })
  } catch (error) {
    drop()
    throw mysqlFaultOf(error, signal.aborted)
  } finally {
    signal.removeEventListener('abort', drop)
  }
  const thread = (connection as unknown as { readonly threadId: number }).threadId
  return {
    thread,
    get alive() {
      return alive
    },
    async query(sql, querySignal) {
      if (querySignal.aborted) throw cancelledFault()
      if (!alive) throw lostFault('The connection to the database was lost')
      try {
        return await unlessAborted(run(connection, socket, sql), querySignal, () => options.cancel?.(thread), drop)
      } catch (error) {
        const fault = mysqlFaultOf(error, querySignal.aborted)
        if (fault.kind === 'lost') drop()
        throw fault
      }
    },
    end: drop,
  }
}

/** The client does not always answer for a statement whose socket is closed. */
async function run(connection: Connection, socket: ReturnType<typeof openSocket>, sql: string): Promise<readonly MysqlResult[]> {
  let onClose = (): void => undefined
  try {
    return await new Promise((resolve, reject) => {
      onClose = () => reject(lostFault('The connection to the database was lost'))
      socket.once('close', onClose)
      connection.query(sql, (error, found) => (error === null ? resolve(shaped(found)) : reject(error)))
    })
  } finally {
    socket.removeListener('close', onClose)
  }
}

/** Of several statements there is a list of results, each of them rows or what was written. */
function shaped(found: unknown): readonly MysqlResult[] {
  const several = Array.isArray(found) && found.some((each) => Array.isArray(each) || isHeader(each))
  return (several ? (found as readonly unknown[]) : [found]).map((each) =>
    Array.isArray(each)
      ? { rows: each as MysqlResult['rows'], count: each.length }
      : { rows: [], count: (each as { readonly affectedRows?: number } | undefined)?.affectedRows ?? 0 },
  )
}

function isHeader(each: unknown): boolean {
  return typeof each === 'object' && each !== null && 'affectedRows' in each && 'serverStatus' in each
}

/** A text as a literal: the session is set so that backslashes escape. */
export function mysqlText(text: string | undefined): string {
  if (text === undefined) return 'NULL'
  return `'${text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/** `schema.table` or `table`, unquoted, as SQL. */
export function mysqlName(relation: string): string {
  return relation
    .split('.')
    .map((part) => `\`${part.replaceAll('`', '``')}\``)
    .join('.')
}

/** A fault of ours that another try does not heal. */
export function mysqlRefusal(words: string): DatabaseFault {
  return new DatabaseFault('refused', '', words)
}
