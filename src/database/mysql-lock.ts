import { createHash } from 'node:crypto'
import { tidy } from './fault-of.ts'
import { ledgerTable } from './mysql-ledger.ts'
import { type MysqlQueries, mysqlRefusal, mysqlText } from './mysql-session.ts'

/** Names of locks are those of the whole server, and of 64 characters at most. */
export function lockNameOf(database: string): string {
  const name = `sluice/${database}`
  return name.length <= 64 ? name : `sluice/${createHash('sha256').update(database).digest('hex').slice(0, 40)}`
}

/** Tries once to take the lock of the session, which ends with it and replaces those with the threads `replaced`. Throws DatabaseFault where the lock is not the session's own thereafter. */
export async function tryMysqlLock(
  session: MysqlQueries,
  { database, replaced }: { readonly database: string; readonly replaced: ReadonlySet<number> },
  signal: AbortSignal,
): Promise<{ readonly heldBy?: string; readonly own?: true }> {
  const name = mysqlText(lockNameOf(database))
  // Taken twice it would have to be given back twice.
  const take = `SELECT IF(IS_USED_LOCK(${name}) = CONNECTION_ID(), 1, GET_LOCK(${name}, 0)) AS taken`
  const [tried] = await session.query(take, signal)
  // In a message of its own: behind a pooler it may meet another session.
  const [held] = await session.query(`SELECT IS_USED_LOCK(${name}) AS holder, CONNECTION_ID() AS own`, signal)
  const { holder, own } = held!.rows[0] as { readonly holder: unknown; readonly own: unknown }
  const taken = Number(tried!.rows[0]?.['taken']) === 1
  if (taken && holder !== own)
    throw mysqlRefusal('The lock is not held by the session that took it: connect to the server itself, not by way of a pooler')
  return taken ? {} : { heldBy: await wordsOf(session, holder, signal), ...(replaced.has(Number(holder)) && { own: true }) }
}

async function wordsOf(session: MysqlQueries, holder: unknown, signal: AbortSignal): Promise<string> {
  if (holder === null) return 'a session that has ended since'
  const [who, running] = await session.query(
    [
      `SELECT USER AS user FROM information_schema.PROCESSLIST WHERE ID = ${String(Number(holder))}`,
      `SELECT run_id, attempt, change_id, phase FROM ${ledgerTable} WHERE state = 'running' ORDER BY updated_at_ms DESC LIMIT 1`,
    ].join('; '),
    signal,
  )
  const user = who!.rows[0]?.['user']
  const row = running!.rows[0]
  const session_ = `session ${String(holder)}${typeof user === 'string' ? ` of ${tidy(user)}` : ''}`
  if (row === undefined) return session_
  const at = `${tidy(String(row['change_id']))} ${tidy(String(row['phase']))}`
  return `run ${tidy(String(row['run_id']))}, attempt ${String(row['attempt'])}, at ${at} (${session_})`
}
