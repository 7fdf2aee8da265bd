import { afterEach, describe, expect, it } from 'vitest'
import type { ContainerLaunch, DataPlane, MatterEvent, TaskMatter, TrafficMatter } from '../../sandbox/matter/ports.ts'

/** Matter under test. `until` lets time pass (real or virtual) until the events posted so far satisfy the condition; it fails after 20 s. */
export interface MatterStage {
  readonly tasks: TaskMatter
  readonly traffic: TrafficMatter
  readonly events: readonly MatterEvent[]
  until(condition: (events: readonly MatterEvent[]) => boolean): Promise<void>
  /** Sends requests to a listener, or makes the model's clients send them. */
  request(address: string, port: number, count: number): Promise<void>
  close(): Promise<void>
}

type OfKind<Kind extends MatterEvent['kind']> = Extract<MatterEvent, { kind: Kind }>
function ofKind<Kind extends MatterEvent['kind']>(events: readonly MatterEvent[], kind: Kind): OfKind<Kind>[] {
  return events.filter((event): event is OfKind<Kind> => event.kind === kind)
}

const PORT = 8080
const task = 'arn:aws:ecs:eu-west-1:123456789012:task/demo/0123456789abcdef0123456789abcdef'

/** What the modelled cloud relies on, whatever matter is made of. */
export function describeMatter(name: string, create: () => Promise<MatterStage>): void {
  describe(`matter: ${name}`, () => {
    let stage: MatterStage | undefined
    afterEach(async () => {
      await stage?.close()
      stage = undefined
    })

    async function launch(environment: Record<string, string>, more: Partial<ContainerLaunch> = {}) {
      stage = await create()
      const address = stage.tasks.allot()
      const container = { name: 'web', image: 'sandbox/web:1', entryPoint: [], command: [], environment, port: PORT, ...more }
      stage.tasks.launch({ taskArn: task, address, containers: [container] })
      return { stage, address }
    }
    const started = (events: readonly MatterEvent[]): boolean => ofKind(events, 'container-started').length > 0
    const exits = (events: readonly MatterEvent[]): OfKind<'container-exited'>[] => ofKind(events, 'container-exited')

    let probes = 0
    async function probe(on: MatterStage, address: string, port = PORT, timeoutMs = 2000): Promise<OfKind<'probe-answered'>['answer']> {
      const id = `probe-${++probes}`
      on.traffic.probe({ id, address, port, protocol: 'HTTP', path: '/health', timeoutMs })
      await on.until((events) => ofKind(events, 'probe-answered').some((event) => event.id === id))
      return ofKind(on.events, 'probe-answered').find((event) => event.id === id)!.answer
    }
    /** Again and again until it is healthy: a probe of a task that does not listen yet is refused within a millisecond. */
    async function healthy(on: MatterStage, address: string): Promise<void> {
      for (let attempt = 0; attempt < 20_000; attempt++) {
        const answer = await probe(on, address)
        if ('status' in answer && answer.status === 200) return
      }
      throw new Error('never healthy')
    }

    it('posts nothing while a call is running, and then that the container started', async () => {
      stage = await create()
      const address = stage.tasks.allot()
      stage.tasks.launch({
        taskArn: task,
        address,
        containers: [{ name: 'web', image: 'sandbox/web:1', entryPoint: [], command: [], environment: {}, port: PORT }],
      })
      expect(stage.events).toEqual([])
      await stage.until(started)
      expect(ofKind(stage.events, 'container-started')).toEqual([{ kind: 'container-started', taskArn: task, container: 'web' }])
    })

    it('gives each task an address of its own until it is released', async () => {
      stage = await create()
      const addresses = Array.from({ length: 20 }, () => stage!.tasks.allot())
      expect(new Set(addresses).size).toBe(20)
    })

    it('answers a health check of a running task with its status', async () => {
      const { stage, address } = await launch({})
      await healthy(stage, address)
      expect(await probe(stage, address)).toEqual({ status: 200 })
    })

    it('answers a health check of an address where nothing runs as refused', async () => {
      stage = await create()
      expect(await probe(stage, stage.tasks.allot())).toEqual({ failed: 'refused' })
    })

    it('answers a health check that gets no answer as timed out', async () => {
      const { stage, address } = await launch({ NEVER_ANSWER: 'all' })
      let answer = await probe(stage, address, PORT, 300)
      while ('failed' in answer && answer.failed === 'refused') answer = await probe(stage, address, PORT, 300)
      expect(answer).toEqual({ failed: 'timeout' })
    })

    it('shows the status of an unhealthy task', async () => {
      const { stage, address } = await launch({ UNHEALTHY_AFTER_MS: '0' })
      let answer = await probe(stage, address)
      while ('failed' in answer) answer = await probe(stage, address)
      expect(answer).toEqual({ status: 503 })
    })

    it('ends a task by SIGTERM with exit code 0', async () => {
      const { stage, address } = await launch({})
      await healthy(stage, address)
      stage.tasks.signal(task, 'SIGTERM')
      await stage.until((events) => exits(events).length > 0)
      expect(exits(stage.events)).toMatchObject([{ taskArn: task, container: 'web', exitCode: 0 }])
    })

    it('ends a task by SIGKILL with exit code 137, also one that is deaf to SIGTERM', async () => {
      const { stage, address } = await launch({ IGNORE_SIGTERM: '1' })
      await healthy(stage, address)
      stage.tasks.signal(task, 'SIGTERM')
      expect(await probe(stage, address)).toEqual({ status: 200 })
      stage.tasks.signal(task, 'SIGKILL')
      await stage.until((events) => exits(events).length > 0)
      expect(exits(stage.events)).toMatchObject([{ exitCode: 137 }])
    })

    it('posts the exit code of a crash, and its last lines before it', async () => {
      const { stage } = await launch({ CRASH_AFTER_MS: '0', EXIT_CODE: '3' })
      await stage.until((events) => exits(events).length > 0)
      expect(exits(stage.events)).toMatchObject([{ exitCode: 3 }])
      const output = ofKind(stage.events, 'output')
      expect(output.flatMap((event) => event.lines).join('\n')).toMatch(/error/i)
      expect(stage.events.indexOf(output.at(-1)!)).toBeLessThan(stage.events.indexOf(exits(stage.events)[0]!))
    })

    it('posts a reason and no exit code for a container that cannot start', async () => {
      const { stage } = await launch({}, { image: 'example/without-a-command:1' })
      await stage.until((events) => exits(events).length > 0)
      expect(exits(stage.events)[0]).not.toHaveProperty('exitCode')
      expect(exits(stage.events)[0]!.reason).toMatch(/^CannotStartContainerError: /)
      expect(started(stage.events)).toBe(false)
    })

    it('ignores a signal to a task that does not run', async () => {
      stage = await create()
      stage.tasks.signal(task, 'SIGKILL')
      expect(stage.events).toEqual([])
    })

    it('counts the requests a target served, and those nobody could serve', async () => {
      const { stage, address } = await launch({})
      await healthy(stage, address)
      const balancer = stage.traffic.allotLoadBalancer('arn:lb')
      const listenerPort = 18_080
      const plane = (targets: DataPlane['groups'][number]['targets']): DataPlane => ({
        loadBalancers: [
          {
            arn: 'arn:lb',
            address: balancer,
            idleTimeoutMs: 60_000,
            listeners: [
              {
                arn: 'arn:listener',
                port: listenerPort,
                rules: [{ arn: 'arn:rule', conditions: [], action: { kind: 'forward', groups: [{ arn: 'arn:group', weight: 1 }] } }],
              },
            ],
          },
        ],
        groups: [{ arn: 'arn:group', targets }],
      })
      const served = (status: number): number =>
        ofKind(stage.events, 'requests-served')
          .flatMap((event) => event.served)
          .filter((one) => one.listenerArn === 'arn:listener' && one.groupArn === 'arn:group' && one.status === status)
          .reduce((sum, one) => sum + one.count, 0)
      stage.traffic.apply(plane([{ address, port: PORT, state: 'healthy' }]))
      await stage.request(balancer, listenerPort, 12)
      await stage.until(() => served(200) >= 12)
      expect(served(503)).toBe(0)
      stage.traffic.apply(plane([]))
      await stage.request(balancer, listenerPort, 5)
      await stage.until(() => served(503) >= 5)
    })
  })
}
