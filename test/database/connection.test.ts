import { onTestFinished, describe, expect, test } from 'vitest'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import type { DatabaseFault } from '../../src/domain/migration/fault.ts'
import { until } from '../e2e/until.ts'
import { freePort } from '../free-port.ts'
import { describeOnPostgres } from './on-postgres.ts'

const { signal } = new AbortController()

const connected = async (url: string): Promise<Connection> => {
  const connection = createConnection({ url, application: 'sluice/1' })
  onTestFinished(() => connection.close())
  await connection.open(signal)
  return connection
}

const faultOf = (work: Promise<unknown>): Promise<DatabaseFault> =>
  work.then(
    () => Promise.reject(new Error('There was no fault')),
    (error: unknown) => error as DatabaseFault,
  )

describeOnPostgres('a connection', (server) => {
  test('asks with parameters, in one message of several statements, and beside itself', async () => {
    const connection = await connected(server().url)
    expect(await connection.query('SELECT $1::int + 1 AS n', [41], signal)).toEqual({ rows: [{ n: 42 }], count: 1 })
    expect((await connection.query('SELECT 1 AS a; SELECT 2 AS b', [], signal)).rows).toEqual([{ b: 2 }])
    const beside = await connection.side().query('SELECT pg_backend_pid() AS pid', [], signal)
    expect(beside.rows[0]).not.toEqual({ pid: connection.pid })
    expect((await connection.query('SHOW application_name', [], signal)).rows).toEqual([{ application_name: 'sluice/1' }])
  })

  test('cancels in the server what runs on abort, keeps its session, and cancels nothing that comes after', async () => {
    const connection = await connected(server().url)
    const ends = new AbortController()
    const running = faultOf(connection.query('SELECT pg_sleep(60)', [], ends.signal))
    const active = async (): Promise<boolean> => {
      const sql = "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'active'"
      return (await connection.side().query(sql, [connection.pid], signal)).count > 0
    }
    await until('the statement to run', active)
    ends.abort()
    expect(await running).toMatchObject({ kind: 'cancelled' })
    // The answer comes a moment before the server process says that it is idle.
    await until('the statement to be over', async () => !(await active()))
    expect((await connection.query('SELECT 1 AS n', [], signal)).rows).toEqual([{ n: 1 }])
    expect(await faultOf(connection.query('SELECT 1', [], ends.signal))).toMatchObject({ kind: 'cancelled' })
  })

  test('is lost with its server, says so at the next statement too, and can be opened again', async () => {
    const connection = await connected(server().url)
    const running = faultOf(connection.query('SELECT pg_sleep(60)', [], signal))
    const idle = await connected(server().url)
    await server().crash()
    expect(await running).toMatchObject({ kind: 'lost' })
    expect(connection.alive).toBe(false)
    expect(await faultOf(connection.query('SELECT 1', [], signal))).toMatchObject({ kind: 'lost' })
    expect(await faultOf(idle.query('SELECT 1', [], signal))).toMatchObject({ kind: 'lost' })
    await connection.open(signal)
    expect((await connection.query('SELECT 1 AS n', [], signal)).rows).toEqual([{ n: 1 }])
    expect((await connection.side().query('SELECT 2 AS n', [], signal)).rows).toEqual([{ n: 2 }])
  })

  test('is lost when somebody ends its session', async () => {
    const connection = await connected(server().url)
    const running = faultOf(connection.query('SELECT pg_sleep(60)', [], signal))
    await until('the session to be ended', async () => {
      const sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND state = 'active'"
      return (await connection.side().query(sql, [connection.pid], signal)).count > 0
    })
    expect(await running).toMatchObject({ kind: 'lost', sqlState: '57P01' })
  })

  test('tells busy from refused, without a literal of the statement or a value of a row', async () => {
    const url = await server().createDatabase()
    const [first, second] = [await connected(url), await connected(url)]
    await first.query("CREATE TABLE t (email text PRIMARY KEY); INSERT INTO t VALUES ('hidden@example.com')", [], signal)
    await first.query('BEGIN; LOCK TABLE t', [], signal)
    expect(await faultOf(second.query("SET lock_timeout = '50ms'; SELECT FROM t", [], signal))).toMatchObject({
      kind: 'busy',
      sqlState: '55P03',
    })
    await first.query('ROLLBACK', [], signal)
    const refused = [
      ["INSERT INTO t VALUES ('hidden@example.com')", '23505', 'duplicate key value violates unique constraint "t_pkey"'],
      ["SELECT 'hidden'::int", '22P02', 'a value that does not fit its type'],
      ["DO $$BEGIN RAISE EXCEPTION 'hidden'; END$$", 'P0001', 'an exception raised in a function'],
      ["SELECT 1 1 'hidden'", '42601', 'the statement is not understood'],
      ["SELEC 'hidden'", '42601', 'the statement is not understood'],
      ['SELECT missing FROM t', '42703', 'column "missing" does not exist'],
    ] as const
    for (const [sql, sqlState, words] of refused) {
      const fault = await faultOf(second.query(sql, [], signal))
      expect(fault).toMatchObject({ kind: 'refused', sqlState })
      expect(fault.message).toContain(words)
      expect(JSON.stringify([fault.message, fault.cause, Object.entries(fault)])).not.toContain('hidden')
    }
  })

  test('is refused where another try would fare no better', async () => {
    const there = new URL(server().url)
    there.pathname = '/nowhere'
    expect(await faultOf(connected(there.href))).toMatchObject({ kind: 'refused', sqlState: '3D000' })
    there.username = 'nobody'
    expect(await faultOf(connected(there.href))).toMatchObject({ kind: 'refused', sqlState: '28000' })
  })

  test('is refused by a server without TLS where the URL asks for it', async () => {
    expect(await faultOf(connected(`${server().url}?sslmode=require`))).toMatchObject({
      kind: 'refused',
      message: 'The server offers no TLS',
    })
  })
})

describe('a connection', () => {
  test('is lost where nobody listens, and cancelled where its signal aborts first', async () => {
    const url = `postgres://u:secret@127.0.0.1:${String(await freePort())}/d`
    const fault = await faultOf(connected(url))
    expect(fault).toMatchObject({ kind: 'lost' })
    expect(fault.message).not.toContain('secret')
    const connection = createConnection({ url, application: 'sluice/1' })
    expect(await faultOf(connection.open(AbortSignal.abort()))).toMatchObject({ kind: 'cancelled' })
  })
})
