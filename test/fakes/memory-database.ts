import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import type { Blocker, DatabaseFacts, LedgerEntry, Step } from '../../src/domain/migration/model.ts'
import { type Catalog, emptyCatalog } from '../../src/domain/migration/lint/catalog.ts'
import type { Clock, MigrationDatabase } from '../../src/ports.ts'

/** Anything the database was asked for, as a line: what happened, in order. */
export type Act = string

/** A server in memory: its ledger, its indexes, who holds locks; sessions of it are databases as a run has them. */
export interface MemoryServer {
  readonly ledger: Map<string, LedgerEntry>
  readonly indexes: Map<string, 'valid' | 'invalid' | 'other'>
  /** All that sessions did, in order. */
  readonly acts: Act[]
  readonly facts: { -readonly [Key in keyof DatabaseFacts]: DatabaseFacts[Key] }
  /** Asked before each statement, each look and each save, by its line: what it throws is what the server answers. */
  onAct: (act: Act) => void | Promise<void>
  /** Blockers of relations and holders of snapshots at this time. */
  blockers: (atMs: number) => readonly Blocker[]
  snapshots: (atMs: number) => readonly Blocker[]
  progress: (atMs: number) => string | undefined
  catalog: Catalog
  session(name: string): MigrationDatabase
  /** Ends all sessions, as a failover does. */
  restart(): void
  /** Cuts every session off without the server's knowing: its lock stays held, until what is returned is called. */
  cut(): () => void
}

export function faultFor(kind: DatabaseFault['kind'], sqlState: string, message = `a fault of ${kind}`): DatabaseFault {
  return new DatabaseFault(kind, sqlState, message)
}

/** `acts` spell: `connect`, `lock`, `save <change> <state> <steps> [begun]`, `perform <kind> <sql>`, `drop <index>`. */
export function createMemoryServer(clock: Clock): MemoryServer {
  let generation = 0
  let holder: object | undefined
  let holderName = ''
  let cutOff: object | undefined
  const server: MemoryServer = {
    ledger: new Map(),
    indexes: new Map(),
    acts: [],
    facts: { server: 'Postgres 15', version: 15, superuser: false, replica: false, pooled: false, atMs: 0 },
    onAct: () => undefined,
    blockers: () => [],
    snapshots: () => [],
    progress: () => undefined,
    catalog: emptyCatalog,
    restart() {
      generation += 1
      holder = undefined
    },
    cut() {
      generation += 1
      cutOff = holder
      holder = {}
      return () => {
        cutOff = holder = undefined
      }
    },
    session(name) {
      const me = {}
      let connected = -1
      const act = async (line: Act, signal: AbortSignal, needsSession = true): Promise<void> => {
        if (signal.aborted) throw faultFor('cancelled', '57014')
        if (needsSession && connected !== generation) throw faultFor('lost', '57P01')
        server.acts.push(line)
        await server.onAct(line)
        if (needsSession && connected !== generation) throw faultFor('lost', '57P01')
        if (signal.aborted) throw faultFor('cancelled', '57014')
      }
      const keep = (entry: LedgerEntry): void => void server.ledger.set(`${entry.change} ${entry.phase}`, entry)
      return {
        name,
        async connect(signal) {
          await act('connect', signal, false)
          if (holder === me) holder = undefined
          connected = generation
          return { ...server.facts, atMs: 1_000_000 + clock.nowMs() }
        },
        async lock(signal) {
          await act('lock', signal)
          if (holder !== undefined && holder !== me) return { heldBy: holderName, ...(cutOff === me && { own: true as const }) }
          holder = me
          holderName = name
          return {}
        },
        async ledger(signal) {
          await act('ledger', signal)
          return [...server.ledger.values()]
        },
        async catalog(_names, signal) {
          await act('catalog', signal)
          return server.catalog
        },
        async save(entry, signal) {
          const begun = entry.begun === undefined ? '' : ` ${entry.begun}`
          await act(`save ${entry.change} ${entry.state} ${String(entry.steps.length)}${begun}`, signal)
          keep(entry)
        },
        async blockers(relations, mode, olderThanMs, signal) {
          await act(`look ${relations.join()} ${mode}`, signal)
          return server.blockers(clock.nowMs()).filter(({ ageMs }) => ageMs >= olderThanMs)
        },
        async snapshots(signal) {
          await act('snapshots', signal)
          return server.snapshots(clock.nowMs())
        },
        async perform(step, entry, limits, signal) {
          const perform = act(`perform ${step.kind} ${step.sql} ${String(limits.lockMs)}`, signal)
          if (step.kind !== 'index') {
            await perform.catch((error: unknown) => {
              if (step.sql.startsWith('REINDEX')) server.indexes.set(copyOf(step), 'invalid')
              throw error
            })
            return keep(entry)
          }
          // However it ends, it has left something once it was begun.
          await perform.catch((error: unknown) => {
            if (!server.indexes.has(step.index)) server.indexes.set(step.index, 'invalid')
            throw error
          })
          server.indexes.set(step.index, 'valid')
          keep(entry)
        },
        async index({ index }, signal) {
          await act(`index ${index}`, signal)
          return server.indexes.get(index) ?? 'absent'
        },
        async left(step, signal) {
          const name = step.kind === 'index' ? step.index : copyOf(step)
          await act(`left ${name}`, signal)
          return server.indexes.get(name) === 'invalid' ? [name] : []
        },
        async dropIndex(index, signal) {
          await act(`drop ${index}`, signal)
          server.indexes.delete(index)
        },
        progress: () => Promise.resolve(server.progress(clock.nowMs())),
        backfill: () => {
          throw new Error('There are no backfills here')
        },
        pressures: () => [],
        verify: (queries) => Promise.resolve(queries.map(() => 0)),
        close() {
          if (holder === me) holder = undefined
          connected = -1
          return Promise.resolve()
        },
      }
    },
  }
  return server
}

function copyOf({ relations }: Step): string {
  return `${relations.join()}_ccnew`
}

/** A step of each kind, short to write. */
export const stepOf = {
  short: (sql: string, relation = 't'): Step => ({ kind: 'short', sql, relations: [relation] }),
  long: (sql: string): Step => ({ kind: 'long', sql, relations: ['t'] }),
  bare: (sql: string): Step => ({ kind: 'bare', sql, relations: ['t'] }),
  index: (index: string): Step => ({ kind: 'index', sql: `CREATE INDEX CONCURRENTLY ${index}`, relations: ['t'], index }),
}
