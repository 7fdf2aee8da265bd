import { simulateCanary, simulateCanaryCrashes } from '../simulation/canary.ts'
import { simulatePair, simulatePairCrashes } from '../simulation/pair.ts'
import { simulateCrashes, simulateRolling } from '../simulation/rolling.ts'
import type { SimulationReport } from '../simulation/world.ts'
import type { Item } from './item.ts'

/** None of these seeds is one of the quick set that runs with every test. */
const firstSeed = 100_000
const slice = 500

/** What is played seed by seed, and the rollouts of which every single call is a death. */
interface Played {
  readonly seeds: number
  play(seeds: number, firstSeed: number): Promise<SimulationReport>
  readonly crashes: readonly { readonly name: string; play(seed: number): Promise<SimulationReport> }[]
}

export const simulation = itemOf({
  seeds: 5_000,
  play: (seeds, first) => simulateRolling({ seeds, firstSeed: first, faults: 'all' }),
  crashes: (['good', 'slow', 'crashes', 'never healthy', 'cannot start'] as const).flatMap((candidate) =>
    (['rerun', 'nothing'] as const).map((then) => ({
      name: `${candidate}, then ${then}`,
      play: (seed: number) => simulateCrashes(seed, candidate, then),
    })),
  ),
})

export const pairSimulation = itemOf({
  seeds: 10_000,
  play: (seeds, first) => simulatePair({ seeds, firstSeed: first, faults: 'all' }),
  crashes: (['good', 'crashes', 'fails its test', 'rings the alarm after the swap'] as const).flatMap((candidate) =>
    (['rerun', 'recovery'] as const).map((then) => ({
      name: `${candidate}, then ${then}`,
      play: (seed: number) => simulatePairCrashes(seed, candidate, then),
    })),
  ),
})

export const canarySimulation = itemOf({
  seeds: 1_500,
  play: (seeds, first) => simulateCanary({ seeds, firstSeed: first, faults: 'all' }),
  crashes: (['errors', 'slow'] as const).map((candidate) => ({
    name: `with ${candidate}, run again, to the same verdict in the same minute by the same evidence`,
    play: (seed: number) => simulateCanaryCrashes(seed, candidate),
  })),
})

function itemOf({ seeds, play, crashes }: Played): Item {
  return {
    name: 'simulation',
    claim: `${seeds} rollouts in virtual time with faults of every kind, and a death at every single call of some: nothing that must never happen`,
    async run(progress) {
      const startedMs = performance.now()
      const violations: string[] = []
      const ends: Record<string, number> = {}
      let rollouts = 0
      const take = (report: SimulationReport): void => {
        rollouts += report.rollouts
        violations.push(...report.violations)
      }
      for (let done = 0; done < seeds; done += slice) {
        const report = await play(slice, firstSeed + done)
        take(report)
        for (const [end, count] of Object.entries(report.ends)) ends[end] = (ends[end] ?? 0) + count
        progress(`${done + slice} rollouts, ${violations.length} violations`)
      }
      for (const { name, play: die } of crashes) {
        take(await die(firstSeed + 1))
        progress(`a death at every call, candidate ${name}: ${violations.length} violations`)
      }
      const perSecond = Math.round(rollouts / ((performance.now() - startedMs) / 1000))
      const found = violations.length
      return { ok: found === 0, figures: { firstSeed, rollouts, perSecond, ends, violations: violations.slice(0, 20), found } }
    },
  }
}
