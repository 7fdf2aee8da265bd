import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Calls through a wire that is cut at one call: before the cloud sees it, or after it was done and before the answer. */
export interface CutWire {
  readonly endpoint: string
  readonly calls: () => number
  close(): void
}

/** Passes calls on to an endpoint. At the `nth` call `cut` is called and nothing is answered any more. */
export async function openCutWire(
  endpoint: string,
  moment: { readonly nth: number; readonly effect: 'before' | 'after' } | undefined,
  cut: () => void,
): Promise<CutWire> {
  let calls = 0
  let dead = false
  const server = createServer((incoming, outgoing) => {
    if (dead) return
    calls += 1
    const last = moment !== undefined && calls === moment.nth
    if (last && moment.effect === 'before') {
      dead = true
      cut()
      return
    }
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const passed = request(new URL(incoming.url ?? '/', endpoint), { method: incoming.method, headers: incoming.headers }, (answer) => {
        const body: Buffer[] = []
        answer.on('data', (part: Buffer) => body.push(part))
        answer.on('end', () => {
          if (last) {
            dead = true
            cut()
          }
          if (dead) return
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
          outgoing.end(Buffer.concat(body))
        })
      })
      // The one who asked is dead, or the cloud is: either way there is nobody to tell.
      passed.on('error', () => outgoing.destroy())
      passed.end(Buffer.concat(parts))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
