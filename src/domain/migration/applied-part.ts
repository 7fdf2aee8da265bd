/** Where goose and dbmate begin the part of a file that takes it back. */
const takenBack = /^[ \t]*--[ \t]*(?:\+goose[ \t]+down|migrate:down)\b/im

/** What another tool runs of a file that holds both ways: the rest is left empty, so that places stay. */
export function appliedPart(text: string): string {
  const at = text.search(takenBack)
  return at < 0 ? text : `${text.slice(0, at)}${text.slice(at).replace(/[^\r\n]/g, ' ')}`
}
