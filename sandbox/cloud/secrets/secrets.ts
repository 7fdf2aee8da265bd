import type {
  CreateSecretRequest,
  CreateSecretResponse,
  DeleteSecretRequest,
  DeleteSecretResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
} from '@aws-sdk/client-secrets-manager'
import { AwsFault } from '../ports.ts'
import { arnOf, type World } from '../world.ts'
import type { SecretRow, SecretVersion } from './model.ts'

/** How long a deleted secret can be restored when nothing else is said (API reference, DeleteSecret). */
const RECOVERY_DAYS = 30

/** The ARN ends in six random characters, so that a new secret of an old name has another one. */
export function createSecret(world: World, input: CreateSecretRequest): CreateSecretResponse {
  const name = input.Name ?? ''
  if (!/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(name))
    throw new AwsFault(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
  const existing = world.secrets.byName.get(name)
  if (existing?.deletedAt)
    throw new AwsFault(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    )
  if (existing) throw new AwsFault('ResourceExistsException', `The operation failed because the secret ${name} already exists.`)
  const secret: SecretRow = {
    arn: `${arnOf(world, 'secretsmanager', 'secret')}:${name}-${world.random.hex(6)}`,
    name,
    createdAt: world.now(),
    versions: [],
    deletedAt: undefined,
  }
  world.secrets.byName.set(name, secret)
  const answer = { ARN: secret.arn, Name: name }
  if (input.SecretString === undefined && input.SecretBinary === undefined) return answer
  return { ...answer, VersionId: addVersion(world, secret, input).id }
}

/** The new version is AWSCURRENT, and the one before it AWSPREVIOUS. */
export function putSecretValue(world: World, input: PutSecretValueRequest): PutSecretValueResponse {
  const secret = requireSecret(world, input.SecretId)
  const version = addVersion(world, secret, input)
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] }
}

/** AWSCURRENT unless a version or a stage is named. */
export function getSecretValue(world: World, input: GetSecretValueRequest): GetSecretValueResponse {
  const secret = requireSecret(world, input.SecretId)
  const stage = input.VersionStage ?? (input.VersionId === undefined ? 'AWSCURRENT' : undefined)
  const version = secret.versions.find(
    (each) => (input.VersionId === undefined || each.id === input.VersionId) && (stage === undefined || each.stages.includes(stage)),
  )
  if (!version)
    throw notFound(
      `Secrets Manager can't find the specified secret value for ${stage === undefined ? `VersionId: ${input.VersionId}` : `staging label: ${stage}`}`,
    )
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...(version.text === undefined ? {} : { SecretString: version.text }),
    ...(version.bytes === undefined ? {} : { SecretBinary: version.bytes }),
    VersionStages: [...version.stages],
    CreatedDate: version.createdAt,
  }
}

/** It is gone at once only when that is asked for; until then its name is taken. */
export function deleteSecret(world: World, input: DeleteSecretRequest): DeleteSecretResponse {
  const secret = requireSecret(world, input.SecretId)
  secret.deletedAt = world.now()
  const days = input.ForceDeleteWithoutRecovery ? 0 : (input.RecoveryWindowInDays ?? RECOVERY_DAYS)
  const forget = (): void => void world.secrets.byName.delete(secret.name)
  if (days === 0) forget()
  else world.after(days * 86_400_000, forget)
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletedAt.getTime() + days * 86_400_000) }
}

function addVersion(
  world: World,
  secret: SecretRow,
  given: Pick<PutSecretValueRequest, 'ClientRequestToken' | 'SecretString' | 'SecretBinary'>,
): SecretVersion {
  const version: SecretVersion = {
    id: given.ClientRequestToken ?? world.random.hex(32),
    createdAt: world.now(),
    text: given.SecretString,
    bytes: given.SecretBinary,
    stages: ['AWSCURRENT'],
  }
  const older = secret.versions.map((each) => ({ ...each, stages: each.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [] }))
  secret.versions = [version, ...older]
  return version
}

/** By name, by ARN, or by ARN without the six characters at its end. */
function requireSecret(world: World, ref: string | undefined): SecretRow {
  const named = ref === undefined ? undefined : (world.secrets.byName.get(ref) ?? byArn(world, ref))
  if (!named) throw notFound("Secrets Manager can't find the specified secret.")
  if (named.deletedAt)
    throw new AwsFault('InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.")
  return named
}

function byArn(world: World, arn: string): SecretRow | undefined {
  return [...world.secrets.byName.values()].find((each) => each.arn === arn || each.arn.slice(0, -7) === arn)
}

function notFound(message: string): AwsFault {
  return new AwsFault('ResourceNotFoundException', message)
}
