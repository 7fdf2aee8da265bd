import { urlPart, wrongUrl } from './url-part.ts'

/** Where a database is and who asks, out of a URL. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** The server must prove by its certificate that it is `host`. */
  readonly tls: boolean
  /** `options` of the URL, as libpq takes them. */
  readonly options?: string
  /** `host:port/database`, for people. */
  readonly name: string
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i

/**
 * Reads `postgres://user:password@host:port/database`. TLS with a verified host is used unless the host is the machine itself or the URL says
 * `sslmode=disable`: a mode of libpq in between would take any certificate, and with it anybody for the server. Throws DatabaseFault without a word of the URL.
 */
export function readAddress(text: string): Address {
  const url = URL.parse(text)
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.hostname.includes(',')) {
    throw wrongUrl('is no URL of the form `postgres://user:password@host:port/database` with one host')
  }
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(urlPart) as [string, string, string]
  if (user === '') throw wrongUrl('names no user')
  const host = urlPart(url.hostname).replace(/^\[|\]$/g, '')
  const mode = url.searchParams.get('sslmode')
  const options = url.searchParams.get('options')
  const port = url.port === '' ? 5432 : Number(url.port)
  return {
    host,
    port,
    database: database === '' ? user : database,
    user,
    password,
    tls: mode === null ? !loopback.test(host) : mode !== 'disable',
    ...(options === null ? {} : { options }),
    name: `${host.includes(':') ? `[${host}]` : host}:${String(port)}/${database === '' ? user : database}`,
  }
}
