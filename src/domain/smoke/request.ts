import type { JsonStep } from './json-path.ts'

/** One request of a smoke test, and what its answer must be. */
export interface SmokeRequest {
  readonly method: string
  /** From the `/` on, with the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The answer must have one of these. */
  readonly status: readonly StatusRange[]
  /** Text the body must hold. */
  readonly contains?: string
  /** Values the body must hold as JSON. */
  readonly json: readonly ExpectedValue[]
  /** From the connect to the end of the body. */
  readonly maxLatencyMs?: number
  /** Further attempts until the first right answer; from that one on every answer must be right. */
  readonly retries: number
  readonly retryDelayMs: number
  /** Of one attempt, from the connect to the end of the body. */
  readonly timeoutMs: number
  /** How many distinct targets must answer right. */
  readonly targets: number
  readonly identifyBy?: Identity
}

/** Status codes, both ends included. */
export interface StatusRange {
  readonly from: number
  readonly to: number
}

export interface ExpectedValue {
  /** As it was written. */
  readonly path: string
  readonly steps: readonly JsonStep[]
  readonly value: string | number | boolean | null
}

/** What in an answer names the target that gave it. */
export type Identity =
  { readonly kind: 'header'; readonly name: string } | { readonly kind: 'json'; readonly path: string; readonly steps: readonly JsonStep[] }

/** The request with the placeholder `{side}` of path, headers and body filled in. */
export function fillSide(request: SmokeRequest, side: string): SmokeRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, fillText(value, side)] as const)
  return {
    ...request,
    path: fillText(request.path, side),
    headers: Object.fromEntries(headers),
    ...(request.body !== undefined && { body: fillText(request.body, side) }),
  }
}

/** A text with the placeholder `{side}` filled in. */
export function fillText(text: string, side: string): string {
  return text.replaceAll('{side}', () => side)
}

/** `200`, `2xx`, `200 or 404`. */
export function statusText(status: readonly StatusRange[]): string {
  return status.map(({ from, to }) => (from === to ? String(from) : `${String(Math.floor(from / 100))}xx`)).join(' or ')
}
