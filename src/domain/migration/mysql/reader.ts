import type { Relation } from '../model.ts'
import type { Token } from './tokens.ts'

/** Reads tokens one after another; comments are passed over. Words are compared in capitals. */
export interface Reader {
  /** The word or sign at a distance; empty for what is neither, and behind the end. */
  peek(ahead?: number): string
  /** The token there. */
  token(ahead?: number): Token | undefined
  skip(count?: number): void
  /** Passes over these words where they stand here in this order. */
  accept(...words: readonly string[]): boolean
  /** A name, or several with dots between. */
  relation(): Relation | undefined
  /** Passes over a group in brackets where one begins here. */
  group(): readonly Token[]
  /** What stands from here on. */
  rest(): readonly Token[]
  readonly done: boolean
}

export function createReader(given: readonly Token[]): Reader {
  const tokens = given.filter(({ kind }) => kind !== 'comment' && kind !== 'hint')
  let at = 0
  const peek = (ahead = 0): string => wordOf(tokens[at + ahead])
  const name = (): string | undefined => {
    const token = tokens[at]
    if (token?.kind !== 'word' && token?.kind !== 'name') return undefined
    at += 1
    return token.kind === 'name' ? token.text.slice(1, -1).replaceAll('``', '`') : token.text
  }
  return {
    peek,
    token: (ahead = 0) => tokens[at + ahead],
    skip(count = 1) {
      at += count
    },
    accept(...words) {
      if (!words.every((word, index) => peek(index) === word)) return false
      at += words.length
      return true
    },
    relation() {
      const first = name()
      if (first === undefined || peek() !== '.') return first
      at += 1
      const second = name()
      return second === undefined ? undefined : `${first}.${second}`
    },
    group() {
      const start = at
      if (peek() !== '(') return []
      let depth = 0
      do {
        depth += peek() === '(' ? 1 : peek() === ')' ? -1 : 0
        at += 1
      } while (depth > 0 && at < tokens.length)
      return tokens.slice(start, at)
    },
    rest: () => tokens.slice(at),
    get done() {
      return at >= tokens.length
    },
  }
}

/** In capitals; of texts, numbers and quoted names nothing, for they are never key words. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === 'word' || token?.kind === 'sign' || token?.kind === 'range' ? token.text.toUpperCase() : ''
}

/** The parts between commas that stand in no brackets. */
export function commaParts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    const word = wordOf(token)
    depth += word === '(' ? 1 : word === ')' ? -1 : 0
    if (word === ',' && depth === 0) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** Those that stand in no brackets; the brackets themselves are among them. */
export function outside(tokens: readonly Token[]): readonly Token[] {
  let depth = 0
  return tokens.filter((token) => {
    const word = wordOf(token)
    if (word === ')') depth -= 1
    const found = depth === 0 && token.kind !== 'comment' && token.kind !== 'hint'
    if (word === '(') depth += 1
    return found
  })
}
