import { placeholder } from './arm.ts'

const name = String.raw`[a-zA-Z_:][\w:]*`
const text = [String.raw`"(?:[^"\\]|\\.)*"`, String.raw`'(?:[^'\\]|\\.)*'`, '`[^`]*`'].join('|')
const selector = String.raw`(?:${name}\s*(?:\{(?:${text}|[^"'${'`'}{}])*\})?|\{(?:${text}|[^"'${'`'}{}])+\})`
const grouping = String.raw`(?:by\s*\([\w\s,]*\)\s*)?`
const plain = new RegExp(String.raw`^\s*(${selector})\s*$`, 'd')
const summed = new RegExp(String.raw`^\s*sum\s*${grouping}\(\s*(${selector})\s*\)\s*${grouping}$`, 'd')

/**
 * The selector of counters in a query: `http_requests_total{code=~"5.."}`, or the same within `sum(…)`. Undefined for anything else. Resets are
 * seen series by series, so that sums are ours; what `rate` and `increase` give is extrapolated and counts nothing.
 */
export function counterSelector(query: string): string | undefined {
  // Placeholders have braces too.
  const masked = query.replaceAll(placeholder, (whole) => 'x'.repeat(whole.length))
  const indices = (plain.exec(masked) ?? summed.exec(masked))?.indices?.[1]
  return indices && query.slice(...indices)
}
