/**
 * Root of `f` between `low` and `high`, where its signs differ, to an absolute `tolerance`: R. P. Brent (1973), inverse quadratic
 * interpolation, secant or bisection, whichever may be trusted. Where f is a staircase, the steps of the method decide the answer, so they are
 * those of the original.
 */
export function brentRoot(f: (at: number) => number, low: number, high: number, tolerance: number): number {
  let a = low
  let b = high
  let fa = f(a)
  let fb = f(b)
  if (fa === 0) return a
  if (fb === 0) return b
  let c = a
  let fc = fa
  for (let iteration = 0; iteration <= 1_000; iteration++) {
    const before = b - a
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const within = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2
    let step = (c - b) / 2
    if (Math.abs(step) <= within || fb === 0) return b
    if (Math.abs(before) >= within && Math.abs(fa) > Math.abs(fb)) {
      const interpolated = interpolate(a, b, c, fa, fb, fc)
      let { p } = interpolated
      let { q } = interpolated
      if (p > 0) q = -q
      else p = -p
      if (p < 0.75 * (c - b) * q - Math.abs(within * q) / 2 && p < Math.abs((before * q) / 2)) step = p / q
    }
    if (Math.abs(step) < within) step = step > 0 ? within : -within
    a = b
    fa = fb
    b += step
    fb = f(b)
    if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
      c = a
      fc = fa
    }
  }
  return b
}

/** The next step as the fraction p / q: linear with two points, inverse quadratic with three. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): { readonly p: number; readonly q: number } {
  const width = c - b
  if (a === c) return { p: width * (fb / fa), q: 1 - fb / fa }
  const [q, r, s] = [fa / fc, fb / fc, fb / fa]
  return { p: s * (width * q * (q - r) - (b - a) * (r - 1)), q: (q - 1) * (r - 1) * (s - 1) }
}
