import { DatabaseFault, readOnly } from '../domain/migration/fault.ts'
import { withoutLiterals } from './message-literals.ts'

/** What the server or the wire threw, as far as it is looked at. */
interface Thrown {
  readonly message?: unknown
  readonly code?: unknown
  readonly severity?: unknown
  readonly table?: unknown
  readonly column?: unknown
  readonly constraint?: unknown
  /** The source file that raised it. */
  readonly file?: unknown
  /** A statement that a function ran. */
  readonly internalQuery?: unknown
}

/** Lock not available, deadlock, serialization failure: the same again may go well. */
const busy = new Set(['55P03', '40P01', '40001'])
/** Shut down, crashed, starting; idle for too long; of a copy; no slot left. */
const lost = new RegExp(`^(08...|57P0[1-5]|${readOnly}|25P0[34]|53300)$`)
/** A wrong name or password, no such database, no right to connect: waiting does not heal it, although the session ends. */
const refusedSession = /^(28...|3D000|42501)$/
/**
 * Classes whose messages name objects and no values: 0A features, 23 constraints, 25 state of the transaction, 26 to 3F names, 42 the statement
 * itself, 53 to 58 the server. The others may quote data or literals of the SQL, so their words are ours. Source: errcodes.txt and the texts of Postgres.
 */
const quotesNoValues = /^(0A|23|25|26|28|2B|3D|3F|40|42|53|54|55|57|58)/
/** Syntax errors quote what they stumble over, which may be a literal. */
const quotesTheStatement = new Set(['42601', '42602', '42622'])

/** What functions raise is theirs, whatever SQLSTATE they give it: plpgsql, plpython, plperl, pltcl, plv8. */
const raisedByFunction = /^pl(_exec|py|perl|tcl|v8)/

const classes: Readonly<Record<string, string>> = {
  '21': 'more than one row where there may be one',
  '22': 'a value that does not fit its type',
  '42': 'the statement is not understood',
  P0: 'an exception raised in a function',
  XX: 'an internal error of the server',
}

/** `aborted`: our own signal had asked for an end. No literal of `sql` and no value of a row gets into the message. */
export function faultOf(thrown: unknown, aborted: boolean, sql = ''): DatabaseFault {
  if (thrown instanceof DatabaseFault) return thrown
  const error = (thrown ?? {}) as Thrown
  const state = typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) && error.severity !== undefined ? error.code : ''
  if (state === '') return aborted ? cancelledFault() : wireFault(error)
  if (state === '57014' && aborted) return cancelledFault()
  const words = `${wordsOf(state, error, sql)} (SQLSTATE ${state})`
  if (busy.has(state)) return new DatabaseFault('busy', state, words)
  const ended = error.severity === 'FATAL' || error.severity === 'PANIC'
  return new DatabaseFault(lost.test(state) || (ended && !refusedSession.test(state)) ? 'lost' : 'refused', state, words)
}

export function cancelledFault(): DatabaseFault {
  return new DatabaseFault('cancelled', '57014', 'Cancelled')
}

/** The connection is not there any more, or could not be made. */
export function lostFault(words: string, cause?: unknown): DatabaseFault {
  return new DatabaseFault('lost', '', words, { cause })
}

function wordsOf(state: string, error: Thrown, sql: string): string {
  if (quotesNoValues.test(state) && !quotesTheStatement.has(state) && !isOfFunction(state, error)) {
    return tidy(withoutLiterals(String(error.message), sql))
  }
  const where = [error.table, error.column, error.constraint].filter((name) => typeof name === 'string' && name !== '')
  const what = classes[raisedByFunction.test(String(error.file)) ? 'P0' : state.slice(0, 2)] ?? 'refused by the server'
  return where.length === 0 ? what : `${what}, at ${tidy(where.join('.'))}`
}

/** Raised by a function, or about a statement that it may have made of values. */
function isOfFunction(state: string, { file, internalQuery }: Thrown): boolean {
  return raisedByFunction.test(String(file)) || (state.startsWith('42') && typeof internalQuery === 'string')
}

/** Errors of sockets, of TLS, and of the client itself. */
function wireFault(error: Thrown): DatabaseFault {
  const code = typeof error.code === 'string' ? error.code : ''
  // What Node adds to errors of TLS is advice for whoever starts it.
  const message = tidy(String(error.message).replace(/; if the root CA is installed locally.*$/s, ''))
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_TLS|^ERR_SSL/.test(code)) {
    return new DatabaseFault('refused', '', `The certificate of the server is not trusted: ${message}`, { untrusted: true })
  }
  if (message.includes('does not support SSL')) return new DatabaseFault('refused', '', 'The server offers no TLS')
  if (code === '' && !/terminat|timeout|closed|not queryable|connection/i.test(message)) {
    return new DatabaseFault('refused', '', message, { cause: error })
  }
  return lostFault(`The connection failed: ${code === '' || message.includes(code) ? message : `${code}, ${message}`}`, error)
}

/** One line without control characters, of a bearable length. */
export function tidy(text: string): string {
  const line = text.replaceAll(/\p{C}+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
