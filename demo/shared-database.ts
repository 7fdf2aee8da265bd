import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'

/** Stands for what both versions cannot work without: answers with 200 as long as it works. */
export interface SharedDatabase {
  readonly url: string
  works(is: boolean): void
  close(): Promise<void>
}

export async function startSharedDatabase(): Promise<SharedDatabase> {
  let works = true
  const server = createServer((_request, response) => {
    response.statusCode = works ? 200 : 503
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    works: (is) => (works = is),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
