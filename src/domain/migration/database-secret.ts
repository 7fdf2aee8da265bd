/** What is given beside a secret; it goes before what the secret says. */
export interface DatabaseGiven {
  /** `host` or `host:port`. */
  readonly host?: string | undefined
  readonly database?: string | undefined
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
  if (url.test(trimmed)) return { location: locationOf(trimmed) }
  const object = parseObject(trimmed)
  if (object === undefined) return { secrets: [trimmed], problems: ['is neither a URL of a database nor a JSON object'] }
  const urls = Object.values(object).filter((value) => typeof value === 'string' && url.test(value)) as string[]
  if (urls.length === 1 && object['password'] === undefined) return { location: locationOf(urls[0]!) }

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
  const found = splitHost(given.host)
  if (given.host !== undefined && found === undefined)
    problems.push('cannot be used with this database-host: a host, or host:port, is expected')
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
  const engine = place.engine === undefined ? engines[0] : engines.find(([names]) => names.test(place.engine!))
  if (engine === undefined)
    problems.push(`is of the engine ${place.engine!.replaceAll(/[^\w-]/g, '?').slice(0, 30)}, and PostgreSQL, MySQL and MariaDB are known`)
  if (database === undefined) problems.push('names no database (dbname): give database-name')
  if (problems.length > 0 || database === undefined || engine === undefined) return { problems }
  const port = found?.port ?? place.port ?? engine[2]
  const [user, password, name] = [who.user, who.password, database].map(encodeURIComponent) as [string, string, string]
  const at = host.includes(':') ? `[${host}]` : host
  return { location: locationOf(`${engine[1]}://${user}:${password}@${at}:${String(port)}/${name}`, who.password) }
}

/** `host`, `host:port`, `[::1]:5432`; undefined where it is something else. */
function splitHost(text: string | undefined): { readonly host: string; readonly port: number | undefined } | undefined {
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
  const known = [password, written, read].filter((each) => each !== undefined).flatMap((each) => [each, decoded(each)])
  return { url: text, secrets: [...new Set([text, ...known.flatMap(passwordTexts)])] }
}

/** A password as it is, in a URL, in a form, and within JSON. */
function passwordTexts(password: string): readonly string[] {
  if (password === '') return []
  const encoded = encodeURIComponent(password)
  return [...new Set([password, encoded, encoded.replaceAll('%20', '+'), JSON.stringify(password).slice(1, -1)])]
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
