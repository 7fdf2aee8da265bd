import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Figure } from './figure.ts'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** What a runner loads to run rolling-ecs: its entry, and all that is reached from it, lazily or not; beside the whole of dist. */
export function bundleFigure(): Figure {
  const reached = new Set<string>()
  const queue = [join(dist, 'rolling-ecs/index.js')]
  for (const file of queue) {
    if (reached.has(file)) continue
    reached.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
      queue.push(resolve(dirname(file), specifier!))
    }
  }
  const bytesOf = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + statSync(file).size, 0)
  const all = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const whole = bytesOf(all.map((entry) => join(entry.parentPath, entry.name)))
  const value = bytesOf(reached) / 1024
  return {
    name: 'JavaScript rolling-ecs can reach',
    value,
    unit: 'KiB',
    baseline: { name: 'all of dist', value: whole / 1024 },
    ratio: (value * 1024) / whole,
    bar: 'none; written down so that growth is seen',
    detail: `${reached.size} files from ${relative(root, queue[0]!)}`,
  }
}
