import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { plainEnvironment, run, tail } from './command.ts'
import type { Item } from './item.ts'

const root = resolve(import.meta.dirname, '../..')

/** Each line in a clone of its own where it says `npm ci`, as in the README. */
const lines: readonly (readonly (readonly string[])[])[] = [
  [
    ['npm', 'ci'],
    ['npm', 'run', 'demo'],
  ],
  [
    ['npm', 'ci'],
    ['npm', 'test'],
  ],
  [
    ['npm', 'ci'],
    ['npm', 'run', 'build'],
    ['git', 'status', '--porcelain'],
  ],
]

export const cleanClone: Item = {
  name: 'clean-clone',
  claim: 'A fresh clone with the node of the system runs demo and tests, and builds what is committed',
  async run(progress) {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-clone-'))
    const env = plainEnvironment()
    const figures: Record<string, unknown> = {}
    let ok = true
    try {
      figures['node'] = (await run('node', ['--version'], { cwd: folder, env })).output.trim()
      for (const [index, line] of lines.entries()) {
        const clone = join(folder, `clone-${index}`)
        await run('git', ['clone', '--quiet', root, clone], { cwd: folder, env })
        for (const [command = '', ...args] of line) {
          const text = [command, ...args].join(' ')
          const ran = await run(command, args, { cwd: clone, env })
          const good = ran.code === 0 && (command !== 'git' || ran.output.trim() === '')
          progress(`${good ? 'ok' : 'FAILED'}: ${text} (${ran.seconds} s)`)
          figures[`${index + 1}: ${text}`] = good
            ? { seconds: ran.seconds }
            : { code: ran.code, seconds: ran.seconds, output: tail(ran.output) }
          if (good) continue
          ok = false
          break
        }
      }
      return { ok, figures }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
