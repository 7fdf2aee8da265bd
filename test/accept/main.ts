import { boto3 } from './boto3.ts'
import { bars } from './canary-bars.ts'
import { cpu } from './canary-cpu.ts'
import { dataSituations } from './canary-data.ts'
import { canaryKills, canarySignals } from './canary-kills.ts'
import { restated, smallWeight } from './canary-restated.ts'
import { cleanClone } from './clean-clone.ts'
import { everyEnd } from './ends.ts'
import type { Found, Item } from './item.ts'
import { killedRunner } from './killed-runner.ts'
import { killedSandbox } from './killed-sandbox.ts'
import { migrate } from './migrate.ts'
import { mistakenInputs } from './mistaken-inputs.ts'
import { negativeControls, pairNegativeControls } from './negative-controls.ts'
import { noFailedRequest } from './no-failed-request.ts'
import { canarySimulation, pairSimulation, simulation } from './simulation.ts'
import { swapKills } from './swap-kills.ts'
import { swapNoFailedRequest } from './swap-no-failed-request.ts'
import { swapSignals } from './swap-signals.ts'

/** What must hold before a capability is called done. The quick ones come first. */
const capabilities: Readonly<Record<string, readonly Item[]>> = {
  rolling: [
    mistakenInputs,
    killedSandbox,
    boto3,
    negativeControls,
    noFailedRequest,
    killedRunner,
    simulation,
    everyEnd('rolling'),
    cleanClone,
  ],
  pair: [pairNegativeControls, swapNoFailedRequest, swapSignals, swapKills, pairSimulation, everyEnd('pair')],
  canary: [dataSituations, restated, smallWeight, cpu, bars, canarySimulation, canarySignals, canaryKills, everyEnd('canary')],
  migrate,
}

/** `npm run accept -- rolling [--only item]`: progress on stderr, one JSON document on stdout. Ends with 0 only if all is ok, with 2 for mistaken arguments. */
async function main(argv: readonly string[]): Promise<void> {
  const [capability = '', flag, only] = argv
  const all = Object.hasOwn(capabilities, capability) ? capabilities[capability]! : []
  const items = all.filter((item) => flag === undefined || item.name === only)
  if (items.length === 0 || (flag !== undefined && flag !== '--only') || argv.length > 3) {
    const known = Object.entries(capabilities).map(([name, list]) => `  ${name}: ${list.map((item) => item.name).join(', ')}`)
    process.stderr.write(`usage: npm run accept -- <capability> [--only <item>]\n${known.join('\n')}\n`)
    process.exitCode = 2
    return
  }
  const startedMs = performance.now()
  const results = []
  for (const item of items) {
    say(`${item.name}: ${item.claim}`)
    const itemMs = performance.now()
    const found = await attempt(item)
    const seconds = Math.round((performance.now() - itemMs) / 1000)
    say(`${item.name}: ${found.skipped === undefined ? (found.ok ? 'ok' : 'NOT OK') : `skipped, ${found.skipped}`} (${seconds} s)`)
    results.push({ name: item.name, claim: item.claim, ...found, seconds })
  }
  const ok = results.every((result) => result.ok)
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  const skipped = results.flatMap((result) => result.skipped ?? [])
  process.stdout.write(`${JSON.stringify({ capability, ok, skipped, seconds, node: process.version, items: results }, null, 2)}\n`)
  if (!ok) process.exitCode = 1
}

async function attempt(item: Item): Promise<Found> {
  try {
    return await item.run((text) => say(`  ${text}`))
  } catch (error) {
    return { ok: false, figures: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) } }
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main(process.argv.slice(2))
