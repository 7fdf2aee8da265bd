import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new CloudWatchLogsClient(config)

export const commands = { 'logs:GetLogEvents': GetLogEventsCommand }
