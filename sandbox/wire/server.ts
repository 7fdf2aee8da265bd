import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cloud } from '../cloud/ports.ts'
import { AwsFault } from '../cloud/ports.ts'
import type { Answer, Protocol } from './answer.ts'
import { answerFault, answerOutput, misfitFault } from './answer.ts'
import type { CallLog } from './call-log.ts'
import { checkShape } from './check.ts'
import type { Operation, Service } from './codec.ts'
import { services } from './codec.ts'
import type { ControlDesk } from './control.ts'
import { answerControl } from './control.ts'
import type { Faults } from './faults.ts'
import { fromJson } from './json-form.ts'
import { fromQuery } from './query-form.ts'
import type { Throttle } from './throttle.ts'

export interface WireOptions {
  readonly cloud: Cloud
  readonly accountId: string
  readonly faults: Faults
  readonly calls: CallLog
  /** Absent: nothing is throttled. */
  readonly throttle?: Throttle
  /** Further things to see and to do under /_sandbox/. */
  readonly desk?: ControlDesk
}

/** A server, not yet listening, that speaks the protocols of the SDK clients and hands each call to the cloud. */
export function createWire(options: WireOptions): Server {
  const server = createServer({ keepAlive: true }, (request, response) => {
    serve(options, request, response).catch((error: unknown) => {
      // The caller went away in the middle of its request.
      if (request.destroyed && !request.complete) return
      process.stderr.write(`sandbox bug: ${error instanceof Error ? error.stack : String(error)}\n`)
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end()
    })
  })
  // Longer than any client keeps an idle connection: a reset by us would be a fault nobody ordered.
  server.keepAliveTimeout = 120_000
  return server
}

async function serve(options: WireOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  if (request.url?.startsWith('/_sandbox/')) {
    write(response, answerControl(options, options.desk, request.method ?? 'GET', request.url, body))
    return
  }
  const requestId = randomUUID()
  const credential = /Credential=([^/,\s]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '')
  if (credential === null) {
    const text = 'Request is missing Authentication Token: the sandbox wants an AWS Signature Version 4 header (any key will do)'
    write(response, { status: 403, headers: plain, body: JSON.stringify({ __type: 'MissingAuthenticationTokenException', message: text }) })
    return
  }
  const service = services.find((one) => one.signingName === credential[2])
  if (service === undefined) {
    const text = `The sandbox has no service "${credential[2]}"; it has ${services.map((one) => one.signingName).join(', ')}`
    write(response, { status: 404, headers: plain, body: JSON.stringify({ __type: 'UnknownOperationException', message: text }) })
    return
  }
  const protocol: Protocol = request.headers['x-amz-target'] === undefined ? 'query' : 'json'
  const parameters = new URLSearchParams(protocol === 'query' ? body : '')
  const name = protocol === 'json' ? String(request.headers['x-amz-target']).split('.').at(-1)! : (parameters.get('Action') ?? '')
  const log = { atMs: Date.now(), operation: `${service.prefix}:${name}`, userAgent: userAgent(request), accessKeyId: credential[1]! }
  const finish = (answer: Answer): void => {
    options.calls.add({ ...log, status: answer.status, ...(answer.code === undefined ? {} : { code: answer.code }) })
    write(response, answer)
  }

  let lost = false
  try {
    const operation = operationOf(options.cloud, service, name, request, protocol)
    for (const order of options.faults.strike(log.operation, log.accessKeyId)) {
      if (order.kind === 'delay') await delay(order.delayMs ?? 0)
      else if (order.kind === 'lost-response') lost = true
      else if (order.kind === 'throttle') throw throttled
      else if (order.kind === 'expired-credentials') throw expired(service)
      else if (order.kind === 'access-denied') throw denied(service, options.accountId, log.operation)
      else if (order.kind === 'failures') return finish(answerOutput(service, protocol, operation, noRoom(order.message), requestId))
      else throw new AwsFault(order.code ?? 'InternalFailure', order.message ?? 'A fault ordered from the sandbox.', order.status ?? 500)
    }
    if (options.throttle?.(log.operation) === false) throw throttled
    const input = inputOf(service, protocol, operation, body, parameters)
    const answer = answerOutput(service, protocol, operation, options.cloud.call(log.operation, input), requestId)
    if (!lost) return finish(answer)
  } catch (error) {
    const fault = error instanceof AwsFault ? error : bug(log.operation, error)
    if (!lost) return finish(answerFault(service, protocol, fault, requestId))
  }
  options.calls.add({ ...log, status: 0, lost: true })
  request.socket.destroy()
}

/** What RunTask answers when it finds no place: no error, and no task. */
function noRoom(reason = 'RESOURCE:CPU'): object {
  return { tasks: [], failures: [{ reason }] }
}

function operationOf(cloud: Cloud, service: Service, name: string, request: IncomingMessage, protocol: Protocol): Operation {
  const unknown = protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException'
  if (protocol === 'query' && service.query === undefined) {
    throw new AwsFault(unknown, `${service.prefix} speaks JSON: X-Amz-Target is missing (content type ${request.headers['content-type']})`)
  }
  const operation = service.operations.get(name)
  if (operation === undefined) throw new AwsFault(unknown, `Could not find operation ${name}`)
  if (!cloud.operations.has(`${service.prefix}:${name}`))
    throw new AwsFault(unknown, `The sandbox does not model ${service.prefix}:${name}`)
  return operation
}

function inputOf(service: Service, protocol: Protocol, operation: Operation, body: string, parameters: URLSearchParams): object {
  let input: unknown
  if (protocol === 'query') input = fromQuery(operation.input, parameters)
  else {
    try {
      input = fromJson(operation.input, JSON.parse(body === '' ? '{}' : body))
    } catch {
      throw new AwsFault('SerializationException', 'The body is not JSON')
    }
  }
  const misfits = checkShape(operation.input, input)
  if (misfits.length > 0) throw misfitFault(service, misfits)
  return input as object
}

const throttled = new AwsFault('ThrottlingException', 'Rate exceeded')

function expired(service: Service): AwsFault {
  const text = 'The security token included in the request is expired'
  return service.target === undefined ? new AwsFault('ExpiredToken', text, 403) : new AwsFault('ExpiredTokenException', text, 400)
}

function denied(service: Service, accountId: string, operation: string): AwsFault {
  const who = `arn:aws:sts::${accountId}:assumed-role/sandbox/sandbox`
  const text = `User: ${who} is not authorized to perform: ${operation} because no identity-based policy allows the ${operation} action`
  return service.target === undefined ? new AwsFault('AccessDenied', text, 403) : new AwsFault('AccessDeniedException', text, 400)
}

function bug(operation: string, error: unknown): AwsFault {
  process.stderr.write(`sandbox bug in ${operation}: ${error instanceof Error ? error.stack : String(error)}\n`)
  return new AwsFault('InternalFailure', `sandbox bug in ${operation}: ${error instanceof Error ? error.message : String(error)}`, 500)
}

const plain = { 'content-type': 'application/json' }

function userAgent(request: IncomingMessage): string {
  return String(request.headers['x-amz-user-agent'] ?? request.headers['user-agent'] ?? '')
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) })
  response.end(answer.body)
}
