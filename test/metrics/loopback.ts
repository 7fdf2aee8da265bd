import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Arms } from '../../src/domain/metrics/arm.ts'
import type { Compared, Source } from '../../src/domain/metrics/model.ts'

export interface Loopback {
  readonly url: string
  readonly requests: IncomingMessage[]
  close(): Promise<void>
}

/** A real HTTP server on loopback. Whoever opens it closes it. */
export async function serve(listener: RequestListener): Promise<Loopback> {
  const requests: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    requests.push(request)
    listener(request, response)
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    async close() {
      if (!server.listening) return
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const of = (side: string, revision: string) => ({
  side,
  service: `shop-${side}`,
  cluster: 'main',
  revision,
  group: `targetgroup/shop-${side}/1a`,
  loadBalancer: 'app/shop/2b',
})
export const arms: Arms = { canary: { ...of('green', 'shop:8'), arm: 'canary' }, baseline: { ...of('blue', 'shop:7'), arm: 'baseline' } }

/** A metric of this source; how it is compared is no matter of providers. */
export function compared(name: string, source: Source): Compared {
  const metric = { name, alphaShare: 1, margin: 1.25, harm: 2, required: true, overdispersion: 'auto', failures: false } as const
  return { metric, source }
}

export const never = new AbortController().signal
export const minuteMs = 60_000

/** What a provider is made of, for metrics alone. */
export function optionsOf(metrics: readonly Compared[], more: object = {}) {
  const masked: string[] = []
  const mask = (secret: string): void => void masked.push(secret)
  return { arms, metrics, periodMs: minuteMs, delayMs: 30_000, env: {}, mask, masked, ...more }
}
