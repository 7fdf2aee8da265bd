import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readMysqlAddress } from '../../src/database/mysql-address.ts'
import { mysqlVersionOf } from '../../src/database/mysql-facts.ts'
import { errorNumberOf, mysqlFaultOf } from '../../src/database/mysql-fault.ts'
import { lockNameOf } from '../../src/database/mysql-lock.ts'
import { createMysql } from '../../src/database/mysql.ts'
import { DatabaseFault } from '../../src/domain/migration/fault.ts'
import { freePort } from '../free-port.ts'
import { hasMariadb } from './mysql-server.ts'
import { describeOnMariadb, entryOf, leastOf, longestRead, queuedMs, shortStep, unhurried } from './mysql-stage.ts'

const connected = async (url: string, ca?: string) => {
  const database = createMysql({ url, run: '1', ...(ca !== undefined && { ca }) })
  try {
    const facts = await database.connect(unhurried)
    if (facts.pooled) return { facts, encrypted: 0 }
    const [encrypted] = await database.verify(
      ["SELECT * FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'SSL_CIPHER' AND VARIABLE_VALUE <> ''"],
      unhurried,
    )
    return { facts, encrypted }
  } catch (error) {
    if (error instanceof DatabaseFault) return { fault: [error.kind, error.message] }
    throw error
  } finally {
    await database.close()
  }
}

describe('an address', () => {
  test.each([
    [
      'mysql://me:p%40ss@db.example.com/app',
      { host: 'db.example.com', port: 3306, user: 'me', password: 'p@ss', database: 'app', tls: true },
    ],
    ['mariadb://me@localhost:3307/app', { port: 3307, tls: false, name: 'localhost:3307/app' }],
    ['mysql://me@[::1]/app', { host: '::1', tls: false, name: '[::1]:3306/app' }],
    ['mysql://me@db.example.com/app?ssl-mode=DISABLED', { tls: false }],
    ['mysql://me@10.0.0.1/app?ssl-mode=disabled', { tls: false }],
    ['mysql://me@db.example.com/app?ssl-mode=PREFERRED', { tls: true }],
    ['mysql://me@localhost/app?sslmode=require', { tls: true }],
  ])('%s', (url, expected) => {
    expect(readMysqlAddress(url)).toMatchObject(expected)
  })

  test.each([
    ['postgres://hunter2@h/app', 'is no URL of the form'],
    ['mysql://h/app', 'names no user'],
    ['mysql://hunter2@h', 'names no database'],
    ['mysql://hunter2:%@h/app', 'followed by two hexadecimal digits'],
    ['mysql://hunter2@10.0.0.1/app', 'has a number for its host'],
  ])('%s is refused, and not shown', (url, words) => {
    expect(() => readMysqlAddress(url)).toThrow(words)
    expect(() => readMysqlAddress(url)).not.toThrow('hunter2')
  })
})

test.each([
  ['8.0.36', [8, 0, 36]],
  ['8.4.3-log', [8, 4, 3]],
  ['10.11.19-MariaDB-0+deb12u1-log', [10, 11, 19]],
  ['5.5.5-10.6.8-MariaDB', [10, 6, 8]],
  ['5.7.44-rds', [5, 7, 44]],
  ['nonsense', [0, 0, 0]],
])('%s is a version', (text, version) => {
  expect(mysqlVersionOf(text)).toEqual(version)
})

test('the name of a lock is that of its database, and never too long', () => {
  expect(lockNameOf('app')).toBe('sluice/app')
  expect(lockNameOf('d'.repeat(64)).length).toBeLessThanOrEqual(64)
  expect(lockNameOf('d'.repeat(64))).not.toBe(lockNameOf('e'.repeat(64)))
})

describe('a fault', () => {
  const thrown = (errno: number, sqlState: string, sqlMessage: string) => ({
    errno,
    sqlState,
    sqlMessage,
    message: sqlMessage,
    code: 'ER_X',
  })

  test.each([
    [
      thrown(1205, 'HY000', 'Lock wait timeout exceeded; try restarting transaction'),
      'busy',
      'a lock was not to be had in time (error 1205, SQLSTATE HY000)',
    ],
    [thrown(1213, '40001', 'Deadlock found'), 'busy', 'two waited for each other (error 1213, SQLSTATE 40001)'],
    [
      thrown(1062, '23000', "Duplicate entry 'for key 'secret'' for key 'users.email'"),
      'refused',
      'two rows would be equal, at key users.email (error 1062, SQLSTATE 23000)',
    ],
    [thrown(1064, '42000', "You have an error near 'secret'"), 'refused', 'the statement is not understood (error 1064, SQLSTATE 42000)'],
    [thrown(1690, '22003', "BIGINT value is out of range in 'secret'"), 'refused', 'refused by the server (error 1690, SQLSTATE 22003)'],
    [thrown(1146, '42S02', "Table 'app.none' doesn't exist"), 'refused', "Table 'app.none' doesn't exist (error 1146, SQLSTATE 42S02)"],
    [thrown(1290, 'HY000', 'The server is running with --read-only'), 'lost', 'refused by the server (error 1290, SQLSTATE HY000)'],
    [thrown(1927, '70100', 'Connection was killed'), 'lost', 'refused by the server (error 1927, SQLSTATE 70100)'],
    [{ code: 'ECONNRESET', errno: -104, message: 'read ECONNRESET' }, 'lost', 'The connection failed: read ECONNRESET'],
    [
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' },
      'refused',
      'The certificate of the server is not trusted: self-signed certificate',
    ],
  ])('%j', (error, kind, message) => {
    const fault = mysqlFaultOf(error, false)
    expect([fault.kind, fault.message]).toEqual([kind, message])
    expect(JSON.stringify([fault.message, fault.cause])).not.toContain('secret')
    expect(errorNumberOf(fault)).toBe(Math.max(0, 'errno' in error ? error.errno : 0))
  })

  test('is ours after our own signal alone', () => {
    const killed = thrown(1317, '70100', 'Query execution was interrupted')
    expect([mysqlFaultOf(killed, true).kind, mysqlFaultOf(killed, false).kind]).toEqual(['cancelled', 'refused'])
  })
})

describeOnMariadb('a session', ({ scene, runner }) => {
  test('is refused where another try would fare no better, and lost where nobody answers', async () => {
    const { url, sql } = await scene()
    const name = new URL(url).pathname.slice(1)
    expect(await connected(url.replace('sluice@', 'sluice:hunter2@'))).toEqual({
      fault: ['refused', expect.stringMatching(/^Access denied for user/)],
    })
    expect(await connected(url.replace(name, 'no_such'))).toEqual({
      fault: ['refused', expect.stringContaining("Unknown database 'no_such'")],
    })
    expect(await connected(`${url.replace('127.0.0.1', 'localhost')}?ssl-mode=REQUIRED`)).toEqual({
      fault: ['refused', 'The server offers no TLS'],
    })
    const nobody = await freePort()
    expect(await connected(`mysql://a@127.0.0.1:${String(nobody)}/b`)).toEqual({ fault: ['lost', expect.stringContaining('ECONNREFUSED')] })
    await sql.query('SET GLOBAL read_only = 1')
    expect(await connected(url)).toMatchObject({ facts: { replica: true } })
    await sql.query('SET GLOBAL read_only = 0')
  })

  test('is set so that SQL means what we read in it', async () => {
    const { url, sql } = await scene()
    await sql.query("CREATE TABLE t (a varchar(9)); SET GLOBAL sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'")
    try {
      const database = await runner(url)
      await database.save(entryOf('1', { error: String.raw`it's \ "so"` }), unhurried)
      expect((await database.ledger(unhurried))[0]!.error).toBe(String.raw`it's \ "so"`)
      await database.perform(shortStep(String.raw`INSERT INTO t VALUES ("a\"b;c")`), entryOf('1'), { lockMs: 100 }, unhurried)
      expect(await database.verify([String.raw`SELECT a FROM t WHERE a = 'a"b;c'`], unhurried)).toEqual([1])
      // Nothing is cut off silently.
      await expect(
        database.perform(shortStep("INSERT INTO t VALUES ('0123456789')"), entryOf('1'), { lockMs: 100 }, unhurried),
      ).rejects.toThrow('too long for its column')
    } finally {
      await sql.query('SET GLOBAL sql_mode = DEFAULT')
    }
  })

  test('that is not the one that was told at its beginning is seen as pooled', async () => {
    const { url } = await scene()
    const port = Number(new URL(url).port)
    // The greeting: three bytes of length, one of sequence, the protocol, the version up to a zero, the number of the session.
    const proxy = createServer((client) => {
      const server = createConnection({ host: '127.0.0.1', port })
      let greeted = false
      server.on('data', (chunk) => {
        if (!greeted) chunk.writeUInt32LE(4_000_000, chunk.indexOf(0, 5) + 1)
        greeted = true
        client.write(chunk)
      })
      client.pipe(server)
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        one.on('error', () => other.destroy())
        one.on('close', () => other.destroy())
      }
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    try {
      expect(await connected(url.replace(String(port), String((proxy.address() as AddressInfo).port)))).toMatchObject({
        facts: { pooled: true },
      })
      expect(await connected(url)).toMatchObject({ facts: { pooled: false } })
    } finally {
      proxy.close()
    }
  })
})

describeOnMariadb(
  'where the server does not tell who holds what',
  ({ scene, runner, plain }) => {
    test.each(['ALTER TABLE t ADD COLUMN a int', 'ALTER TABLE t ADD INDEX i (id)'])('%s still keeps nobody waiting', async (text) => {
      const { url, sql } = await scene()
      await sql.query('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)')
      const reader = await plain(url)
      await reader.query('START TRANSACTION; SELECT * FROM t')
      const database = await runner(url)
      await database.save(entryOf('1'), unhurried)
      expect(await database.blockers(['t'], 'ACCESS EXCLUSIVE', 0, unhurried)).toEqual([])
      const attempt = () => database.perform(shortStep(text, 't'), entryOf('1'), { lockMs: 1_500 }, unhurried)
      const longestMs = await leastOf([1, 2, 3], () =>
        longestRead(sql, 't', () => expect(attempt()).rejects.toMatchObject({ kind: 'busy' })),
      )
      expect(longestMs).toBeLessThan(queuedMs)
      await reader.query('COMMIT')
      await attempt()
    })
  },
  ['--performance-schema=OFF'],
)

const certificates = hasMariadb ? makeCertificates() : undefined

/** One for `localhost`, and one for somebody else, both of one authority. */
function makeCertificates() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'))
  chmodSync(folder, 0o755)
  const openssl = (...args: readonly string[]): unknown => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  try {
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test')
    for (const [name, host] of [
      ['right', 'localhost'],
      ['wrong', 'other.example'],
    ] as const) {
      const san = `subjectAltName=DNS:${host}`
      openssl(
        'req',
        '-x509',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-subj',
        `/CN=${host}`,
        '-addext',
        san,
      )
      chmodSync(join(folder, `${name}.key`), 0o644)
    }
  } catch {
    return undefined
  }
  return { folder, ca: readFileSync(join(folder, 'ca.pem'), 'utf8') }
}

afterAll(() => {
  if (certificates !== undefined) rmSync(certificates.folder, { recursive: true, force: true })
})

const tls = (name: string): readonly string[] =>
  certificates === undefined
    ? []
    : [`--ssl-cert=${join(certificates.folder, `${name}.pem`)}`, `--ssl-key=${join(certificates.folder, `${name}.key`)}`]
const secure = (url: string): string => `${url.replace('127.0.0.1', 'localhost')}?ssl-mode=VERIFY_IDENTITY`

describe.skipIf(certificates === undefined)('TLS (skipped where there is no openssl 3)', () => {
  describeOnMariadb(
    'a server that proves who it is',
    ({ scene }) => {
      test('is taken if its authority is trusted, and refused if not', async () => {
        const { url } = await scene()
        expect(await connected(secure(url), certificates!.ca)).toMatchObject({ encrypted: 1 })
        expect(await connected(secure(url))).toEqual({
          fault: ['refused', expect.stringContaining('The certificate of the server is not trusted')],
        })
        expect(await connected(url)).toMatchObject({ encrypted: 0 })
      })
    },
    tls('right'),
  )
  describeOnMariadb(
    'a server that is somebody else',
    ({ scene }) => {
      test('is refused', async () => {
        const { url } = await scene()
        expect(await connected(secure(url), certificates!.ca)).toEqual({
          fault: ['refused', expect.stringContaining('The certificate of the server is not trusted')],
        })
      })
    },
    tls('wrong'),
  )
})
