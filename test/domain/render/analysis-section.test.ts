import { describe, expect, it } from 'vitest'
import type { Look, MemberLook, Row } from '../../../src/domain/analysis/model.ts'
import type { AnalysisReport } from '../../../src/domain/analysis/report.ts'
import { analysisSection } from '../../../src/domain/render/analysis-section.ts'
import { sampledReport, stories } from './sampled-report.ts'

const evil = 'errors | <script>alert(1)</script> ``` @owner **b** https://evil.example\n## x\u0007 "];--> %%'

const row = (minute: number, canary: readonly [n: number, x: number], baseline: readonly [n: number, x: number], name = 'errors'): Row => ({
  minute,
  metrics: { [name]: { canary: { n: canary[0], x: canary[1] }, baseline: { n: baseline[0], x: baseline[1] } } },
})

const member: MemberLook = {
  name: 'errors',
  canary: { n: 1000, x: 12 },
  baseline: { n: 19_000, x: 38 },
  expected: 2,
  ratio: { estimate: 6, low: 2.5, high: 14 },
  overdispersion: 1,
  fail: { kind: 'bad requests', value: 12, boundary: 11 },
  pass: { kind: 'bad requests', value: 12, boundary: 1 },
  failed: true,
  passed: false,
}

/** Two minutes by hand: 20 bad responses of the canary where the baseline's share would have given 4. */
function byHand(over: Partial<MemberLook> = {}, look: Partial<Look> = {}): AnalysisReport {
  return {
    ...stories.empty(),
    rows: [row(0, [500, 8], [9500, 38]), row(1, [1000, 12], [19_000, 38])],
    looks: [0, 1].map((minute): Look => {
      return { minute, verdict: 'fail', because: 'errors is worse', judged: minute + 1, members: [{ ...member, ...over }], ...look }
    }),
    weights: [],
  }
}

describe('the section of a job summary', () => {
  it('has the verdict, then the picture, the table, the text, and the charts last', () => {
    const text = analysisSection(stories.failing())
    const order = ['### ❌ Fail', '█ =', '| metric |', 'harmed', 'What would have been needed', '```mermaid', 'What this plan could see']
    const places = order.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect([...places].sort((a, b) => a - b)).toEqual(places)
  })

  it('tells requests judged, and those harmed above what the baseline’s share of each minute would have given', () => {
    const text = analysisSection(byHand())
    expect(text).toContain('**1\u202f000** requests of the canary judged against 19\u202f000 of the baseline, in 2 intervals.')
    expect(text).toContain('**16** harmed')
    expect(text).toContain('20 bad in all')
  })

  it('has a row for each member: counts, shares, what was expected, the ratio with its interval, the verdict', () => {
    expect(analysisSection(byHand())).toContain(
      '| errors | 12 / 1\u202f000 (1.2\u00a0%) | 0.20\u00a0% | 2 | **6.0** (2.5 – 14) | ❌ worse |',
    )
    const unknown = analysisSection(byHand({ ratio: { estimate: NaN, low: 0, high: Infinity }, failed: false, passed: true }))
    expect(unknown).toContain('**–** (0 – ∞) | ✅ not harmful |')
  })

  it('draws both arms on one scale: nothing is the lowest bar, a single bad request is seen, a gap is a dot', () => {
    const rows = [row(0, [100, 0], [1000, 1]), row(1, [0, 0], [1000, 0]), row(2, [100, 10], [0, 0])]
    const text = analysisSection({ ...byHand(), rows })
    expect(text).toContain('errors: bad requests, █ = 10\u00a0%')
    expect(text).toMatch(/ {2}canary {4}▁▁▁···███ /)
    expect(text).toMatch(/ {2}baseline {2}▂▂▂▁▁▁··· /)
  })

  it('keeps its columns few, however long the analysis', () => {
    for (const periodMs of [10_000, 60_000]) {
      const report = sampledReport({ minutes: 240, periodMs, members: { errors: { baseline: 0.001, canary: 0.001 } } })
      const longest = Math.max(
        ...analysisSection(report)
          .split('\n')
          .filter((line) => /^ {2}canary/.test(line))
          .map((line) => line.length),
      )
      expect(longest).toBeLessThan(65)
    }
  })

  it('says what an open verdict would have needed', () => {
    const open = { failed: false, passed: false }
    expect(analysisSection(byHand(open))).toContain('- errors: fails at 11 bad requests or more, passes at 1 bad requests or fewer; has 12')
    const log = { ...open, fail: { kind: 'log e', value: -0.4, boundary: 3.69 }, pass: { kind: 'log e', value: 1.2, boundary: 3 } } as const
    expect(analysisSection(byHand(log))).toContain('- errors: fails at log e 3.7, has −0.4, passes at log e 3, has 1.2')
    const { fail, pass, ...without } = { ...member, ...open }
    expect([fail, pass]).not.toContain(undefined)
    const report = byHand()
    const looks = report.looks.map((look) => ({ ...look, members: [without] }))
    expect(analysisSection({ ...report, looks })).toContain('- errors: no boundary can be reached yet')
  })

  it('says when no gate opens', () => {
    expect(analysisSection(byHand({ failed: false }, { verdict: 'inconclusive', blocks: true }))).toContain('No gate opens on this')
    expect(analysisSection(byHand())).not.toContain('No gate opens')
  })

  it('says that nothing was judged', () => {
    expect(analysisSection(stories.empty())).toMatch(/^### ⚪ Not judged/)
    expect(analysisSection({ ...stories.empty(), forecast: [] })).not.toContain('```')
  })

  it('shows untrusted text as it is', () => {
    const report = byHand({ name: evil }, { because: evil })
    const rows = report.rows.map(({ minute }) => row(minute, [500, 8], [9500, 38], evil))
    const text = analysisSection({ ...report, rows, forecast: [evil] })
    const outsideCode = text.replaceAll(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '')
    expect(outsideCode).not.toMatch(/<(?!\/?(details|summary)>)/)
    expect(outsideCode).not.toMatch(/(?<!\\)`|@owner|https:\/\/|^## x/m)
    // The fence of the picture is longer than what the name tries to end it with, and Mermaid gets letters alone.
    expect(text).toMatch(/^````text$/m)
    const chart = /```mermaid\n([\s\S]*?)\n```/.exec(text)![1]!.split('\n')
    expect(chart.find((line) => line.startsWith('  title'))).toMatch(/^ {2}title "[\p{L}\p{N} .,:>=_-]+"$/u)
    expect(chart).toHaveLength(7)
  })

  it('is free of NaN and Infinity in every story', () => {
    for (const story of Object.values(stories)) expect(analysisSection(story())).not.toMatch(/NaN|Infinity|undefined/)
  })
})
