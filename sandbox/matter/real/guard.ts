import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Tells the guardian which process groups must not outlive this process. */
export interface Guard {
  readonly pid: number
  watch(groupPid: number): void
  release(groupPid: number): void
  /** Lets the guardian end what is still watched, and itself. */
  close(): void
}

/** Starts the guardian, which also removes the folder given at the end, and waits until nothing but SIGKILL can end it. Do it before the first task. */
export async function startGuard(folder: string): Promise<Guard> {
  const guardian = spawn(process.execPath, [fileURLToPath(new URL('guardian.ts', import.meta.url)), folder], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  // Its end before ours is not our end: the write that would notice it must not throw.
  guardian.stdin.on('error', () => {})
  await Promise.race([
    once(guardian.stdout, 'data'),
    once(guardian, 'exit').then(() => {
      throw new Error('the guardian process ended at its start')
    }),
  ])
  guardian.stdout.destroy()
  guardian.unref()
  return {
    pid: guardian.pid ?? 0,
    watch: (groupPid) => void guardian.stdin.write(`+${groupPid}\n`),
    release: (groupPid) => void guardian.stdin.write(`-${groupPid}\n`),
    close: () => void guardian.stdin.end(),
  }
}
