import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { analysisFigures } from './analysis/run.ts'
import { backfillFigures } from './backfill.ts'
import { bundleFigure } from './bundle.ts'
import { type Figure, tableOf } from './figure.ts'
import { memoryFigure, startFigure } from './process-cost.ts'
import { canarySimulationFigures, simulationFigure } from './simulation.ts'
import { endFigure, readFigures } from './watching.ts'
import { pairBreachFigure, pairSignalFigure, signalFigure } from './way-home.ts'

/** Each figure, alone where it measures time or memory of this machine; what only waits runs together. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: async () => [await startFigure(21)],
  memory: async () => [await memoryFigure(5)],
  simulation: async () => [await simulationFigure(1_000), ...(await canarySimulationFigures(40))],
  end: async () => [await endFigure(4)],
  signal: async () => [await signalFigure(4), await pairSignalFigure(4)],
  breach: async () => [await pairBreachFigure(4)],
  reads: readFigures,
  bundle: async () => [bundleFigure()],
  analysis: async () => analysisFigures(),
  backfill: () => backfillFigures(),
}

/**
 * `npm run bench [-- name ...]`: a table on stderr, the same figures as JSON on stdout and in `.sluice/bench.json`. A bar that is missed
 * is said and never fails: times belong to the machine. Ends with 1 only when something could not be measured.
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0) {
    process.stderr.write(
      `usage: npm run bench [-- name ...]\nno such bench: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`,
    )
    process.exitCode = 2
    return
  }
  const figures: Figure[] = []
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue
    process.stderr.write(`measuring: ${name}\n`)
    try {
      figures.push(...(await bench()))
    } catch (error) {
      process.stderr.write(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exitCode = 1
    }
  }
  const machine = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
  }
  const text = `${JSON.stringify({ machine, figures }, null, 2)}\n`
  const folder = resolve(import.meta.dirname, '../.sluice')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench.json'), text)
  process.stderr.write(`\n${tableOf(figures)}\n\n`)
  process.stdout.write(text)
}

await main(process.argv.slice(2))
