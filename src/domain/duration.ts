const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time such as 90s, 10m, 2h or 1d12h, in milliseconds; undefined where the text is none. */
export function durationMs(text: string): number | undefined {
  if (text === '' || !/^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/.test(text)) return undefined
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0)
}
