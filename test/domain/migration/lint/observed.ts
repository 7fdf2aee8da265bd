import type { Client } from 'pg'
import { type LockMode, lockModes } from '../../../../src/domain/migration/model.ts'
import { rows } from './corpus/base.ts'

export interface Observed {
  readonly locks: Readonly<Record<string, LockMode>>
  readonly cost: '' | 'scan' | 'rewrite'
}

const tables = `SELECT c.oid, c.oid::regclass::text AS name, pg_relation_filenode(c.oid) AS file FROM pg_class c
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'other', 'another'))`

/**
 * What a statement is seen to do in a transaction that is then taken back: the strongest lock on each table that was there before, whether one of them
 * has another file, or was read as a whole.
 */
export async function observe(client: Client, sql: string, setup?: string): Promise<Observed> {
  await client.query('BEGIN')
  try {
    if (setup !== undefined) await client.query(setup)
    const before = (await client.query<{ oid: number; name: string; file: number | null }>(tables)).rows
    const readBefore = await rowsRead(client)
    await client.query(sql)
    const held = await client.query<{ relation: number; mode: string }>(
      `SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted`,
    )
    const readAfter = await rowsRead(client)
    const after = new Map((await client.query<{ oid: number; file: number | null }>(tables)).rows.map(({ oid, file }) => [oid, file]))
    const rewritten = before.some(({ oid, file }) => after.has(oid) && after.get(oid) !== file)
    const scanned = before.some(({ oid }) => (readAfter.get(oid) ?? 0) - (readBefore.get(oid) ?? 0) >= rows)
    const locks: Record<string, LockMode> = {}
    for (const { oid, name } of before) {
      const modes = held.rows.filter((each) => each.relation === oid).map((each) => modeOf(each.mode))
      const strongest = modes.sort((one, other) => lockModes.indexOf(other) - lockModes.indexOf(one))[0]
      if (strongest !== undefined) locks[name] = strongest
    }
    return { locks, cost: rewritten ? 'rewrite' : scanned ? 'scan' : '' }
  } finally {
    await client.query('ROLLBACK')
  }
}

async function rowsRead(client: Client): Promise<ReadonlyMap<number, number>> {
  const { rows: found } = await client.query<{ relid: number; read: string }>(
    'SELECT relid, seq_tup_read AS read FROM pg_stat_xact_all_tables',
  )
  return new Map(found.map(({ relid, read }) => [relid, Number(read)]))
}

/** `ShareUpdateExclusiveLock` */
function modeOf(name: string): LockMode {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase()
  const found = lockModes.find((mode) => mode === words)
  if (found === undefined) throw new Error(`no mode ${words}`)
  return found
}
