import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openSandbox } from '../e2e/sandbox.ts'
import { run, tail } from './command.ts'
import type { Found, Item } from './item.ts'

const script = resolve(import.meta.dirname, 'boto3_roll.py')

export const boto3: Item = {
  name: 'boto3',
  claim:
    'boto3 sets up a cluster, a load balancer and a service, rolls it and takes it down, waiters included, without knowing of the sandbox',
  async run(progress) {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-python-'))
    try {
      const python = await findPython(folder, progress)
      if (typeof python !== 'string') return python
      const sandbox = await openSandbox()
      try {
        const env = { ...process.env, ...sandbox.env, AWS_DEFAULT_REGION: sandbox.env['AWS_REGION'], WAITER_DELAY: '1' }
        const ran = await run(python, [script], { cwd: folder, env })
        if (ran.code !== 0) return { ok: false, figures: { code: ran.code, output: tail(ran.output) } }
        const told = JSON.parse(tail(ran.output, 1)) as { revision: string; running: number; statuses: readonly string[] }
        const ok = told.revision === 'python:2' && told.running === 2 && told.statuses.every((status) => status === 'SUCCESSFUL')
        return { ok, figures: { ...told, calls: (await sandbox.calls()).length } }
      } finally {
        await sandbox.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** A python that has boto3: the system's, or one in a virtual environment made for this. */
async function findPython(folder: string, progress: (text: string) => void): Promise<string | Found> {
  const env = process.env
  const has = async (python: string): Promise<boolean> =>
    (await run(python, ['-c', 'import boto3'], { cwd: folder, env }).catch(() => ({ code: 1 }))).code === 0
  if (await has('python3')) return 'python3'
  progress('boto3 is missing: installing it into a virtual environment')
  const python = join(folder, 'venv/bin/python')
  const made = await run('python3', ['-m', 'venv', join(folder, 'venv')], { cwd: folder, env }).catch(() => undefined)
  if (made?.code !== 0) return { ok: true, skipped: 'boto3: there is no python3 with venv', figures: {} }
  const installed = await run(python, ['-m', 'pip', 'install', '--quiet', 'boto3'], { cwd: folder, env })
  if (installed.code !== 0)
    return { ok: true, skipped: 'boto3: pip cannot install it here', figures: { output: tail(installed.output, 3) } }
  return python
}
