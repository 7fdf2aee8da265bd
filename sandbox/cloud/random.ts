/** A seeded source of randomness: the only one in the model, so that a seed repeats a run exactly. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform in [from, to). */
  between(from: number, to: number): number
  /** `length` hexadecimal digits. */
  hex(length: number): string
  /** `length` decimal digits, the first not 0. */
  digits(length: number): string
}

/** Mulberry32: 32 bits of state, one multiply-xor round per draw. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = () => bits() / 2 ** 32
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    hex(length) {
      let text = ''
      while (text.length < length) text += bits().toString(16).padStart(8, '0')
      return text.slice(0, length)
    },
    digits(length) {
      let text = String(1 + Math.floor(next() * 9))
      while (text.length < length) text += Math.floor(next() * 10)
      return text
    },
  }
}
