import { ECSClient, type RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import {
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sandbox } from './sandbox.ts'

/** What the owner of a shop may want otherwise. */
export interface OwnerOptions {
  /** Environment of the container in `web:1`; VERSION is v1 unless said otherwise. */
  readonly environment?: Readonly<Record<string, string>>
  /** Further members of the container definition in every revision. */
  readonly container?: object
  readonly desiredCount?: number
  readonly deregistrationDelaySeconds?: number
  readonly groupAttributes?: Readonly<Record<string, string>>
  readonly family?: string
}

/** With these every client of the owner is made. */
export function ownerSettings({ endpoint }: Pick<Sandbox, 'endpoint'>) {
  return { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'OWNER', secretAccessKey: 'owner' } }
}

export function ownerClients(sandbox: Sandbox): { readonly ecs: ECSClient; readonly elb: ElasticLoadBalancingV2Client } {
  const settings = ownerSettings(sandbox)
  return { ecs: new ECSClient(settings), elb: new ElasticLoadBalancingV2Client(settings) }
}

/** Model time in which nothing is held against a new task: the machine of a test may need seconds to start it. */
export const graceSeconds = 120

/** A target group checked each 10 s of the model, whose targets may miss three checks in a row, with its attributes. Answers with its ARN. */
export async function createGroup(elb: ElasticLoadBalancingV2Client, name: string, options: OwnerOptions): Promise<string> {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: name,
      Protocol: 'HTTP',
      Port: 8080,
      TargetType: 'ip',
      VpcId: 'vpc-1',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 4,
    }),
  )
  const arn = TargetGroups![0]!.TargetGroupArn!
  const attributes = {
    'deregistration_delay.timeout_seconds': String(options.deregistrationDelaySeconds ?? 60),
    ...options.groupAttributes,
  }
  await elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: arn,
      Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
    }),
  )
  return arn
}

/** The registration input of a revision: one container `web`, built-in server, its log kept. */
export function webDefinition(
  options: OwnerOptions,
  environment: Readonly<Record<string, string>>,
  container: object = {},
): RegisterTaskDefinitionCommandInput {
  return {
    family: options.family ?? 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: 'web',
        image: 'sandbox/web:1',
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': '/shop/web',
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'web',
            'awslogs-create-group': 'true',
          },
        },
        ...options.container,
        ...container,
      },
    ],
  }
}

/** `family:number` of an ARN. */
export function revisionOf(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? ''
}
