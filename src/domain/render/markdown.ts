/** Untrusted text inside a Markdown line: shows as it is and does nothing. */
export function inline(text: string): string {
  return (
    text
      .replaceAll(/[\r\n\t]+/g, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_[\]#|~$]/g, '\\$&')
      .replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2')
      .replaceAll('@', '@\u200b')
      // GitHub links what looks like an address even without brackets.
      .replaceAll('://', ':\u200b//')
      .replaceAll(/www\./gi, (start) => `${start.slice(0, -1)}\u200b.`)
  )
}

/** Untrusted text as code inside a line. */
export function code(text: string): string {
  const safe = text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll('|', '\u2502')
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map((run) => run[0].length))
  if (longest === 0) return `\`${safe}\``
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${safe} ${fence}`
}

/** Untrusted lines as a block; the fence is longer than any run of backticks inside. */
export function block(lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
