import type { Made } from '../domain/task-definition.ts'
import { isFilePath, readDocument } from '../runner/document.ts'
import type { RunnerHost } from '../runner/host.ts'

/** Inputs that hold YAML, or name a file with it. Each text is read once. */
export interface Documents {
  /** What a text says; undefined where there is none. */
  made<T>(text: string | undefined, parse: (value: unknown) => Made<T>): Promise<Made<T> | undefined>
  /** All that is wrong with a text, for a rule. */
  wrongIn(text: string | undefined, parse: (value: unknown) => Made<unknown>): Promise<readonly string[] | undefined>
  /** For a text that the rules have let pass. */
  valueOf<T>(text: string | undefined, parse: (value: unknown) => Made<T>): Promise<T | undefined>
}

export function documentsOf(host: Pick<RunnerHost, 'readFile'>): Documents {
  const read = new Map<string, Promise<Made<unknown>>>()
  const document = (text: string): Promise<Made<unknown>> => {
    const known = read.get(text) ?? documentOf(host, text)
    read.set(text, known)
    return known
  }
  const made: Documents['made'] = async (text, parse) => {
    if (text === undefined) return undefined
    const found = await document(text)
    return 'problems' in found ? found : parse(found.value)
  }
  return {
    made,
    async wrongIn(text, parse) {
      const found = await made(text, parse)
      return found && 'problems' in found ? found.problems : undefined
    },
    async valueOf(text, parse) {
      const found = await made(text, parse)
      if (found && 'problems' in found) throw new Error(`it was used although it is wrong: ${found.problems.join('; ')}`)
      return found?.value
    },
  }
}

async function documentOf(host: Pick<RunnerHost, 'readFile'>, text: string): Promise<Made<unknown>> {
  if (isFilePath(text) && !text.includes('\n')) return readDocument(host, text)
  return (await import('../runner/yaml-text.ts')).readYaml(text)
}
