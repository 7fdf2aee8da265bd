import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CommandTestOptions, createCommandJudge } from '../../src/smoke/command.ts'
import { evidenceOf } from './backends.ts'

function start(command: string, more: Partial<CommandTestOptions> = {}, limitMs = 20_000, signal?: AbortSignal) {
  const lines: string[] = []
  const cancel = new AbortController()
  const judge = createCommandJudge({
    command,
    url: 'http://green.test',
    side: 'green',
    revision: 'web:2',
    env: { PATH: process.env['PATH'] },
    onLine: (line) => lines.push(line),
    nowMs: () => performance.now(),
    timeoutMs: limitMs,
    ...more,
  })
  return { lines, cancel, evidence: evidenceOf(judge, signal ?? cancel.signal) }
}

async function run(...args: Parameters<typeof start>) {
  const { lines, evidence } = start(...args)
  return { ...(await evidence), lines }
}

/** Whether a process is at work: one that has ended stays in the table until its parent asks for it. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${String(pid)}/stat`
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, 'utf8'))
}

const gone = (pids: readonly string[]) => expect.poll(() => pids.map((pid) => isRunning(Number(pid)))).toEqual(pids.map(() => false))

describe('a command', () => {
  test('that ends with exit code 0 passes', async () => {
    const { verdict, because, lines } = await run('echo one\necho two >&2')
    expect(verdict).toBe('pass')
    expect(because).toMatch(/^the smoke command ended with exit code 0 after \d+(\.\d)? m?s$/)
    expect(lines.sort()).toEqual(['one', 'two'])
  })

  test('is told what it tests, and not what is meant for the action alone', async () => {
    const env = {
      PATH: process.env['PATH'],
      TOKEN: 'kept',
      INPUT_TOKEN: 'a',
      'INPUT_DATABASE-URL': 'b',
      STATE_X: 'c',
      ACTIONS_RUNTIME_TOKEN: 'd',
    }
    const { lines } = await run('env', { env })
    expect(lines).toEqual(
      expect.arrayContaining(['SLUICE_TEST_URL=http://green.test', 'SLUICE_SIDE=green', 'SLUICE_REVISION=web:2', 'TOKEN=kept']),
    )
    expect(lines.filter((line) => /^(INPUT|STATE|ACTIONS)_/.test(line))).toEqual([])
  })

  test.each<[string, string, string]>([
    ['its own exit code', 'echo "no database"; exit 3', 'the smoke command ended with exit code 3 after TIME: "no database"'],
    ['a command in the middle', 'false; echo never', 'the smoke command ended with exit code 1 after TIME'],
    ['a command within a pipe', 'false | cat; echo never', 'the smoke command ended with exit code 1 after TIME'],
    ['a variable that is not set', 'echo "$NOBODY"', 'exit code 1 after TIME: "bash: line 1: NOBODY: unbound variable"'],
    ['a signal', 'kill -KILL $$', 'the smoke command ended with signal SIGKILL after TIME'],
    ['a mistake in it', 'if', 'exit code 2 after TIME: "bash: -c: line '],
  ])('fails by %s', async (_, command, why) => {
    const { verdict, because, lines } = await run(command)
    expect(verdict).toBe('fail')
    expect(because.replace(/\d+(\.\d)? m?s\b/, 'TIME')).toContain(why)
    expect(lines).not.toContain('never')
  })

  test('has nothing to read', async () => {
    expect(await run('read -r line || echo "nothing to read"')).toMatchObject({ verdict: 'pass', lines: ['nothing to read'] })
  })

  test('runs in sh where there is no bash, and fails where there is neither', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-shell-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const nothing = await run('echo hello', { env: { PATH: folder } })
    expect(nothing).toMatchObject({ verdict: 'fail', because: expect.stringContaining('neither bash nor sh on the PATH') as string })
    symlinkSync('/bin/sh', join(folder, 'sh'))
    expect(await run('echo "hello from $SLUICE_SIDE"', { env: { PATH: folder } })).toMatchObject({
      verdict: 'pass',
      lines: ['hello from green'],
    })
    expect(await run('false; echo never', { env: { PATH: folder } })).toMatchObject({ verdict: 'fail', lines: [] })
  })
})

describe('the output of a command', () => {
  test('is heard line by line, whatever ends a line', async () => {
    const { lines } = await run(
      String.raw`printf 'a\r\nb\rc\n\n'; sleep 0.05; printf 'd\r'; sleep 0.05; printf '\ne\303'; sleep 0.05; printf '\251'`,
    )
    expect(lines).toEqual(['a', 'b', 'c', '', 'd', 'eé'])
  })

  test('is cut where a line is too long or there are too many', async () => {
    const long = await run(`head -c 3000000 /dev/zero | tr '\\0' x; echo; echo after`)
    expect(long.lines.map((line) => line.length)).toEqual([4097, 5])
    const many = await run('seq 1 5000')
    expect(many.lines.slice(-2)).toEqual(['1000', '… more than 1000 lines; the rest is not shown'])
    expect(many.verdict).toBe('pass')
  })

  test('is untrusted in the evidence', async () => {
    const { because } = await run(String.raw`printf '::error::x\033[31m%0300d' 0; exit 1`)
    expect(because).toContain('"::error::x\\u001b[31m000')
    expect(because.length).toBeLessThan(320)
  })
})

describe('what a command has started', () => {
  test('ends with it when its time is over', async () => {
    const { verdict, because, lines } = await run('sleep 300 & echo $!; echo $$; sleep 300', {}, 1_500)
    expect(verdict).toBe('fail')
    expect(because).toMatch(/^the smoke command was ended after 1.5 s: "\d+"$/)
    expect(lines).toHaveLength(2)
    await gone(lines)
  })

  test('ends even when it is deaf to the request', async () => {
    const began = performance.now()
    const { because, lines } = await run(
      `trap '' TERM; (trap '' TERM; echo $BASHPID; while :; do sleep 0.1; done) & echo $$; wait`,
      {},
      1_500,
    )
    expect(because).toContain('the smoke command was ended after 1.5 s')
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(lines).toHaveLength(2)
    await gone(lines)
  })

  test('may end in order', async () => {
    const { lines } = await run(`trap 'echo tidied; exit 0' TERM; while :; do sleep 0.05; done`, {}, 1_500)
    expect(lines).toContain('tidied')
  })

  test('does not outlive it, nor hold it up', async () => {
    const began = performance.now()
    const { verdict, lines } = await run('sleep 300 & echo $!')
    expect(verdict).toBe('pass')
    expect(performance.now() - began).toBeLessThan(10_000)
    await gone(lines)
  })

  test('ends at a signal, and is no evidence', async () => {
    const { lines, cancel, evidence } = start('sleep 300 & echo $!; echo $$; sleep 300')
    await expect.poll(() => lines.length).toBe(2)
    cancel.abort()
    await expect(evidence).rejects.toMatchObject({ reasonCode: 'CANCELLED' })
    await gone(lines)
  })

  test('is nothing after a signal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-command-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const ran = join(folder, 'ran')
    await expect(start(`: > '${ran}'`, {}, 20_000, AbortSignal.abort()).evidence).rejects.toMatchObject({ reasonCode: 'CANCELLED' })
    expect(existsSync(ran)).toBe(false)
  })
})
