import type { AddressInfo } from 'node:net'
import type { Cloud } from '../../../sandbox/cloud/ports.ts'
import { createCallLog } from '../../../sandbox/wire/call-log.ts'
import { services } from '../../../sandbox/wire/codec.ts'
import { createFaults } from '../../../sandbox/wire/faults.ts'
import type { WireOptions } from '../../../sandbox/wire/server.ts'
import { createWire } from '../../../sandbox/wire/server.ts'

/** A cloud of every operation the clients know, answered by one function; it remembers what it was asked. */
export function fakeCloud(
  answer: (operation: string, input: object) => object,
): Cloud & { readonly asked: { operation: string; input: object }[] } {
  const asked: { operation: string; input: object }[] = []
  return {
    asked,
    operations: new Set(services.flatMap((service) => [...service.operations.keys()].map((name) => `${service.prefix}:${name}`))),
    post() {},
    call(operation, input) {
      asked.push({ operation, input })
      return answer(operation, input)
    },
  }
}

/** The wire in front of a cloud, on a free port. */
export async function serveFake(cloud: Cloud, more: Partial<WireOptions> = {}) {
  const faults = createFaults()
  const calls = createCallLog()
  const server = createWire({ cloud, accountId: '123456789012', faults, calls, ...more })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDSANDBOX', secretAccessKey: 'secret' },
    maxAttempts: 1,
  }
  return {
    endpoint,
    settings,
    faults,
    calls,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
