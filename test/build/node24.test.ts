import type { SpawnSyncReturns } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const launcher = join(root, 'scripts/node24.mjs')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-node24-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function script(name: string, text: string): string {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, text)
  return path
}

/** Makes the launcher believe that it runs on this node and platform. */
function pretend(node: string, platform: string = process.platform): string[] {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } });
    Object.defineProperty(process, 'platform', { value: '${platform}' })`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

function start(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args, { encoding: 'utf8' })
}

describe('the launcher', () => {
  it('passes arguments on and the exit code back, with node 24 first in PATH', () => {
    const path = script(
      'echo',
      `console.log(process.argv.slice(2).join(), process.env.PATH.split(':')[0] + '/node' === process.execPath); process.exit(7)`,
    )
    const ended = start([launcher, path, 'a b', '--flag'])
    expect(ended).toMatchObject({ status: 7, stdout: 'a b,--flag true\n' })
  })

  it('ends by the signal its script ended by, and hands signals on', async () => {
    const path = script(
      'wait',
      `process.on('SIGTERM', () => { process.stdout.write('heard '); process.kill(process.pid, 'SIGKILL') }); setInterval(() => 1, 1000); console.log('ready')`,
    )
    const child = spawn(process.execPath, [launcher, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (text.includes('ready')) child.kill('SIGTERM')
    })
    const signal = await new Promise((settle) => child.on('close', (_, name) => settle(name)))
    expect([signal, printed]).toEqual(['SIGKILL', 'ready\nheard '])
  })

  it.runIf(process.platform === 'linux')('takes node 24 from its npm package when it runs on another node', () => {
    const path = script('version', `console.log(process.versions.node.split('.')[0], process.execPath.includes('node_modules'))`)
    expect(start([...pretend('20.20.2'), launcher, path])).toMatchObject({ status: 0, stdout: '24 true\n' })
  })

  it('says what to install where nothing fits', () => {
    const alone = join(folder, 'alone/scripts')
    mkdirSync(alone, { recursive: true })
    copyFileSync(launcher, join(alone, 'node24.mjs'))
    const path = script('never', `console.log('started')`)
    const missing = start([...pretend('20.20.2', 'linux'), join(alone, 'node24.mjs'), path])
    expect(missing).toMatchObject({ status: 1, stdout: '' })
    expect(missing.stderr).toMatch(/The optional package node-linux-\w+ brings it: run "npm ci" without --omit=optional/)
    const unknown = start([...pretend('20.20.2', 'sunos'), join(alone, 'node24.mjs'), path])
    expect(unknown).toMatchObject({ status: 1, stdout: '' })
    expect(unknown.stderr).toContain('No npm package brings it to this platform: install Node 24')
  })
})
