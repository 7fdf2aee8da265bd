import { type ErrorCode, parseDocument } from 'yaml'
import type { Made } from '../domain/task-definition.ts'

// A module of its own: it is loaded lazily, and a dynamic import of the package itself would give the bundle nothing but its default.

/**
 * Reads one YAML 1.2 document; a problem for each mistake, with its line, its column and its kind, and nothing of the text.
 * A tag of somebody else's (`!Sub`) is a mistake: without its meaning the value would be another one.
 */
export function readYaml(text: string): Made<unknown> {
  const document = parseDocument(text, { logLevel: 'error' })
  const mistakes = [...document.errors, ...document.warnings]
  if (mistakes.length > 0) {
    return {
      problems: mistakes.map(({ code, linePos }) => {
        const kind = kinds[code] ?? code.toLowerCase().replaceAll('_', ' ')
        return linePos === undefined ? kind : `line ${String(linePos[0].line)}, column ${String(linePos[0].col)}: ${kind}`
      }),
    }
  }
  try {
    return { value: document.toJS() as unknown }
  } catch {
    return { problems: ['an alias (*name) has no anchor (&name) before it, or there are too many aliases'] }
  }
}

const kinds: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'this alias cannot be used',
  BAD_DQ_ESCAPE: 'there is no such escape in double quotes',
  BAD_INDENT: 'the indentation does not fit',
  BAD_SCALAR_START: 'a plain value cannot begin with this character: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping cannot stand on one line with its key',
  BLOCK_IN_FLOW: 'a block cannot stand inside brackets',
  DUPLICATE_KEY: 'this key is given twice',
  MISSING_CHAR: 'a character is missing, such as a colon, a comma, a quote or a bracket',
  MULTILINE_IMPLICIT_KEY: 'a key has to stand on one line',
  MULTIPLE_DOCS: 'a second document begins; one is expected',
  TAB_AS_INDENT: 'a tab is used to indent: use spaces',
  TAG_RESOLVE_FAILED: 'the tag is not known here',
  UNEXPECTED_TOKEN: 'something else is expected',
}
