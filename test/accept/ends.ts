import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run, tail } from './command.ts'
import type { Item } from './item.ts'

const root = resolve(import.meta.dirname, '../..')

interface Counted {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

/** What is about pairs takes long enough to be a list of its own. */
const files = {
  rolling: ['test/e2e/rolling', 'test/e2e/controls', 'test/e2e/entry', 'test/e2e/runner-harness'],
  pair: ['test/e2e/bluegreen', 'test/e2e/rollback'],
  canary: ['test/e2e/canary'],
  migrate: ['test/e2e/migrate', 'test/e2e/one-off'],
} as const

export const everyEnd = (capability: keyof typeof files): Item => ({
  name: 'every-end',
  claim: `The committed dist reaches every terminal state against the sandbox and tells it: ${files[capability].join(', ')}, the slow ones too`,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-ends-'))
    const file = join(folder, 'tests.json')
    // With CI set, vitest.config.ts names a file of its own for the JSON, and that name wins.
    const { CI: _, ...env } = process.env
    try {
      const ran = await run(
        process.execPath,
        ['node_modules/vitest/vitest.mjs', 'run', ...files[capability], '--reporter=json', `--outputFile=${file}`],
        { cwd: root, env: { SLUICE_PATIENCE: '1', ...env, SLUICE_THOROUGH: '1' } },
      )
      const counted = await readFile(file, 'utf8').then(
        (text) => JSON.parse(text) as Counted,
        () => undefined,
      )
      if (counted === undefined) return { ok: false, figures: { code: ran.code, output: tail(ran.output) } }
      const all = counted.testResults.flatMap((result) => result.assertionResults)
      const failed = all
        .filter((test) => test.status === 'failed')
        .map((test) => `${test.fullName}: ${(test.failureMessages ?? []).join(' ')}`)
      const { numPassedTests: passed, numPendingTests: skipped } = counted
      return { ok: ran.code === 0 && failed.length === 0 && passed > 0, figures: { passed, skipped, failed, seconds: ran.seconds } }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})
