import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isAlive } from './alive.ts'

const holder = fileURLToPath(new URL('holder.ts', import.meta.url))

/** A process with real matter, three tasks (one deaf to SIGTERM, one with a grandchild) and what it said about them. */
async function hold(): Promise<{
  readonly pid: number
  readonly tasks: readonly number[]
  readonly guardian: number
  readonly folder: string
  readonly ended: Promise<unknown>
}> {
  const child = spawn(process.execPath, [holder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const [line] = await new Promise<string[]>((resolve) => createInterface({ input: child.stdout }).once('line', (text) => resolve([text])))
  return { pid: child.pid!, ended, ...(JSON.parse(line!) as { tasks: number[]; guardian: number; folder: string }) }
}

describe('nothing outlives the sandbox', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)('when it ends by %s', async (signal) => {
    const held = await hold()
    expect(held.tasks).toHaveLength(4)
    expect(existsSync(held.folder)).toBe(true)
    expect(held.tasks.filter((pid) => !isAlive(pid))).toEqual([])
    process.kill(held.pid, signal)
    await held.ended
    await expect.poll(() => [...held.tasks, held.guardian].filter(isAlive)).toEqual([])
    expect(existsSync(held.folder)).toBe(false)
  })

  it('even when its guardian is sent a SIGTERM first', async () => {
    const held = await hold()
    process.kill(held.guardian, 'SIGTERM')
    process.kill(held.pid, 'SIGKILL')
    await held.ended
    await expect.poll(() => [...held.tasks, held.guardian].filter(isAlive)).toEqual([])
  })
})
