import { Agent } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Keep-alive connections to targets. Unlike Node's own agent it does not heed a target's `Keep-Alive: timeout=` hint, because an
 * Application Load Balancer does not either: a target that closes idle connections before the load balancer does makes 502s.
 */
class TargetPool extends Agent {
  /** Set again when the attribute of the load balancer changes; holds for connections that become idle from then on. */
  idleTimeoutMs: number

  constructor(idleTimeoutMs: number) {
    super({ keepAlive: true, maxFreeSockets: 1024 })
    this.idleTimeoutMs = idleTimeoutMs
  }

  override keepSocketAlive(stream: Duplex): boolean {
    const socket = stream as Duplex & { setTimeout(ms: number): void; unref(): void }
    socket.setTimeout(this.idleTimeoutMs)
    socket.unref()
    return true
  }

  /** Closes the idle connections to a target that is gone. */
  forget(host: string, port: number): void {
    for (const socket of this.freeSockets[this.getName({ host, port })] ?? []) socket.destroy()
  }
}

export type { TargetPool }

export function createTargetPool(idleTimeoutMs: number): TargetPool {
  return new TargetPool(idleTimeoutMs)
}
