import { readAddress } from '../database/address.ts'
import { readMysqlAddress } from '../database/mysql-address.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'

/** What only a client that reads files takes from a URL: a tool may, this action does not. */
const ofFiles = ['sslrootcert', 'sslcert', 'sslkey'] as const

export type Engine = 'postgres' | 'mysql'

/** Who and where: psql takes them from the query of a URL, and the lock of the database would be taken elsewhere than the work is done. */
const elsewhere = ['user', 'password', 'host', 'hostaddr', 'port', 'dbname', 'service', 'passfile', 'sslpassword'] as const

/** The files are read by the engine that is named, so it has to be that of the database. Says nothing of the URL but its scheme. */
export function otherEngine(url: string, engine: Engine): string | undefined {
  const found = engineOf(url)
  return found === undefined || found === engine
    ? undefined
    : `${engine}, but the database is one of ${found === 'mysql' ? 'MySQL or MariaDB: give mysql' : 'Postgres: give postgres'}`
}

function engineOf(url: string): Engine | undefined {
  if (/^(mysql|mariadb):/i.test(url)) return 'mysql'
  return /^postgres(ql)?:/i.test(url) ? 'postgres' : undefined
}

/** Why a database of this engine cannot be reached by the URL, without a word of it; whether it is one of another engine is not asked. */
export function wrongAddress(url: string, engine: Engine): string | undefined {
  try {
    if (engine === 'mysql') readMysqlAddress(url)
    else readAddress(url)
  } catch (thrown) {
    if (!(thrown instanceof DatabaseFault)) throw thrown
    const form = thrown.message.includes('://') ? '' : `; \`${engine}://user:password@host/name\` is expected`
    return `${thrown.message}${form}`
  }
  const query = URL.parse(url)?.searchParams
  const names = elsewhere.filter((name) => query?.has(name))
  if (names.length === 0) return undefined
  return `The URL of the database says ${names.map((each) => `\`${each}\``).join(', ')} behind its ?, where it is not read here: \`${engine}://user:password@host:port/name\` has a place for each`
}

/** What a URL says and is passed over here, for a warning; undefined where there is nothing. */
export function passedOver(url: string): string | undefined {
  const query = URL.parse(url)?.searchParams
  const names = ofFiles.filter((name) => query?.has(name))
  if (names.length === 0) return undefined
  return `The URL of the database says ${names.join(', ')}, which is not read here: database-ca names the authority of the server, and certificates of clients are not used`
}
