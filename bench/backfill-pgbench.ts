import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether Postgres's own generator of load is installed. */
export function hasPgbench(): boolean {
  try {
    execFileSync('pgbench', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The same writes by pgbench, for so many seconds: an open loop too, whose waits count from when a write was due. */
export async function pgbenchWaits(
  url: string,
  rows: number,
  seconds: number,
): Promise<{ readonly done: number; readonly maxMs: number; readonly p99Ms: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-pgbench-'))
  try {
    const script = join(folder, 'touch.sql')
    writeFileSync(script, `\\set id random(1, ${rows})\nUPDATE users SET touched = touched + 1 WHERE id = :id;\n`)
    const flags = [
      '-n',
      '-c',
      '16',
      '-j',
      '1',
      '-M',
      'prepared',
      '-R',
      '400',
      '-T',
      String(seconds),
      '-f',
      script,
      '-l',
      '--log-prefix',
      join(folder, 'log'),
    ]
    await run('pgbench', [...flags, url], { cwd: folder })
    const logs = readdirSync(folder).filter((name) => name.startsWith('log'))
    // client, transaction, microseconds since it was due, ...
    const waits = logs
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map((line) => Number(line.split(' ')[2]) / 1_000)
      .toSorted((a, b) => a - b)
    return { done: waits.length, maxMs: waits.at(-1) ?? NaN, p99Ms: waits[Math.floor(waits.length * 0.99)] ?? NaN }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
