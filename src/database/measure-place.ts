import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseFault } from '../domain/migration/fault.ts'
import { type Connection, createConnection } from './connection.ts'
import { prepareSession, readFacts } from './facts.ts'

/** Where statements are measured: a database of its own, or the one that is named. */
export interface MeasurePlace {
  readonly url: string
  readonly version: number
  /** Removes all that was made there, once nobody is connected any more. */
  remove(): Promise<void>
}

const prefix = 'sluice_lint_'
const noRight = '42501'
const inUse = '55006'
const [dropTries, dropPauseMs] = [50, 100]
const unhurried = new AbortController().signal

/** Not in schemas of the server, and not of extensions. */
const ownSql = `
  SELECT DISTINCT place.nspname AS schema, own.relname AS name, own.relkind AS kind
  FROM pg_catalog.pg_class AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.relnamespace
  WHERE own.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND place.nspname !~ '^pg_' AND place.nspname <> 'information_schema'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend AS needs
      WHERE needs.classid = 'pg_catalog.pg_class'::regclass AND needs.objid = own.oid AND needs.deptype = 'e')`

/** Whoever lives holds the lock of its name, in whatever database: to ask for it would tell of our own alone. */
const heldSql = `
  SELECT pid FROM pg_catalog.pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND ((classid::int8 << 32) | objid::int8) = hashtext($1)::int8`

/**
 * Makes a database beside the one that is named. Where its role may not, the named one is taken if it holds no table. What a run that was killed has left
 * is removed: the lock of its name is free. Throws DatabaseFault: `refused` where neither can be had.
 */
export async function makePlace(url: string, application: string, ca: string | undefined, signal: AbortSignal): Promise<MeasurePlace> {
  const named = createConnection({ url, application, ...(ca === undefined ? {} : { ca }) })
  try {
    await named.open(signal)
    const { version, pooled, replica } = await readFacts(named, signal)
    if (pooled) throw refused('it is reached through a pool of transactions')
    if (replica) throw refused('it cannot be written')
    if (version < 12) throw refused(`it is Postgres ${String(version)}; 12 is the oldest that is supported`)
    await prepareSession(named, signal)
    await removeLeft(named, signal)
    const name = `${prefix}${randomBytes(6).toString('hex')}`
    const made = await make(named, name, signal)
    if (made) return { url: beside(url, name), version, remove: () => dropped(named, name).finally(() => named.close()) }
    return { url, version, remove: await takeNamed(named, signal) }
  } catch (error) {
    await named.close()
    throw error
  }
}

/** The lock of its name is held until its session ends. */
async function make(named: Connection, name: string, signal: AbortSignal): Promise<boolean> {
  await named.query('SELECT pg_advisory_lock(hashtext($1))', [name], signal)
  try {
    await named.query(`CREATE DATABASE ${name}`, [], signal)
    return true
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    // What was cancelled may be there all the same.
    if (error.kind === 'cancelled') await dropped(named, name).catch(() => undefined)
    if (error.sqlState === noRight) return false
    if (error.sqlState !== inUse) throw error
    // Somebody is connected to the template.
    await named.query(`CREATE DATABASE ${name} TEMPLATE template0`, [], signal)
    return true
  }
}

async function removeLeft(named: Connection, signal: AbortSignal): Promise<void> {
  const { rows } = await named.query(
    `SELECT datname AS name FROM pg_catalog.pg_database WHERE datname ~ '^${prefix}[0-9a-f]{12}$'`,
    [],
    signal,
  )
  for (const name of rows.map((row) => String(row['name']))) {
    const { rows: held } = await named.query(heldSql, [name], signal)
    if (held.length > 0) continue
    // It may be another's, or in use all the same.
    await named.query(`DROP DATABASE IF EXISTS ${name}`, [], signal).catch((error: unknown) => {
      if (!named.alive) throw error
    })
  }
}

/** Sessions that were closed just now take a moment to end. */
async function dropped(named: Connection, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      if (!named.alive) await named.open(unhurried)
      await named.query(`DROP DATABASE IF EXISTS ${name}`, [], unhurried)
      return
    } catch (error) {
      if (!(error instanceof DatabaseFault) || tries === dropTries) throw error
      // That it was ended is heard by the next question.
      if (error.kind === 'lost') continue
      if (error.sqlState !== inUse) throw error
      await named.query('SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1', [name], unhurried)
      await delay(dropPauseMs)
    }
  }
}

/** What empties it again. */
async function takeNamed(named: Connection, signal: AbortSignal): Promise<() => Promise<void>> {
  const { rows: tried } = await named.query('SELECT pg_try_advisory_lock(hashtext($1)) AS free', [prefix], signal)
  if (tried[0]?.['free'] !== true) throw refused('another run measures there just now, and its role may not create a database')
  const { rows } = await named.query(ownSql, [], signal)
  if (rows.length > 0) throw refused(`it holds ${String(rows.length)} tables, views or sequences, and its role may not create a database`)
  const before = await madeThere(named, signal)
  return async () => {
    try {
      if (!named.alive) await named.open(unhurried)
      const kept = new Set(before)
      for (const each of await madeThere(named, unhurried)) {
        // One that went with another is gone already.
        if (!kept.has(each)) await named.query(each, [], unhurried).catch(() => undefined)
      }
    } finally {
      await named.close()
    }
  }
}

/** Statements that drop what is there, in an order that lets them: schemas with all that is in them, then what stands in schemas that were there before. */
async function madeThere(named: Connection, signal: AbortSignal): Promise<readonly string[]> {
  const ofUsers = `nspname !~ '^pg_' AND nspname <> 'information_schema'`
  const parts = [
    `SELECT format('DROP PUBLICATION IF EXISTS %I', pubname) AS sql FROM pg_catalog.pg_publication`,
    `SELECT format('DROP EVENT TRIGGER IF EXISTS %I', evtname) AS sql FROM pg_catalog.pg_event_trigger`,
    `SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) AS sql FROM pg_catalog.pg_extension`,
    `SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) AS sql FROM pg_catalog.pg_namespace WHERE ${ofUsers}`,
    `SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE kind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
       WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, schema, name) AS sql FROM (${ownSql}) AS own`,
    `SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', own.oid::regprocedure) AS sql
       FROM pg_catalog.pg_proc AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.pronamespace WHERE ${ofUsers}`,
    `SELECT format('DROP TYPE IF EXISTS %I.%I CASCADE', nspname, typname) AS sql
       FROM pg_catalog.pg_type AS own JOIN pg_catalog.pg_namespace AS place ON place.oid = own.typnamespace
       WHERE ${ofUsers} AND own.typtype IN ('c', 'd', 'e', 'r') AND (own.typrelid = 0 OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = own.typrelid AND relkind = 'c'))`,
  ]
  const found: string[] = []
  for (const part of parts) found.push(...(await named.query(part, [], signal)).rows.map((row) => String(row['sql'])))
  return found
}

function beside(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

function refused(what: string): DatabaseFault {
  return new DatabaseFault('refused', '', what)
}
