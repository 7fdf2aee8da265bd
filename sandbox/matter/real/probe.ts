import { request } from 'node:http'
import { connect } from 'node:net'
import type { MatterEvent, Probe } from '../ports.ts'

type ProbeAnswer = Extract<MatterEvent, { kind: 'probe-answered' }>['answer']

/**
 * One health check on a connection of its own. The time-out covers everything from connect to the status line.
 * A TCP probe that connects counts as status 200.
 */
export function sendProbe(probe: Probe, place: { readonly host: string; readonly port: number }): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    let settled = false
    const settle = (answer: ProbeAnswer): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      resolve(answer)
      carrier.destroy()
    }
    const fail = (error: NodeJS.ErrnoException): void => settle({ failed: error.code === 'ECONNREFUSED' ? 'refused' : 'reset' })
    const carrier =
      probe.protocol === 'TCP'
        ? connect(place.port, place.host, () => settle({ status: 200 }))
        : request(
            {
              ...place,
              path: probe.path,
              agent: false,
              headers: { host: `${probe.address}:${probe.port}`, 'user-agent': 'ELB-HealthChecker/2.0', connection: 'close' },
            },
            (response) => settle({ status: response.statusCode ?? 0 }),
          ).end()
    const timer = setTimeout(() => settle({ failed: 'timeout' }), probe.timeoutMs)
    carrier.on('error', fail)
  })
}
