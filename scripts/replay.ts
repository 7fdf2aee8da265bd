import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { replay } from '../src/domain/analysis/analyst.ts'
import { parseRows } from '../src/domain/analysis/given-rows.ts'
import { parseGate } from '../src/domain/gate-spec.ts'
import type { Made } from '../src/domain/task-definition.ts'

const usage = `usage: npm run --silent replay -- --rows rows.json --spec gate.yml

Judges rows by the code of canary-gate, one JSON object for each row on stdout. docs/analysis.md tells what both files hold.
`

/** Ends with 0 whatever the verdict, with 2 where the files cannot be used. */
function main(argv: readonly string[]): void {
  const { rows: rowsPath, spec: specPath } = options(argv)
  if (rowsPath === undefined || specPath === undefined) return fail([usage])
  const rows = read(rowsPath, (text) => JSON.parse(text) as unknown, parseRows)
  const spec = read(specPath, (text) => parse(text) as unknown, parseGate)
  const problems = [rows, spec].flatMap((made) => ('problems' in made ? made.problems : []))
  if ('problems' in rows || 'problems' in spec) return fail(problems.map((problem) => `${problem}\n`))
  const lines = replay(spec.value, rows.value).map((look) =>
    JSON.stringify({ ...look, because: look.because, members: look.members }, finite),
  )
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

function options(argv: readonly string[]): { readonly rows?: string | undefined; readonly spec?: string | undefined } {
  try {
    return parseArgs({ args: [...argv], options: { rows: { type: 'string' }, spec: { type: 'string' } } }).values
  } catch {
    return {}
  }
}

function read<T>(path: string, decode: (text: string) => unknown, parseValue: (value: unknown) => Made<T>): Made<T> {
  try {
    const made = parseValue(decode(readFileSync(path, 'utf8')))
    return 'problems' in made ? { problems: made.problems.map((problem) => `${path}: ${problem}`) } : made
  } catch (error) {
    return { problems: [`${path}: ${error instanceof Error ? error.message : String(error)}`] }
  }
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
