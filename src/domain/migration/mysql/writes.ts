import type { Relation } from '../model.ts'
import { commaParts, createReader, outside, wordOf } from './reader.ts'
import { tablesOf } from './script.ts'
import type { Token } from './tokens.ts'

const changing = ['INSERT', 'REPLACE', 'UPDATE', 'DELETE']

/** Tables whose rows a statement may change. Of one that names several it is not told which: what is only joined may be among them. */
export function writtenBy(tokens: readonly Token[]): readonly Relation[] {
  const shown = changed(tokens)
  const verb = wordOf(shown[0])
  const set = shown.findIndex((token) => wordOf(token) === 'SET')
  if (verb === 'UPDATE') return tablesOf(shown.slice(0, set < 0 ? undefined : set))
  return verb === 'DELETE' ? tablesOf(shown) : tablesOf(shown).slice(0, 1)
}

/** Columns that it sets in rows that are there, as it calls them. */
export function assignedBy(tokens: readonly Token[]): readonly Relation[] {
  const shown = changed(tokens)
  const words = shown.map(wordOf)
  const from = words[0] === 'UPDATE' ? words.indexOf('SET') : words.findIndex((word, at) => word === 'UPDATE' && words[at - 1] === 'KEY')
  if (from < 0) return []
  const to = words.findIndex((word, at) => at > from && ['WHERE', 'ORDER', 'LIMIT', 'RETURNING'].includes(word))
  return commaParts(shown.slice(from + 1, to < 0 ? undefined : to)).flatMap((part) => createReader(part).relation() ?? [])
}

/** From the word on that says what is done, without what stands in brackets. */
function changed(tokens: readonly Token[]): readonly Token[] {
  const shown = outside(tokens)
  const at = shown.findIndex((token) => changing.includes(wordOf(token)))
  return at < 0 ? [] : shown.slice(at)
}
