import type { Server } from 'node:net'
import { createServer } from 'node:net'

/**
 * Loopback addresses of one sandbox: a 127.x.y.0/24 of its own, so that several run side by side. The block is held by a guard socket
 * on 127.x.y.254. Tasks have .1 to .199, load balancers .200 to .253.
 * Where only 127.0.0.1 exists (macOS without aliases) task addresses are names: `locate` maps each (address, port) to a port of
 * 127.0.0.1, and every load balancer is 127.0.0.1 itself, so that two of them cannot have the same listener port.
 */
export interface Addresses {
  readonly aliases: boolean
  allotTask(): string
  releaseTask(address: string): void
  allotLoadBalancer(): string
  /** Where packets for a task's address and port really go. */
  locate(address: string, port: number): { readonly host: string; readonly port: number }
  /** Lowest port that can be bound here (1024 for ordinary users unless the system says otherwise). */
  readonly lowestPort: number
  close(): Promise<void>
}

const GUARD_PORT = 45_660
const TASKS = 199
const FIRST_BALANCER = 200
const BALANCERS = 54
const PORTS_PER_BLOCK = 400

export async function claimAddresses(random: () => number = Math.random): Promise<Addresses> {
  const lowestPort = (await listens('127.0.0.1', 80)) === 'forbidden' ? 1024 : 1
  for (let attempt = 0; attempt < 200; attempt++) {
    const block = `127.${64 + Math.floor(random() * 64)}.${Math.floor(random() * 256)}`
    const guard = await hold(`${block}.254`, GUARD_PORT)
    if (guard === 'taken') continue
    if (guard === 'absent') return claimPorts(random, lowestPort)
    return withAliases(block, guard, lowestPort)
  }
  throw new Error('no free block of loopback addresses: 200 were tried')
}

function withAliases(block: string, guard: Server, lowestPort: number): Addresses {
  const tasks = ring(TASKS)
  let balancers = 0
  return {
    aliases: true,
    lowestPort,
    allotTask: () => `${block}.${1 + tasks.take()}`,
    releaseTask(address) {
      if (address.startsWith(`${block}.`)) tasks.give(Number(address.split('.')[3]) - 1)
    },
    allotLoadBalancer: () => `${block}.${FIRST_BALANCER + (balancers++ % BALANCERS)}`,
    locate: (address, port) => ({ host: address, port }),
    close: () => closed(guard),
  }
}

async function claimPorts(random: () => number, lowestPort: number): Promise<Addresses> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(random() * 30) * PORTS_PER_BLOCK
    const guard = await hold('127.0.0.1', base)
    if (typeof guard === 'string') continue
    return onPorts(base, guard, lowestPort)
  }
  throw new Error('no free block of ports on 127.0.0.1: 50 were tried')
}

/** The fallback on ports of 127.0.0.1, from `base` + 1 on. */
export function onPorts(base: number, guard: Server, lowestPort: number): Addresses {
  const tasks = ring(TASKS)
  const places = ring(PORTS_PER_BLOCK - 1)
  const located = new Map<string, number>()
  return {
    aliases: false,
    lowestPort,
    allotTask: () => `127.0.0.${2 + tasks.take()}`,
    releaseTask(address) {
      tasks.give(Number(address.split('.')[3]) - 2)
      for (const [key, port] of located) {
        if (!key.startsWith(`${address}:`)) continue
        located.delete(key)
        places.give(port - base - 1)
      }
    },
    allotLoadBalancer: () => '127.0.0.1',
    locate(address, port) {
      const key = `${address}:${port}`
      const place = located.get(key) ?? base + 1 + places.take()
      located.set(key, place)
      return { host: '127.0.0.1', port: place }
    },
    close: () => closed(guard),
  }
}

/** Numbers 0 to size-1, the longest unused first: an address just released may still have packets on the way. */
function ring(size: number): { take(): number; give(number: number): void } {
  const free = Array.from({ length: size }, (_, index) => index)
  return {
    take() {
      const next = free.shift()
      if (next === undefined) throw new Error(`all ${size} task addresses of this sandbox are in use`)
      return next
    },
    give(number) {
      if (number >= 0 && number < size && !free.includes(number)) free.push(number)
    },
  }
}

function hold(host: string, port: number): Promise<Server | 'taken' | 'absent'> {
  return new Promise((resolve) => {
    const guard = createServer((socket) => socket.destroy())
    guard.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL' ? 'absent' : 'taken'))
    guard.listen(port, host, () => resolve(guard))
  })
}

async function listens(host: string, port: number): Promise<'ok' | 'forbidden'> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EACCES' ? 'forbidden' : 'ok'))
    probe.listen(port, host, () => probe.close(() => resolve('ok')))
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
