import { DatabaseFault } from '../domain/migration/fault.ts'
import type { LedgerEntry, Relation, Step } from '../domain/migration/model.ts'
import type { Connection } from './connection.ts'
import { eventSql, saveSql, saveWithEventSql } from './ledger.ts'
import { literal, quotedName } from './literal.ts'

type Kind<K extends Step['kind']> = Extract<Step, { readonly kind: K }>

/** How long autovacuum is waited for where nobody has to wait for us meanwhile: it gives way after `deadlock_timeout`, 1 s. */
const yieldMs = 5_000
const unhurried = new AbortController().signal

/** Runs steps on the session and keeps the ledger with them. */
export interface Performing {
  /** `yielding`: relations that autovacuum is at. */
  perform(step: Step, entry: LedgerEntry, lockMs: number, yielding: readonly Relation[], signal: AbortSignal): Promise<void>
  index(name: Relation, signal: AbortSignal): Promise<'absent' | 'valid' | 'invalid'>
  dropIndex(name: Relation, signal: AbortSignal): Promise<void>
}

export function createPerforming(connection: Connection): Performing {
  /**
   * Everything in one message: the locks are held for as long as the server works, and not for the way there and back. The ledger comes first, so that
   * what it takes is over before the lock is there.
   */
  const transact = async (statements: readonly string[], signal: AbortSignal): Promise<void> => {
    try {
      await connection.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'), [], signal)
    } catch (error) {
      // Its locks went when it failed; what is left is a session that wants to hear the end of the transaction.
      if (connection.alive) await connection.query('ROLLBACK', [], unhurried).catch(() => undefined)
      throw error
    }
  }

  const alone = async (sql: string, signal: AbortSignal, lockMs = 0): Promise<void> => {
    await connection.query(`SET statement_timeout = 0; SET lock_timeout = ${String(lockMs)}`, [], signal)
    try {
      await connection.query(sql, [], signal)
    } finally {
      if (connection.alive) await connection.query('RESET statement_timeout; RESET lock_timeout', [], unhurried).catch(() => undefined)
    }
  }

  const short = async (step: Kind<'short'>, entry: LedgerEntry, lockMs: number, yielding: readonly Relation[], signal: AbortSignal) => {
    const settings = Object.entries(step.settings ?? {}).map(
      ([name, value]) => `SELECT set_config(${literal(name)}, ${literal(value)}, true)`,
    )
    // Waiting for this one holds up neither readers nor writers, and is long enough for autovacuum to give way.
    const gentle = yielding.map((relation) => `LOCK TABLE ${relation} IN SHARE UPDATE EXCLUSIVE MODE`)
    const first = gentle.length === 0 ? [] : [`SET LOCAL lock_timeout = ${String(yieldMs)}`, ...gentle]
    const lock = ['SET LOCAL synchronous_commit = off', `SET LOCAL lock_timeout = ${String(lockMs)}`]
    // The end of the line ends a comment that the statement may end with.
    await transact([saveSql(entry), ...settings, ...first, ...lock, `${step.sql}\n`], signal)
    // This commit waits for the disk and for synchronous copies in the place of the one before it, for whose locks others wait. A crash in
    // between takes the step and its line of the ledger away together. The step is done: whatever else happens here does not undo it.
    await connection.query(eventSql(entry), [], unhurried).catch((error: unknown) => {
      if (!connection.alive) throw error
    })
  }

  const index: Performing['index'] = async (name, signal) => {
    const sql = 'SELECT indisvalid AND indisready AS valid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1)'
    const { rows } = await connection.query(sql, [quotedName(name)], signal)
    return rows[0] === undefined ? 'absent' : rows[0]['valid'] === true ? 'valid' : 'invalid'
  }

  return {
    index,
    dropIndex: (name, signal) => alone(`DROP INDEX CONCURRENTLY IF EXISTS ${quotedName(name)}`, signal),
    async perform(step, entry, lockMs, yielding, signal) {
      switch (step.kind) {
        case 'short':
          return short(step, entry, lockMs, yielding, signal)
        case 'long': {
          const settings = ['SET LOCAL statement_timeout = 0', `SET LOCAL lock_timeout = ${String(lockMs)}`]
          return transact([saveWithEventSql(entry), ...settings, `${step.sql}\n`], signal)
        }
        case 'index':
        case 'bare': {
          await alone(step.sql, signal, lockMs)
          if (step.kind === 'index') {
            const state = await index(step.index, signal)
            // IF NOT EXISTS calls an index that is not valid a success.
            if (state !== 'valid')
              throw new DatabaseFault('refused', '', `The index ${step.index} is ${state} although its statement succeeded`)
          }
          await connection.query(saveWithEventSql(entry), [], signal)
        }
      }
    },
  }
}
