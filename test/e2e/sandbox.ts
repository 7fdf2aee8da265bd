import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { CallMade } from '../../sandbox/wire/call-log.ts'
import type { FaultOrder } from '../../sandbox/wire/faults.ts'

const program = resolve(import.meta.dirname, '../../sandbox/main.ts')

/** The sandbox as a process of its own, and its control desk. */
export interface Sandbox {
  readonly pid: number
  readonly endpoint: string
  /** What a client needs in its environment. */
  readonly env: Readonly<Record<string, string>>
  /** API calls made so far, oldest first. With a key only those signed with it. */
  calls(accessKeyId?: string): Promise<readonly CallMade[]>
  /** What was ordered stays until it is used up. */
  order(...faults: readonly FaultOrder[]): Promise<void>
  /** What was ordered and may still strike: a delay is gone from here once it holds up its call. */
  faults(): Promise<readonly FaultOrder[]>
  /** Settles with the exit code once the process has ended. */
  readonly ended: Promise<number | null>
  close(): Promise<void>
  /** SIGKILL: nothing of it gets a chance to tidy up. */
  kill(): void
}

/** Model time runs twenty times as fast; reads lag and the data plane follows late, as on AWS. */
export const fast = ['--time-scale', '20', '--metric-period', '1', '--metric-delay', '0'] as const

/** Starts a sandbox on a free port. Rejects with what it said when it does not come up. */
export async function openSandbox(flags: readonly string[] = fast): Promise<Sandbox> {
  const child = spawn(process.execPath, [program, '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = new Promise<number | null>((settle) => child.on('exit', settle))
  const line = await new Promise<string>((settle, refuse) => {
    createInterface({ input: child.stdout }).once('line', settle)
    child.once('error', refuse)
    void ended.then((code) => refuse(new Error(`the sandbox ended with ${code}: ${said}`)))
  })
  const { endpoint, env } = JSON.parse(line) as { endpoint: string; env: Record<string, string> }
  const desk = async <T>(method: string, name: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${endpoint}/_sandbox/${name}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${method} ${name}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    pid: child.pid!,
    endpoint,
    env,
    ended,
    async calls(accessKeyId) {
      const { calls } = await desk<{ calls: readonly CallMade[] }>('GET', 'calls')
      return accessKeyId === undefined ? calls : calls.filter((call) => call.accessKeyId === accessKeyId)
    },
    async order(...faults) {
      await desk('POST', 'faults', faults)
    },
    async faults() {
      return (await desk<{ faults: readonly FaultOrder[] }>('GET', 'faults')).faults
    },
    async close() {
      child.kill('SIGTERM')
      await ended
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
