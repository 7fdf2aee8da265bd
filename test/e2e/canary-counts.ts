import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Counted {
  readonly n: number
  readonly x: number
}

/** A source of counts on loopback, for `http-json`: what each arm had from one second to the next is what the test says. */
export interface CountsServer {
  /** An entry of `metrics` that reads it. `arm` is the placeholder that tells the arms apart. */
  entry(name: string, arm: '{arm}' | '{side}'): string
  /** Until it is mended everything is answered with 503. */
  breaks(): void
  mends(): void
  /** Questions so far, answered or not. */
  asked(): number
  close(): void
}

/** The same for every second, by arm: as `{arm}` or `{side}` names it. */
export async function serveCounts(countsOf: (arm: string) => Counted): Promise<CountsServer> {
  let broken = false
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    const url = new URL(request.url ?? '/', 'http://counts')
    const seconds = Number(url.searchParams.get('to')) - Number(url.searchParams.get('from'))
    const { n, x } = countsOf(url.pathname.slice(1))
    response.writeHead(broken ? 503 : 200, { 'content-type': 'application/json' })
    response.end(broken ? 'the database is away' : JSON.stringify({ requests: n * seconds, failed: x * seconds }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    entry: (name, arm) =>
      `- http-json: { name: ${name}, url: "http://127.0.0.1:${port}/${arm}?from={from}&to={to}", total: $.requests, bad: $.failed }`,
    breaks: () => (broken = true),
    mends: () => (broken = false),
    asked: () => asked,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
