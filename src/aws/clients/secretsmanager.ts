import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new SecretsManagerClient(config)

export const commands = { 'secretsmanager:GetSecretValue': GetSecretValueCommand }
