import { explained } from '../fakes/explained-send.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import type { OperationName, Send } from '../../src/aws/operations.ts'
import { prepareRunTask, type RunTaskOptions } from '../../src/aws/run-task.ts'
import type { OneOffTasks } from '../../src/ports.ts'

export interface JobStage {
  readonly stage: Stage
  readonly calls: { readonly operation: OperationName; readonly input: object }[]
  readonly send: Send
  /** Called before every call: answers in the place of AWS when it gives an answer or throws. */
  before: (operation: OperationName, input: object) => unknown
  /** Registers a further revision of `job`; answers with `family:number`. */
  register(environment?: Readonly<Record<string, string>>, more?: object, containers?: readonly object[]): string
  prepare(options?: Partial<RunTaskOptions>): Promise<OneOffTasks>
  inputOf(operation: OperationName): unknown
}

export const log = { logDriver: 'awslogs', options: { 'awslogs-group': '/job', 'awslogs-stream-prefix': 'one' } }

/** A cluster `main` with a service `web` of no tasks, and `job:1`, whose container `migrate` ends after two seconds. */
export function setJobStage(options: Parameters<typeof setStage>[0] = {}, service: object = {}): JobStage {
  const stage = setStage(options)
  const { ecs } = stage
  const calls: JobStage['calls'] = []
  const register: JobStage['register'] = (environment = { CRASH_AFTER_MS: '2000', EXIT_CODE: '0' }, more = {}, containers = []) => {
    const variables = Object.entries(environment).map(([name, value]) => ({ name, value }))
    const { taskDefinition } = ecs<{ taskDefinition: { revision: number } }>('RegisterTaskDefinition', {
      family: 'job',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'migrate', image: 'sandbox/web:1', environment: variables, logConfiguration: log, ...more },
        ...containers,
      ],
    })
    return `job:${String(taskDefinition.revision)}`
  }
  ecs('CreateCluster', { clusterName: 'main' })
  stage.logs('CreateLogGroup', { logGroupName: '/job' })
  register()
  ecs('CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: 'job:1',
    desiredCount: 0,
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-b', 'subnet-a'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
    },
    ...service,
  })
  const self: JobStage = {
    stage,
    calls,
    before: () => undefined,
    send: explained((operation, input) => {
      calls.push({ operation, input })
      return self.before(operation, input) ?? stage.cloud.call(operation, input)
    }),
    register,
    async prepare(more = {}) {
      const { tasks } = await prepareRunTask({
        send: self.send,
        region: 'eu-west-1',
        cluster: 'main',
        service: 'web',
        definition: 'job',
        work: 'expand of 1',
        ...more,
      })
      return tasks
    },
    inputOf: (operation) => calls.findLast((each) => each.operation === operation)?.input,
  }
  return self
}
