import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the tasks of both sides cannot work without (DEPENDENCY_URL of image `sandbox/web`). */
export interface Dependency {
  readonly url: string
  fails(): void
  works(): void
  close(): void
}

export async function openDependency(): Promise<Dependency> {
  let status = 200
  const server = createServer((_, response) => {
    response.writeHead(status, { connection: 'close' })
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    fails: () => (status = 503),
    works: () => (status = 200),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
