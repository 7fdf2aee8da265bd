import { publish } from '../lag.ts'
import { countServed } from './cloudwatch/alb-metrics.ts'
import { reconcile } from './ecs/rolling.ts'
import { renderService, renderServiceDeployment } from './ecs/service-view.ts'
import { containerHealth, reviewHealth } from './ecs/task-health.ts'
import { containerStarted } from './ecs/task-start.ts'
import { containerExited, drained } from './ecs/task-stop.ts'
import { renderTask } from './ecs/tasks.ts'
import { probeAnswered } from './elb/health-checks.ts'
import { settlePlane } from './elb/plane.ts'
import { writeOutput } from './logs/streams.ts'
import { handlers } from './operations.ts'
import { AwsFault, type Cloud, type CloudOptions, type MatterEvent } from './ports.ts'
import { createRandom } from './random.ts'
import type { World } from './world.ts'

/** The modelled cloud over the timeline and the matter given. The same options, calls and events always give the same answers. */
export function createCloud(options: CloudOptions): Cloud {
  const world = createWorld(options)
  return {
    operations: new Set(handlers.keys()),
    call(operation, input) {
      const handler = handlers.get(operation)
      if (!handler) throw new AwsFault('UnknownOperationException', `${operation} is not modelled by the sandbox`, 501)
      try {
        return handler(world, input)
      } finally {
        settle(world)
      }
    },
    post(event) {
      accept(world, event)
      settle(world)
    },
  }
}

function createWorld(options: CloudOptions): World {
  const { timeline, timeScale } = options
  const random = createRandom(options.seed)
  const at = (atMs: number, run: () => void) =>
    timeline.at(atMs, () => {
      run()
      settle(world)
    })
  const drawUpTo = (mostMs: number) => (mostMs > 0 ? random.between(0, mostMs / timeScale) : 0)
  const world: World = {
    options,
    random,
    ecs: {
      clusters: new Map(),
      taskDefinitions: new Map(),
      families: new Map(),
      services: new Map(),
      tasks: new Map(),
      serviceDeployments: new Map(),
      revisions: new Map(),
      staleServices: new Set(),
      staleTasks: new Set(),
      tasksByAddress: new Map(),
      runTokens: new Map(),
    },
    elb: {
      loadBalancers: new Map(),
      listeners: new Map(),
      rules: new Map(),
      groups: new Map(),
      probes: new Map(),
      probeCount: 0,
      planeStale: false,
    },
    cloudWatch: { series: new Map(), alarms: new Map(), meters: new Map(), sides: new Map() },
    logs: { groups: new Map() },
    secrets: { byName: new Map() },
    autoScaling: { targets: new Map() },
    nowMs: () => timeline.nowMs(),
    now: () => new Date(timeline.nowMs()),
    scaled: (modelMs) => modelMs / timeScale,
    at,
    after: (modelMs, run) => at(timeline.nowMs() + modelMs / timeScale, run),
    drawReadLagMs: () => drawUpTo(options.readLagMs),
    drawPropagationMs: () => drawUpTo(options.propagationMs),
    targetChanged(_groupArn, address) {
      const task = world.ecs.tasksByAddress.get(address)
      if (task) reviewHealth(world, task)
    },
    targetGone(groupArn, address) {
      const task = world.ecs.tasksByAddress.get(address)
      if (task) drained(world, task, groupArn)
    },
    reconcile: (service) => reconcile(world, service),
  }
  return world
}

function accept(world: World, event: MatterEvent): void {
  if (event.kind === 'requests-served') {
    countServed(world, event.served)
    return
  }
  if (event.kind === 'probe-answered') {
    probeAnswered(world, event.id, event.answer)
    return
  }
  const task = world.ecs.tasks.get(event.taskArn)
  const container = task?.containers.find((each) => each.name === event.container)
  if (!task || !container) return
  switch (event.kind) {
    case 'container-started':
      containerStarted(world, task, container)
      return
    case 'container-exited':
      containerExited(world, task, container, event.exitCode, event.reason)
      return
    case 'container-health':
      containerHealth(world, task, container, event.healthy)
      return
    case 'output': {
      const definition = task.definition.definition.containerDefinitions?.find((each) => each.name === event.container)
      if (definition) writeOutput(world, definition, task.id, event.lines)
    }
  }
}

/** After each call, event and timer: publish what has changed to readers, and apply the data plane. */
function settle(world: World): void {
  const { staleServices, staleTasks } = world.ecs
  if (staleTasks.size > 0) {
    for (const task of staleTasks) publish(task.seen, renderTask(world, task), world.nowMs(), world.drawReadLagMs())
    staleTasks.clear()
  }
  if (staleServices.size > 0) {
    for (const service of staleServices) {
      publish(service.seen, renderService(service), world.nowMs(), world.drawReadLagMs())
      for (const row of service.serviceDeployments)
        // Those that have ended do not change any more, once their end has been published.
        if (!row.settled) {
          publish(row.seen, renderServiceDeployment(row), world.nowMs(), world.drawReadLagMs())
          row.settled = row.finishedAt !== undefined && service.deployments.length <= 1
        }
    }
    staleServices.clear()
  }
  settlePlane(world)
}
