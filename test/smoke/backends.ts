import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server as HttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { parseSmoke } from '../../src/domain/smoke.ts'
import type { Check, Evidence } from '../../src/domain/rollout.ts'
import type { SmokeRequest } from '../../src/domain/smoke/request.ts'
import type { SpotJudge } from '../../src/ports.ts'

export interface Backend {
  readonly url: string
  readonly port: number
  /** What was asked for, in order. */
  readonly requests: IncomingMessage[]
  readonly sockets: Socket[]
}

/** A real HTTP server on loopback for the length of a test. */
export async function serve(listener: RequestListener, server: HttpServer = createHttpServer()): Promise<Backend> {
  const requests: IncomingMessage[] = []
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => sockets.push(socket))
  server.on('request', (request, response) => {
    requests.push(request)
    listener(request, response)
  })
  const port = await listen(server, sockets)
  return { url: `http://127.0.0.1:${String(port)}`, port, requests, sockets }
}

/** Each connection goes to the next of the ports, as a load balancer does. */
export async function balance(ports: readonly number[]): Promise<string> {
  const sockets: Socket[] = []
  let next = 0
  const server = createServer((client) => {
    const target = connect(ports[next % ports.length]!, '127.0.0.1')
    next += 1
    sockets.push(client, target)
    client.on('error', () => target.destroy()).pipe(target)
    target.on('error', () => client.destroy()).pipe(client)
  })
  return `http://127.0.0.1:${String(await listen(server, sockets))}`
}

async function listen(server: Server, sockets: readonly Socket[]): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

export function requestsOf(...entries: readonly object[]): readonly SmokeRequest[] {
  const made = parseSmoke(entries.map((entry) => ({ path: '/health', 'retry-delay': '5ms', ...entry })))
  if ('problems' in made) throw new Error(made.problems.join('\n'))
  return made.value
}

const checks: readonly Check[] = [
  { name: 'alarms', kind: 'alarms', spec: [] },
  { name: 'smoke', kind: 'smoke', spec: undefined },
]

/** What a judge says of its one check; it must say nothing of the other. */
export async function evidenceOf(judge: SpotJudge, signal = new AbortController().signal): Promise<Evidence> {
  const evidence = await judge.judge(checks, 1_000, 2_000, signal)
  if (evidence.length !== 1 || evidence[0]!.check !== 'smoke') throw new Error(`judged ${JSON.stringify(evidence)}`)
  return evidence[0]!
}
