/** What is given beside a secret; it goes before what the secret says. */
export interface DatabaseGiven {
  /** `host` or `host:port`. */
  readonly host?: string | undefined
  readonly database?: string | undefined
  /** What is meant where the secret does not say. */
  readonly engine?: 'postgres' | 'mysql' | undefined
}

/** Where a database is, without who asks; of a secret that RDS keeps, RDS knows it. */
export interface DatabasePlace {
  readonly host: string
  readonly port?: number | undefined
  readonly database?: string | undefined
  readonly engine?: string | undefined
}

/** A URL to connect by, and every text in which its password could show. */
export interface DatabaseLocation {
  readonly url: string
  readonly secrets: readonly string[]
}

export type SecretReading =
  | { readonly location: DatabaseLocation }
  /** It says who may connect and not where: `locate` makes the URL of what RDS knows. */
  | { readonly secrets: readonly string[]; readonly locate: (place: DatabasePlace) => LocatedSecret }
  | { readonly secrets: readonly string[]; readonly problems: readonly string[] }
export type LocatedSecret = { readonly location: DatabaseLocation } | { readonly problems: readonly string[] }

const url = /^(postgres|postgresql|mysql|mariadb):\/\//i
/** Engines as RDS and the rotation of Secrets Manager name them, by the scheme of the URL and the port that is meant when none is named. */
const engines: readonly (readonly [RegExp, scheme: string, port: number])[] = [
  [/^(aurora-)?postgres(ql)?$/i, 'postgres', 5432],
  [/^(aurora-)?(mysql|mariadb)$|^aurora$/i, 'mysql', 3306],
]

/**
 * Reads the text of a secret: a URL; JSON with host, port, dbname, username and password, as Secrets Manager rotates it ("JSON structure of AWS
 * Secrets Manager secrets", User Guide); JSON with username and password alone, as RDS keeps it; or JSON with a URL as its one value.
 * What is missing is named, and nothing of it is shown.
 */
export function readDatabaseSecret(text: string, given: DatabaseGiven): SecretReading {
  const trimmed = text.trim()
  if (url.test(trimmed)) return ofUrl(trimmed, given)
  const object = parseObject(trimmed)
  if (object === undefined) return { secrets: [trimmed], problems: ['is neither a URL of a database nor a JSON object'] }
  const urls = Object.values(object).filter((value) => typeof value === 'string' && url.test(value)) as string[]
  if (urls.length > 0 && object['password'] === undefined) return urls.length === 1 ? ofUrl(urls[0]!, given) : severalUrls(urls)

  const problems: string[] = []
  const member = (...names: readonly string[]): string | undefined => {
    const name = names.find((each) => object[each] !== undefined && object[each] !== null && object[each] !== '')
    const value = name === undefined ? undefined : object[name]
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
    if (value !== undefined) problems.push(`has a member ${name ?? ''} that is no text`)
    return undefined
  }
  const user = member('username', 'user')
  const password = member('password')
  const secrets = password === undefined ? [trimmed] : passwordTexts(password)
  if (user === undefined) problems.push('names no username')
  if (password === undefined) problems.push('has no password')
  const own = {
    host: member('host', 'hostname'),
    port: member('port'),
    database: member('dbname', 'database', 'dbName'),
    engine: member('engine'),
  }
  const port = own.port === undefined ? undefined : Number(own.port)
  if (port !== undefined && !isPort(port)) problems.push('has a port that is none')
  if (given.host === undefined && own.host !== undefined && !isHost(own.host))
    problems.push('has a host that is none: its name alone belongs there, and its port into `port`')
  const found = splitHost(given.host)
  if (given.host !== undefined && found === undefined) problems.push(wrongHost)
  if (problems.length > 0) return { secrets, problems }

  const locate = (place: DatabasePlace): LocatedSecret => build({ user: user!, password: password! }, place, given)
  const host = found?.host ?? own.host
  if (host === undefined) return { secrets, locate }
  const located = locate({ host, port: found?.port ?? port, database: own.database, engine: own.engine })
  return 'problems' in located ? { secrets, ...located } : located
}

function build(who: { readonly user: string; readonly password: string }, place: DatabasePlace, given: DatabaseGiven): LocatedSecret {
  const problems: string[] = []
  const found = splitHost(given.host)
  const host = found?.host ?? place.host
  const database = given.database ?? place.database
  const meant = given.engine ?? 'postgres'
  const engine = engines.find(([names, scheme]) => (place.engine === undefined ? scheme === meant : names.test(place.engine)))
  if (engine === undefined)
    problems.push(`is of the engine ${place.engine!.replaceAll(/[^\w-]/g, '?').slice(0, 30)}, and PostgreSQL, MySQL and MariaDB are known`)
  if (database === undefined) problems.push('names no database (dbname): give database-name')
  if (problems.length > 0 || database === undefined || engine === undefined) return { problems }
  const port = found?.port ?? place.port ?? engine[2]
  const [user, password, name] = [who.user, who.password, database].map(encodeURIComponent) as [string, string, string]
  return { location: locationOf(`${engine[1]}://${user}:${password}@${inUrl(host)}:${String(port)}/${name}`, who.password) }
}

/** A URL, in which what is given stands in place of what it said. */
function ofUrl(text: string, given: DatabaseGiven): SecretReading {
  const location = locationOf(text)
  if (given.host === undefined && given.database === undefined) return { location }
  const { secrets } = location
  const found = splitHost(given.host)
  if (given.host !== undefined && found === undefined) return { secrets, problems: [wrongHost] }
  const read = URL.parse(text)
  if (read === null)
    return { secrets, problems: ['is a URL that cannot be read: what is special in its password has to be encoded, / as %2F'] }
  if (found !== undefined) read.hostname = inUrl(found.host)
  if (found?.port !== undefined) read.port = String(found.port)
  if (given.database !== undefined) read.pathname = `/${encodeURIComponent(given.database)}`
  const made = locationOf(read.href)
  return { location: { url: made.url, secrets: [...new Set([...secrets, ...made.secrets])] } }
}

function severalUrls(urls: readonly string[]): SecretReading {
  return {
    secrets: urls.flatMap((each) => locationOf(each).secrets),
    problems: [`holds ${String(urls.length)} URLs of databases, and which is meant is not known: make a secret of the one`],
  }
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

const wrongHost = 'cannot be used with this database-host: a host, or host:port, is expected'

/** A name or a number, without a port. */
function isHost(text: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(text) || /^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text)
}

/** `host`, `host:port`, `[::1]:5432`; undefined where it is something else. */
export function splitHost(text: string | undefined): { readonly host: string; readonly port: number | undefined } | undefined {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text ?? '')
  const port = match?.[3] === undefined ? undefined : Number(match[3])
  if (!match || (port !== undefined && !isPort(port))) return undefined
  return { host: (match[1] ?? match[2])!, port }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
}

function locationOf(text: string, password?: string): DatabaseLocation {
  // A password that should have been encoded may hold an @ itself: what stands before the last one is hidden as well.
  const written = /^[^:]+:\/\/[^:@/]*:(.*)@[^@]*$/s.exec(text)?.[1]
  const read = URL.parse(text)?.password
  // It has no place there, and is refused; but never shown.
  const asked = [...text.matchAll(/[?&](?:ssl)?password=([^&#]*)/gi)].map((match) => match[1])
  const known = [password, written, read, ...asked].filter((each) => each !== undefined).flatMap((each) => [each, decoded(each)])
  return { url: text, secrets: [...new Set([text, ...known.flatMap(passwordTexts)])] }
}

/** A password as it is, in a URL in either way of writing it, in a form, and within JSON. */
function passwordTexts(password: string): readonly string[] {
  if (password === '') return []
  const encoded = encodeURIComponent(password)
  return [...new Set([password, encoded, encodeURI(password), encoded.replaceAll('%20', '+'), JSON.stringify(password).slice(1, -1)])]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
