import { readAddress } from './address.ts'
import { lostFault } from './fault-of.ts'
import { openSession, type Queries, type Session } from './session.ts'

export type { Queries, Rows } from './session.ts'

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` of the writer itself, not of a transaction pooler. */
  readonly url: string
  /** Shown by `pg_stat_activity`: `sluice/<run>`. */
  readonly application: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
  readonly connectMs?: number
}

/** One session that everything happens on, and a second one for what must not wait for the first. */
export interface Connection extends Queries {
  /** `host:port/database`, for people. */
  readonly name: string
  /** Of the session's server process, as told when it began; a pooler tells its own. 0 before `open`. */
  readonly pid: number
  /** Whether the session is there: a lock of it may be relied on. */
  readonly alive: boolean
  /** Opens the session, or a new one instead; the second one ends with the one before. */
  open(signal: AbortSignal): Promise<void>
  /** The second session, opened when it is first asked and again when it was lost. Its statements are short ones. */
  side(): Queries
  /** Opens one more session, which whoever asked for it has to end. */
  another(signal: AbortSignal): Promise<Session>
  close(): Promise<void>
}

/** Opens nothing yet. Throws DatabaseFault where the URL is none. */
export function createConnection(options: ConnectionOptions): Connection {
  const address = readAddress(options.url)
  const common = {
    application: options.application,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.connectMs === undefined ? {} : { connectMs: options.connectMs }),
  }
  const unhurried = new AbortController().signal
  let main: Session | undefined
  let second: Promise<Session> | undefined

  /** Whoever asks at the same time gets the same one: each waits for the one before. */
  const beside = (signal: AbortSignal): Promise<Session> => {
    const before = second
    const opening = (async () => {
      const found = await before?.catch(() => undefined)
      return found?.alive === true ? found : openSession(address, common, signal)
    })()
    opening.catch(() => undefined)
    second = opening
    return opening
  }
  const side: Queries = {
    query: async (sql, params, signal) => (await beside(signal)).query(sql, params, signal),
  }
  const cancel = async (pid: number): Promise<void> => {
    // The signal that asks for the end must not stop this.
    await side.query('SELECT pg_cancel_backend($1)', [pid], unhurried)
  }
  const endAll = async (): Promise<void> => {
    const [first, other] = [main, second]
    main = second = undefined
    await Promise.all([first?.end(), other?.then((session) => session.end()).catch(() => undefined)])
  }
  return {
    name: address.name,
    get pid() {
      return main?.pid ?? 0
    },
    get alive() {
      return main?.alive === true
    },
    async open(signal) {
      // The second one may be of a server that has become a copy.
      await endAll()
      main = await openSession(address, { ...common, cancel }, signal)
    },
    query(sql, params, signal) {
      if (main === undefined) return Promise.reject(lostFault('There is no connection to the database'))
      return main.query(sql, params, signal)
    },
    side: () => side,
    another: (signal) => openSession(address, common, signal),
    close: endAll,
  }
}
