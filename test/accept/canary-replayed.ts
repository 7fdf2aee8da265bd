import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Look, Row } from '../../src/domain/analysis/model.ts'

const root = resolve(import.meta.dirname, '../..')
const preload = resolve(root, 'bench/cpu-time.cjs')

export interface Replayed {
  readonly looks: readonly Look[]
  /** User and system time of the process that judged, its start and reading included. */
  readonly cpuSeconds: number
}

/** What `npm run --silent replay` says to rows, as a process. `spec` has the inputs of the gate by their names. Rejects where the files are refused. */
export async function replayed(rows: readonly Row[], spec: object): Promise<Replayed> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-replay-'))
  const file = (name: string): string => join(folder, name)
  try {
    await writeFile(file('rows.json'), JSON.stringify(rows))
    // JSON is YAML as well.
    await writeFile(file('gate.yml'), JSON.stringify(spec))
    await writeFile(file('cpu'), '')
    const env = { ...process.env, NODE_OPTIONS: `--require=${preload}`, CPU_TIME_FILE: file('cpu') }
    const args = ['run', '--silent', 'replay', '--', '--rows', file('rows.json'), '--spec', file('gate.yml')]
    const child = spawn('npm', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const code = await new Promise<number | null>((settle, refuse) => child.on('error', refuse).on('close', settle))
    if (code !== 0) throw new Error(`replay ended with ${String(code)}: ${stderr}`)
    const looks = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Look]))
    const judged = (await readFile(file('cpu'), 'utf8')).split('\n').find((line) => line.includes('replay.ts'))
    return { looks, cpuSeconds: judged === undefined ? NaN : Number(judged.split(' ')[0]) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Rows of one metric, `errors`, by what both arms counted in each minute from the first on: (n, x) of the canary, (n, x) of the baseline. */
export function rowsOf(counts: readonly (readonly [cn: number, cx: number, bn: number, bx: number])[], from = 0): readonly Row[] {
  return counts.map(([cn, cx, bn, bx], index) => ({
    minute: from + index,
    metrics: { errors: { canary: { n: cn, x: cx }, baseline: { n: bn, x: bx } } },
  }))
}

/** The same for so many minutes. */
export function times<T>(count: number, value: T): readonly T[] {
  return Array.from({ length: count }, () => value)
}
