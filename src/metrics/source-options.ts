import type { Arms } from '../domain/metrics/arm.ts'
import type { Metering } from '../domain/metrics/model.ts'

/** What every provider of this folder is made of. */
export interface SourceOptions {
  readonly arms: Arms
  /** Those of other kinds are passed over. */
  readonly metrics: readonly Metering[]
  readonly periodMs: number
  /** How long after its end an interval is complete. */
  readonly delayMs: number
  /** The environment of the step. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hears each secret before it is used. */
  readonly mask: (secret: string) => void
  /** Of one question to the source. */
  readonly timeoutMs?: number
}

export const usualTimeoutMs = 20_000

/** The whole intervals between two times that are mature; undefined where there is none. */
export function matureSpan(fromMs: number, toMs: number, { periodMs, delayMs }: Pick<SourceOptions, 'periodMs' | 'delayMs'>) {
  const startMs = Math.ceil(fromMs / periodMs) * periodMs
  const endMs = Math.floor((toMs - delayMs) / periodMs) * periodMs
  return startMs < endMs ? { startMs, endMs, periodMs } : undefined
}
