import type { ContainerLaunch, MatterEvent, TaskLaunch, TaskMatter } from '../ports.ts'
import type { Addresses } from './addresses.ts'
import type { Container } from './container.ts'
import { programOf, startContainer } from './container.ts'
import type { Guard } from './guard.ts'
import { runHealthCheck } from './health-check.ts'

/** Tasks as local processes. `webServer` is the program of the built-in image. */
export function createTasks(
  addresses: Addresses,
  guard: Guard,
  webServer: string,
  post: (event: MatterEvent) => void,
): TaskMatter & { killAll(): void } {
  const live = new Map<string, Set<Container>>()

  function start(task: TaskLaunch, launch: ContainerLaunch, containers: Set<Container>): void {
    const about = { taskArn: task.taskArn, container: launch.name }
    const place =
      launch.port === undefined ? { host: addresses.aliases ? task.address : '127.0.0.1' } : addresses.locate(task.address, launch.port)
    const program = programOf(launch, place, webServer)
    let endChecks = (): void => {}
    const container = startContainer(launch, program, guard, {
      started() {
        post({ kind: 'container-started', ...about })
        if (launch.healthCheck !== undefined && program !== undefined) {
          endChecks = runHealthCheck(launch.healthCheck, program, place.host, (healthy) =>
            post({ kind: 'container-health', ...about, healthy }),
          )
        }
      },
      output: (lines) => post({ kind: 'output', ...about, lines }),
      exited(end) {
        endChecks()
        containers.delete(container)
        if (containers.size === 0) live.delete(task.taskArn)
        post({ kind: 'container-exited', ...about, ...end })
      },
    })
    containers.add(container)
  }

  return {
    allot: () => addresses.allotTask(),
    release: (address) => addresses.releaseTask(address),
    launch(task) {
      const containers = new Set<Container>()
      live.set(task.taskArn, containers)
      for (const launch of task.containers) start(task, launch, containers)
    },
    signal(taskArn, signal) {
      for (const container of live.get(taskArn) ?? []) container.signal(signal)
    },
    killAll() {
      for (const containers of live.values()) for (const container of containers) container.signal('SIGKILL')
    },
  }
}
