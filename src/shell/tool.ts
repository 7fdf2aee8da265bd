import { hearLines } from './hear-lines.ts'
import { runShell } from './run-shell.ts'

export interface ToolRun {
  /** A shell script of the user. */
  readonly command: string
  /** The environment of the step, with what the tool is told. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly limitMs: number
  /** Hears each line of output as it comes, all of them, for the last say why: untrusted text. */
  readonly onLine: (line: string) => void
}

/** How a tool ended: `done` with exit code 0, `cancelled` by the signal, `late` where its time was over, or with words for what else. */
export interface ToolEnd {
  readonly kind: 'done' | 'cancelled' | 'late' | 'failed'
  readonly because: string
}

/** Runs a tool of the team to its end, or until the signal. Nothing of it is left running. Never rejects. */
export async function runTool({ command, env, limitMs, onLine }: ToolRun, signal: AbortSignal): Promise<ToolEnd> {
  const { hear } = hearLines(onLine, Infinity)
  const end = await runShell({ command, env, limitMs, hear }, signal)
  if (signal.aborted) return { kind: 'cancelled', because: 'was ended by the signal' }
  if (end === 'exit code 0') return { kind: 'done', because: 'ended with exit code 0' }
  if (end === 'late') return { kind: 'late', because: 'took too long and was ended' }
  if (end === 'no shell') return { kind: 'failed', because: 'could not be started: there is neither bash nor sh on the PATH' }
  return { kind: 'failed', because: `ended with ${end}` }
}
