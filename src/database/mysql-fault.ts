import { DatabaseFault } from '../domain/migration/fault.ts'
import { cancelledFault, lostFault, tidy } from './fault-of.ts'

interface Thrown {
  readonly message?: unknown
  readonly code?: unknown
  readonly errno?: unknown
  readonly sqlState?: unknown
  readonly sqlMessage?: unknown
}

/** Lock wait timed out, deadlock, record has changed since (MariaDB). Source: "Server Error Message Reference" of MySQL, "MariaDB Error Codes". */
const busy = new Set([1205, 1213, 1020])
/** Too many connections, shutting down, killed; a server that may not be written any more, as after a failover. */
const lost = new Set([1040, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1290, 1792, 1836, 1927, 2006, 2013, 3169])
/** A statement that somebody ended. */
const interrupted = 1317
/** ALGORITHM or LOCK that is stated is not to be had. */
export const unsupported = new Set([1845, 1846])
/** Names of objects, reasons of the server, and no value of a row or of the statement stand in these. */
const quotesNoValues = new Set([
  1022, 1044, 1045, 1046, 1049, 1050, 1051, 1054, 1060, 1061, 1068, 1071, 1072, 1075, 1091, 1113, 1118, 1142, 1143, 1146, 1170, 1176, 1215,
  1227, 1235, 1286, 1348, 1359, 1360, 1364, 1419, 1451, 1452, 1553, 1817, 1821, 1822, 1824, 1826, 1828, 1829, 1831, 1832, 1833, 1834, 1845,
  1846, 3730, 3780, 3819, 3820, 3822, 3823, 3940, 4025,
])
const words: Readonly<Record<number, string>> = {
  1064: 'the statement is not understood',
  1149: 'the statement is not understood',
  1205: 'a lock was not to be had in time',
  1213: 'two waited for each other',
  1242: 'more than one row where there may be one',
  1317: 'the statement was ended by somebody',
  1366: 'a value that does not fit its type',
  1292: 'a value that does not fit its type',
  1264: 'a value that is out of range',
  1265: 'a value that does not fit its type',
  1406: 'a text that is too long for its column',
  1411: 'a value that does not fit its type',
  1048: 'NULL for a column that is NOT NULL',
  1138: 'NULL for a column that is NOT NULL',
  1644: 'an exception raised in a routine',
}

/** `aborted`: our own signal had asked for an end. No literal of the SQL and no value of a row gets into the message. */
export function mysqlFaultOf(thrown: unknown, aborted: boolean): DatabaseFault {
  if (thrown instanceof DatabaseFault) return thrown
  const error = (thrown ?? {}) as Thrown
  const number = typeof error.errno === 'number' && error.errno > 0 && typeof error.sqlState === 'string' ? error.errno : 0
  if (number === 0) return aborted ? cancelledFault() : wireFault(error)
  if (number === interrupted && aborted) return cancelledFault()
  const state = String(error.sqlState)
  const message = `${wordsOf(number, String(error.sqlMessage ?? error.message))} (error ${String(number)}, SQLSTATE ${state})`
  const kind = busy.has(number) ? 'busy' : lost.has(number) ? 'lost' : 'refused'
  return new DatabaseFault(kind, state, message, { cause: new MysqlErrorNumber(number) })
}

/** The number of the server's error, which tells more than its SQLSTATE. The error itself is not kept: it holds values. */
class MysqlErrorNumber {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}

/** 0 where it is none of the server's. */
export function errorNumberOf(error: unknown): number {
  return error instanceof DatabaseFault && error.cause instanceof MysqlErrorNumber ? error.cause.number : 0
}

function wordsOf(number: number, message: string): string {
  // The value comes first and the name of the index last.
  if (number === 1062 || number === 1586) {
    const key = /for key '([^']*)'$/.exec(message)?.[1]
    return `two rows would be equal${key === undefined ? '' : `, at key ${tidy(key)}`}`
  }
  return words[number] ?? (quotesNoValues.has(number) ? tidy(message) : 'refused by the server')
}

/** Errors of sockets, of TLS, and of the client itself. */
function wireFault(error: Thrown): DatabaseFault {
  const code = typeof error.code === 'string' ? error.code : ''
  const message = tidy(String(error.message))
  // The client has one code for every error of TLS, a connection that was reset among them.
  if (
    code === 'HANDSHAKE_SSL_ERROR'
      ? /certificate|altnames/i.test(message)
      : /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code)
  )
    return new DatabaseFault('refused', '', `The certificate of the server is not trusted: ${message}`, { untrusted: true })
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return new DatabaseFault('refused', '', 'The server offers no TLS')
  if (/^AUTH_SWITCH|HANDSHAKE_UNKNOWN/.test(code) || /authentication plugin|auth/i.test(message))
    return new DatabaseFault('refused', '', `The way the server asks for the password is not known here: ${message}`)
  return lostFault(`The connection failed: ${code === '' || message.includes(code) ? message : `${code}, ${message}`}`)
}
