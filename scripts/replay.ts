import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { replay } from '../src/domain/analysis/analyst.ts'
import { parseRows } from '../src/domain/analysis/given-rows.ts'
import { metricOf } from '../src/domain/analysis/members.ts'
import type { AnalysisSpec, Row } from '../src/domain/analysis/model.ts'
import { quoted } from '../src/domain/document.ts'
import { parseGate } from '../src/domain/gate-spec.ts'
import type { Made } from '../src/domain/task-definition.ts'

const usage = `usage: npm run --silent replay -- --rows rows.json --spec gate.yml

Judges rows by the code of canary-gate, one JSON object for each row on stdout. docs/analysis.md tells what both files hold.
`

/** Ends with 0 whatever the verdict, with 2 where the files cannot be used. */
function main(argv: readonly string[]): void {
  const { help, rows: rowsPath, spec: specPath, problem } = options(argv)
  if (help === true) return void process.stdout.write(usage)
  if (problem !== undefined) return fail([`${problem}\n\n`, usage])
  if (rowsPath === undefined || specPath === undefined) return fail([usage])
  const rows = read(rowsPath, (text) => JSON.parse(text) as unknown, parseRows)
  const spec = read(specPath, (text) => parse(text) as unknown, parseGate)
  const problems = [rows, spec].flatMap((made) => ('problems' in made ? made.problems : []))
  if ('problems' in rows || 'problems' in spec) return fail(problems.map((problem) => `${problem}\n`))
  const strangers = unknownTo(spec.value, rows.value)
  if (strangers !== undefined) process.stderr.write(`${rowsPath}: ${strangers}\n`)
  const lines = replay(spec.value, rows.value).map((look) =>
    JSON.stringify({ ...look, because: look.because, members: look.members }, finite),
  )
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

interface Options {
  readonly help?: boolean | undefined
  readonly rows?: string | undefined
  readonly spec?: string | undefined
  readonly problem?: string
}

function options(argv: readonly string[]): Options {
  try {
    const known = { rows: { type: 'string' }, spec: { type: 'string' }, help: { type: 'boolean' } } as const
    return parseArgs({ args: [...argv], options: known }).values
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function read<T>(path: string, decode: (text: string) => unknown, parseValue: (value: unknown) => Made<T>): Made<T> {
  try {
    // Editors of Windows write a mark of the byte order first.
    const made = parseValue(decode(readFileSync(path, 'utf8').replace(/^\ufeff/, '')))
    return 'problems' in made ? { problems: made.problems.map((problem) => `${path}: ${problem}`) } : made
  } catch (error) {
    return { problems: [`${path}: ${error instanceof Error ? error.message : String(error)}`] }
  }
}

/** Rows that hold nothing the gate judges are judged as silence, which hides a slip of the pen. */
function unknownTo(spec: AnalysisSpec, rows: readonly Row[]): string | undefined {
  const found = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))]
  if (found.length === 0 || found.some((name) => metricOf(spec, name) !== undefined)) return undefined
  const [held, judged] = [found, spec.metrics.map(({ name }) => name)].map((names) => names.map((name) => quoted(name)).join(', '))
  return `no row has a metric that is judged: the rows hold ${held!}, the gate judges ${judged!}`
}

/** JSON has no infinity. */
function finite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}

function fail(lines: readonly string[]): void {
  process.stderr.write(lines.join(''))
  process.exitCode = 2
}

main(process.argv.slice(2))
