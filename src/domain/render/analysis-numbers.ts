/** `12 345`: a whole number, its thousands apart by a narrow space that does not break. */
export function count(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** `0.5`, `12`, `1 204`: a number of requests that need not be whole. */
export function amount(value: number): string {
  if (value < 0) return `−${amount(-value)}`
  return value < 9.95 ? trimmed(value.toFixed(1)) : count(value)
}

/** `0.093 %`, `5.0 %`, `41 %`: a share with two digits that mean something; `–` where there was nothing to share. */
export function share(part: number, whole: number): string {
  return whole > 0 ? percent((part / whole) * 100) : '–'
}

/** The same of a number that is percent already. */
export function percent(value: number): string {
  return `${value === 0 ? '0' : fixed(value, 2)}\u00a0%`
}

/** `800`, `20k`, `1.5M`: a count on an axis. */
export function short(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6, 3)}M`
  return value >= 1e4 ? `${digits(value / 1e3, 3)}k` : digits(value, 4)
}

/** `0.61`, `1.05`, `2.4`, `13`, `∞`; `–` where it is not known. */
export function ratio(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (value === Infinity) return '∞'
  if (value === 0) return '0'
  return value < 1.995 ? value.toFixed(2) : value < 9.95 ? value.toFixed(1) : count(value)
}

/** `1.6 – 3.9`: an interval. */
export function between({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${ratio(low)} – ${ratio(high)}`
}

/** `8`, `2.5`: minutes. */
export function minutes(value: number): string {
  return digits(value, 3)
}

/** Without an exponent, and with no more digits than asked for, except before the point. */
export function digits(value: number, significant: number): string {
  return value === 0 ? '0' : trimmed(fixed(value, significant))
}

function fixed(value: number, significant: number): string {
  if (!Number.isFinite(value)) return '–'
  const before = Math.floor(Math.log10(Math.abs(value))) + 1
  return value.toFixed(Math.min(10, Math.max(0, significant - before)))
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
