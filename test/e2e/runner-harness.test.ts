import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStep } from './runner-harness.ts'

/** Actions made for this test: the harness itself must be trusted before it judges ours. */
let folder: string

function action(name: string, files: Readonly<Record<string, string>>, runs = ''): string {
  const at = join(folder, name)
  mkdirSync(at)
  writeFileSync(join(at, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(at, 'action.yml'),
    `inputs:\n  dry-run:\n    default: 'no'\n  token:\nruns:\n  using: node24\n  main: main.js\n${runs}`,
  )
  for (const [path, text] of Object.entries(files)) writeFileSync(join(at, path), text)
  return at
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-harness-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('the harness', () => {
  it('hands inputs, event and state over as the runner does, and reads what comes back', async () => {
    const main = `
      import { appendFileSync, readFileSync } from 'node:fs'
      const { env } = process
      const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'))
      appendFileSync(env.GITHUB_OUTPUT, 'seen<<E\\n' + JSON.stringify([env['INPUT_DRY-RUN'], env.INPUT_TOKEN, env['INPUT_EXTRA'], event.number]) + '\\nE\\n')
      appendFileSync(env.GITHUB_OUTPUT, 'in-workspace=' + (process.cwd() === env.GITHUB_WORKSPACE) + '\\nmajor=' + process.versions.node.split('.')[0] + '\\n')
      appendFileSync(env.GITHUB_STATE, 'token<<E\\na\\nb\\nE\\n')
      appendFileSync(env.GITHUB_STEP_SUMMARY, '# Done\\n')
      console.log('::warning title=a%2Cb::100%25')
      process.exitCode = 3`
    const post = `console.log('::notice::' + process.env.STATE_token.replace('\\n', '+'))`
    const at = action('whole', { 'main.js': main, 'post.js': post }, '  post: post.js\n')
    const step = await runStep({ action: at, inputs: { extra: 'given' }, event: { number: 7 } })
    expect(JSON.parse(step.outputs['seen']!)).toEqual(['no', '', 'given', 7])
    expect(step).toMatchObject({ exitCode: 3, conclusion: 'failure', summary: '# Done\n', state: { token: 'a\nb' } })
    expect(step.outputs).toMatchObject({ 'in-workspace': 'true', major: '24' })
    expect(step.commands).toEqual([{ name: 'warning', properties: { title: 'a,b' }, message: '100%' }])
    expect(step.post?.annotations.notice).toEqual(['a+b'])
  })

  it('calls a step cancelled although its handler ends with 0, and hears what it wrote after SIGINT', async () => {
    const main = `
      import { appendFileSync } from 'node:fs'
      const waiting = setInterval(() => {}, 1000)
      process.on('SIGINT', () => { appendFileSync(process.env.GITHUB_OUTPUT, 'outcome=rolled-back\\n'); clearInterval(waiting) })
      console.log('ready')`
    const cancel = new AbortController()
    const step = await runStep({
      action: action('polite', { 'main.js': main }),
      cancel: cancel.signal,
      onLine: (line) => line === 'ready' && cancel.abort(),
    })
    expect(step).toMatchObject({ exitCode: 0, conclusion: 'cancelled', outputs: { outcome: 'rolled-back' } })
    expect(step.signalsSent.map(([name]) => name)).toEqual(['SIGINT'])
  })

  it('kills a deaf step: SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL', async () => {
    const main = `
      setInterval(() => {}, 1000)
      for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log(name))
      console.log('ready')`
    const cancel = new AbortController()
    const step = await runStep({
      action: action('deaf', { 'main.js': main }),
      cancel: cancel.signal,
      patience: 1,
      onLine: (line) => line === 'ready' && cancel.abort(),
    })
    expect(step).toMatchObject({ exitCode: undefined, signal: 'SIGKILL', conclusion: 'cancelled' })
    expect(step.stdout).toMatch(/^ready\nSIGINT\n/)
    expect(step.signalsSent.map(([name]) => name)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL'])
    const [, terminated, killed] = step.signalsSent.map(([, afterMs]) => afterMs)
    expect(terminated).toBeGreaterThanOrEqual(7_490)
    expect(killed).toBeGreaterThanOrEqual(9_990)
  })
})
