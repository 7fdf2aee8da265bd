import type { Made } from '../task-definition.ts'

/**
 * The words of a command: a list of them, or one text that is cut at spaces as a shell would cut it. There is no shell to run it, so what only
 * a shell understands is a mistake instead of a word. Texts of mistakes show nothing of the command: there may be a password in it.
 */
export function readTaskCommand(value: unknown): Made<readonly string[]> {
  if (Array.isArray(value)) return readWords(value)
  if (typeof value !== 'string') return { problems: ['the command is neither a list of words nor a text'] }
  const made = cutWords(value)
  return 'value' in made && made.value.length === 0 ? { problems: ['the command is empty'] } : made
}

function readWords(entries: readonly unknown[]): Made<readonly string[]> {
  if (entries.length === 0) return { problems: ['the command is empty'] }
  const problems = entries.flatMap((entry, index) =>
    typeof entry === 'string' ? [] : [`word ${String(index + 1)} of the command is no text: put it in quotes`],
  )
  return problems.length > 0 ? { problems } : { value: entries as readonly string[] }
}

const shellOnly = /[|&;<>()$`*?]/

function cutWords(text: string): Made<readonly string[]> {
  const words: string[] = []
  let word: string | undefined
  let quote: '"' | "'" | undefined
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at]!
    if (quote === "'") {
      if (each === quote) quote = undefined
      else word += each
    } else if (each === '\\') {
      const next = text[at + 1]
      if (next === undefined) return { problems: ['the command ends with a backslash'] }
      // Within double quotes a backslash is one, unless it stands before what it takes the meaning from.
      word = (word ?? '') + (quote === '"' && !/["\\$`\n]/.test(next) ? each + next : next)
      at += 1
    } else if (quote === '"') {
      if (each === quote) quote = undefined
      else if (each === '$' || each === '`') return needsShell(each)
      else word += each
    } else if (each === '"' || each === "'") {
      quote = each
      word ??= ''
    } else if (/\s/.test(each)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (shellOnly.test(each) || (each === '#' && word === undefined)) {
      return needsShell(each)
    } else {
      word = (word ?? '') + each
    }
  }
  if (quote !== undefined) return { problems: [`a quote of the command is not closed: ${quote}`] }
  return { value: word === undefined ? words : [...words, word] }
}

function needsShell(character: string): Made<never> {
  return {
    problems: [
      `the command has a ${character} outside of quotes that keep it as it is, and no shell runs it: write it as a list, ["sh", "-c", "…"], if a shell is wanted`,
    ],
  }
}
