import { workflowCommand } from './commands.ts'

/** Secrets of this step. */
export interface Masks {
  /** Tells the runner and ourselves to hide this value. Call it before the value can reach a log line. */
  add(secret: string): void
  /** The text with every secret replaced by `***`. */
  redact(text: string): string
}

/** Shorter lines (a brace of a JSON secret, an empty line) would blot out the whole log and protect nothing. */
const shortestSecret = 3

/** `write` gets whole lines without line end. Masks hold line by line and for this job only, as the runner's own do. */
export function createMasks(write: (line: string) => void): Masks {
  const secrets = new Set<string>()
  let longestFirst: readonly string[] = []
  return {
    add(secret) {
      for (const line of [secret, ...secret.split(/\r\n|\r|\n/)].map((each) => each.trim())) {
        if (line.length < shortestSecret || secrets.has(line)) continue
        secrets.add(line)
        write(workflowCommand('add-mask', line))
      }
      // A secret that contains another one is replaced first, or its rest would stay readable.
      longestFirst = [...secrets].sort((a, b) => b.length - a.length)
    },
    redact(text) {
      return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
    },
  }
}
