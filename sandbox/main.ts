import { readFlags, usage } from './flags.ts'
import { startSandbox } from './start.ts'

/** The sandbox as a program: says one JSON line when it is ready, serves until SIGTERM or SIGINT. Mistaken flags end it with 2. */
async function main(): Promise<void> {
  const read = readFlags(process.argv.slice(2))
  if ('mistakes' in read) {
    process.stderr.write(`${read.mistakes.join('\n')}\n\n${usage()}\n`)
    process.exitCode = 2
    return
  }
  if (read.help) {
    process.stdout.write(`${usage()}\n`)
    return
  }
  const sandbox = await startSandbox(read.flags)
  const stop = (): void => {
    // A second signal is not waited for: the guardian ends what is left.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(1))
    void sandbox.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  process.stdout.write(`${JSON.stringify({ ready: true, endpoint: sandbox.endpoint, region: sandbox.region, env: sandbox.env })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`the sandbox does not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
