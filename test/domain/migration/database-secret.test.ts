import { describe, expect, test } from 'vitest'
import { certificateAdvice, readAuthorities } from '../../../src/domain/migration/database-authorities.ts'
import { readDatabaseSecret } from '../../../src/domain/migration/database-secret.ts'

const full = { engine: 'postgres', host: 'db.example.com', port: 5433, dbname: 'shop', username: 'app', password: 'p@ss/w:rd 1"' }
const read = (value: unknown, given = {}) => readDatabaseSecret(typeof value === 'string' ? value : JSON.stringify(value), given)
const urlOf = (value: unknown, given = {}): string => {
  const reading = read(value, given)
  return 'location' in reading ? reading.location.url : JSON.stringify(reading)
}
const problemsOf = (value: unknown, given = {}): readonly string[] => {
  const reading = read(value, given)
  return 'problems' in reading ? reading.problems : []
}

describe('a secret with all members', () => {
  test('is a URL whose parts are encoded', () => {
    expect(urlOf(full)).toBe('postgres://app:p%40ss%2Fw%3Ard%201%22@db.example.com:5433/shop')
    const url = new URL(urlOf(full))
    expect(decodeURIComponent(url.password)).toBe(full.password)
  })

  test.each<[object, string]>([
    [{ ...full, port: '6000' }, ':6000/shop'],
    [{ ...full, port: undefined }, ':5432/shop'],
    [{ ...full, port: undefined, engine: 'aurora-mysql' }, 'mysql://app:p%40ss%2Fw%3Ard%201%22@db.example.com:3306/shop'],
    [{ ...full, engine: 'mariadb' }, 'mysql://'],
    [{ ...full, engine: undefined }, 'postgres://'],
    [{ ...full, engine: 'aurora-postgresql' }, 'postgres://'],
    [{ ...full, dbname: undefined, database: 'other' }, '/other'],
    [{ ...full, username: undefined, user: 'me' }, '//me:'],
    [{ ...full, host: '::1' }, '@[::1]:5433/'],
  ])('%j', (value, part) => {
    expect(urlOf(value)).toContain(part)
  })

  test('gives way to what is given beside it', () => {
    expect(urlOf(full, { host: 'writer.example.com', database: 'other' })).toContain('@writer.example.com:5433/other')
    expect(urlOf(full, { host: 'writer.example.com:7000' })).toContain('@writer.example.com:7000/shop')
  })

  test('hides its password in every spelling, and the URL', () => {
    const reading = read(full)
    const { secrets, url } = 'location' in reading ? reading.location : { secrets: [], url: '' }
    expect(secrets).toEqual(
      expect.arrayContaining([url, 'p@ss/w:rd 1"', 'p%40ss%2Fw%3Ard%201%22', 'p%40ss%2Fw%3Ard+1%22', 'p@ss/w:rd 1\\"']),
    )
  })
})

describe('a secret that is a URL', () => {
  const url = 'postgresql://app:s%20cret@db.example.com/shop?options=-c%20x'

  test.each([url, ` ${url}\n`, JSON.stringify({ DATABASE_URL: url }), JSON.stringify({ url, note: 'x' })])('%j', (text) => {
    const reading = read(text)
    expect('location' in reading && reading.location.url).toBe(url)
    expect('location' in reading && reading.location.secrets).toEqual(expect.arrayContaining([url, 's%20cret', 's cret']))
  })

  test('gives way to what is given beside it, and keeps the rest', () => {
    expect(urlOf(url, { host: 'writer.example.com' })).toBe('postgresql://app:s%20cret@writer.example.com/shop?options=-c%20x')
    expect(urlOf('mysql://app:x@db:3307/shop', { host: 'other.example.com' })).toBe('mysql://app:x@other.example.com:3307/shop')
    expect(urlOf('mysql://app:x@db:3307/shop', { host: '[::1]:3308', database: 'a b' })).toBe('mysql://app:x@[::1]:3308/a%20b')
    expect(urlOf({ DATABASE_URL: url }, { database: 'other' })).toContain('@db.example.com/other?')
    const reading = read(url, { database: 'other' })
    const { secrets, url: made } = 'location' in reading ? reading.location : { secrets: [], url: '' }
    expect(secrets).toEqual(expect.arrayContaining([url, 's cret', made]))
  })

  test('hides a password in its query as well', () => {
    const reading = read('postgres://app@db/shop?sslmode=require&password=s%20cret&sslpassword=other')
    expect('location' in reading && reading.location.secrets).toEqual(expect.arrayContaining(['s cret', 's%20cret', 'other']))
  })

  test('with an @ in its password that is not encoded hides all of it', () => {
    const reading = read('mysql://app:one@two@db.example.com/shop')
    expect('location' in reading && reading.location.secrets).toContain('one@two')
  })

  test('without a password hides no empty text', () => {
    const reading = read('postgres://app@db.example.com/shop')
    expect('location' in reading && reading.location.secrets).toEqual(['postgres://app@db.example.com/shop'])
  })
})

describe('a secret of RDS, with username and password alone', () => {
  const kept = { username: 'postgres', password: 'kept' }

  test('needs to be located, and hides its password before', () => {
    const reading = read(kept)
    expect(reading).toMatchObject({ secrets: ['kept'] })
    const located =
      'locate' in reading ? reading.locate({ host: 'db.rds.amazonaws.com', port: 5432, database: 'shop', engine: 'postgres' }) : undefined
    expect(located).toMatchObject({ location: { url: 'postgres://postgres:kept@db.rds.amazonaws.com:5432/shop' } })
    expect('locate' in reading && reading.locate({ host: 'db.rds.amazonaws.com' })).toEqual({
      problems: ['names no database (dbname): give database-name'],
    })
  })

  test('may have a host that is none where another is given', () => {
    expect(urlOf({ ...full, host: '127.0.0.1:1' }, { host: 'db.example.com' })).toContain('@db.example.com:')
  })

  test('is located by what is given', () => {
    const given = { host: 'db.example.com', database: 'shop' }
    expect(urlOf(kept, given)).toBe('postgres://postgres:kept@db.example.com:5432/shop')
    expect(urlOf(kept, { ...given, engine: 'mysql' })).toBe('mysql://postgres:kept@db.example.com:3306/shop')
    expect(urlOf({ ...kept, engine: 'postgres' }, { ...given, engine: 'mysql' })).toContain('postgres://')
  })
})

describe('what is missing is named, and nothing is shown', () => {
  test.each<[unknown, object, readonly string[]]>([
    ['hunter2', {}, ['is neither a URL of a database nor a JSON object']],
    ['["hunter2"]', {}, ['is neither a URL of a database nor a JSON object']],
    [{}, {}, ['names no username', 'has no password']],
    [{ username: 'app', pass: 'hunter2' }, {}, ['has no password']],
    [{ ...full, password: { hunter2: 1 } }, {}, ['has a member password that is no text', 'has no password']],
    [{ ...full, port: 'hunter2' }, {}, ['has a port that is none']],
    [{ ...full, host: '127.0.0.1:1' }, {}, ['has a host that is none: its name alone belongs there, and its port into `port`']],
    [{ ...full, host: 'hunter2/x' }, {}, ['has a host that is none: its name alone belongs there, and its port into `port`']],
    [
      { A: 'postgres://a:hunter2@b/c', B: 'mysql://a:hunter2@b/c' },
      {},
      ['holds 2 URLs of databases, and which is meant is not known: make a secret of the one'],
    ],
    [
      'postgres://app:hunter2/x@db/shop',
      { database: 'other' },
      ['is a URL that cannot be read: what is special in its password has to be encoded, / as %2F'],
    ],
    [
      'postgres://app:hunter2@db/shop',
      { host: 'http://x/y' },
      ['cannot be used with this database-host: a host, or host:port, is expected'],
    ],
    [{ ...full, dbname: '' }, {}, ['names no database (dbname): give database-name']],
    [{ ...full, engine: 'oracle' }, {}, ['is of the engine oracle, and PostgreSQL, MySQL and MariaDB are known']],
    [full, { host: 'http://x/y' }, ['cannot be used with this database-host: a host, or host:port, is expected']],
    [full, { host: 'x:99999' }, ['cannot be used with this database-host: a host, or host:port, is expected']],
  ])('%j with %j', (value, given, problems) => {
    expect(problemsOf(value, given)).toEqual(problems)
    expect(JSON.stringify(problemsOf(value, given))).not.toContain('hunter2')
  })

  test('the whole text is hidden where no password can be told from the rest', () => {
    expect(read('hunter2')).toMatchObject({ secrets: ['hunter2'] })
  })
})

describe('authorities for a database', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

  test('are the certificates of a PEM file', () => {
    expect(readAuthorities(certificate + certificate, 'ca.pem')).toEqual({ value: certificate + certificate })
    expect(readAuthorities('<html>', 'ca.pem')).toEqual({
      problems: ['ca.pem holds no certificate in the form of PEM (-----BEGIN CERTIFICATE-----)'],
    })
    expect(readAuthorities(`${certificate}-----BEGIN RSA PRIVATE KEY-----\nx`, 'ca.pem')).toEqual({
      problems: ['ca.pem holds a private key, and only certificates belong there'],
    })
  })

  test('are missed with the place where they are', () => {
    expect(certificateAdvice('shop.abc.eu-west-1.rds.amazonaws.com', undefined)).toContain(
      'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem',
    )
    expect(certificateAdvice('db.example.com', undefined)).toBe('Give the certificate of the authority that signed it in database-ca.')
    expect(certificateAdvice('shop.abc.eu-west-1.rds.amazonaws.com', 'ca.pem')).toContain('ca.pem is the bundle of the region')
    expect(certificateAdvice('db.example.com', 'ca.pem')).toContain('ca.pem holds the authority')
  })
})
