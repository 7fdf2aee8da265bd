import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { startProgram } from '../../demo/program.ts'

const holder = resolve(import.meta.dirname, 'holder.ts')

it('a program answers line by line and ends when told', async () => {
  const program = startProgram('sandbox/load/main.ts', [JSON.stringify({ url: 'http://127.0.0.1:9', ratePerSecond: 1 })])
  expect(await program.next()).toMatchObject({ started: true })
  const report = program.next()
  await program.end()
  expect(await report).toMatchObject({ requests: expect.any(Number) as number })
  await program.end()
})

it('a program that does not start says why', async () => {
  const program = startProgram('sandbox/load/main.ts', ['{}'])
  await expect(program.next()).rejects.toThrow(/url: expected http/)
})

it('a program does not outlive the one that started it, however that one ends', async () => {
  const parent = spawn(process.execPath, [holder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]()
  const pid = Number((await lines.next()).value)
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await expect.poll(() => isAlive(pid)).toBe(false)
})

/** A zombie that nobody has waited for has ended. */
function isAlive(pid: number): boolean {
  if (existsSync('/proc/self/stat')) {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z'
    } catch {
      return false
    }
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
