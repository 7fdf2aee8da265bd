import { AwsFault } from '../cloud/ports.ts'
import type { Misfit } from './check.ts'
import { checkShape } from './check.ts'
import type { Operation, Service } from './codec.ts'
import { toJson } from './json-form.ts'
import { content, errorXml, toXml } from './query-form.ts'

/** An HTTP answer, ready to be written. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The error in it, as its caller will name it. */
  readonly code?: string
}

export type Protocol = 'json' | 'query'

/** Encodes an output. One that does not fit its shape is a bug of the sandbox: a 500 that names the member. */
export function answerOutput(service: Service, protocol: Protocol, operation: Operation, output: unknown, requestId: string): Answer {
  const misfits = checkShape(operation.output, output)
  if (misfits.length > 0) {
    const bug = `sandbox bug: the answer to ${service.prefix}:${operation.name} is wrong: ${misfits.map((one) => one.text).join('; ')}`
    process.stderr.write(`${bug}\n`)
    return answerFault(service, protocol, new AwsFault('InternalFailure', bug, 500), requestId)
  }
  if (protocol === 'query')
    return { status: 200, headers: xmlHeaders(requestId), body: toXml(service, operation.name, operation.output, output, requestId) }
  return { status: 200, headers: jsonHeaders(service, requestId), body: JSON.stringify(toJson(operation.output, output)) }
}

/** Encodes an error; `fault.code` may be the class name of the SDK or the code of the query wire. */
export function answerFault(service: Service, protocol: Protocol, fault: AwsFault, requestId: string): Answer {
  const known = service.errors.get(fault.code)
  const queryCode = known?.queryCode ?? fault.code
  const side = fault.status >= 500 ? 'Receiver' : 'Sender'
  if (protocol === 'query') {
    const members = known === undefined ? '' : content(known.shape, { ...fault.members, Message: undefined, message: undefined })
    const body = errorXml(service, queryCode, side, fault.message, members, requestId)
    return { status: fault.status, headers: xmlHeaders(requestId), body, code: queryCode }
  }
  const name = known?.name ?? fault.code
  const messageName = known?.shape.kind === 'structure' && known.shape.members().has('Message') ? 'Message' : 'message'
  const members = known === undefined ? fault.members : (toJson(known.shape, fault.members) as object)
  const headers = {
    ...jsonHeaders(service, requestId),
    ...(service.queryCompatible ? { 'x-amzn-query-error': `${queryCode};${side}` } : {}),
  }
  return { status: fault.status, headers, body: JSON.stringify({ __type: name, [messageName]: fault.message, ...members }), code: name }
}

/**
 * What AWS says about an input that does not fit: JSON services refuse to read a wrong type (SerializationException) and validate the rest, under
 * a name of their own (`Service.invalid`); the query services have MalformedInput for names they do not know.
 */
export function misfitFault(service: Service, misfits: readonly Misfit[]): AwsFault {
  const jsonOnly = service.query === undefined
  const unread = misfits.find((one) => one.kind === 'type' || one.kind === 'unknown')
  if (unread !== undefined) {
    const code = jsonOnly ? 'SerializationException' : unread.kind === 'type' ? 'ValidationError' : 'MalformedInput'
    return new AwsFault(code, misfits.map((one) => one.text).join('; '))
  }
  const plural = misfits.length === 1 ? 'error' : 'errors'
  const message = `${misfits.length} validation ${plural} detected: ${misfits.map((one) => one.text).join('; ')}`
  return new AwsFault(service.invalid, message)
}

function jsonHeaders(service: Service, requestId: string): Record<string, string> {
  return { 'content-type': `application/x-amz-json-${service.jsonVersion ?? '1.1'}`, 'x-amzn-requestid': requestId }
}

function xmlHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}
