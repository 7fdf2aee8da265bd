import type { Made } from '../domain/task-definition.ts'
import type { RunnerHost } from './host.ts'
import { jsonMistake } from './json-mistake.ts'

/**
 * Reads a JSON or YAML file of the workspace, by its ending. What is wrong is told by line, column and kind alone: a file of this
 * kind may hold secrets, and the texts of the parsers quote it.
 */
export async function readDocument(host: Pick<RunnerHost, 'readFile'>, path: string): Promise<Made<unknown>> {
  let text: string
  try {
    text = host.readFile(path).replace(/^\uFEFF/, '')
  } catch (thrown) {
    return { problems: [unreadable(path, thrown)] }
  }
  const made = /\.json$/i.test(path) ? readJson(text) : (await import('./yaml-text.ts')).readYaml(text)
  if ('value' in made) return made
  return { problems: made.problems.map((problem) => `"${path}" is not valid ${/\.json$/i.test(path) ? 'JSON' : 'YAML'}: ${problem}`) }
}

/** Whether a text names a file rather than something in AWS. */
export function isFilePath(text: string): boolean {
  return /\.(json|ya?ml)$/i.test(text)
}

function unreadable(path: string, thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'ENOENT'
  return code === 'ENOENT'
    ? `there is no file "${path}" in the workspace; check the path, and that a checkout step comes before this one`
    : `the file "${path}" cannot be read (${code})`
}

function readJson(text: string): Made<unknown> {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    const mistake = jsonMistake(text)
    return { problems: [mistake === undefined ? 'it cannot be parsed' : `${place(text, mistake.offset)}: ${mistake.expected} is expected`] }
  }
}

/** Line and column, both from 1. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return `line ${String(before.length)}, column ${String(before.at(-1)!.length + 1)}`
}
