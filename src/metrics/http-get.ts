import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { quoted } from '../domain/document.ts'
import { span } from '../domain/render/time.ts'
import { cancelled, unavailable } from './unavailable.ts'

export interface Question {
  /** Names the metric for people. */
  readonly whose: string
  /** With the user and the password, where there are any. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** From the name's resolution to the end of the body. */
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/** More than any list of counts needs. */
const mostBytes = 64 * 1_048_576

/** One GET on a connection of its own. Throws METRICS_UNAVAILABLE where no whole answer comes, CANCELLED with the signal. */
export async function get(question: Question, signal: AbortSignal): Promise<Answer> {
  const whose = whoseOf(question)
  if (signal.aborted) throw cancelled(whose)
  const late = AbortSignal.timeout(question.timeoutMs)
  let stage = 'no answer'
  try {
    const response = await open(question, AbortSignal.any([signal, late]))
    stage = `status ${String(response.statusCode)}, but no end of the answer`
    return { status: response.statusCode ?? 0, body: await bodyOf(response) }
  } catch (thrown) {
    if (signal.aborted) throw cancelled(whose)
    const because = late.aborted ? `${stage} within ${span(question.timeoutMs)}` : `${stage}: ${failureText(thrown)}`
    throw unavailable(whose, because, 'Check the address, and that this runner can reach it.', thrown)
  }
}

/** `checkout at http://prometheus:9090/api/v1/query_range`: neither password nor query. */
export function whoseOf({ whose, url }: Question): string {
  return `${whose} at ${url.origin}${url.pathname}`
}

/** What a body begins with, for a message. */
export function firstLine(body: string): string {
  const line = body.split(/\r\n|\r|\n/).find((each) => each.trim() !== '')
  return line === undefined ? 'an empty answer' : quoted(line.trim(), 200)
}

/** The password of an address, as it is sent; empty without one. */
export function passwordOf({ password }: URL): string {
  return plain(password)
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function open({ url, headers }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const tls = url.protocol === 'https:'
  const user = [url.username, url.password].map(plain).join(':')
  const options: RequestOptions = {
    agent: false,
    signal,
    // Of an IPv6 address the URL has the brackets, the socket has not.
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 443 : 80) : url.port,
    path: url.pathname + url.search,
    ...(user !== ':' && { auth: user }),
    headers: { 'user-agent': 'sluice', accept: 'application/json', 'accept-encoding': 'identity', ...headers },
  }
  return new Promise((resolve, reject) => {
    const call = tls ? requestHttps(options) : requestHttp(options)
    call.on('response', resolve).on('error', reject).end()
  })
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop destroys the connection.
    if (bytes > mostBytes) throw new Error(`it has more than ${String(mostBytes / 1_048_576)} MiB`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the address cannot be reached',
  ENETUNREACH: 'the address cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'the name cannot be resolved',
  EAI_AGAIN: 'the name cannot be resolved',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  EPROTO: 'there is no TLS',
}

function failureText(thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException
  if (code === undefined) return message
  return `${failures[code] ?? quoted(message)} (${code})`
}
