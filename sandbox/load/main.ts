import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { generateLoad } from './generator.ts'
import { readOrder } from './order.ts'
import { reportOf } from './report.ts'

/**
 * The load generator as a program, so that nothing else delays its sends: takes an order as JSON (first argument, else stdin), says one JSON
 * line when it begins and one with the report when it ends. SIGTERM or SIGINT ends the sending, a second one the waiting for answers.
 */
async function main(): Promise<void> {
  const stop = new AbortController()
  const abandon = new AbortController()
  const onSignal = (): void => (stop.signal.aborted ? abandon : stop).abort()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)

  const order = readOrder(process.argv[2] ?? (await text(process.stdin)))
  const startedAtMs = Date.now()
  say({ started: true, atMs: startedAtMs })
  const records = await generateLoad(order, stop.signal, abandon.signal)
  if (order.recordsFile !== undefined) writeFileSync(order.recordsFile, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  say(reportOf(records, startedAtMs, Date.now(), order.lateAfterMs))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, onSignal)
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`no load was sent: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
})
