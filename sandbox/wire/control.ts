import type { Answer } from './answer.ts'
import type { CallLog } from './call-log.ts'
import type { Faults } from './faults.ts'

/** Things to look at under `GET /_sandbox/<name>`, beside faults and calls. */
export type ControlDesk = Readonly<Record<string, () => unknown>>

/**
 * The sandbox's own endpoint, for tests and the curious:
 * `POST /_sandbox/faults` orders one fault or a list, `GET /_sandbox/faults` lists those that may still strike, `DELETE /_sandbox/faults` ends all; `GET /_sandbox/calls?since=<epoch ms>` lists the API
 * calls made, `DELETE /_sandbox/calls` forgets them; `GET /_sandbox/<desk name>`.
 */
export function answerControl(
  state: { readonly faults: Faults; readonly calls: CallLog },
  desk: ControlDesk = {},
  method: string,
  url: string,
  body: string,
): Answer {
  const { pathname, searchParams } = new URL(url, 'http://sandbox')
  const name = pathname.slice('/_sandbox/'.length)
  if (method === 'POST' && name === 'faults') {
    try {
      const given: unknown = JSON.parse(body)
      return json(200, { ordered: (Array.isArray(given) ? given : [given]).map((one) => state.faults.order(one)) })
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }
  if (method === 'GET' && name === 'faults') return json(200, { faults: state.faults.inForce() })
  if (method === 'DELETE' && name === 'faults') {
    state.faults.clear()
    return json(200, {})
  }
  if (method === 'GET' && name === 'calls') return json(200, { calls: state.calls.list(Number(searchParams.get('since') ?? 0)) })
  if (method === 'DELETE' && name === 'calls') {
    state.calls.clear()
    return json(200, {})
  }
  const look = Object.hasOwn(desk, name) ? desk[name] : undefined
  if (method === 'GET' && look !== undefined) return json(200, look())
  return json(404, { error: `nothing at ${method} ${pathname}`, known: ['faults', 'calls', ...Object.keys(desk)] })
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` }
}
