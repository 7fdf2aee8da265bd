import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** Everything that reads the sources without running them. All of it runs, so that one run tells every fault. */
const root = resolve(import.meta.dirname, '..')
const checks = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['lint', 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['docs', 'scripts/docs.ts', '--check'],
] as const

const failed = checks.filter(([name, ...command]) => {
  const startMs = performance.now()
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`)
  return status !== 0
})
process.exitCode = failed.length === 0 ? 0 : 1
