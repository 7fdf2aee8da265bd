import { readdirSync, readFileSync } from 'node:fs'
import { openSandbox } from '../e2e/sandbox.ts'
import { openShop } from '../e2e/shop.ts'
import { until } from '../e2e/until.ts'
import { isAlive } from '../sandbox/real/alive.ts'
import type { Item } from './item.ts'

export const killedSandbox: Item = {
  name: 'killed-sandbox',
  claim: 'kill -9 of the sandbox leaves no process behind, not even tasks deaf to SIGTERM',
  async run() {
    if (process.platform !== 'linux') return { ok: true, skipped: 'process tables are read from /proc', figures: {} }
    const sandbox = await openSandbox()
    const shop = await openShop(sandbox, { environment: { IGNORE_SIGTERM: '1' }, desiredCount: 4 })
    shop.close()
    const family = descendants(sandbox.pid)
    const before = family.filter(isAlive).length
    const startMs = performance.now()
    sandbox.kill()
    await sandbox.ended
    const left = await until(
      'every process of the sandbox is gone',
      () => Promise.resolve(family.some(isAlive) ? undefined : []),
      20_000,
    ).catch(() => family.filter(isAlive))
    return { ok: before >= 4 && left.length === 0, figures: { before, left: left.length, ms: Math.round(performance.now() - startMs) } }
  },
}

/** Children, their children and so on, from the process table. */
function descendants(pid: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // "pid (name) state parent": the name may contain spaces and brackets.
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]))
    } catch {
      // Ended while we looked.
    }
  }
  const found = [pid]
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child)
  return found.slice(1)
}
