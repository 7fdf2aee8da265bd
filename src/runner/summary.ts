import type { Files } from './files.ts'
import type { Masks } from './masks.ts'

/** The summary page of the step, in Markdown. Shown when the step has ended. */
export interface Summary {
  /** Appends sections in order of importance; what does not fit is left out from the end, and a last line says so. */
  append(sections: readonly string[]): void
}

/** GitHub refuses a larger file as a whole (actions/runner, FileCommandManager.cs). */
const limitBytes = 1_048_576
/** Room for the line that tells what was left out. */
const noteBytes = 256

/** `path` is GITHUB_STEP_SUMMARY; without it nothing is written. */
export function createSummary(path: string | undefined, files: Files, masks: Masks): Summary {
  return {
    append(sections) {
      if (path === undefined) return
      const text = fitSections(
        sections.map((each) => masks.redact(each)),
        limitBytes - files.size(path),
      )
      if (text !== '') files.append(path, text)
    },
  }
}

/** As many whole sections as `roomBytes` hold. The first one is cut between lines when it alone is too long. */
export function fitSections(sections: readonly string[], roomBytes: number): string {
  let text = ''
  let usedBytes = 0
  for (const [index, section] of sections.entries()) {
    const block = `${section.trimEnd()}\n\n`
    const blockBytes = utf8Bytes(block)
    const last = index === sections.length - 1
    if (usedBytes + blockBytes <= roomBytes - (last ? 0 : noteBytes)) {
      text += block
      usedBytes += blockBytes
      continue
    }
    if (roomBytes - usedBytes < noteBytes) return text
    const head = index === 0 ? cutBetweenLines(section, roomBytes - noteBytes) : ''
    const left = sections.length - index
    return `${text}${head}_Cut here: ${String(left)} of ${String(sections.length)} sections would exceed the size GitHub shows._\n`
  }
  return text
}

/** Whole lines up to `roomBytes`, with an open code fence and open `<details>` closed again. */
function cutBetweenLines(section: string, roomBytes: number): string {
  const kept: string[] = []
  let usedBytes = 0
  for (const line of section.split('\n')) {
    usedBytes += utf8Bytes(line) + 1
    if (usedBytes > roomBytes - noteBytes) break
    kept.push(line)
  }
  const fenceOpen = kept.filter((line) => line.trimStart().startsWith('```')).length % 2 === 1
  const text = kept.join('\n')
  const open = text.split('<details').length - text.split('</details>').length
  return `${text}\n${fenceOpen ? '```\n' : ''}${'</details>\n'.repeat(Math.max(0, open))}\n`
}

function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
