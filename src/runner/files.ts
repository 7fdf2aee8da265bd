import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { relative, sep } from 'node:path'

/** What the runner side does with files: the command files, the event and the inputs that name one. */
export interface Files {
  append(path: string, text: string): void
  write(path: string, text: string): void
  /** Throws when there is no such file. */
  read(path: string): string
  /** Bytes, 0 when there is no such file. */
  size(path: string): number
  /** All files below a folder by their paths from it, with slashes, sorted. Throws when there is no such folder. */
  list(folder: string): readonly string[]
}

export const localFiles: Files = {
  append: (path, text) => {
    appendFileSync(path, text, 'utf8')
  },
  write: (path, text) => {
    writeFileSync(path, text, 'utf8')
  },
  read: (path) => readFileSync(path, 'utf8'),
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  list: (folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, `${entry.parentPath}${sep}${entry.name}`).replaceAll(sep, '/'))
      .sort(),
}
