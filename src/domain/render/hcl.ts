/** Text as a quoted template without interpolation (HCL native syntax, "Template Expressions"). */
export function hclString(text: string): string {
  const escaped = text
    .replaceAll(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`)
  return `"${escaped}"`
}

/** Untrusted text in a comment: it ends with the line, so it must hold none. */
export function comment(text: string): string {
  return `# ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`
}

/** A list of texts. */
export function list(values: readonly string[]): string {
  return `[${values.map(hclString).join(', ')}]`
}

/** HCL already, or nothing. */
export type Value = string | number | boolean | undefined

/** Arguments side by side as `terraform fmt` aligns them; what is undefined is left out. */
export function args(fields: Readonly<Record<string, Value>>): readonly string[] {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const width = Math.max(0, ...given.map(([name]) => name.length))
  return given.map(([name, value]) => `${name.padEnd(width)} = ${String(value)}`)
}

/** A block with its body, an empty line between the parts that hold anything. */
export function block(head: string, ...bodies: readonly (readonly string[])[]): readonly string[] {
  const lines = bodies.filter((body) => body.length > 0).flatMap((body, index) => (index === 0 ? body : ['', ...body]))
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '}']
}

/** Nothing stays nothing, so that `args` leaves it out. */
export function optional(text: string | undefined): Value {
  return text === undefined ? undefined : hclString(text)
}
