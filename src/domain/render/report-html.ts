/** Untrusted text inside HTML or SVG, between tags or in a quoted attribute. Control characters, which XML forbids, become spaces. */
export function escape(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
