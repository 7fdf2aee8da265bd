import type { Agent } from 'node:http'
import { request } from 'node:http'
import type { MatterEvent } from '../../../sandbox/matter/ports.ts'
import type { RealMatter, RealMatterOptions } from '../../../sandbox/matter/real/real.ts'
import { createRealMatter } from '../../../sandbox/matter/real/real.ts'
import type { MatterStage } from '../../contracts/matter.ts'

/** Real matter that keeps what it posts. */
export async function realStage(options: RealMatterOptions = {}): Promise<MatterStage & { readonly matter: RealMatter }> {
  const events: MatterEvent[] = []
  let wake = (): void => {}
  const matter = await createRealMatter((event) => {
    events.push(event)
    wake()
  }, options)
  return {
    matter,
    tasks: matter.tasks,
    traffic: matter.traffic,
    events,
    until(condition) {
      return new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`not within 60 s; posted: ${JSON.stringify(events.slice(-5))}`)), 60_000)
        wake = () => {
          if (!condition(events)) return
          clearTimeout(limit)
          wake = () => {}
          resolve()
        }
        wake()
      })
    },
    async request(address, port, count) {
      for (let done = 0; done < count; done++) await get(address, port)
    },
    close: () => matter.close(),
  }
}

export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface Ask {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly agent?: Agent
}

/** One request, retried only while the listener is not open yet; a cut connection rejects. */
export async function get(address: string, port: number, ask: Ask = {}): Promise<Got> {
  for (;;) {
    try {
      return await once(address, port, ask)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error
    }
  }
}

function once(address: string, port: number, ask: Ask): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: address, port, path: ask.path ?? '/', method: ask.method ?? 'GET', headers: { ...ask.headers }, agent: ask.agent ?? false },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString('utf8') }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(ask.body)
  })
}
