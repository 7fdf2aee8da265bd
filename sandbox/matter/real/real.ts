import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MatterEvent, Served, TaskMatter, TrafficMatter } from '../ports.ts'
import type { Addresses } from './addresses.ts'
import { claimAddresses } from './addresses.ts'
import { startGuard } from './guard.ts'
import { sendProbe } from './probe.ts'
import { createProxy } from './proxy.ts'
import { createServedTally } from './served-tally.ts'
import { createTasks } from './tasks.ts'

export interface RealMatter {
  readonly tasks: TaskMatter
  readonly traffic: TrafficMatter
  readonly addresses: Addresses
  /** The guardian's process id. */
  readonly guardPid: number
  /** A temporary folder of this sandbox, removed by the guardian. */
  readonly folder: string
  /** Requests served since the start, by listener, group, target and status. */
  requests(): readonly Omit<Served, 'latencyMs'>[]
  /** Ends every task and listener and gives the addresses back. Nothing is posted afterwards. */
  close(): Promise<void>
}

export interface RealMatterOptions {
  readonly random?: () => number
  /** An Application Load Balancer waits 10 s for a connection to a target. */
  readonly connectTimeoutMs?: number
}

/** Processes and sockets. What happens is posted, never before the call that caused it has returned. */
export async function createRealMatter(post: (event: MatterEvent) => void, options: RealMatterOptions = {}): Promise<RealMatter> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sandbox-'))
  const guard = await startGuard(folder)
  const addresses = await claimAddresses()
  let open = true
  const postIfOpen = (event: MatterEvent): void => {
    if (open) post(event)
  }
  const tasks = createTasks(addresses, guard, plainWebServer(folder), postIfOpen)
  const tally = createServedTally((served) => postIfOpen({ kind: 'requests-served', served }))
  const proxy = createProxy({
    addresses,
    tally,
    random: options.random ?? Math.random,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
  })
  return {
    tasks,
    addresses,
    guardPid: guard.pid,
    folder,
    requests: () => tally.totals(),
    traffic: {
      allotLoadBalancer: () => addresses.allotLoadBalancer(),
      apply: (plane) => proxy.apply(plane),
      probe(probe) {
        void sendProbe(probe, addresses.locate(probe.address, probe.port)).then((answer) =>
          postIfOpen({ kind: 'probe-answered', id: probe.id, answer }),
        )
      },
      listenerProblem(address, port) {
        if (port < addresses.lowestPort)
          return `the sandbox may not open port ${port}: this system reserves ports below ${addresses.lowestPort} for root; use a listener port of ${addresses.lowestPort} or more`
        // Without loopback aliases all load balancers share one address.
        if (proxy.isOpen(address, port)) return `the sandbox has another listener on ${address}:${port}; use another listener port`
        return undefined
      },
    },
    async close() {
      tally.close()
      open = false
      tasks.killAll()
      guard.close()
      await proxy.close()
      await addresses.close()
    },
  }
}

/** The web server without its types: loading TypeScript costs each task 20 MB and 30 ms. */
function plainWebServer(folder: string): string {
  const source = readFileSync(new URL('../../web/server.ts', import.meta.url), 'utf8')
  const file = join(folder, 'server.mjs')
  writeFileSync(
    file,
    withoutWarning(() => stripTypeScriptTypes(source)),
  )
  return file
}

/** stripTypeScriptTypes warns that it is experimental; the interpreter itself uses it, and the warning would be noise in every start. */
function withoutWarning<T>(run: () => T): T {
  const emit = process.emitWarning
  process.emitWarning = () => {}
  try {
    return run()
  } finally {
    process.emitWarning = emit
  }
}
