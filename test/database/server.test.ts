import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { until } from '../e2e/until.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { hasPgBouncer } from './pgbouncer.ts'
import { availableVersions, startPgBouncer, startPostgres, systemVersions } from './server.ts'

const one = async (url: string, sql: string): Promise<unknown> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

describeOnPostgres('a server for tests', (server, version) => {
  test('is of that version, and each test may have a database of its own', async () => {
    expect(Number(await one(server().url, 'SHOW server_version_num')) / 10_000).toBeCloseTo(version, 1)
    const [first, second] = [await server().createDatabase(), await server().createDatabase()]
    await one(first, 'CREATE TABLE t()')
    expect(await one(second, "SELECT to_regclass('t')")).toBeNull()
  })

  test('comes back after a crash with what was committed', async () => {
    const url = await server().createDatabase()
    await one(url, 'CREATE TABLE kept AS SELECT 7 AS n')
    await server().crash()
    expect(await one(url, 'SELECT n FROM kept')).toBe(7)
  })
})

describe.skipIf(availableVersions().length === 0)('a server', () => {
  test('is ended, and its folder removed, when the process that started it is killed', async () => {
    const module = fileURLToPath(new URL('server.ts', import.meta.url))
    const program = `
      const { startPostgres } = await import(${JSON.stringify(module)})
      const { url } = await startPostgres()
      const { default: { Client } } = await import('pg')
      const client = new Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query('SHOW data_directory')
      process.stdout.write(url + ' ' + rows[0].data_directory, () => process.kill(process.pid, 'SIGKILL'))`
    let told = ''
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: fileURLToPath(new URL('../..', import.meta.url)) })
    } catch (error) {
      told = String((error as { readonly stdout: Buffer }).stdout)
    }
    const [url, data] = told.split(' ') as [string, string]
    expect(data).toMatch(/^\//)
    await until('the folder to be gone', () => Promise.resolve(!existsSync(data)))
    await expect.poll(() => one(url, 'SELECT 1').catch(String)).toContain('ECONNREFUSED')
  })

  test.skipIf(systemVersions().length === 0)('of the system can be asked for', async () => {
    const server = await startPostgres({ version: systemVersions()[0]!, from: 'system' })
    try {
      expect(await one(server.url, 'SHOW data_directory')).toContain('sluice-server')
    } finally {
      await server.stop()
    }
    await expect(one(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  })

  test.skipIf(!hasPgBouncer)('can stand behind a pooler (skipped where there is no pgbouncer)', async () => {
    const server = await startPostgres()
    const pooler = await startPgBouncer({ to: server.url, mode: 'transaction' })
    try {
      expect(pooler!.url).not.toBe(server.url)
      expect(Number(await one(pooler!.url, 'SELECT inet_server_port()'))).toBe(server.port)
    } finally {
      await pooler!.stop()
      await server.stop()
    }
  })
})
