/** Where goose, sql-migrate and dbmate begin the part of a file that takes it back: behind the one that they apply. */
const bothWays = [/^[ \t]*--[ \t]*\+(?:goose|migrate)[ \t]+(up|down)\b/gim, /^[ \t]*--[ \t]*migrate:(up|down)\b/gim]

/** What another tool runs of a file that holds both ways: the rest is left empty, so that places stay. */
export function appliedPart(text: string): string {
  const at = bothWays.map((mark) => takenBackAt(text, mark)).find((each) => each !== undefined)
  return at === undefined ? text : `${text.slice(0, at)}${text.slice(at).replace(/[^\r\n]/g, ' ')}`
}

/** Without the one the other is a comment like any. */
function takenBackAt(text: string, mark: RegExp): number | undefined {
  const marks = [...text.matchAll(mark)].map((each) => ({ at: each.index, way: each[1]!.toLowerCase() }))
  return marks[0]?.way === 'up' ? marks.find(({ way }) => way === 'down')?.at : undefined
}

/** How the author of a file tells each tool to run it without a transaction: Flyway, goose, dbmate, sqlx, Atlas, sql-migrate. */
const alone = [
  /^[ \t]*--[ \t]*flyway:executeInTransaction[ \t]*=[ \t]*false\b/im,
  /^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im,
  /^[ \t]*--[ \t]*migrate:up\b.*\btransaction:[ \t]*false\b/im,
  /^-- no-transaction\b/,
  /^[ \t]*--[ \t]*atlas:txmode[ \t]+none\b/im,
  /^[ \t]*--[ \t]*\+migrate[ \t]+up\b.*\bnotransaction\b/im,
]

/** Whether another tool runs the statements of a file each by itself. */
export function runsAlone(text: string): boolean {
  return alone.some((mark) => mark.test(text))
}
