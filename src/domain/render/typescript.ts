/** Text as a TypeScript string. */
export function tsString(text: string): string {
  const escaped = text
    .replaceAll(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)
  return `'${escaped}'`
}

/** Untrusted text in a comment: it ends with the line, so it must hold none. */
export function comment(text: string): string {
  return `// ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`
}

/** TypeScript already, or nothing. */
export type Value = string | number | boolean | undefined

/** Members of an object literal, one on each line; what is undefined is left out. */
export function members(fields: Readonly<Record<string, Value>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`  ${name}: ${String(value)},`]))
}

/** A list of texts. */
export function list(values: readonly string[]): string {
  return `[${values.map(tsString).join(', ')}]`
}

/** Nothing stays nothing, so that it is left out. */
export function optional(text: string | undefined): Value {
  return text === undefined ? undefined : tsString(text)
}

/** A `Duration` of the library. */
export function seconds(value: number | undefined): Value {
  return value === undefined ? undefined : `Duration.seconds(${value})`
}

/** An object literal on one line: `{ a: 1, b: 2 }`. */
export function inline(fields: Readonly<Record<string, Value>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return `{ ${given.map(([name, value]) => `${name}: ${String(value)}`).join(', ')} }`
}
