import type { ServerResponse } from 'node:http'
import { type Loopback, serve } from './loopback.ts'

/** A counter of the server: `at` gives its value as Prometheus writes it, or nothing where it was not seen. */
export interface ServedSeries {
  readonly labels: Readonly<Record<string, string>>
  at(ms: number): string | undefined
}

export interface PrometheusServer extends Loopback {
  readonly series: ServedSeries[]
  /** Answers instead of the series while it is set. */
  instead: ((response: ServerResponse) => void) | undefined
  readonly queries: URLSearchParams[]
}

/** Range queries of plain selectors, as the HTTP API of Prometheus answers them. */
export async function servePrometheus(): Promise<PrometheusServer> {
  const series: ServedSeries[] = []
  const queries: URLSearchParams[] = []
  const server = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    queries.push(url.searchParams)
    if (state.instead) return state.instead(response)
    if (!url.pathname.endsWith('/api/v1/query_range')) return void response.writeHead(404).end('404 page not found\n')
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)) * 1000) as [number, number, number]
    const result = series.filter(matching(url.searchParams.get('query') ?? '')).flatMap(({ labels, at }) => {
      const values: [number, string][] = []
      for (let ms = start; ms <= end; ms += step) {
        const value = at(ms)
        if (value !== undefined) values.push([ms / 1000, value])
      }
      return values.length > 0 ? [{ metric: labels, values }] : []
    })
    say(response, { status: 'success', data: { resultType: 'matrix', result } })
  })
  const state: PrometheusServer = { ...server, series, queries, instead: undefined }
  return state
}

export function say(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Equality alone: `name{a="b"}`. */
function matching(selector: string): (series: ServedSeries) => boolean {
  const name = /^\w+/.exec(selector)?.[0]
  const wanted = [...selector.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label!, value!] as const)
  return ({ labels }) => labels['__name__'] === name && wanted.every(([label, value]) => labels[label] === value)
}

/** A counter seen at whole minutes from `fromMs` on. */
export function steps(
  labels: Readonly<Record<string, string>>,
  fromMs: number,
  ...values: readonly (number | string | undefined)[]
): ServedSeries {
  return {
    labels,
    at(ms) {
      const value = values[(ms - fromMs) / 60_000]
      return value === undefined ? undefined : String(value)
    },
  }
}
