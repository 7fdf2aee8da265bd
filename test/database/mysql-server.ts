import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { runAs } from './binaries.ts'
import { freePort } from '../free-port.ts'

/** A real MariaDB on loopback, for one test file. Its user is `sluice`, without a password, and may do everything. */
export interface MysqlTestServer {
  readonly port: number
  /** A new and empty database; its URL. */
  createDatabase(): Promise<string>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

const server = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/sbin/mariadbd'].find((path) => existsSync(path))
const installer = ['/usr/bin/mariadb-install-db', '/usr/local/bin/mariadb-install-db'].find((path) => existsSync(path))

export const hasMariadb = server !== undefined && installer !== undefined

/** Starts a server in a temp folder and on a free port; it is ended by `stop`, or by itself when this process ends in whatever way. */
export async function startMariadb(flags: readonly string[] = []): Promise<MysqlTestServer> {
  if (server === undefined || installer === undefined) throw new Error('There is no MariaDB here')
  const folder = mkdtempSync(join(tmpdir(), 'sluice-mariadb-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  for (const each of [folder, data]) if (runAs.uid !== undefined) chownSync(each, runAs.uid, runAs.gid)
  let port = 0
  const pidFile = join(folder, 'pid')
  const guard = watchOver(folder)
  let child: ChildProcess | undefined
  let log = ''
  const stop = async (): Promise<void> => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    guard.stdin.end()
    if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  const connect = (database?: string) =>
    createConnection({ host: '127.0.0.1', port, user: 'sluice', ...(database !== undefined && { database }) })
  try {
    await promisify(execFile)(
      installer,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'],
      { ...runAs, cwd: folder },
    )
    const init = join(folder, 'init.sql')
    // One statement a line.
    writeFileSync(
      init,
      ["CREATE USER IF NOT EXISTS sluice@'127.0.0.1';", "GRANT ALL ON *.* TO sluice@'127.0.0.1' WITH GRANT OPTION;", ''].join('\n'),
      { mode: 0o644 },
    )
    // As late as may be: until it is bound, somebody else may take it.
    port = await freePort()
    const settings = [
      '--no-defaults',
      `--datadir=${data}`,
      '--bind-address=127.0.0.1',
      `--port=${String(port)}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${pidFile}`,
      `--init-file=${init}`,
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=64M',
      '--performance-schema=ON',
      '--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON',
      ...flags,
    ]
    const running = spawn(server, settings, { ...runAs, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    child = running
    for (const stream of [running.stdout, running.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
    for (const endsMs = performance.now() + 60_000; ; await delay(20)) {
      if (running.exitCode !== null) throw new Error(`MariaDB did not start:\n${log}`)
      const answered = await connect().then(
        (connection) => connection.end().then(() => true),
        (error: unknown) => {
          if ((error as { readonly code?: unknown }).code === 'ECONNREFUSED') return false
          throw error
        },
      )
      if (answered) break
      if (performance.now() > endsMs) throw new Error(`MariaDB does not answer:\n${log}`)
    }
  } catch (error) {
    await stop()
    throw error
  }
  let databases = 0
  return {
    port,
    async createDatabase() {
      databases += 1
      const name = `test_${String(databases)}`
      const connection = await connect()
      await connection.query(`CREATE DATABASE ${name}`)
      await connection.end()
      return `mysql://sluice@127.0.0.1:${String(port)}/${name}`
    },
    stop,
  }
}

/** A process that sees its input end when this one dies, however it dies, and then ends the server and removes the folder. */
function watchOver(folder: string) {
  const script = 'read _; pid=$(cat "$1/pid" 2>/dev/null) && kill -KILL "$pid" 2>/dev/null; sleep 0.2; rm -rf "$1"'
  return spawn('/bin/sh', ['-c', script, 'sh', folder], { ...runAs, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true })
}
