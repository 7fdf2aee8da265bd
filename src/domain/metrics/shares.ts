/** What decides the part of alpha a metric gets. */
export interface Claimant {
  readonly kind: 'errors' | 'latency' | 'other'
  /** As the user gave it, from 0 to 1. */
  readonly given: number | undefined
}

/** Where nobody says anything: most of what breaks shows in errors. */
const usual = { errors: 0.5, latency: 0.3 } as const

/** The part of alpha of each metric, which add up to 1; or what is wrong with those given, as a clause. */
export function alphaShares(claimants: readonly Claimant[]): { readonly shares: readonly number[] } | { readonly problem: string } {
  const given = claimants.flatMap((each) => each.given ?? [])
  const open = claimants.length - given.length
  const sum = rounded(given.reduce((total, share) => total + share, 0))
  if (open > 0 && sum >= 1)
    return { problem: `are ${percentText(sum)} together and leave nothing for the ${open === 1 ? 'one' : String(open)} without` }
  if (open === 0 && sum !== 1) return { problem: `are ${percentText(sum)} together: 100 % is expected` }
  if (given.length > 0) return { shares: claimants.map((each) => each.given ?? rounded((1 - sum) / open)) }
  const others = claimants.filter(({ kind }) => kind === 'other').length
  const known = claimants.reduce((total, { kind }) => total + (kind === 'other' ? 0 : usual[kind]), 0)
  return { shares: claimants.map(({ kind }) => rounded(kind === 'other' ? (1 - known) / others : usual[kind] / (others > 0 ? 1 : known))) }
}

function percentText(share: number): string {
  return `${String(Number((share * 100).toPrecision(6)))} %`
}

/** Without what binary fractions add. */
function rounded(share: number): number {
  return Number(share.toPrecision(12))
}
