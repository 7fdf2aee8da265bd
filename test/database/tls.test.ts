import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findOnPath } from '../on-path.ts'
import { makeCertificate } from '../self-signed.ts'
import { createConnection } from '../../src/database/connection.ts'
import { runAs } from './binaries.ts'
import { availableVersions, type PostgresServer, startPostgres } from './server.ts'
import { faultOf, unhurried } from './sessions.ts'

const canRun = availableVersions().length > 0 && findOnPath('openssl') !== undefined

describe.skipIf(!canRun)(`TLS to a server${canRun ? '' : ' (skipped: it takes a Postgres and openssl)'}`, () => {
  let folder = ''
  let server: PostgresServer | undefined
  let ca = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-database-tls-'))
    makeCertificate(folder, 'localhost')
    ca = readFileSync(join(folder, 'cert.pem'), 'utf8')
    const key = join(folder, 'key.pem')
    chmodSync(folder, 0o755)
    if (runAs.uid !== undefined) chownSync(key, runAs.uid, runAs.gid)
    chmodSync(key, 0o600)
    server = await startPostgres({ settings: { ssl: 'on', ssl_cert_file: join(folder, 'cert.pem'), ssl_key_file: key } })
  }, 120_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true })
  })

  const open = async (host: string, query: string, trusted?: string): Promise<unknown> => {
    const url = new URL(`${server!.url}${query}`)
    url.hostname = host
    const connection = createConnection({ url: url.href, application: 'sluice/1', ...(trusted === undefined ? {} : { ca: trusted }) })
    try {
      await connection.open(unhurried)
      const { rows } = await connection.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()', [], unhurried)
      return rows[0]?.['ssl']
    } finally {
      await connection.close()
    }
  }

  test('is used where the certificate is trusted and names the host', async () => {
    expect(await open('localhost', '?sslmode=verify-full', ca)).toBe(true)
    expect(await open('localhost', '')).toBe(false)
  })

  test('is refused where the certificate is not trusted, or names another host, whatever mode the URL asks for', async () => {
    const unknown = await faultOf(open('localhost', '?sslmode=require'))
    expect(unknown).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('The certificate of the server is not trusted') as unknown,
    })
    const another = await faultOf(open('127.0.0.1', '?sslmode=prefer', ca))
    expect(another).toMatchObject({ kind: 'refused', message: expect.stringContaining('not trusted') as unknown })
  })
})
