import { draw, minutes, type Scenario } from '../../bench/analysis/scenario.ts'
import type { Row } from '../../src/domain/analysis/model.ts'
import { replayed } from './canary-replayed.ts'
import type { Item } from './item.ts'

const mostSeconds = 2
const runs = 3
const five = { count: 5, correlation: 0.8 }

/** An hour of five metrics: thin, usual and heavy traffic, independent and clumped. */
const scenarios: readonly Scenario[] = [
  { rpm: 300, base: 0.01, weights: [5], ratio: 1, past: true },
  { rpm: 10_000, base: 0.001, weights: [5, 25, 50], ratio: 1, past: true },
  { rpm: 10_000, base: 0.01, weights: [5, 25, 50], ratio: 1, past: false },
  { rpm: 100_000, base: 0.001, weights: [5, 25, 50], ratio: 1, past: true },
  { rpm: 100_000, base: 0.01, weights: [5, 25, 50], ratio: 1, past: true },
  { rpm: 100_000, base: 0.05, weights: [50], ratio: 1, past: true },
  { rpm: 10_000, base: 0.01, weights: [5, 25, 50], ratio: 1, dispersion: 7, past: true },
  { rpm: 100_000, base: 0.01, weights: [5, 25, 50], ratio: 1, dispersion: 7, past: false },
  { rpm: 100_000, base: 0.05, weights: [50], ratio: 1, dispersion: 7, past: true },
]

export const cpu: Item = {
  name: 'cpu',
  claim: `60 minutes of five metrics, judged at every minute, cost at most ${mostSeconds} s of CPU: the process of replay, with its start and reading`,
  async run(progress) {
    const bare = (await replayed([], { bake: '60m', metrics: ['errors'] })).cpuSeconds
    const rows: { readonly scenario: string; readonly seconds: number }[] = []
    for (const scenario of scenarios) {
      let longest = 0
      for (let run = 0; run < runs; run += 1) {
        const drawn = drawFive(scenario, run)
        const metrics = drawn.names.map((name, index) => ({ name, required: index === 0 }))
        const { cpuSeconds, looks } = await replayed(drawn.rows, { bake: '60m', 'warm-up': '0s', metrics })
        if (looks.length !== minutes) throw new Error(`${String(looks.length)} looks at ${minutes} minutes`)
        longest = Math.max(longest, cpuSeconds)
      }
      const { rpm, base, weights, dispersion = 1, past } = scenario
      const clumps = dispersion === 1 ? '' : `, clumped ${dispersion}`
      const told = `${rpm} requests a minute, ${base * 100} % bad${clumps}, weight ${weights.join(', ')}, ${past ? 'with' : 'without'} a past`
      rows.push({ scenario: told, seconds: Math.round(longest * 100) / 100 })
      progress(`${told}: ${longest.toFixed(2)} s`)
    }
    const value = Math.max(...rows.map(({ seconds }) => seconds))
    return {
      ok: value <= mostSeconds,
      figures: { value, unit: 's', bar: `<= ${mostSeconds}`, startAlone: Math.round(bare * 100) / 100, rows },
    }
  },
}

/** Five metrics of the same minutes: with a common part, or each clumped by itself. */
function drawFive(scenario: Scenario, run: number): { readonly names: readonly string[]; readonly rows: readonly Row[] } {
  const names = Array.from({ length: five.count }, (_, index) => `metric-${index + 1}`)
  if (scenario.dispersion === undefined) {
    const { past, rows } = draw({ ...scenario, metrics: five }, run)
    const renamed = [...past, ...rows].map(({ minute, metrics }): Row => {
      // A space in a name would make it a member of another.
      return { minute, metrics: Object.fromEntries(Object.entries(metrics).map(([name, sample]) => [name.replace(' ', '-'), sample])) }
    })
    return { names, rows: renamed }
  }
  const each = names.map((name, index) => {
    const { past, rows } = draw(scenario, run * names.length + index)
    return { name, rows: [...past, ...rows] }
  })
  return {
    names,
    rows: each[0]!.rows.map(({ minute }, at): Row => {
      return { minute, metrics: Object.fromEntries(each.map(({ name, rows }) => [name, rows[at]!.metrics['errors']!])) }
    }),
  }
}
