import { isIP } from 'node:net'
import { urlPart, wrongUrl } from './url-part.ts'
import type { Address } from './address.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i

/**
 * Reads `mysql://user:password@host:port/database`, or `mariadb://`. TLS with a verified host is used unless the host is the machine itself or the URL
 * says `ssl-mode=DISABLED`: the modes in between would take any certificate. Throws DatabaseFault without a word of the URL.
 */
export function readMysqlAddress(text: string): Address {
  const url = URL.parse(text)
  if (url === null || !/^(mysql|mariadb):$/.test(url.protocol) || url.hostname === '' || url.hostname.includes(','))
    throw wrongUrl('is no URL of the form `mysql://user:password@host:port/database` with one host')
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(urlPart) as [string, string, string]
  if (user === '') throw wrongUrl('names no user')
  if (database === '') throw wrongUrl('names no database')
  const host = urlPart(url.hostname).replace(/^\[|\]$/g, '')
  const mode = (url.searchParams.get('ssl-mode') ?? url.searchParams.get('sslmode'))?.toLowerCase()
  const port = url.port === '' ? 3306 : Number(url.port)
  const tls = mode === undefined ? !loopback.test(host) : mode !== 'disabled' && mode !== 'disable'
  // The client looks at names alone.
  if (tls && isIP(host) !== 0)
    throw wrongUrl(
      'has a number for its host, whose certificate proves nothing: give its name, or say ssl-mode=DISABLED where the network is trusted',
    )
  return {
    host,
    port,
    database,
    user,
    password,
    tls,
    name: `${host.includes(':') ? `[${host}]` : host}:${String(port)}/${database}`,
  }
}
