import { simulateCrashes, simulateRolling } from '../simulation/rolling.ts'
import type { Item } from './item.ts'

/** None of these seeds is one of the quick set that runs with every test. */
const firstSeed = 100_000
const seeds = 5_000
const slice = 500

export const simulation: Item = {
  name: 'simulation',
  claim: `${seeds} rollouts in virtual time with faults of every kind, and a death at every single call of some: nothing that must never happen`,
  async run(progress) {
    const startedMs = performance.now()
    const violations: string[] = []
    const ends: Record<string, number> = {}
    let rollouts = 0
    const take = (report: Awaited<ReturnType<typeof simulateRolling>>): void => {
      rollouts += report.rollouts
      violations.push(...report.violations)
    }
    for (let done = 0; done < seeds; done += slice) {
      const report = await simulateRolling({ seeds: slice, firstSeed: firstSeed + done, faults: 'all' })
      take(report)
      for (const [end, count] of Object.entries(report.ends)) ends[end] = (ends[end] ?? 0) + count
      progress(`${done + slice} rollouts, ${violations.length} violations`)
    }
    for (const candidate of ['good', 'slow', 'crashes', 'never healthy', 'cannot start'] as const) {
      for (const then of ['rerun', 'nothing'] as const) take(await simulateCrashes(firstSeed + 1, candidate, then))
      progress(`a death at every call, candidate ${candidate}: ${violations.length} violations`)
    }
    const seconds = (performance.now() - startedMs) / 1000
    return {
      ok: violations.length === 0,
      figures: {
        firstSeed,
        rollouts,
        perSecond: Math.round(rollouts / seconds),
        ends,
        violations: violations.slice(0, 20),
        found: violations.length,
      },
    }
  },
}
