import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StepResult } from './runner-harness.ts'
import { runStep } from './runner-harness.ts'

const entry = pathToFileURL(resolve(import.meta.dirname, '../../src/index.ts')).href
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-entry-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Runs the real entry with an action put in the place of one; `load` is the body of its loader. */
function runWith(load: string): Promise<StepResult> {
  const stub = (stage: string): string => `import { actions, run } from '${entry}'
    actions['rolling-ecs'] = async () => { ${load} }
    await run('rolling-ecs', '${stage}')`
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'action.yml'), 'runs:\n  using: node24\n  main: main.js\n  post: post.js\n')
  writeFileSync(join(folder, 'main.js'), stub('main'))
  writeFileSync(join(folder, 'post.js'), stub('post'))
  return runStep({ action: folder })
}

describe('the entry of every action', () => {
  it('hears a signal that comes while the action is still being loaded', async () => {
    const step = await runWith(`
      const awake = setInterval(() => undefined, 1_000)
      const heard = new Promise((resolve) => process.once('SIGINT', resolve))
      process.kill(process.pid, 'SIGINT')
      await heard
      clearInterval(awake)
      return { main: async (host) => { host.outputs.set('heard', host.cancelled.by() + ' ' + host.cancelled.signal.aborted) } }`)
    expect(step).toMatchObject({ exitCode: 0, signal: undefined, outputs: { heard: 'SIGINT true' } })
  })

  it('fails the step with outcome and reason when the action throws', async () => {
    const step = await runWith(`return { main: async () => { throw new TypeError('x is not iterable') } }`)
    expect(step).toMatchObject({ exitCode: 1, conclusion: 'failure', stderr: '' })
    expect(step.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'INTERNAL_ERROR' })
    expect(step.outputs['reason']).toMatch(/^x is not iterable\n/)
    expect(step.summary).toContain('x is not iterable')
  })

  it('ends when the action is done, with all that was said, though something is left that would go on', async () => {
    const step = await runWith(`return {
      main: async (host) => {
        setInterval(() => undefined, 1_000)
        host.log.line('x'.repeat(3_000_000))
        host.outputs.set('outcome', 'succeeded')
      },
    }`)
    expect(step).toMatchObject({ exitCode: 0, outputs: { outcome: 'succeeded' } })
    expect(step.stdout.length).toBeGreaterThan(3_000_000)
  })

  it('fails the step when the action cannot be loaded', async () => {
    const step = await runWith(`return import('./absent.js')`)
    expect(step).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'INTERNAL_ERROR' } })
  })

  it('ends with 0 when all went well, and runs post with the state of main', async () => {
    const step = await runWith(`return {
      main: async (host) => { host.state.save('login', 'a\\nb'); host.summary.append(['# Done']) },
      post: async (host) => { host.log.notice(host.state.read('login')) },
    }`)
    expect(step).toMatchObject({ exitCode: 0, conclusion: 'success', summary: '# Done\n\n' })
    expect(step.post).toMatchObject({ exitCode: 0, annotations: { notice: ['a\nb'] } })
  })

  it('has nothing to do after the job where the action has no post', async () => {
    const step = await runWith(`return { main: async () => undefined }`)
    expect(step.post).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  })
})
