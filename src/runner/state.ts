import type { Environment } from './environment.ts'
import type { Files } from './files.ts'
import { keyedEntry } from './keyed-file.ts'

/** What `main` leaves to `post` of the same action. Not readable within the stage that saved it. */
export interface State {
  save(name: string, value: string): void
  /** Empty when nothing was saved. */
  read(name: string): string
}

/** `path` is GITHUB_STATE; the runner gives it back as `STATE_<name>`. */
export function createState(env: Environment, files: Files): State {
  const path = env['GITHUB_STATE']
  return {
    save(name, value) {
      if (path !== undefined && path !== '') files.append(path, keyedEntry(name, value))
    },
    read: (name) => env[`STATE_${name}`] ?? '',
  }
}
