/** Where a text ceases to be JSON, and what is expected there. */
export interface JsonMistake {
  readonly offset: number
  readonly expected: string
}

type Expected = 'value' | 'first element' | 'first member' | 'name' | 'colon' | 'after element' | 'after member' | 'end'

const words: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'first element': 'a value or "]"',
  'first member': 'a name in double quotes or "}"',
  name: 'a name in double quotes',
  colon: '":"',
  'after element': '"," or "]"',
  'after member': '"," or "}"',
  end: 'the end of the file',
}

/** One token of RFC 8259 behind white space: punctuation, a string, or another scalar. */
const token =
  /[ \t\r\n]*(?:(?<mark>[{}[\],:])|(?<string>"(?:[^"\\\p{Cc}]|\u007f|[\u0080-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])))/uy

/**
 * The first mistake of a text that is not JSON, undefined in one that is. V8 tells the place only in some of its messages and
 * quotes the text in the others.
 */
export function jsonMistake(text: string): JsonMistake | undefined {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let offset = 0
  for (;;) {
    token.lastIndex = offset
    const groups = token.exec(text)?.groups
    const start = offset + /^[ \t\r\n]*/.exec(text.slice(offset))![0].length
    if (groups === undefined) {
      if (start === text.length && expected === 'end') return undefined
      return { offset: start, expected: words[expected] }
    }
    const next = after(expected, groups, open)
    if (next === undefined) return { offset: start, expected: words[expected] }
    expected = next
    offset = token.lastIndex
  }
}

/** What is expected behind this token, or undefined when it may not stand here. `open` holds the brackets not closed yet. */
function after(
  expected: Expected,
  { mark, string }: Readonly<Record<string, string | undefined>>,
  open: ('{' | '[')[],
): Expected | undefined {
  const enclosing = (): Expected => (open.length === 0 ? 'end' : open.at(-1) === '{' ? 'after member' : 'after element')
  const close = (): Expected => {
    open.pop()
    return enclosing()
  }
  switch (expected) {
    case 'first element':
    case 'value':
      if (mark === undefined) return enclosing()
      if (mark === ']' && expected === 'first element') return close()
      if (mark !== '{' && mark !== '[') return undefined
      open.push(mark)
      return mark === '{' ? 'first member' : 'first element'
    case 'first member':
    case 'name':
      if (string !== undefined) return 'colon'
      return mark === '}' && expected === 'first member' ? close() : undefined
    case 'colon':
      return mark === ':' ? 'value' : undefined
    case 'after element':
      return mark === ',' ? 'value' : mark === ']' ? close() : undefined
    case 'after member':
      return mark === ',' ? 'name' : mark === '}' ? close() : undefined
    case 'end':
      return undefined
  }
}
