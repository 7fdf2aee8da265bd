import { readPath } from '../domain/migration/change-files.ts'
import { readChanges, type ReadChanges } from '../domain/migration/changes.ts'
import { compareIds } from '../domain/migration/ids.ts'
import type { SourceFile } from '../domain/migration/model.ts'
import type { Dialect } from '../domain/migration/dialect.ts'
import type { RunnerHost } from '../runner/host.ts'

/** A file beyond this is a dump, and no change anybody reads. */
const mostCharacters = 2_000_000

/** A folder as it is told, however it was written. */
export function folderOf(folder: string): string {
  return folder.replace(/^(\.\/+)+/, '').replace(/\/+$/, '') || '.'
}

/** What is wrong with the folder itself, for a rule; undefined where there are files of SQL in it. */
export function wrongFolder(host: Pick<RunnerHost, 'listFiles'>, folder: string): string | undefined {
  if (folder.split('/').includes('..')) return `"${folder}" leads out of the workspace: name a folder within it`
  try {
    if (sqlFiles(host, folder).length > 0) return undefined
    return `there is no .sql file in "${folder}"`
  } catch {
    return `there is no folder "${folder}" in the workspace; check the path, and that a checkout step comes before this one`
  }
}

/** The changes in a folder that `wrongFolder` has let pass; with `after`, those behind that id alone. */
export function changesIn(
  host: Pick<RunnerHost, 'listFiles' | 'readFile'>,
  folder: string,
  { parse, rules }: Dialect,
  after: string | undefined,
): ReadChanges {
  const root = folderOf(folder)
  const sources = sqlFiles(host, root)
    .filter((path) => after === undefined || isBehind(path, after))
    .map((path): SourceFile => ({ path: `${root}/${path}`, text: host.readFile(`${root}/${path}`) }))
  const large = sources.filter(({ text }) => text.length > mostCharacters)
  const read = readChanges(
    sources.filter((source) => !large.includes(source)),
    root,
    parse,
    rules,
  )
  const tooLarge = large.map(({ path }) => ({ path, line: 1, text: 'is larger than 2,000,000 characters: data belongs elsewhere' }))
  return { ...read, mistakes: [...tooLarge, ...read.mistakes] }
}

/** All files of a folder, whatever they are; none where there is no folder: a tool of the team may have its own in the image. */
export function filesIn(host: Pick<RunnerHost, 'listFiles'>, folder: string): readonly string[] {
  try {
    return host.listFiles(folder)
  } catch {
    return []
  }
}

/** What has no id is read: its mistake is told. */
function isBehind(path: string, id: string): boolean {
  const file = readPath(path)
  return !('id' in file) || compareIds(file.id, id) > 0
}

function sqlFiles(host: Pick<RunnerHost, 'listFiles'>, folder: string): readonly string[] {
  return host.listFiles(folder).filter((path) => /\.sql$/i.test(path) && !/(^|\/)(node_modules|\.[^/]+)\//.test(path))
}
