import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
import type { ClientConfig } from '../client-config.ts'

export const create = (config: ClientConfig) => new RDSClient(config)

export const commands = { 'rds:DescribeDBClusters': DescribeDBClustersCommand, 'rds:DescribeDBInstances': DescribeDBInstancesCommand }
