import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { availableVersions, findPostgres, runAs } from './binaries.ts'
import { freePort } from '../free-port.ts'

export { availableVersions, systemVersions } from './binaries.ts'
export { startPgBouncer } from './pgbouncer.ts'

/** A real Postgres on loopback, for one test file, bench or acceptance run. Its superuser is `owner`, without a password. */
export interface PostgresServer {
  /** Of the database `postgres`. */
  readonly url: string
  readonly port: number
  readonly version: number
  /** What it has written to its log so far. */
  log(): string
  /** A new and empty database; its URL. Tests that share a server do not share tables. */
  createDatabase(): Promise<string>
  /** Ends all sessions at once, as a failover does, and comes back on the same port after crash recovery. */
  crash(): Promise<void>
  /** Ends all sessions at once and stays away until `start`. */
  halt(): Promise<void>
  start(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

export interface ServerOptions {
  /** Major version; the newest there is when absent. */
  readonly version?: number
  /** Absent: that of npm before that of the system. */
  readonly from?: 'npm' | 'system'
  /** As in postgresql.conf. Writes are not flushed unless told: `{ fsync: 'on' }` for measurements. */
  readonly settings?: Readonly<Record<string, string>>
}

const copy = promisify(execFile)

/**
 * Starts a server in a temp folder and on a free port. Throws where the version is not to be had:
 * ask `availableVersions` first. It is stopped and its folder removed by `stop`, or by itself when this process ends in whatever way.
 */
export async function startPostgres(options: ServerOptions = {}): Promise<PostgresServer> {
  const version = options.version ?? availableVersions().at(-1) ?? 0
  const found = findPostgres(version, options.from)
  if (found === undefined) throw new Error(`no Postgres ${String(version)} for ${process.platform}-${process.arch}`)
  const folder = mkdtempSync(join(tmpdir(), `sluice-server-${String(version)}-`))
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  const data = join(folder, 'data')
  const guard = watchOver(folder)
  let child: ChildProcess | undefined
  let log = ''
  let databases = 0
  let port = 0
  const url = (name: string): string => `postgres://owner@127.0.0.1:${String(port)}/${name}`

  const start = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(port),
      fsync: 'off',
      max_connections: '60',
      shared_buffers: '64MB',
      ...options.settings,
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(found.postgres, ['-D', data, ...flags], { ...runAs, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    child = server
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
    for (const endsMs = performance.now() + 60_000; ; await delay(20)) {
      if (server.exitCode !== null || server.signalCode !== null) throw new Error(`Postgres did not start:\n${log}`)
      if (await answers(url('postgres'))) return
      if (performance.now() > endsMs) throw new Error(`Postgres does not answer:\n${log}`)
    }
  }
  /** SIGQUIT: an immediate shutdown. SIGINT: an orderly one that ends all sessions. */
  const end = async (signal: 'SIGQUIT' | 'SIGINT'): Promise<void> => {
    const server = child
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    server.kill(signal)
    await once(server, 'exit')
  }
  const stop = async (): Promise<void> => {
    await end('SIGQUIT')
    guard.stdin.end()
    if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    await copy('cp', ['-R', found.template, data], runAs)
    await copy('chmod', ['0700', data], runAs)
    // As late as may be: until it is bound, somebody else may take it.
    port = await freePort()
    await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: url('postgres'),
    port,
    version,
    log: () => log,
    async createDatabase() {
      databases += 1
      const name = `test_${String(databases)}`
      const client = new Client({ connectionString: url('postgres') })
      await client.connect()
      try {
        await client.query(`CREATE DATABASE ${name}`)
      } finally {
        await client.end()
      }
      return url(name)
    },
    async crash() {
      await end('SIGQUIT')
      await start()
    },
    halt: () => end('SIGQUIT'),
    start,
    stop,
  }
}

/** A process that sees its input end when this one dies, however it dies, and then ends the server and removes the folder. */
function watchOver(folder: string) {
  const script = 'read _; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null; sleep 0.2; rm -rf "$1"'
  return spawn('/bin/sh', ['-c', script, 'sh', folder], { ...runAs, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true })
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
