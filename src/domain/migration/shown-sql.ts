import type { SqlToken } from './model.ts'

/** A statement as people may see it anywhere: on one line, without its comments, and with `?` for every literal, which may be a value of a row. */
export function shownSql({ text, tokens }: { readonly text: string; readonly tokens: readonly SqlToken[] }): string {
  let shown = ''
  let end = 0
  for (const token of tokens) {
    shown += `${token.start > end && shown !== '' ? ' ' : ''}${token.literal ? '?' : text.slice(token.start, token.end)}`
    end = token.end
  }
  return shown
}

/** The beginning of a text, at most so many characters. */
export function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}
