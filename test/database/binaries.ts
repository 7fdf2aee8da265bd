import { execFileSync } from 'node:child_process'
import {
  accessSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Programs of one Postgres, and an empty cluster of it to be copied. */
export interface Postgres {
  readonly initdb: string
  readonly postgres: string
  readonly template: string
}

/** Postgres refuses to run as root, so root starts it as nobody. */
export const runAs = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

const modules = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules')
const system = '/usr/lib/postgresql'

/** What npm has brought for this platform, by major version; the folders of its package. */
function brought(): ReadonlyMap<number, string> {
  const name = new RegExp(`^postgres-(\\d+)-${process.platform}-${process.arch}$`)
  const found = readdirSync(modules).flatMap((folder) => {
    const version = name.exec(folder)?.[1]
    return version === undefined ? [] : [[Number(version), join(modules, folder)] as const]
  })
  return new Map(found)
}

/** Majors the system has, as Debian and Ubuntu lay them out. */
export function systemVersions(): readonly number[] {
  if (!existsSync(system)) return []
  const majors = readdirSync(system).filter((folder) => /^\d+$/.test(folder) && existsSync(join(system, folder, 'bin/initdb')))
  return majors.map(Number).sort((a, b) => a - b)
}

/** Major versions that can be started here, ascending: those of npm and those of the system. */
export function availableVersions(): readonly number[] {
  return [...new Set([...brought().keys(), ...systemVersions()])].sort((a, b) => a - b)
}

/** Finds a version, that of npm first; `from` insists. Made ready once for each user and kept in the temp folder. Undefined where there is none. */
export function findPostgres(version: number, from?: 'npm' | 'system'): Postgres | undefined {
  const packaged = from === 'system' ? undefined : brought().get(version)
  if (packaged !== undefined) {
    const { version: exact } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { readonly version: string }
    const native = kept(`npm-${exact}`, (folder) => copyNative(packaged, folder))
    return withTemplate(join(native, 'bin'), `npm-${exact}`)
  }
  if (from === 'npm' || !systemVersions().includes(version)) return undefined
  return withTemplate(join(system, String(version), 'bin'), `system-${String(version)}`)
}

/** npm keeps no symbolic links and may make a checkout that others cannot read: hence a copy, with the links its list names. */
function copyNative(packaged: string, folder: string): void {
  cpSync(join(packaged, 'native'), folder, { recursive: true })
  const links = JSON.parse(readFileSync(join(packaged, 'native/pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''))
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  execFileSync('chmod', ['-R', 'a+rX', folder])
  execFileSync('chmod', ['a+x', ...readdirSync(join(folder, 'bin')).map((name) => join(folder, 'bin', name))])
}

function withTemplate(bin: string, name: string): Postgres {
  const initdb = join(bin, 'initdb')
  const template = kept(`${name}-cluster-of-owner`, (folder) => {
    if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
    const flags = ['-U', 'owner', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C', '-D', folder]
    execFileSync(initdb, flags, { ...runAs, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  })
  return { initdb, postgres: join(bin, 'postgres'), template }
}

/**
 * A folder that is made once and then only read. Several processes may make it at once: each makes its own and the first to rename it wins.
 * The temp folder belongs to everybody, so a folder of this name that is not of our making is not used.
 */
function kept(name: string, make: (folder: string) => void): string {
  const uid = process.getuid?.() ?? 0
  const place = join(tmpdir(), `sluice-postgres-${String(uid)}-${name}`)
  if (isOurs(place)) return place
  const folder = mkdtempSync(`${place}-`)
  try {
    execFileSync('chmod', ['0755', folder])
    make(folder)
    renameSync(folder, place)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!isOurs(place)) throw error
  }
  return place
}

function isOurs(place: string): boolean {
  try {
    accessSync(place)
    return [process.getuid?.() ?? 0, runAs.uid].includes(statSync(place).uid)
  } catch {
    return false
  }
}
