import { ddlUnderLoad, type DdlUnderLoad } from '../database/ddl-under-load.ts'
import { availableVersions } from '../database/server.ts'
import type { Item } from './item.ts'

const [readerMs, mostStallMs, mostLatenessMs, mostAfterMs] = [15_000, 100, 20, 2_000]
const mostTries = 4

/** A run says something of locks only where the writers are in time, and a disk alone keeps nobody waiting for so long. */
const says = ({ latenessP99Ms, quietStallMs }: DdlUnderLoad): boolean => latenessP99Ms <= mostLatenessMs && quietStallMs <= mostStallMs

export const ddl: Item = {
  name: 'ddl',
  claim: `An ALTER TABLE under a reader of ${readerMs / 1000} s and 8 writers: no write waits for longer than ${mostStallMs} ms, it asks for its lock once, and is done within ${mostAfterMs / 1000} s after the reader has left`,
  async run(progress) {
    const versions = availableVersions()
    if (versions.length === 0) return { ok: false, skipped: 'no Postgres for this platform', figures: {} }
    const figures: Record<string, unknown> = {}
    let ok = true
    for (const version of versions) {
      const runs: DdlUnderLoad[] = []
      while (runs.length < mostTries && !runs.some(says)) {
        const found = await ddlUnderLoad({ readerMs, version })
        progress(`Postgres ${version}: ${rounded(found)}`)
        runs.push(found)
      }
      const counted = runs.find(says)
      ok &&= counted !== undefined && isWell(counted)
      figures[`postgres${version}`] = { ...(counted ?? { voided: 'all' }), void: runs.filter((run) => !says(run)).map(rounded) }
    }
    return { ok, figures }
  },
}

function isWell({ worstStallMs, longLockWaits, failedWrites, doneAfterReaderMs, tries, reasonCode }: DdlUnderLoad): boolean {
  const undisturbed = worstStallMs <= mostStallMs && longLockWaits === 0 && failedWrites === 0
  return undisturbed && doneAfterReaderMs <= mostAfterMs && tries === 1 && reasonCode === 'MIGRATED'
}

function rounded({ worstStallMs, quietStallMs, latenessP99Ms, doneAfterReaderMs, tries }: DdlUnderLoad): string {
  const [stall, quiet, late, after] = [worstStallMs, quietStallMs, latenessP99Ms, doneAfterReaderMs].map(Math.round)
  return `worst stall ${stall} ms (${quiet} ms without us), lateness p99 ${late} ms, done ${after} ms after the reader, ${tries} tries`
}
