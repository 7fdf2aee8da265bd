import { type Bar, barsOf } from '../../bench/analysis/bars.ts'
import { type Size, smallest } from '../../bench/analysis/cells.ts'
import type { Rule } from '../../bench/analysis/rule.ts'
import { resultsOf } from '../../bench/analysis/run.ts'
import { draw, type Scenario } from '../../bench/analysis/scenario.ts'
import { byDefault, withoutMargin } from '../../bench/analysis/shipped.ts'
import { replayed } from './canary-replayed.ts'
import type { Item } from './item.ts'

/** Enough for three standard errors to mean something, and little enough for minutes. */
const size: Size = { ...smallest, headline: 1_000, grid: 300, dear: 40, dispersions: [1, 3, 7] }
/** Of these the replay is asked as a process: what the figures are of is what it says. */
const runs = 4
const usual: Scenario = { rpm: 10_000, base: 0.001, weights: [5], ratio: 1, past: true }
const scenarios: readonly Scenario[] = [
  usual,
  { ...usual, ratio: 2 },
  { ...usual, ratio: 3, past: false },
  { ...usual, rpm: 300, base: 0.05, dispersion: 7, weights: [5, 25, 50] },
  { ...usual, rpm: 100_000, base: 0.01, ratio: 1.5, dispersion: 3 },
  { ...usual, base: 0.002, ratio: 200, seconds: 10 },
]
const rules: readonly { readonly rule: Rule; readonly margin: number }[] = [
  { rule: byDefault, margin: 1.25 },
  { rule: withoutMargin, margin: 1 },
]

export const bars: Item = {
  name: 'bars',
  claim:
    'False alarms, detection and harm of the shipped judge are within the bars of the design, with and without a margin; the process of replay says the same of each row',
  async run(progress) {
    const differing: string[] = []
    let rows = 0
    for (const scenario of scenarios) {
      for (const { rule, margin } of rules) {
        for (let run = 0; run < runs; run += 1) {
          const { past, rows: drawn } = draw(scenario, run)
          const judge = rule.begin({ scenario, past })
          const words = drawn.map((row) => judge(row))
          const period = `${String(scenario.seconds ?? 60)}s`
          const gate = { bake: '60m', 'warm-up': '0s', 'metrics-period': period, margin, metrics: ['errors'] }
          const { looks } = await replayed([...past, ...drawn], gate)
          const said = looks.map(({ verdict }) => (verdict === 'fail' || verdict === 'pass' ? verdict : undefined))
          rows += said.length
          const at = words.findIndex((word, index) => word !== said[index])
          if (at >= 0 || said.length !== words.length)
            differing.push(
              `${rule.name}, ${JSON.stringify(scenario)}, run ${run}: ${String(words[at])} and ${String(said[at])} at row ${at}`,
            )
        }
      }
    }
    progress(`replay and benchmark agree on ${rows} rows: ${differing.length === 0 ? 'yes' : differing.join('; ')}`)
    const found = barsOf(resultsOf(size, (done, all, label) => done % 10 === 0 && progress(`${done} of ${all}: ${label}`)))
    for (const bar of found) progress(line(bar))
    // What is printed beside a bar is of another traffic than the one it is about.
    const missed = found.filter(({ beside, clearlyMissed }) => beside !== true && clearlyMissed)
    return {
      ok: differing.length === 0 && missed.length === 0,
      figures: { rowsReplayed: rows, differing, missed: missed.map(({ name }) => name), bars: found.map(line) },
    }
  },
}

function line({ name, value, se, unit, bar, met, clearlyMissed, beside, detail }: Bar): string {
  const word = met ? 'met' : clearlyMissed ? 'MISSED' : 'within three standard errors'
  const number = `${Number(value.toPrecision(3))}${unit} (SE ${Number(se.toPrecision(2))})`
  return `${name}: ${number}, ${bar}: ${word}${beside ? ', beside' : ''}; ${detail}`
}
