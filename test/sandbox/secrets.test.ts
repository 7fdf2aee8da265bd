import type { CreateSecretResponse, GetSecretValueResponse, PutSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { setStage } from './stage.ts'

const fault = (code: string) => expect.objectContaining({ code }) as unknown as Error

function keepSecret(text = '{"password":"one"}') {
  const stage = setStage()
  const { ARN = '' } = stage.secrets<CreateSecretResponse>('CreateSecret', { Name: 'app/db', SecretString: text })
  const get = (input: object) => stage.secrets<GetSecretValueResponse>('GetSecretValue', input)
  return { stage, ARN, get }
}

describe('a secret', () => {
  it('is read by name, by ARN, and by ARN without its last six characters', () => {
    const { ARN, get } = keepSecret()
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:app\/db-[0-9a-f]{6}$/)
    for (const SecretId of ['app/db', ARN, ARN.slice(0, -7)])
      expect(get({ SecretId })).toMatchObject({ ARN, Name: 'app/db', SecretString: '{"password":"one"}', VersionStages: ['AWSCURRENT'] })
  })

  it('keeps the version before the current one', () => {
    const { stage, get } = keepSecret()
    const { VersionId } = stage.secrets<PutSecretValueResponse>('PutSecretValue', { SecretId: 'app/db', SecretString: 'two' })
    expect(get({ SecretId: 'app/db' })).toMatchObject({ SecretString: 'two', VersionId })
    expect(get({ SecretId: 'app/db', VersionStage: 'AWSPREVIOUS' }).SecretString).toBe('{"password":"one"}')
    expect(() => get({ SecretId: 'app/db', VersionStage: 'AWSPENDING' })).toThrow(fault('ResourceNotFoundException'))
  })

  it('may be bytes', () => {
    const { stage, get } = keepSecret()
    stage.secrets('PutSecretValue', { SecretId: 'app/db', SecretBinary: new Uint8Array([1, 2]) })
    expect(get({ SecretId: 'app/db' }).SecretBinary).toEqual(new Uint8Array([1, 2]))
    expect(get({ SecretId: 'app/db' }).SecretString).toBeUndefined()
  })

  it('without a value, or that is not there, is not found', () => {
    const { stage, get } = keepSecret()
    stage.secrets('CreateSecret', { Name: 'empty' })
    expect(() => get({ SecretId: 'empty' })).toThrow(fault('ResourceNotFoundException'))
    expect(() => get({ SecretId: 'nothing' })).toThrow(fault('ResourceNotFoundException'))
  })

  it('that is to be deleted is refused, and keeps its name until it is gone', () => {
    const { stage, get } = keepSecret()
    stage.secrets('DeleteSecret', { SecretId: 'app/db', RecoveryWindowInDays: 7 })
    expect(() => get({ SecretId: 'app/db' })).toThrow(fault('InvalidRequestException'))
    expect(() => stage.secrets('CreateSecret', { Name: 'app/db' })).toThrow(fault('InvalidRequestException'))
    stage.pass(7 * 86_400 + 1)
    stage.secrets('CreateSecret', { Name: 'app/db', SecretString: 'anew' })
    expect(get({ SecretId: 'app/db' }).SecretString).toBe('anew')
    expect(() => stage.secrets('CreateSecret', { Name: 'app/db' })).toThrow(fault('ResourceExistsException'))
  })
})
