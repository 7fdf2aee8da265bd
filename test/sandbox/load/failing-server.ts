import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server did, to be held against what a client counted. */
export interface Truth {
  ok: number
  errors: number
  resets: number
}

/** A server that resets every n-th connection and answers every m-th request with 502, deterministically, and keeps count. */
export async function startFailingServer(every: { readonly reset: number; readonly error: number }) {
  const truth: Truth = { ok: 0, errors: 0, resets: 0 }
  let served = 0
  const server = createServer((request, response) => {
    request.resume()
    served++
    if (served % every.reset === 0) {
      truth.resets++
      request.socket.resetAndDestroy()
      return
    }
    const failed = served % every.error === 0
    if (failed) truth.errors++
    else truth.ok++
    response.writeHead(failed ? 502 : 200, { 'x-version': served % 2 === 0 ? 'v2' : 'v1' })
    response.end('answer')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    truth,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
