import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, chownSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDatabasePressure } from '../../src/database/pressure.ts'
import { findPostgres, runAs, systemVersions } from './binaries.ts'
import { freePort } from '../free-port.ts'
import { type PostgresServer, startPostgres } from './server.ts'
import { ask, faultOf, session, unhurried } from './sessions.ts'

/** npm's Postgres has no program to copy a server with. */
const [version] = systemVersions().filter((each) => {
  const found = findPostgres(each, 'system')
  return found !== undefined && existsSync(join(dirname(found.postgres), 'pg_basebackup'))
})

/** A replica of a server; its URL. Ended with the test. */
async function startReplica(server: PostgresServer): Promise<string> {
  const { postgres } = findPostgres(version!, 'system')!
  const folder = mkdtempSync(join(tmpdir(), 'sluice-replica-'))
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid)
  const data = join(folder, 'data')
  const user = new URL(server.url).username
  const source = ['-h', '127.0.0.1', '-p', String(server.port), '-U', user]
  execFileSync(join(dirname(postgres), 'pg_basebackup'), [...source, '-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], {
    ...runAs,
    cwd: folder,
    stdio: 'ignore',
  })
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'fsync=off',
    'max_connections=60',
    'wal_receiver_status_interval=1s',
  ]
  const child = spawn(postgres, ['-D', data, ...settings.flatMap((each) => ['-c', each])], { ...runAs, cwd: folder, stdio: 'ignore' })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGQUIT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  })
  return `postgres://${user}@127.0.0.1:${port}/postgres`
}

test.skipIf(version === undefined)(
  'a replica that stands still falls behind, in bytes and in time; one that follows is not behind',
  async () => {
    const server = await startPostgres({ version: version!, from: 'system' })
    onTestFinished(() => server.stop())
    const replica = await startReplica(server)
    await ask(server.url, 'CREATE TABLE t (a text); ALTER TABLE t ALTER a SET STORAGE EXTERNAL')
    const write = () => ask(server.url, 'INSERT INTO t SELECT repeat(md5(i::text), 100) FROM generate_series(1, 5000) i')
    const side = await session(server.url)
    const behind = createDatabasePressure(side, { limits: { lagMs: 1_500, lagBytes: 5_000_000 }, table: 't', pid: () => 0 })
    const follows = "SELECT count(*)::int AS n FROM pg_stat_replication WHERE state = 'streaming' AND application_name <> 'pg_basebackup'"
    await expect.poll(() => ask(server.url, follows)).toEqual([{ n: 1 }])
    const copy = createDatabasePressure(await session(replica), { limits: {}, table: 't', pid: () => 0 })
    expect(await faultOf(copy(unhurried))).toMatchObject({ kind: 'lost', sqlState: '25006' })
    await ask(server.url, 'CREATE ROLE plain LOGIN')
    const notes: string[] = []
    const note = (text: string): void => void notes.push(text)
    const hidden = createDatabasePressure(await session(server.url.replace('owner@', 'plain@')), {
      ...{ limits: { lagMs: 1_500 }, table: 't', pid: () => 0, note },
    })
    for (let look = 0; look < 2; look += 1) expect(await hidden(unhurried)).toEqual([])
    expect(notes).toEqual(['The lag of 1 replica cannot be seen, and max-lag does not hold for it: GRANT pg_monitor TO plain'])
    await expect.poll(() => behind(unhurried)).toEqual([])
    await expect.poll(() => ask(replica, 'SELECT pg_wal_replay_pause() IS NULL AS paused').catch(() => [])).toHaveLength(1)
    await write()
    await expect
      .poll(() => behind(unhurried))
      .toEqual([
        expect.stringMatching(/^replica walreceiver is \d+\.\d s behind, limit 1\.5 s$/),
        expect.stringMatching(/^replica walreceiver is \d+\.\d MB behind, limit 5\.0 MB$/),
      ])
    await ask(replica, 'SELECT pg_wal_replay_resume()')
    await expect.poll(() => behind(unhurried)).toEqual([])
  },
)
