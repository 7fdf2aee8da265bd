import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new CloudWatchClient(config)

export const commands = { 'cloudwatch:DescribeAlarms': DescribeAlarmsCommand, 'cloudwatch:GetMetricData': GetMetricDataCommand }
