import { type AwsClock, createAwsClock } from './aws-clock.ts'
import type { ClientConfig } from './client-config.ts'
import { explainError } from './explain-error.ts'
import type { Input, OperationName, Output, Send } from './operations.ts'

export interface SendOptions {
  readonly region: string
  /** Named in the user agent of every request, so that CloudTrail tells who wrote. */
  readonly userAgent: string
  /** The local clock, without jumps; the process's own when absent. */
  readonly localNowMs?: () => number
}

export interface Sender {
  readonly send: Send
  /** AWS's time. */
  readonly awsNowMs: () => number
  /** Ends all connections; the sender cannot be used after it. */
  close(): void
}

/** A call that has not been answered after this long has failed. Retries included. */
const callTimeoutMs = 20_000

/** As much of an SDK client as is used here; each client has types of its own for the rest. */
interface Client {
  send(command: object, options: { abortSignal: AbortSignal }): Promise<object>
  destroy(): void
  readonly middlewareStack: { add(middleware: DateMiddleware, options: { step: 'deserialize'; priority: 'low'; name: string }): void }
}
type Next = (args: object) => Promise<{ response: unknown }>
type DateMiddleware = (next: Next) => Next

interface ServiceModule {
  readonly create: (config: ClientConfig) => unknown
  readonly commands: Readonly<Record<string, new (input: never) => object>>
}

/** Loaded at first use: a rollout without alarms never reads the CloudWatch client. */
const services: Readonly<Record<string, () => Promise<ServiceModule>>> = {
  ecs: () => import('./clients/ecs.ts'),
  'application-autoscaling': () => import('./clients/autoscaling.ts'),
  elasticloadbalancing: () => import('./clients/elasticloadbalancing.ts'),
  cloudwatch: () => import('./clients/cloudwatch.ts'),
  logs: () => import('./clients/logs.ts'),
  rds: () => import('./clients/rds.ts'),
  secretsmanager: () => import('./clients/secretsmanager.ts'),
}

/** AWS by the SDK: clients are created at first use, credentials come from the SDK's default chain. */
export function createSend(options: SendOptions): Sender {
  const localNowMs = options.localNowMs ?? (() => performance.timeOrigin + performance.now())
  const clock = createAwsClock(localNowMs)
  const opened = new Map<string, Promise<{ readonly client: Client; readonly module: ServiceModule }>>()
  let closed = false

  const open = (service: string) => {
    const known = opened.get(service)
    if (known) return known
    const opening = services[service]!().then((module) => {
      const client = module.create({ region: options.region, maxAttempts: 3, customUserAgent: options.userAgent }) as Client
      client.middlewareStack.add(learnDate(clock, localNowMs), { step: 'deserialize', priority: 'low', name: 'sluiceAwsDate' })
      if (closed) client.destroy()
      return { client, module }
    })
    opened.set(service, opening)
    return opening
  }

  return {
    awsNowMs: () => clock.nowMs(),
    async send<K extends OperationName>(operation: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>> {
      const timeout = AbortSignal.timeout(callTimeoutMs)
      try {
        const { client, module } = await open(operation.slice(0, operation.indexOf(':')))
        const command = new module.commands[operation]!(input as never)
        const abortSignal = signal ? AbortSignal.any([signal, timeout]) : timeout
        return (await client.send(command, { abortSignal })) as Output<K>
      } catch (error) {
        if (signal?.aborted) throw explainError(operation, error, 'cancelled')
        throw explainError(operation, error, timeout.aborted ? 'timed-out' : undefined)
      }
    },
    close() {
      closed = true
      for (const opening of opened.values()) void opening.then(({ client }) => client.destroy()).catch(() => undefined)
    },
  }
}

/** Nearest to the wire, so that answers which are errors are seen too. */
function learnDate(clock: AwsClock, localNowMs: () => number): DateMiddleware {
  return (next) => async (args) => {
    const askedAtMs = localNowMs()
    const answer = await next(args)
    const headers = (answer.response as { headers?: Readonly<Record<string, string>> } | undefined)?.headers
    const dateMs = Date.parse(headers?.['date'] ?? '')
    if (Number.isFinite(dateMs)) clock.learn(dateMs, askedAtMs, localNowMs())
    return answer
  }
}
