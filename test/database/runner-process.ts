import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { MigrationEvent } from '../../src/domain/migration/events.ts'
import type { PlannedPhase } from '../../src/domain/migration/planned.ts'
import { runOn } from './run-on.ts'

/** A run in a process of its own, to be killed. */
export interface RunnerProcess {
  /** What it has told so far. */
  readonly events: readonly MigrationEvent[]
  /** Kills it without a chance to say anything. */
  kill(): Promise<void>
}

export function startRunner(url: string, planned: readonly PlannedPhase[], run: string): RunnerProcess {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify({ url, planned, run })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const events: MigrationEvent[] = []
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line) as MigrationEvent))
  return {
    events,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url, planned, run } = JSON.parse(process.argv[2] ?? '') as { url: string; planned: readonly PlannedPhase[]; run: string }
  await runOn(url, planned, { run, tell: (event) => console.log(JSON.stringify(event)) })
}
