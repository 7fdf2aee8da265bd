import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { type PostgresServer, startPostgres } from '../test/database/server.ts'
import type { WritersReport } from './backfill-writers.ts'

/** A table of users that is to be filled, and copies of it, each in a database of its own and in the same state. */
export interface BackfillStage {
  readonly rows: number
  readonly server: PostgresServer
  /** A fresh copy. */
  copy(): Promise<string>
  drop(url: string): Promise<void>
  stop(): Promise<void>
}

/** What is filled; and a count of how often it was, which shows rows that are done twice. */
export const fillSql = 'UPDATE users SET display_name = upper(full_name), fills = fills + 1 WHERE display_name IS NULL'

/**
 * 1,000,000 rows are 215 MB and 70 MB of indexes. Writes are flushed: this is about waiting for a disk too. A server that has run for a while has
 * files for its log; one that has just begun makes each of them anew while everybody waits, so the log of the table that is made first is kept.
 */
const settings = { fsync: 'on', shared_buffers: '1GB', min_wal_size: '1GB', max_wal_size: '2GB' }

export async function startBackfillStage(rows: number, version: number): Promise<BackfillStage> {
  const server = await startPostgres({ version, settings })
  try {
    const template = await server.createDatabase()
    await withClient(template, async (client) => {
      await client.query(`
        CREATE TABLE users (
          id bigint PRIMARY KEY, full_name text NOT NULL, email text NOT NULL, display_name text, touched integer NOT NULL DEFAULT 0,
          fills integer NOT NULL DEFAULT 0, bio text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
        );
        INSERT INTO users SELECT i, 'Person number ' || i, 'person' || i || '@example.com', NULL, 0, 0, repeat(md5(i::text), 3)
          FROM generate_series(1, ${rows}) i;
        CREATE INDEX ON users (email)`)
      await client.query('VACUUM ANALYZE users')
    })
    const name = (url: string): string => new URL(url).pathname.slice(1)
    let copies = 0
    return {
      rows,
      server,
      async copy() {
        copies += 1
        const url = new URL(server.url)
        url.pathname = `/copy_${copies}`
        const strategy = version >= 15 ? ' STRATEGY FILE_COPY' : ''
        await withClient(server.url, async (client) => {
          await client.query(`CREATE DATABASE ${name(url.href)} TEMPLATE ${name(template)}${strategy}`)
          await client.query('CHECKPOINT')
        })
        return url.href
      },
      async drop(url) {
        await withClient(server.url, (client) => client.query(`DROP DATABASE ${name(url)}`))
      },
      stop: () => server.stop(),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

export async function withClient<T>(url: string, body: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await body(client)
  } finally {
    await client.end()
  }
}

/** Writers that wait to be started, in a process of their own. */
export interface Writers {
  start(): void
  stop(): Promise<WritersReport>
  kill(): void
}

export async function startWriters(url: string, rows: number, perSecond = 400, connections = 16): Promise<Writers> {
  const order = JSON.stringify({ url, rows, perSecond, connections })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'backfill-writers.ts'), order], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error('The writers have ended')
    return value
  }
  await next()
  return {
    start: () => void child.stdin.write('start\n'),
    async stop() {
      const ended = once(child, 'close')
      child.stdin.write('stop\n')
      const report = JSON.parse(await next()) as WritersReport
      await ended
      return report
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
