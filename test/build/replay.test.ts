import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const program = resolve(import.meta.dirname, '../../scripts/replay.ts')
let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'sluice-replay-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ran {
  readonly status: number | null
  readonly lines: readonly unknown[]
  /** Of stderr, without the folder. */
  readonly said: readonly string[]
}

function run(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')
  return { status, lines: lines(stdout).map((line) => JSON.parse(line) as unknown), said: lines(stderr.replaceAll(`${folder}/`, '')) }
}

function replayed(rows: string, spec: string): Ran {
  const [rowsPath, specPath] = [join(folder, 'rows.json'), join(folder, 'gate.yml')]
  writeFileSync(rowsPath, rows)
  writeFileSync(specPath, spec)
  return run('--rows', rowsPath, '--spec', specPath)
}

const rowOf = (minute: number, name = 'errors'): object => ({
  minute,
  metrics: { [name]: { canary: { n: 500, x: 2 }, baseline: { n: 9500, x: 38 } } },
})
const spec = 'steps: 5@10m, 100\nmetrics:\n  - errors\n'

describe('replay', () => {
  test('prints an object for each row, also of files that an editor of Windows wrote', () => {
    const rows = JSON.stringify([rowOf(0), rowOf(1)], undefined, 2)
    const windows = (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`
    const ran = replayed(windows(rows), windows(spec))
    expect(ran).toEqual(replayed(rows, spec))
    expect(ran).toMatchObject({ status: 0, said: [], lines: [{ minute: 0 }, { minute: 1, verdict: 'inconclusive' }] })
  })

  test('tells everything that is wrong with both files, once, and ends with 2', () => {
    const rows = [{ metrics: {} }, { ...rowOf(1), metrics: { errors: { canary: { n: '5', x: 0 }, baseline: 7 } } }]
    const ran = replayed(JSON.stringify(rows), 'steps: 5@10m, 3@10m, 100\nmetrics-period: soon\nmetric: errors\nmetrics: []\n')
    expect(ran).toMatchObject({ status: 2, lines: [] })
    expect(ran.said).toEqual([
      'rows.json: rows[0].minute is empty: a number of minutes since the first traffic is expected',
      'rows.json: rows[1].metrics.errors.canary.n is "5": a count is expected, or null for what is no number',
      'rows.json: rows[1].metrics.errors.baseline is 7: a mapping is expected',
      expect.stringContaining('gate.yml: gate.metric is not known: steps, ') as string,
      'gate.yml: gate.metrics-period is "soon": a duration such as 90s, 10m or 2h is expected',
      'gate.yml: gate.steps: weights must rise, and 3 does not',
      'gate.yml: metrics is an empty list: one metric at least, such as "- errors", is expected',
    ])
  })

  test('tells when no row has what is judged, which is silence otherwise', () => {
    const ran = replayed(JSON.stringify([rowOf(0, 'erors')]), spec)
    expect(ran).toMatchObject({ status: 0, lines: [{ verdict: 'inconclusive', blocks: true }] })
    expect(ran.said).toEqual(['rows.json: no row has a metric that is judged: the rows hold "erors", the gate judges "errors"'])
  })

  test('names a file that is not there, and an option that it does not know', () => {
    const missing = run('--rows', join(folder, 'none.json'), '--spec', join(folder, 'none.yml'))
    expect(missing).toMatchObject({ status: 2, said: [expect.stringMatching(/^none\.json: /), expect.stringMatching(/^none\.yml: /)] })
    expect(run('--row', 'x')).toMatchObject({
      status: 2,
      said: [expect.stringContaining("'--row'"), expect.stringMatching(/^usage: /), expect.any(String)],
    })
    expect(spawnSync(process.execPath, [program, '--help'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})
