import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { DataPlane, PlaneAction, PlaneGroup, PlaneListener } from '../ports.ts'
import type { Addresses } from './addresses.ts'
import type { Forward } from './balance.ts'
import { chooseGroup, createTurns, targetName } from './balance.ts'
import { answerSelf, forward } from './forward.ts'
import { findRule } from './routing.ts'
import type { Ended, ServedTally } from './served-tally.ts'
import { stickyCookies } from './stickiness.ts'
import type { TargetPool } from './target-pool.ts'
import { createTargetPool } from './target-pool.ts'

export interface Proxy {
  /** Makes listeners, rules and targets so. Requests in flight stay with what they were given, until their target is gone. */
  apply(plane: DataPlane): void
  /** Whether a listener is open there. */
  isOpen(address: string, port: number): boolean
  close(): Promise<void>
}

export interface ProxyOptions {
  readonly addresses: Addresses
  readonly tally: ServedTally
  readonly random: () => number
  readonly connectTimeoutMs: number
}

interface Door {
  readonly server: Server
  readonly place: string
  readonly pool: TargetPool
  listener: PlaneListener
  idleTimeoutMs: number
}

/** The data plane of all load balancers: one HTTP server per listener on its load balancer's address. */
export function createProxy(options: ProxyOptions): Proxy {
  const doors = new Map<string, Door>()
  const turns = createTurns()
  let groups = new Map<string, PlaneGroup>()
  /** Requests in flight by group and target, to be cut when the target leaves the group. */
  const inFlight = new Map<string, Set<() => void>>()

  function serve(door: Door, request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => response.destroy())
    const rule = findRule(door.listener.rules, {
      method: request.method ?? 'GET',
      host: request.headers.host ?? '',
      url: request.url ?? '/',
      headers: request.headers,
      clientAddress: request.socket.remoteAddress ?? '',
    })
    const ended = (end: Omit<Ended, 'listenerArn'>): void => options.tally.add({ listenerArn: door.listener.arn, ...end })
    if (rule === undefined) refuse(response, ended, undefined)
    else if (rule.action.kind === 'forward') pass(door, rule.action, request, response, ended)
    else {
      request.resume()
      answerFixed(rule.action, request, response, door.listener.port)
      ended({ by: 'load-balancer', status: rule.action.status, latencyMs: 0 })
    }
  }

  function pass(
    door: Door,
    action: Forward,
    request: IncomingMessage,
    response: ServerResponse,
    ended: (end: Omit<Ended, 'listenerArn'>) => void,
  ): void {
    const nowMs = Date.now()
    const cookie = request.headers.cookie
    const groupArn = chooseGroup(action, cookie, nowMs, options.random)
    const group = groupArn === undefined ? undefined : groups.get(groupArn)
    const target = group && turns.choose(group, cookie, nowMs)
    if (group === undefined || target === undefined) return refuse(response, ended, groupArn)
    const name = targetName(target)
    const key = `${group.arn} ${name}`
    const cuts = inFlight.get(key) ?? new Set()
    inFlight.set(key, cuts)
    const { host, port } = options.addresses.locate(target.address, target.port)
    const cut = forward({
      request,
      response,
      pool: door.pool,
      host,
      port,
      listenerPort: door.listener.port,
      connectTimeoutMs: options.connectTimeoutMs,
      idleTimeoutMs: door.idleTimeoutMs,
      cookies: [
        ...(action.stickyMs === undefined ? [] : stickyCookies('AWSALBTG', group.arn, action.stickyMs, nowMs)),
        ...(group.stickyMs === undefined ? [] : stickyCookies('AWSALB', name, group.stickyMs, nowMs)),
      ],
      ended: (end) => ended({ groupArn: group.arn, target: name, ...end }),
    })
    cuts.add(cut)
    response.on('close', () => cuts.delete(cut))
  }

  function open(place: string, address: string, listener: PlaneListener, idleTimeoutMs: number): void {
    const server = createServer((request, response) => serve(door, request, response))
    const door: Door = { server, place, listener, idleTimeoutMs, pool: createTargetPool(idleTimeoutMs) }
    doors.set(listener.arn, door)
    setIdleTimeout(door, idleTimeoutMs)
    server.requestTimeout = 0
    server.on('clientError', (_error, socket) => {
      options.tally.add({ listenerArn: listener.arn, by: 'load-balancer', status: 400, latencyMs: 0 })
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nserver: awselb/2.0\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    })
    server.on('error', (error) => process.stderr.write(`sandbox: listener ${address}:${listener.port} does not open: ${error.message}\n`))
    server.listen(listener.port, address)
  }

  function shut(arn: string, door: Door): Promise<void> {
    doors.delete(arn)
    return new Promise((resolve) => {
      // Only after the last answer: destroying the pool cuts the connections in use too.
      door.server.close(() => {
        door.pool.destroy()
        resolve()
      })
      door.server.closeIdleConnections()
    })
  }

  return {
    apply(plane) {
      const before = groups
      groups = new Map(plane.groups.map((group) => [group.arn, group]))
      for (const [arn, group] of before) {
        const kept = new Set((groups.get(arn)?.targets ?? []).map(targetName))
        for (const target of group.targets.filter((one) => !kept.has(targetName(one)))) {
          for (const cut of inFlight.get(`${arn} ${targetName(target)}`) ?? []) cut()
          inFlight.delete(`${arn} ${targetName(target)}`)
          const { host, port } = options.addresses.locate(target.address, target.port)
          for (const door of doors.values()) door.pool.forget(host, port)
        }
      }
      const wanted = new Set<string>()
      for (const balancer of plane.loadBalancers) {
        for (const listener of balancer.listeners) {
          wanted.add(listener.arn)
          const place = `${balancer.address}:${listener.port}`
          const door = doors.get(listener.arn)
          if (door !== undefined && door.place === place) {
            door.listener = listener
            setIdleTimeout(door, balancer.idleTimeoutMs)
            continue
          }
          if (door !== undefined) void shut(listener.arn, door)
          open(place, balancer.address, listener, balancer.idleTimeoutMs)
        }
      }
      for (const [arn, door] of [...doors]) if (!wanted.has(arn)) void shut(arn, door)
    },
    isOpen: (address, port) => [...doors.values()].some((door) => door.place === `${address}:${port}`),
    async close() {
      await Promise.all(
        [...doors].map(([arn, door]) => {
          const shutting = shut(arn, door)
          door.server.closeAllConnections()
          return shutting
        }),
      )
    },
  }
}

/** For connections of clients and of targets alike. */
function setIdleTimeout(door: Door, idleTimeoutMs: number): void {
  door.idleTimeoutMs = idleTimeoutMs
  door.pool.idleTimeoutMs = idleTimeoutMs
  door.server.keepAliveTimeout = idleTimeoutMs
}

/** No target: 503, by the load balancer. */
function refuse(response: ServerResponse, ended: (end: Omit<Ended, 'listenerArn'>) => void, groupArn: string | undefined): void {
  answerSelf(response, 503)
  ended({ by: 'load-balancer', status: 503, latencyMs: 0, ...(groupArn === undefined ? {} : { groupArn }) })
}

function answerFixed(
  action: Exclude<PlaneAction, { kind: 'forward' }>,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): void {
  if (action.kind === 'fixed-response') {
    response.writeHead(action.status, {
      server: 'awselb/2.0',
      'content-type': action.contentType,
      'content-length': Buffer.byteLength(action.body),
    })
    response.end(action.body)
    return
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const parts: Readonly<Record<string, string>> = {
    protocol: 'http',
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    port: String(port),
    path: path.replace(/^\//, ''),
    query,
  }
  const location = action.location.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => parts[name] ?? '')
  response.writeHead(action.status, { server: 'awselb/2.0', location, 'content-length': 0 })
  response.end()
}
