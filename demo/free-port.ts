import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** The port preferred where it can be opened on this address, else any free one. */
export async function freePort(host: string, preferred: number): Promise<number> {
  for (const port of [preferred, 0]) {
    const server = createServer()
    server.listen(port, host)
    const opened = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!opened) continue
    const { port: found } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return found
  }
  throw new Error(`no port can be opened on ${host}`)
}
