import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** A program of the project as a process, which speaks JSON line by line. */
export interface Program {
  readonly pid: number | undefined
  /** The next line, parsed. Rejects with what the program said on stderr when it ends instead. */
  next(): Promise<unknown>
  /** SIGTERM, and SIGKILL when it takes too long. Settles once the process is gone; safe to repeat. */
  end(): Promise<void>
}

const root = resolve(import.meta.dirname, '..')
const killAfterMs = 15_000

/** Starts a program by its path from the root. It stands in a process group of its own, so that Ctrl-C reaches only the demo, which ends it in order. */
export function startProgram(path: string, args: readonly string[]): Program {
  const tether = pathToFileURL(resolve(import.meta.dirname, 'tether.ts')).href
  const child = spawn(process.execPath, ['--import', tether, resolve(root, path), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((settle) => {
    child.on('error', (error) => {
      said += error.message
      settle()
    })
    child.on('close', () => settle())
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    pid: child.pid,
    async next() {
      const line = await lines.next()
      if (line.done !== true) return JSON.parse(line.value) as unknown
      await ended
      throw new Error(`${path} ended: ${said.trim() || `exit code ${child.exitCode}`}`)
    },
    async end() {
      const late = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      child.kill('SIGTERM')
      await ended
      clearTimeout(late)
    },
  }
}
