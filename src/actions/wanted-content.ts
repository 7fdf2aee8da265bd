import type { WantedContent } from '../aws/task-definitions.ts'
import { applyImages, type Made, type TaskDefinition } from '../domain/task-definition.ts'
import { parseTaskDefinition } from '../domain/task-definition/parse.ts'
import { isFilePath, readDocument } from '../runner/document.ts'
import type { Field } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'

interface ContentFields {
  readonly [name: string]: Field<unknown>
  readonly 'task-definition': Field<string | undefined>
  readonly images: Field<ReadonlyMap<string, string>>
}

/** A document has been parsed already. */
type Content = Exclude<WantedContent, { kind: 'document' }> | { readonly kind: 'document'; readonly document: TaskDefinition }

/**
 * What `task-definition` and `images` ask for. Where it is a file, all that is wrong with it is known before anything is asked of
 * AWS, so the rules tell it with the mistakes of the other inputs. The file is read once.
 */
export function readWantedContent(host: Pick<RunnerHost, 'readFile'>): {
  readonly rules: readonly Rule<ContentFields>[]
  /** For a value that the rules have let pass. */
  of(name: string | undefined): Promise<WantedContent>
} {
  let read: Promise<Made<Content>> | undefined
  const made = (name: string | undefined): Promise<Made<Content>> => (read ??= contentOf(host, name))
  return {
    rules: [
      {
        about: ['task-definition'],
        check: async (values) => {
          const content = await made(values['task-definition'])
          return 'problems' in content ? content.problems : undefined
        },
      },
      {
        about: ['images', 'task-definition'],
        check: async (values) => {
          const content = await made(values['task-definition'])
          if ('problems' in content || content.value.kind !== 'document') return undefined
          const fitted = applyImages(content.value.document, imagesIn(values.images))
          return 'problems' in fitted ? fitted.problems.map((problem) => problem.replace(/^images: /, '')) : undefined
        },
      },
    ],
    of: async (name) => {
      const content = await made(name)
      if ('problems' in content) throw new Error(`task-definition was used although it is wrong: ${content.problems.join('; ')}`)
      return content.value
    },
  }
}

/** The lines of `images`. */
export function imagesIn(images: ReadonlyMap<string, string>): readonly { readonly container: string; readonly image: string }[] {
  return [...images].map(([container, image]) => ({ container, image }))
}

async function contentOf(host: Pick<RunnerHost, 'readFile'>, name: string | undefined): Promise<Made<Content>> {
  if (name === undefined) return { value: { kind: 'running' } }
  if (!isFilePath(name)) return { value: { kind: 'named', name } }
  const document = await readDocument(host, name)
  if ('problems' in document) return document
  const definition = parseTaskDefinition(document.value)
  return 'problems' in definition ? definition : { value: { kind: 'document', document: definition.value } }
}
