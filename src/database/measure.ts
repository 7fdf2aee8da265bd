import { readAddress } from './address.ts'
import { type Connection, createConnection } from './connection.ts'
import { prepareSession } from './facts.ts'
import { lostFault } from './fault-of.ts'
import { makePlace, type MeasurePlace } from './measure-place.ts'
import { relationsThere, runTrial } from './measure-trial.ts'
import type { ScratchDatabase } from '../ports.ts'

export interface MeasureOptions {
  /** Of a database on a server that nobody needs. */
  readonly url: string
  /** Of the workflow; others see it as `sluice/<run>`. */
  readonly run: string
  /** Certificates to trust instead of those of Node, as PEM. */
  readonly ca?: string
}

/**
 * A time zone in which a change between times with and without one writes a table anew, as it would for a session of anybody who is not in UTC; and an
 * end for what waits for itself.
 */
const settings = [`SET TimeZone = '<+01>-1'`, `SET statement_timeout = '60s'`, `SET lock_timeout = '10s'`]

/** Postgres 12 to 18. Opens nothing yet. Throws DatabaseFault where the URL is none. */
export function createScratch({ url, run, ca }: MeasureOptions): ScratchDatabase {
  const { name } = readAddress(url)
  const application = `sluice/${run}`
  let place: MeasurePlace | undefined
  let connection: Connection | undefined
  let there: readonly string[] = []
  const session = (): Connection => {
    if (connection === undefined) throw lostFault('There is no scratch database')
    return connection
  }

  const settle: ScratchDatabase['settle'] = async (signal) => {
    await session().query('RESET ALL', [], signal)
    await prepareSession(session(), signal)
    for (const each of settings) await session().query(each, [], signal)
    there = await relationsThere(session(), signal)
  }
  return {
    name,
    async open(signal) {
      place = await makePlace(url, application, ca, signal)
      connection = createConnection({ url: place.url, application, ...(ca === undefined ? {} : { ca }) })
      await connection.open(signal)
      await settle(signal)
      return { version: place.version }
    },
    async run(sql, signal) {
      await session().query(sql, [], signal)
    },
    settle,
    measure: (trial, signal) => runTrial(session(), there, trial, signal),
    async close() {
      const [open, made] = [connection, place]
      connection = place = undefined
      await open?.close()
      await made?.remove()
    },
  }
}
