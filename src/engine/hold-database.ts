import { SluiceError } from '../domain/errors.ts'
import { pollPauseMs, retryPauseMs } from '../domain/migration/acquire.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { DatabaseFacts, LedgerEntry } from '../domain/migration/model.ts'
import { span } from '../domain/render/time.ts'
import type { MigrationStage } from './migration-stage.ts'

const pooledHint =
  'Give the address of the database itself, of its writer: a pooler that shares connections between transactions (PgBouncer in transaction mode) gives each transaction another session, and the lock of this run belongs to one.'

/**
 * Connects, refuses what cannot be worked on, waits for the lock of other runs by asking again and again, and reads the ledger. `again`: the
 * session was lost, so a server that is away or has become a copy is one that is failing over, and is waited for. Throws SluiceError:
 * PREFLIGHT_FAILED, DATABASE_UNREACHABLE, LOCK_BUSY, CANCELLED.
 */
export async function holdDatabase(stage: MigrationStage, again: boolean): Promise<readonly LedgerEntry[]> {
  const sinceMs = stage.clock.nowMs()
  return reached(stage, again, (_, onAnswer) => awaitLock(stage, sinceMs, onAnswer).then(() => stage.database.ledger(stage.signal)))
}

/** Connects and looks, without the lock; anew where the session is lost. Throws SluiceError as `holdDatabase` does, but LOCK_BUSY. */
export function inspectDatabase<T>(stage: MigrationStage, look: (facts: DatabaseFacts) => Promise<T>): Promise<T> {
  return reached(stage, false, look)
}

/** Does the work on a session, or on a new one where it was lost, until the server has been away for too long; `onAnswer` tells that it is there. */
async function reached<T>(
  stage: MigrationStage,
  again: boolean,
  work: (facts: DatabaseFacts, onAnswer: () => void) => Promise<T>,
): Promise<T> {
  let awaySinceMs = stage.clock.nowMs()
  let told = ''
  for (let tries = 1; ; tries += 1) {
    try {
      const facts = await stage.database.connect(stage.signal)
      refuseUnfit(facts, stage.database.name, again)
      stage.sync(facts.atMs)
      stage.tell({ kind: 'connected', database: stage.database.name, server: facts.server })
      return await work(facts, () => (awaySinceMs = stage.clock.nowMs()))
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error
      if (error.kind === 'cancelled' || stage.signal.aborted) throw cancelledBefore()
      if (error.kind === 'refused')
        throw new SluiceError('PREFLIGHT_FAILED', `${stage.database.name} cannot be worked on: ${error.message}`, {
          ...refusalHint(error),
          cause: error,
        })
      const waitedMs = stage.clock.nowMs() - awaySinceMs
      if (waitedMs >= stage.limits.outageMs)
        throw new SluiceError('DATABASE_UNREACHABLE', `${stage.database.name} was out of reach for ${span(waitedMs)}: ${error.message}`, {
          hint: 'Look whether the server is up and reachable from this runner (security groups, VPC), then run this step again: it goes on where it stands.',
          cause: error,
        })
      if (error.message !== told) stage.tell({ kind: 'unreached', because: error.message })
      told = error.message
      await stage.clock.sleep(retryPauseMs(tries, stage.random()), stage.signal)
    }
  }
}

const refusals: readonly (readonly [RegExp, hint: string])[] = [
  [/client password must be/i, 'The server asks for a password, and the URL or the secret of the database has none.'],
  [
    /offers no TLS/,
    'Let the server offer TLS. Only where the whole way to it is trusted: `sslmode=disable` behind the ? of its URL, for MySQL `ssl-mode=DISABLED`.',
  ],
  [
    /error (1044|1227)/,
    'Look at the name of the database, behind the host in its URL, dbname of the secret or database-name; and at the rights of the user there.',
  ],
  [
    /SQLSTATE 28|authentication failed|access denied/i,
    'Look at user and password, in database-secret or database-url (what is special in them is encoded in a URL: @ as %40), and at who may connect from here.',
  ],
  [
    /SQLSTATE 3D000|unknown database/i,
    'Look at the name of the database: behind the host in its URL, dbname of the secret, or database-name.',
  ],
]

/** The next move where a server refuses the session itself. */
export function refusalHint({ message }: DatabaseFault): { readonly hint?: string } {
  const hint = refusals.find(([words]) => words.test(message))?.[1]
  return hint === undefined ? {} : { hint }
}

function refuseUnfit({ pooled, replica, version }: DatabaseFacts, name: string, again: boolean): void {
  if (pooled) throw new SluiceError('PREFLIGHT_FAILED', `${name} is reached through a pool of transactions`, { hint: pooledHint })
  if (replica && again) throw new DatabaseFault('lost', '', 'it is a copy that cannot be written')
  if (replica)
    throw new SluiceError('PREFLIGHT_FAILED', `${name} cannot be written: it is a copy, or default_transaction_read_only is on`, {
      hint: 'Give the address of the writer.',
    })
  if (version < 12) throw new SluiceError('PREFLIGHT_FAILED', `${name} is Postgres ${version}; 12 is the oldest that is supported`)
}

/** A server that looks whether its client is there gives up a session within a minute; where it does not, the lock is taken for that of another run. */
const ownLockMs = 60_000

/** Never waits in the server: an index that is built concurrently would wait for whoever waits there. */
async function awaitLock(stage: MigrationStage, sinceMs: number, onAnswer: () => void): Promise<void> {
  let told: string | undefined
  for (;;) {
    const { heldBy, own } = await stage.database.lock(stage.signal)
    onAnswer()
    const waitedMs = stage.clock.nowMs() - sinceMs
    if (heldBy === undefined) return stage.tell({ kind: 'locked', waitedMs })
    if (heldBy !== told) stage.tell({ kind: 'lock-awaited', heldBy })
    told = heldBy
    if (stage.signal.aborted) throw cancelledBefore()
    if (waitedMs >= Math.max(stage.limits.lockWaitMs, own ? ownLockMs : 0))
      throw new SluiceError('LOCK_BUSY', `Another run works on ${stage.database.name}: ${heldBy}; it was waited for ${span(waitedMs)}`, {
        hint: 'Wait for it or cancel it, then run this step again. The lock of a dead runner ends with its session, within seconds.',
      })
    await stage.clock.sleep(pollPauseMs(stage.random()), stage.signal)
  }
}

function cancelledBefore(): SluiceError {
  return new SluiceError('CANCELLED', 'Cancelled while nothing was being changed')
}
