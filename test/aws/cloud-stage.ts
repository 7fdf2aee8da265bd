import { explained } from '../fakes/explained-send.ts'
import type { OperationName, Send } from '../../src/aws/operations.ts'
import { createRollingTarget, type RollingTargetOptions } from '../../src/aws/rolling-target.ts'
import type { RolloutEvent } from '../../src/domain/rollout.ts'
import type { RolloutEnd } from '../../src/engine/holding.ts'
import { roll, type RollingOrder } from '../../src/engine/rolling.ts'
import type { Clock } from '../../src/ports.ts'
import { setStage, type Stage } from '../sandbox/stage.ts'
import { runWebService, type WebService, type WebServiceOptions } from '../sandbox/web-service.ts'

/** One call as it was made. */
export interface Call {
  readonly operation: OperationName
  readonly input: object
  readonly atMs: number
}

export interface CloudStage {
  readonly stage: Stage
  readonly web: WebService
  readonly calls: Call[]
  readonly send: Send
  readonly clock: Clock
  /** Called before every call: answers in the place of AWS when it gives an answer or throws. */
  before: (operation: OperationName, input: object) => unknown
  /** Something that happens at a time from now on, whoever waits. */
  after(seconds: number, run: () => void): void
  target(options?: Partial<RollingTargetOptions>): ReturnType<typeof createRollingTarget>
  roll(options?: Partial<RollingTargetOptions>, order?: Partial<RollingOrder>, cancelAfterSeconds?: number): Promise<RolloutEnd>
  mutations(): string[]
  /** How often it was said that there may be something to undo. */
  starts(): number
}

export const ref = { cluster: 'main', service: 'web' }

/** A steady web service of four tasks in the modelled cloud, and whole rollouts of it in virtual time over the real adapters. */
export function setCloudStage(
  web: WebServiceOptions = {},
  cloud: { readonly readLagMs?: number; readonly seed?: number } = {},
): CloudStage {
  const stage = setStage({ readLagMs: 0, ...cloud })
  const service = runWebService(stage, web)
  // What was written to build it has been read by everyone.
  stage.pass(60)
  const { timeline } = stage
  const calls: Call[] = []
  let starts = 0
  const self: CloudStage = {
    stage,
    web: service,
    calls,
    before: () => undefined,
    send: explained((operation, input) => {
      calls.push({ operation, input, atMs: timeline.nowMs() })
      return self.before(operation, input) ?? stage.cloud.call(operation, input)
    }),
    clock: {
      nowMs: () => timeline.nowMs(),
      sleep(ms, signal) {
        if (signal?.aborted) return Promise.resolve()
        const untilMs = timeline.nowMs() + ms
        while (timeline.nowMs() < untilMs && !signal?.aborted) {
          timeline.advanceTo(Math.min(untilMs, timeline.nextAtMs() ?? untilMs))
        }
        return Promise.resolve()
      },
    },
    after: (seconds, run) => void timeline.at(timeline.nowMs() + seconds * 1000, run),
    target: (options = {}) =>
      createRollingTarget({
        send: self.send,
        awsNowMs: () => timeline.nowMs(),
        region: 'eu-west-1',
        ref,
        wanted: { kind: 'named', name: 'web' },
        images: [],
        alarms: [],
        requireDigest: false,
        ...options,
      }),
    roll(options, order = {}, cancelAfterSeconds) {
      const cancel = new AbortController()
      let cancelledAtMs: number | undefined
      if (cancelAfterSeconds !== undefined) {
        self.after(cancelAfterSeconds, () => {
          cancelledAtMs = timeline.nowMs()
          cancel.abort()
        })
      }
      const full: RollingOrder = {
        mode: 'apply',
        holder: { run: '100', attempt: 1, job: 'deploy' },
        bakeMs: 0,
        alarms: options?.alarms ?? [],
        deadlineMs: 1_800_000,
        rollback: 'auto',
        onCancel: 'rollback',
        onEmpty: 'fail',
        ...order,
      }
      return roll(full, self.target(options), {
        clock: self.clock,
        reporter: { report: () => undefined },
        cancellation: { signal: cancel.signal, atMs: () => cancelledAtMs },
        starting: () => (starts += 1),
      })
    },
    starts: () => starts,
    mutations: () => calls.filter(({ operation }) => /:(Update|Register|Stop)/.test(operation)).map(({ operation }) => operation),
  }
  return self
}

/** How a rollout ended. */
export function endOf({ history }: RolloutEnd): RolloutEvent & { kind: 'ended' } {
  const last = history.at(-1)
  if (last?.kind !== 'ended') throw new Error('the history has no end')
  return last
}

/** A revision of the web service with this environment, as a document. */
export function webDocument(environment: Readonly<Record<string, string>>, container: object = {}): object {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [
      {
        name: 'web',
        image: 'sandbox/web:1',
        portMappings: [{ containerPort: 8080 }],
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        ...container,
      },
    ],
  }
}
