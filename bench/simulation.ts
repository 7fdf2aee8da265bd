import { simulateCanary } from '../test/simulation/canary.ts'
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

const hourMinutes = 60

/** Whole canaries of an hour, each minute judged, on one core: by the time of the processor, for it is about what they cost. */
export async function canarySimulationFigures(canaries: number): Promise<readonly Figure[]> {
  const measured = async (metrics: 'errors' | 'errors and latency'): Promise<Figure> => {
    const story = { candidate: 'good', metrics } as const
    // Once for the compiler.
    await simulateCanary({ seeds: 3, firstSeed: 1, faults: 'none', story })
    const before = process.cpuUsage()
    const report = await simulateCanary({ seeds: canaries, firstSeed: 1_000, faults: 'none', story })
    const used = process.cpuUsage(before)
    const seconds = (used.user + used.system) / 1e6
    if (report.violations.length > 0) throw new Error(report.violations.join('\n'))
    // One that is failed by chance is over sooner.
    const whole = report.virtualMinutes / hourMinutes
    const value = whole / seconds
    const baseline = { name: 'as fast as in AWS', value: 1 / (hourMinutes * 60) }
    const isBar = metrics === 'errors'
    return {
      ...{ name: `simulated 60-minute canaries a second and core, judged by ${metrics}`, value, unit: 'canaries', baseline },
      ...{ ratio: value / baseline.value, bar: isBar ? '>= 10' : 'none of its own: four thresholds more' },
      ...(isBar && { met: value >= 10 }),
      detail: `${canaries} canaries, ${Math.round(report.virtualMinutes)} virtual minutes in ${seconds.toFixed(1)} s of processor time`,
    }
  }
  return [await measured('errors'), await measured('errors and latency')]
}
