import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { LoadOrder } from '../../sandbox/load/order.ts'
import type { LoadReport } from '../../sandbox/load/report.ts'
import { until } from './until.ts'

const program = resolve(import.meta.dirname, '../../sandbox/load/main.ts')

/** A load generator at work. */
export interface Load {
  /** Settles when the duration of the order is over. */
  readonly over: Promise<void>
  /** Ends the sending, waits for the answers on their way, and tells how all of it went. */
  stop(): Promise<LoadReport>
}

/** Starts the generator as a process of its own; settles when the first request is on its way. */
export async function startLoad(order: Partial<LoadOrder> & Pick<LoadOrder, 'url'>): Promise<Load> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const closed = new Promise<void>((settle) => child.once('close', () => settle()))
  await until('the load generator begins', () => Promise.resolve(lines.length > 0 || child.exitCode !== null))
  return {
    over: closed,
    async stop() {
      child.kill('SIGTERM')
      await closed
      const report = lines.at(1)
      if (report === undefined) throw new Error('the load generator ended without a report')
      return JSON.parse(report) as LoadReport
    },
  }
}
