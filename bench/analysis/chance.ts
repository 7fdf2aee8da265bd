/**
 * Seeded chance: the same seed gives the same numbers on every machine. Generator: sfc32 (C. Doty-Humphrey, PractRand), seeded by FNV-1a of
 * a text and mixed, so that neighbouring seeds have nothing in common.
 */
export interface Chance {
  /** Uniform in (0, 1). */
  readonly uniform: () => number
  readonly normal: () => number
  /** Shape > 0, scale 1. */
  readonly gamma: (shape: number) => number
  readonly poisson: (mean: number) => number
  readonly binomial: (n: number, p: number) => number
}

export function chance(seed: string): Chance {
  const uniform = generator(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const gamma = (shape: number): number => gammaOf(shape, uniform, normal)
  const poisson = (mean: number): number => (mean < 10 ? poissonByInversion(mean, uniform) : poissonByRejection(mean, uniform))
  const binomial = (n: number, p: number): number => {
    if (p > 0.5) return n - binomial(n, 1 - p)
    return n * p < 10 ? binomialByInversion(n, p, uniform) : binomialByRejection(n, p, uniform)
  }
  return { uniform, normal, gamma, poisson, binomial }
}

/** Mean `mean`, variance `dispersion * mean`: a Poisson number of clumps of logarithmic size. Dispersion 1 is Poisson. */
export function negativeBinomial(chance: Chance, mean: number, dispersion: number): number {
  if (mean <= 0) return 0
  if (dispersion <= 1) return chance.poisson(mean)
  return chance.poisson(chance.gamma(mean / (dispersion - 1)) * (dispersion - 1))
}

/** Mean `n p`, variance `dispersion * n p (1 - p)`; dispersion below n. */
export function betaBinomial(chance: Chance, n: number, p: number, dispersion: number): number {
  if (dispersion <= 1 || n <= dispersion) return chance.binomial(n, p)
  const size = (n - dispersion) / (dispersion - 1)
  const good = chance.gamma(size * (1 - p))
  const bad = chance.gamma(size * p)
  return chance.binomial(n, bad / (bad + good))
}

function generator(seed: string): () => number {
  let hash = 0x811c9dc5
  const next = (): number => {
    // Finaliser of MurmurHash3 over a counter: four independent words from one hash.
    hash = (hash + 0x9e3779b9) | 0
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return mixed ^ (mixed >>> 16)
  }
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193)
  let [a, b, c, counter] = [next(), next(), next(), 1]
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) word()
  return () => (word() + 0.5) / 4294967296
}

/** Marsaglia and Tsang (2000); below shape 1 by the power of a uniform. */
function gammaOf(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, uniform, normal) * Math.exp(Math.log(uniform()) / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

function poissonByInversion(mean: number, uniform: () => number): number {
  if (mean <= 0) return 0
  let rest = uniform()
  let mass = Math.exp(-mean)
  for (let k = 0; k < 1_000; k++) {
    if (rest < mass) return k
    rest -= mass
    mass *= mean / (k + 1)
  }
  return 0
}

function binomialByInversion(n: number, p: number, uniform: () => number): number {
  if (p <= 0) return 0
  let rest = uniform()
  let mass = Math.exp(n * Math.log1p(-p))
  const odds = p / (1 - p)
  for (let k = 0; k < n; k++) {
    if (rest < mass) return k
    rest -= mass
    mass *= (odds * (n - k)) / (k + 1)
  }
  return n
}

/** W. Hörmann, transformed rejection with squeeze: PTRS for Poisson (1993). */
function poissonByRejection(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  const logMean = Math.log(mean)
  for (;;) {
    const u = uniform() - 0.5
    const v = uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k)) return k
  }
}

/** The same for the binomial: BTRS (1993). */
function binomialByRejection(n: number, p: number, uniform: () => number): number {
  const sd = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * sd
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * sd
  const mode = Math.floor((n + 1) * p)
  const logOdds = Math.log(p / (1 - p))
  const atMode = logFactorial(mode) + logFactorial(n - mode)
  for (;;) {
    const u = uniform() - 0.5
    const v = uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || k > n) continue
    const log = Math.log((v * alpha) / (a / (us * us) + b))
    if (log <= atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) return k
  }
}

const exactly: number[] = [0]
for (let k = 1; k < 256; k++) exactly.push(exactly[k - 1]! + Math.log(k))

/** ln k!, by Stirling's series above 255 (error below 1e-12). */
export function logFactorial(k: number): number {
  if (k < 256) return exactly[k]!
  return (k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * k) - 1 / (360 * k ** 3)
}

/** ln Gamma(x) for x > 0, by Stirling's series above 12 and the recursion below. */
export function logGamma(x: number): number {
  let shift = 0
  let at = x
  for (; at < 12; at++) shift += Math.log(at)
  const series = 1 / (12 * at) - 1 / (360 * at ** 3) + 1 / (1260 * at ** 5)
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift
}
