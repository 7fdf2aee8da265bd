import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parse } from 'yaml'

/** The steps of the job that may write, as the runner starts them, over a `gh` that keeps refs and releases as files. */
const workflow = parse(readFileSync(resolve(import.meta.dirname, '../../.github/workflows/release.yml'), 'utf8')) as {
  readonly jobs: {
    readonly release: { readonly steps: readonly { readonly name?: string; readonly if?: string; readonly run?: string }[] }
  }
}
const onlyFinal = "${{ !contains(inputs.version, '-') }}"
const first = 'a'.repeat(40)
const second = 'b'.repeat(40)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-release-'))
  for (const name of ['bin', 'temp', 'checkout']) mkdirSync(join(folder, name))
  symlinkSync(resolve(import.meta.dirname, 'gh.sh'), join(folder, 'bin/gh'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Releases; the answer is empty, or what the step that failed said. */
function release(version: string, told: { ref?: string; sha?: string; packed?: string; section?: string } = {}): string {
  const { ref = 'refs/heads/main', sha = first, packed = version, section = version } = told
  const cwd = join(folder, 'checkout')
  const shell = (script: string): ReturnType<typeof spawnSync> =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        HOME: folder,
        VERSION: version,
        GITHUB_REF: ref,
        GITHUB_SHA: sha,
        GITHUB_REPOSITORY: 'octo/sluice',
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_FAKE: folder,
      },
    })
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ version: packed }))
  writeFileSync(
    join(cwd, 'CHANGELOG.md'),
    `# Changelog\n\n## Unreleased\n\n- later\n\n## ${section}\n\n- what is new\n\n## 0.0.1\n\n- old\n`,
  )
  shell('git init -q . && git add . && git -c user.name=test -c user.email=test@example.com commit -q --allow-empty -m state')
  for (const step of workflow.jobs.release.steps) {
    if (step.if !== undefined) expect(step.if).toBe(onlyFinal)
    if (step.run === undefined || (step.if !== undefined && version.includes('-'))) continue
    const { status, stdout, stderr } = shell(step.run)
    if (status !== 0) return `${String(stdout)}${String(stderr)}`
  }
  return ''
}

function kept(kind: 'refs' | 'releases'): Readonly<Record<string, string>> {
  const of = join(folder, kind)
  return Object.fromEntries(readdirSync(of).map((name) => [name, readFileSync(join(of, name), 'utf8')]))
}

it('tags, releases with the section of the changelog, and moves the major tag', () => {
  expect(release('0.1.0')).toBe('')
  expect(release('0.2.0', { sha: second })).toBe('')
  expect(kept('refs')).toEqual({ 'v0.1.0': first, 'v0.2.0': second, v0: second })
  expect(kept('releases')['v0.2.0']).toBe('--latest\n\n- what is new\n\n')
})

it('goes on when it is run again, and never moves a tag of a release', () => {
  expect(release('0.1.0')).toBe('')
  rmSync(join(folder, 'releases/v0.1.0'))
  expect(release('0.1.0')).toBe('')
  expect(Object.keys(kept('releases'))).toEqual(['v0.1.0'])
  expect(release('0.1.0', { sha: second })).toContain(`v0.1.0 is ${first} already`)
  expect(kept('refs')['v0.1.0']).toBe(first)
})

it('never moves the major tag back', () => {
  expect(release('0.2.0', { sha: second })).toBe('')
  expect(release('0.1.0')).toContain('not a fast forward')
  expect(kept('refs')['v0']).toBe(second)
})

it('leaves the major tag alone for a version before the final one', () => {
  expect(release('1.0.0-rc.1')).toBe('')
  expect(kept('refs')).toEqual({ 'v1.0.0-rc.1': first })
  expect(kept('releases')['v1.0.0-rc.1']).toMatch(/^--prerelease/)
})

it.each([
  ['another branch', '1.0.0', { ref: 'refs/heads/fix' }, 'not from refs/heads/fix'],
  ['a version with a v', 'v1.0.0', {}, 'Not a version'],
  ['two numbers', '1.0', {}, 'Not a version'],
  ['a command', '1.0.0;id', {}, 'Not a version'],
  ['what package.json does not say', '1.0.0', { packed: '0.9.0' }, 'package.json says 0.9.0'],
  ['no section', '1.0.0', { section: '0.9.0' }, 'no section 1.0.0'],
] as const)('refuses %s, and writes nothing', (_, version, told, words) => {
  expect(release(version, told)).toContain(words)
  expect(readdirSync(folder).sort()).toEqual(['bin', 'checkout', 'temp'])
})
