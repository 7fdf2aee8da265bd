import { simulateRolling } from '../test/simulation/rolling.ts'
import type { Figure } from './figure.ts'

/** Whole rolling rollouts of 4 tasks in virtual time, real adapters over the modelled cloud, on one core. */
export async function simulationFigure(rollouts: number): Promise<Figure> {
  // Once for the compiler.
  await simulateRolling({ seeds: 20, firstSeed: 1, faults: 'none' })
  const startMs = performance.now()
  const report = await simulateRolling({ seeds: rollouts, firstSeed: 1_000, faults: 'none' })
  const seconds = (performance.now() - startMs) / 1000
  if (report.violations.length > 0) throw new Error(report.violations.join('\n'))
  const value = rollouts / seconds
  return {
    name: 'simulated rolling rollouts a second and core',
    value,
    unit: 'rollouts',
    baseline: { name: 'as fast as in AWS', value: rollouts / (report.virtualMinutes * 60) },
    ratio: value / (rollouts / (report.virtualMinutes * 60)),
    bar: '>= 200 (4 tasks, 5 virtual minutes)',
    met: value >= 200,
    detail: `${rollouts} rollouts, ${Math.round(report.virtualMinutes)} virtual minutes in ${seconds.toFixed(1)} s`,
  }
}
