import { SluiceError } from '../domain/errors.ts'
import type { ReasonCode } from '../domain/outcome.ts'
import type { OperationName } from './operations.ts'

/** What the SDK treats as throttling; ECS throttles by names that are not in its own model. */
const throttled = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized'])
const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'])
const rejected = new Set([
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
])
/** Errors of the connection, by `code` or by name. */
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'NetworkingError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
])

/** What is read of an error of the SDK, or of a model of AWS that throws with `name` and `status`. */
interface Thrown {
  readonly name: string
  readonly message: string
  readonly code: string
  readonly status: number | undefined
  readonly requestId: string | undefined
}

/**
 * Any error of a call as the one error of the suite; the SDK's own stays as `cause`.
 * `ended` tells why the call was given up when it was not AWS that ended it.
 */
export function explainError(operation: OperationName, thrown: unknown, ended?: 'cancelled' | 'timed-out'): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const error = read(thrown)
  const make = (reasonCode: ReasonCode, message: string, hint?: string): SluiceError =>
    new SluiceError(reasonCode, message, { cause: thrown, ...(hint !== undefined && { hint }) })
  const id = error.requestId === undefined ? '' : ` (request ${error.requestId})`

  if (ended === 'cancelled') return make('CANCELLED', `The call ${operation} was given up because the step was cancelled`)
  if (ended === 'timed-out') return make('AWS_ERROR', `AWS did not answer ${operation} in time`)
  if (error.name === 'CredentialsProviderError') {
    return make(
      'CREDENTIALS_EXPIRED',
      `There are no AWS credentials in this job: ${error.message}`,
      'Put aws-actions/configure-aws-credentials before this step (with permissions: id-token: write), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    )
  }
  if (expired.has(error.name)) {
    return make(
      'CREDENTIALS_EXPIRED',
      `The AWS credentials of this job expired: ${operation} was refused${id}`,
      'Ask for a longer session (role-duration-seconds, and the maximum session duration of the role), then run the step again.',
    )
  }
  if (rejected.has(error.name)) {
    return make(
      'CREDENTIALS_EXPIRED',
      `AWS does not know the credentials of this job: ${operation} answered ${error.name}${id}`,
      'See that the credentials belong to this partition and were copied whole, and that the session has not been revoked.',
    )
  }
  if (denied.has(error.name) || /is not authorized to perform/.test(error.message)) return accessDenied(operation, error, make)
  if (isThrottling(operation, error)) {
    return make(
      'THROTTLED',
      `AWS throttled ${operation}: ${error.message}${id}`,
      'Fewer rollouts at once, or a raised API quota, avoid this.',
    )
  }
  if (network.has(error.code) || network.has(error.name)) {
    return make('AWS_ERROR', `The call ${operation} did not reach AWS: ${error.code || error.name} ${error.message}`)
  }
  if (error.status !== undefined && error.status >= 500) {
    return make('AWS_ERROR', `AWS answered ${operation} with ${error.name} ${String(error.status)}: ${error.message}${id}`)
  }
  // Inputs were accepted by then: what AWS refuses is the state it finds, or a content that it knows better than we do.
  if (error.status !== undefined) return make('PREFLIGHT_FAILED', `AWS refused ${operation}: ${error.name}: ${error.message}${id}`)
  return make(
    'INTERNAL_ERROR',
    `The call ${operation} failed: ${error.name}: ${error.message}`,
    'This is a fault of Sluice: please report it.',
  )
}

/** AWS's own name of the error below ours, empty when there is none. */
export function awsErrorName(error: unknown): string {
  return error instanceof SluiceError && error.cause instanceof Error ? error.cause.name : ''
}

function isThrottling(operation: OperationName, error: Thrown): boolean {
  // RegisterTaskDefinition says so of two registrations of one family at a time, under a name that means a mistake elsewhere.
  if (/^Too many concurrent attempts/.test(error.message) || error.status === 429) return true
  return throttled.has(error.name) && !isQuota(operation, error)
}

/** ECS uses the name both for rates and for quotas; a quota does not pass by waiting. */
function isQuota(operation: OperationName, error: Thrown): boolean {
  return error.name === 'LimitExceededException' && operation.startsWith('ecs:') && error.status !== 429
}

function accessDenied(
  operation: OperationName,
  error: Thrown,
  make: (code: ReasonCode, message: string, hint?: string) => SluiceError,
): SluiceError {
  // AWS names another action than the one called where passing a role is what is not allowed.
  const action = /to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.[1] ?? operation
  const resource = /on resource:? (\S+)/.exec(error.message)?.[1]
  const on = resource === undefined ? '' : ` on ${resource}`
  const called = action === operation ? '' : ` (asked for by ${operation})`
  return make(
    'ACCESS_DENIED',
    `The role of this job may not do ${action}${on}${called}`,
    `Allow ${action}${on} in its policy; docs/iam.md lists what each action needs.`,
  )
}

function read(thrown: unknown): Thrown {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    name?: unknown
    message?: unknown
    code?: unknown
    status?: unknown
    $metadata?: { httpStatusCode?: number; requestId?: string }
  }
  const status = error.$metadata?.httpStatusCode ?? (typeof error.status === 'number' ? error.status : undefined)
  return {
    name: typeof error.name === 'string' ? error.name : 'Error',
    message: typeof error.message === 'string' ? error.message : String(thrown),
    code: typeof error.code === 'string' ? error.code : '',
    status,
    requestId: error.$metadata?.requestId,
  }
}
