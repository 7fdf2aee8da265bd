import type { Role } from './model.ts'
import { phases } from './model.ts'

export const roles: readonly Role[] = [...phases, 'verify', 'undo']

/** What the name of a file says. */
export type ChangeFile =
  | { readonly kind: 'ours'; readonly id: string; readonly name: string; readonly role: Role }
  /** Of another tool. What it takes back is for its own command: `undo`. */
  | { readonly kind: 'foreign'; readonly id: string; readonly name: string; readonly role: 'expand' | 'undo' }
  | { readonly kind: 'mistaken'; readonly text: string }
  /** Nothing that is run. */
  | { readonly kind: 'other' }

const spelled = '<id>_<name>/<phase>.sql or <id>_<name>.<phase>.sql'
const listed = roles.map((role) => `${role}.sql`).join(', ')

/**
 * Reads `<root>/<id>_<name>/expand.sql`, `<root>/<id>_<name>.expand.sql`, and what other tools have in such a place: `V2__x.sql` of Flyway,
 * `<time>_x/migration.sql` of Prisma, `<time>_x/up.sql` of Diesel, `0042_x.up.sql`, or one plain file for each migration.
 * `path` is below the root.
 */
export function readPath(path: string): ChangeFile {
  // Some tools read it in capitals too.
  if (!/\.sql$/i.test(path)) return { kind: 'other' }
  const folders = path.split('/')
  const stem = folders.pop()!.slice(0, -'.sql'.length)
  const folder = folders.at(-1)
  const flyway = /^([VUR])([0-9][0-9._]*)?__(.+)$/.exec(stem)
  if (flyway !== null) return foreign(flyway[2] ?? stem, flyway[3]!, flyway[1] === 'U')
  if (folders.length === 1 && folder !== undefined) return inFolder(folder, stem)
  return folders.length === 0 ? flat(stem) : plain(stem)
}

function inFolder(folder: string, stem: string): ChangeFile {
  if (stem === 'migration' || stem === 'up' || stem === 'down') return plain(folder, stem === 'down')
  if (!isRole(stem)) {
    if (identified(folder) === undefined) return plain(stem)
    return { kind: 'mistaken', text: `is no file of a change: those are ${listed}` }
  }
  const change = identified(folder)
  return change === undefined ? noId() : { kind: 'ours', ...change, role: stem }
}

function flat(stem: string): ChangeFile {
  const [, before, word] = /^(.*)\.([A-Za-z][\w-]*)$/.exec(stem) ?? []
  if (before === undefined || word === undefined) return isRole(stem) ? noId() : plain(stem)
  if (word === 'up' || word === 'down') return plain(before, word === 'down')
  if (!isRole(word)) return { kind: 'mistaken', text: `ends in .${word}.sql, which is no phase: those are ${roles.join(', ')}` }
  const change = identified(before)
  return change === undefined ? noId() : { kind: 'ours', ...change, role: word }
}

function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word)
}

function noId(): ChangeFile {
  return { kind: 'mistaken', text: `has no id before its name: changes are written ${spelled}, with an id that begins with a digit` }
}

function identified(written: string): { readonly id: string; readonly name: string } | undefined {
  const [, id, name] = /^(\d[0-9A-Za-z.-]*)_+(.+)$/.exec(written) ?? []
  return id === undefined || name === undefined ? undefined : { id, name }
}

/** Of a tool that has no phases. Without a number in front the whole name is the id. */
function plain(stem: string, undo = false): ChangeFile {
  const [, id, name] = /^(\d[0-9A-Za-z.]*)[_-]+(.+)$/.exec(stem) ?? []
  return foreign(id ?? stem, name ?? stem, undo)
}

function foreign(id: string, name: string, undo: boolean): ChangeFile {
  return { kind: 'foreign', id, name, role: undo ? 'undo' : 'expand' }
}
