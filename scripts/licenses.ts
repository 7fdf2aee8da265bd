import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The licence texts of every npm package among bundled files, in one text. Paths are relative to `root`. Throws when a package states none. */
export function collectLicenses(root: string, bundledFiles: readonly string[]): string {
  const folders = new Set(bundledFiles.map(packageFolder).filter((folder) => folder !== undefined))
  const sections = [...folders].map((folder) => describe(root, folder))
  return [...new Set(sections)].sort().join(`\n${'-'.repeat(80)}\n\n`)
}

/** `node_modules/@scope/name` of a file in it, the innermost one; undefined for files of our own. */
function packageFolder(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]
}

function describe(root: string, folder: string): string {
  const stated = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string; license?: string }
  if (stated.license === undefined) throw new Error(`${stated.name} ${stated.version} states no licence`)
  const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name))
  const text =
    file === undefined || !existsSync(join(root, folder, file))
      ? 'The package holds no licence file.'
      : readFileSync(join(root, folder, file), 'utf8').trim()
  return `${stated.name} ${stated.version} (${stated.license})\n\n${text.replaceAll('\r\n', '\n')}\n`
}
