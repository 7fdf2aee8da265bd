import { harmlessLines, workflowCommand } from './commands.ts'
import type { Masks } from './masks.ts'

/** Where an annotation points to. */
export interface Place {
  readonly title?: string
  readonly file?: string
  readonly line?: number
}

/** The log of the step, the only live picture of it: a summary is shown when the step has ended. No text given here acts on the runner. */
export interface Log {
  /** One or several lines as they are. */
  line(text: string): void
  /** Lines under a heading that can be folded. Groups do not nest: a second one ends the first. */
  group(title: string, lines: readonly string[]): void
  debug(text: string): void
  notice(text: string, place?: Place): void
  warning(text: string, place?: Place): void
  error(text: string, place?: Place): void
}

/** Shown annotations of each kind per step, and the characters of one; what lies beyond becomes plain log lines. */
const annotationsPerKind = 10
const annotationCharacters = 4_096

/** `write` gets whole lines without line end. */
export function createLog(write: (line: string) => void, masks: Masks): Log {
  const shown = { notice: 0, warning: 0, error: 0 }

  const line = (text: string): void => {
    for (const each of harmlessLines(masks.redact(text))) write(each)
  }
  const annotate = (kind: keyof typeof shown, text: string, place: Place = {}): void => {
    const safe = masks.redact(text)
    shown[kind] += 1
    if (shown[kind] > annotationsPerKind) {
      line(`${kind}: ${place.title === undefined ? '' : `${place.title}: `}${safe}`)
      return
    }
    const cut = safe.length > annotationCharacters ? `${safe.slice(0, annotationCharacters - 1)}…` : safe
    const { title, ...position } = place
    write(workflowCommand(kind, cut, { ...position, ...(title === undefined ? {} : { title: masks.redact(title) }) }))
    if (cut !== safe) line(safe)
  }

  return {
    line,
    group(title, lines) {
      write(workflowCommand('group', harmlessLines(masks.redact(title)).join(' ')))
      for (const each of lines) line(each)
      write(workflowCommand('endgroup', ''))
    },
    debug: (text) => {
      write(workflowCommand('debug', masks.redact(text)))
    },
    notice: (text, place) => {
      annotate('notice', text, place)
    },
    warning: (text, place) => {
      annotate('warning', text, place)
    },
    error: (text, place) => {
      annotate('error', text, place)
    },
  }
}
