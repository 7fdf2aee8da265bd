import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from 'node:net'
import { findOnPath } from '../on-path.ts'
import { runAs } from './binaries.ts'
import { freePort } from '../free-port.ts'

/** A pooler between a client and a server. */
export interface PgBouncer {
  readonly url: string
  stop(): Promise<void>
}

/** Where Debian installs it, which is on the PATH of root alone. */
const program = findOnPath('pgbouncer') ?? ['/usr/sbin/pgbouncer'].find((file) => existsSync(file))

/** Whether there is one: tests that need it are skipped by name where not. */
export const hasPgBouncer = program !== undefined

/** Starts a pooler before the server of `to`. Undefined where none is installed. Ends with this process too. */
export async function startPgBouncer(options: {
  /** The URL of a database. */
  readonly to: string
  readonly mode: 'transaction' | 'session'
  /** How many connections to the server there are at most. */
  readonly poolSize?: number
}): Promise<PgBouncer | undefined> {
  if (program === undefined) return undefined
  const to = new URL(options.to)
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'sluice-pgbouncer-'))
  const config = join(folder, 'pgbouncer.ini')
  const users = join(folder, 'users.txt')
  // The user it runs as may not look into the folder it is in.
  const own = join(folder, 'pgbouncer')
  copyFileSync(program, own)
  chmodSync(own, 0o755)
  writeFileSync(users, `"${to.username}" ""\n`)
  const lines = [
    '[databases]',
    `* = host=${to.hostname} port=${to.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${String(port)}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${users}`,
    `pool_mode = ${options.mode}`,
    `default_pool_size = ${String(options.poolSize ?? 4)}`,
    'ignore_startup_parameters = extra_float_digits',
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  if (runAs.uid !== undefined) for (const each of [folder, config, users]) chownSync(each, runAs.uid, runAs.gid)
  // The shell lives as long as its input, which ends with this process.
  const script = '"$1" "$2" 2>&1 & pid=$!; read _; kill -INT $pid 2>/dev/null; sleep 0.1; kill -KILL $pid 2>/dev/null; rm -rf "$3"'
  const child = spawn('/bin/sh', ['-c', script, 'sh', own, config, folder], {
    ...runAs,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  })
  let log = ''
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()))
  const stop = async (): Promise<void> => {
    child.stdin.end()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  for (const endsMs = performance.now() + 20_000; !(await listens(port)); await delay(20)) {
    if (performance.now() < endsMs) continue
    await stop()
    throw new Error(`PgBouncer does not answer:\n${log}`)
  }
  to.port = String(port)
  return { url: to.href, stop }
}

function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
  }).then((is) => {
    socket.destroy()
    return is as boolean
  })
}
