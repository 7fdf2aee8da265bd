import { describe, expect, it } from 'vitest'
import { replay } from '../../src/domain/analysis/analyst.ts'
import { barsOf } from '../../bench/analysis/bars.ts'
import { smallest } from '../../bench/analysis/cells.ts'
import { resultsOf } from '../../bench/analysis/run.ts'
import { draw, type Scenario } from '../../bench/analysis/scenario.ts'
import { byDefault, specOf } from '../../bench/analysis/shipped.ts'

/** The reduced grid. Seeds are fixed: it fails when the judge has changed for the worse, not by chance. */
describe('benchmark of canary analysis', () => {
  const bars = barsOf(resultsOf(smallest)).filter(({ beside }) => beside !== true)

  it('measures every bar of the design about analysis', () => {
    expect(bars.map(({ name }) => name)).toEqual([
      'false alarms, shipped, default, with a past',
      'false alarms, shipped, default, no past',
      'false alarms, shipped, margin 1, with a past',
      'false alarms, shipped, margin 1, no past',
      'detection of ratio 2 within 60 min, shipped, margin 1, phi 1',
      'median minute at ratio 3, shipped, margin 1, phi 1',
      'detection of ratio 2 within 60 min, shipped, margin 1',
      'median minute at ratio 3, shipped, margin 1',
      'detection of ratio 2 within 60 min, shipped, default',
      'median minute at ratio 3, shipped, default',
      'bad responses at 10k rpm, 60 s rows, against the target-group alarm',
      'bad responses at 10k rpm, 10 s rows, against the target-group alarm',
      'bad responses at 10k rpm, 10 s rows, against the load-balancer alarm',
      'false passes at ratio 2, with a past',
      'false passes at ratio 2, no past',
    ])
  })

  it.each(bars)('$name: $bar', ({ clearlyMissed, value, se, detail }) => {
    expect(clearlyMissed, `${value}, SE ${se}; ${detail}`).toBe(false)
  })

  it('begins each run from its own seed', () => {
    const scenario: Scenario = { rpm: 1_000, base: 0.01, weights: [5], ratio: 1, past: true }
    expect(draw(scenario, 3)).toEqual(draw(scenario, 3))
    expect(draw(scenario, 3)).not.toEqual(draw(scenario, 4))
  })

  it('judges as replay does', () => {
    const scenario: Scenario = { rpm: 1_000, base: 0.01, weights: [5, 25, 50], ratio: 2, dispersion: 3, past: true }
    for (let run = 0; run < 3; run++) {
      const { past, rows } = draw(scenario, run)
      const judge = byDefault.begin({ scenario, past })
      const words = rows.map((row) => judge(row))
      const looks = replay(specOf(scenario), [...past, ...rows])
      expect(words).toEqual(looks.map(({ verdict }) => (verdict === 'fail' || verdict === 'pass' ? verdict : undefined)))
      expect(words).toContain('fail')
    }
  })
})
