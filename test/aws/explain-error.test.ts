import { describe, expect, test } from 'vitest'
import { awsErrorName, explainError } from '../../src/aws/explain-error.ts'
import { mayPass } from '../../src/engine/patience.ts'

function thrown(name: string, message: string, status: number, more: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'req-7' }, ...more })
}

describe('an error of a call', () => {
  test.each([
    ['ThrottlingException', 'Rate exceeded', 400],
    ['Throttling', 'Rate exceeded', 400],
    ['TooManyRequestsException', 'slow down', 429],
    ['SomethingNew', 'too many', 429],
    ['RequestLimitExceeded', 'Request limit exceeded.', 503],
    ['ClientException', 'Too many concurrent attempts to create a new revision of the specified family.', 400],
  ])('%s is throttling and passes', (name, message, status) => {
    const error = explainError('ecs:DescribeServices', thrown(name, message, status))
    expect(error.reasonCode).toBe('THROTTLED')
    expect(error.message).toContain('ecs:DescribeServices')
    expect(mayPass(error)).toBe(true)
  })

  test.each([
    ['a 500', thrown('ServerException', 'Service Unavailable', 500), 'req-7'],
    ['a closed connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['a time-out of the connection', Object.assign(new Error('timed out'), { name: 'TimeoutError' }), 'TimeoutError'],
  ])('%s is the fault of AWS or the way to it and passes', (_, cause, told) => {
    const error = explainError('ecs:UpdateService', cause)
    expect(error.reasonCode).toBe('AWS_ERROR')
    expect(error.message).toContain('ecs:UpdateService')
    expect(error.message).toContain(told)
    expect(mayPass(error)).toBe(true)
  })

  test.each(['ExpiredTokenException', 'ExpiredToken', 'UnrecognizedClientException', 'InvalidClientTokenId'])(
    '%s does not pass',
    (name) => {
      const error = explainError('ecs:DescribeServices', thrown(name, 'The security token included in the request is expired', 400))
      expect(error.reasonCode).toBe('CREDENTIALS_EXPIRED')
      expect(mayPass(error)).toBe(false)
    },
  )

  test('no credentials at all say how to get some', () => {
    const error = explainError('ecs:DescribeServices', Object.assign(new Error('Could not load'), { name: 'CredentialsProviderError' }))
    expect(error.reasonCode).toBe('CREDENTIALS_EXPIRED')
    expect(error.message).toMatch(/no AWS credentials in this job/)
    expect(error.hint).toMatch(/configure-aws-credentials/)
  })

  test('what is not allowed is named with its resource', () => {
    const text =
      'User: arn:aws:sts::111122223333:assumed-role/ci/x is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:eu-west-1:111122223333:service/production/web because no identity-based policy allows it'
    const error = explainError('ecs:UpdateService', thrown('AccessDeniedException', text, 400))
    expect(error.reasonCode).toBe('ACCESS_DENIED')
    expect(error.message).toBe(
      'The role of this job may not do ecs:UpdateService on arn:aws:ecs:eu-west-1:111122223333:service/production/web',
    )
  })

  test('a role that may not be passed is told from the call that needed it', () => {
    const text = 'User: u is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/task because'
    const error = explainError('ecs:RegisterTaskDefinition', thrown('ClientException', text, 400))
    expect(error.reasonCode).toBe('ACCESS_DENIED')
    expect(error.message).toContain('iam:PassRole on arn:aws:iam::111122223333:role/task (asked for by ecs:RegisterTaskDefinition)')
  })

  test.each([
    ['ecs:DescribeServices', 'ClusterNotFoundException', 'Cluster not found.'],
    ['ecs:UpdateService', 'ServiceNotActiveException', 'Service was not ACTIVE.'],
    ['ecs:UpdateService', 'InvalidParameterException', '5 active deployments exist, unable to create a new deployment.'],
    ['ecs:RegisterTaskDefinition', 'ClientException', 'Container.image should not be null'],
    ['logs:GetLogEvents', 'ResourceNotFoundException', 'The specified log stream does not exist.'],
  ] as const)('%s refused with %s is told in the words of AWS, and is neither an input nor passing', (operation, name, message) => {
    const error = explainError(operation, thrown(name, message, 400))
    expect(error.reasonCode).toBe('PREFLIGHT_FAILED')
    expect(error.message).toBe(`AWS refused ${operation}: ${name}: ${message} (request req-7)`)
    expect(awsErrorName(error)).toBe(name)
    expect(mayPass(error)).toBe(false)
  })

  test('a quota of ECS is no throttling', () => {
    const error = explainError('ecs:RegisterTaskDefinition', thrown('LimitExceededException', 'The limit was exceeded', 400))
    expect(mayPass(error)).toBe(false)
  })

  test('a model of AWS throws with a status of its own', () => {
    const fault = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', status: 400 })
    expect(explainError('ecs:DescribeServices', fault).reasonCode).toBe('THROTTLED')
  })

  test('a fault of our own is not blamed on AWS', () => {
    expect(explainError('ecs:DescribeServices', new TypeError('x is undefined')).reasonCode).toBe('INTERNAL_ERROR')
  })

  test('a cancelled call says so', () => {
    expect(explainError('ecs:DescribeServices', new Error('aborted'), 'cancelled').reasonCode).toBe('CANCELLED')
  })

  test.each([
    explainError('ecs:DescribeServices', new Error('aborted'), 'cancelled'),
    explainError('ecs:DescribeServices', new Error('aborted'), 'timed-out'),
    explainError('ecs:DescribeServices', Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
    explainError('ecs:DescribeServices', new TypeError('x is undefined')),
    explainError('ecs:DescribeServices', thrown('ServerException', 'Failure', 500)),
  ])('$message begins as a sentence does', ({ message }) => {
    expect(message).toMatch(/^[A-Z][A-Za-z]* .*ecs:DescribeServices/)
  })
})
