import { expect } from 'vitest'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import { lint, type Linted } from '../../../../src/domain/migration/lint/lint.ts'
import { parse } from './read-statement.ts'

interface Asked {
  readonly safeRewrite?: boolean
  readonly version?: number
}

export function lintFiles(files: Readonly<Record<string, string>>, { safeRewrite = false, version = 15 }: Asked = {}): Linted {
  const { changes, mistakes } = readChanges(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    '',
    parse,
  )
  expect(mistakes).toEqual([])
  return lint(changes, { version, safeRewrite })
}

/** `line verdict rules`, of one file. */
export function said(path: string, text: string, asked?: Asked): readonly string[] {
  const { statements, mistakes } = lintFiles({ [path]: text }, asked)
  return [
    ...statements.map(({ line, verdict, findings }) => `${String(line)} ${verdict} ${findings.map(({ rule }) => rule).join(' ')}`),
    ...mistakes.map(({ line, text: mistake }) => `${String(line)} ${mistake}`),
  ]
}
