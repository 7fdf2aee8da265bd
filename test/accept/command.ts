import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'

export interface Ran {
  readonly code: number | null
  readonly output: string
  readonly seconds: number
}

/** Runs a command to its end with both streams in one text. Never rejects for an exit code. */
export async function run(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Ran> {
  const startedMs = performance.now()
  const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((settle, refuse) => {
    child.on('error', refuse)
    child.on('close', settle)
  })
  return { code, output, seconds: Math.round((performance.now() - startedMs) / 100) / 10 }
}

/** The environment of a person's shell: without the node this program runs on, and without what npm told it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const own = dirname(process.execPath)
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== own && !folder.includes('node_modules'))
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE|INIT_CWD|VITEST|CI$|SLUICE_)/i.test(name))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

/** The end of an output, for a failure. */
export function tail(text: string, lines = 15): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
