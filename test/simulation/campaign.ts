import type { SimulationReport } from './world.ts'

export interface Crash {
  readonly index: number
  readonly how: 'dies before' | 'dies after'
}

export interface Played {
  /** How the first run and the last one ended. */
  readonly first: string
  readonly last: string
  /** Calls of the first run. */
  readonly calls: number
  readonly minutes: number
  readonly violations: readonly string[]
}

export interface Seeds {
  readonly seeds: number
  readonly firstSeed?: number
}

/** Plays one story a seed. Ends are counted by `nameOf`, the first run's where absent. */
export async function playSeeds<S>(
  { seeds, firstSeed = 1 }: Seeds,
  storyOf: (seed: number) => S,
  play: (seed: number, story: S) => Promise<Played>,
  nameOf: (story: S, first: string) => string = (_, first) => first,
): Promise<SimulationReport> {
  const ends: Record<string, number> = {}
  const violations: string[] = []
  let virtualMinutes = 0
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const story = storyOf(seed)
    const played = await play(seed, story)
    const end = nameOf(story, played.first)
    ends[end] = (ends[end] ?? 0) + 1
    virtualMinutes += played.minutes
    violations.push(...played.violations.map((violation) => `seed ${String(seed)}: ${violation} ${JSON.stringify(story)}`))
  }
  return { rollouts: seeds, virtualMinutes, ends, violations }
}

/** What happens when the first run dies at each of its calls, or at every so-many-th. `differs` tells what must be as without a crash, and is not. */
export async function dieAtCalls<P extends Played>(
  every: number,
  play: (crash?: Crash) => Promise<P>,
  differs: (whole: P, played: P, index: number) => string | undefined = () => undefined,
): Promise<SimulationReport> {
  const whole = await play()
  const ends: Record<string, number> = {}
  const violations = whole.violations.map((violation) => `no crash: ${violation}`)
  let rollouts = 1
  let virtualMinutes = whole.minutes
  for (let index = 0; index < whole.calls; index += every) {
    for (const how of ['dies before', 'dies after'] as const) {
      const played = await play({ index, how })
      rollouts += 1
      virtualMinutes += played.minutes
      ends[played.last] = (ends[played.last] ?? 0) + 1
      const differing = differs(whole, played, index)
      const found = differing === undefined ? played.violations : [...played.violations, differing]
      violations.push(...found.map((violation) => `call ${String(index)} ${how}: ${violation}`))
    }
  }
  return { rollouts, virtualMinutes, ends, violations }
}
