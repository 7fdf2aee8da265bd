import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Evidence, MemberLook } from '../../../src/domain/analysis/model.ts'
import type { AnalysisReport } from '../../../src/domain/analysis/report.ts'
import { wilson } from '../../../src/domain/render/report-members.ts'
import { reportPage } from '../../../src/domain/render/report-page.ts'
import { pageStyle, pageStyleHash } from '../../../src/domain/render/report-style.ts'
import { spreadOut } from '../../../src/domain/render/report-plane.ts'
import { sampledResult, stories, withMember } from './sampled-report.ts'

const pages = Object.entries(stories).map(([name, story]) => [name, story()] as const)
const evil = `</svg><script>alert('x')</script>"&\u0007`

describe('the page', () => {
  it('needs nothing but itself, and runs nothing', () => {
    const html = reportPage(sampledResult('fail'), stories.failing())
    expect(html).not.toMatch(/<script|<link|<img|<a |@import|url\(|(src|href)=|style="/)
    expect(html).toContain(`content="default-src 'none'; style-src '${pageStyleHash}'; base-uri 'none'; form-action 'none'"`)
  })

  it('allows the style it has, and no other', () => {
    expect(pageStyleHash).toBe(`sha256-${createHash('sha256').update(pageStyle).digest('base64')}`)
    expect(reportPage(sampledResult('pass'), stories.empty())).toContain(`<style>${pageStyle}</style>`)
  })

  it('says the verdict first, in words', () => {
    const verdict = (html: string): string | undefined => /<h1>(.*?)<\/h1>/.exec(html)?.[1]
    expect(verdict(reportPage(sampledResult('fail'), stories.failing()))).toBe('Fail: the canary is worse than the baseline')
    expect(verdict(reportPage(sampledResult('pass'), stories.healthy()))).toBe('Pass: the canary is not harmful')
    expect(verdict(reportPage(sampledResult('inconclusive'), stories.empty()))).toBe('Not judged: no interval was judged')
  })

  it('says the same thing once', () => {
    const report = stories.failing()
    const { because } = report.looks.at(-1)!
    const ending = (reason: string): string | undefined =>
      /<p class="ending">(.*?)<\/p>/.exec(reportPage(sampledResult('fail', { reason }), report))?.[1]
    expect(ending(`analysis: ${because}`)).toBe('<b>rolled back</b>, <code>ANALYSIS_FAILED</code>')
    expect(ending('web:7 died')).toBe('<b>rolled back</b>, <code>ANALYSIS_FAILED</code>: web:7 died')
  })

  it('tells the thresholds of a metric as they rise', () => {
    const report = stories.healthy()
    const look = report.looks.at(-1)!
    const [first] = look.members
    const names = ['latency >1.5s', 'latency >12ms', 'latency >250ms']
    const members = names.map((name) => ({ ...first!, name, failed: false }))
    const html = reportPage(sampledResult('pass'), { ...report, looks: [...report.looks.slice(0, -1), { ...look, members }] })
    expect([...html.matchAll(/<h2>([^<]*) <span class="tag/g)].map(([, name]) => name)).toEqual([
      'latency &gt;12ms',
      'latency &gt;250ms',
      'latency &gt;1.5s',
    ])
  })

  it('has three charts for each member, what failed first', () => {
    const html = reportPage(sampledResult('fail'), stories.failing())
    expect(html.match(/<figure class="chart">/g)).toHaveLength(9)
    expect([...html.matchAll(/<h2>([^<]*) <span class="tag/g)].map(([, name]) => name)).toEqual([
      'errors',
      'latency &gt;250ms',
      'latency &gt;2s',
    ])
  })

  it.each(pages)('draws %s within its frames, without numbers that are none', (_, report) => {
    const html = reportPage(sampledResult('inconclusive'), report)
    expect(html.replace(pageStyle, '')).not.toMatch(/NaN|Infinity|undefined/)
    for (const [, width, height, shapes] of html.matchAll(/<svg viewBox="0 0 (\d+) (\d+)" role[^>]*>([\s\S]*?)<\/svg>/g)) {
      for (const [, x, y] of shapes!.matchAll(/[ML ](-?[\d.]+),(-?[\d.]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0)
        expect(Number(x)).toBeLessThanOrEqual(Number(width))
        expect(Number(y)).toBeGreaterThanOrEqual(0)
        expect(Number(y)).toBeLessThanOrEqual(Number(height))
      }
    }
  })

  it.each(pages)('tells those who cannot see the pictures of %s what they show', (_, report) => {
    const html = reportPage(sampledResult('inconclusive'), report)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [svg] of html.matchAll(/<svg [^>]*>/g)) {
      if (svg.includes('aria-hidden')) continue
      const [, title, says] = /aria-labelledby="(\S+) (\S+)"/.exec(svg)!
      expect(html).toMatch(new RegExp(`<title id="${title}">[^<]+</title><desc id="${says}">[^<]+</desc>`))
    }
  })

  it('shows untrusted text as it is', () => {
    const result = sampledResult('fail', {
      action: evil,
      service: evil,
      environment: evil,
      from: evil,
      to: evil,
      reason: evil,
      outcome: 'failed',
      undo: [evil],
      faults: [{ side: 'candidate', subject: evil, reasonCode: 'TASK_EXITED', because: evil, details: [evil] }],
    })
    const named = withMember(stories.failing(), 'errors', (member) => ({ ...member, name: evil }))
    const report: AnalysisReport = {
      ...named,
      rows: named.rows.map((row) => ({ ...row, metrics: { ...row.metrics, [evil]: row.metrics['errors']! } })),
      looks: named.looks.map((look) => ({ ...look, because: evil })),
      frozen: { members: [{ name: evil }] },
      forecast: [evil],
      decisions: [{ atMs: 0, text: evil }],
    }
    const html = reportPage(result, report)
    expect(html).not.toContain('<script')
    expect(html).not.toContain('\u0007')
    expect(html.match(/<svg /g)!.length).toBe(html.match(/<\/svg>/g)!.length)
    expect(html.match(/&lt;script&gt;alert\(&#39;x&#39;\)/g)!.length).toBeGreaterThan(12)
  })
})

describe('the charts', () => {
  const evidence = (kind: Evidence['kind'], value: number, boundary: number): Evidence => ({ kind, value, boundary })
  const page = (change: (member: MemberLook, index: number) => MemberLook): string =>
    reportPage(sampledResult('inconclusive'), withMember(stories.quiet(), 'errors', change))

  it('have one of the evidence for each kind that was used', () => {
    expect(page((member) => member)).toContain('Bad requests of the canary so far')
    const both = page((member, index) =>
      index < 20 ? member : { ...member, fail: evidence('log e', 1, 3.7), pass: evidence('log e', -0.5, 3) },
    )
    expect(both).toContain('Bad requests of the canary so far')
    expect(both).toContain('Evidence, log e')
    expect(both).toContain('for PASS <b>−0.5 of 3</b>')
  })

  it('go without boundaries that cannot be reached', () => {
    const none = page(({ fail, pass, ...member }) => member)
    expect(none).not.toContain('of the canary so far')
    expect(none).toContain('no boundary can be reached yet')
    expect(page((member) => ({ ...member, fail: evidence('bad requests', 0, Infinity) }))).not.toMatch(/Infinity/)
  })

  it('know ratios without an end', () => {
    const html = page((member) => ({ ...member, ratio: { estimate: Infinity, low: 2, high: Infinity } }))
    expect(html).toContain('ratio <b>∞ (2.0 – ∞)</b>')
    expect(page((member) => ({ ...member, ratio: { estimate: NaN, low: NaN, high: NaN } }))).toContain('ratio <b>– (– – –)</b>')
  })

  it('mark when it was decided', () => {
    expect(reportPage(sampledResult('fail'), stories.broken())).toContain('>FAIL</text>')
    expect(reportPage(sampledResult('pass'), stories.healthy())).toContain('>PASS</text>')
    expect(reportPage(sampledResult('inconclusive'), stories.quiet())).not.toMatch(/>(FAIL|PASS)<\/text>/)
  })

  it('number the decisions, or show lines alone where there are too many', () => {
    const report = stories.healthy()
    expect(reportPage(sampledResult('pass'), report)).toMatch(/class="number"[^>]*>6</)
    const many = Array.from({ length: 80 }, (_, index) => ({ atMs: report.startedAtMs + index * 50_000, text: `look ${index}` }))
    const html = reportPage(sampledResult('pass'), { ...report, decisions: many })
    expect(html).not.toContain('class="number"')
    expect(html.match(/class="stem"/g)!.length).toBe(240)
  })
})

it('texts have contrast enough in both schemes', () => {
  const [light, dark] = pageStyle.split('@media (prefers-color-scheme: dark)').map((part) => {
    return new Map([...part.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name, hex]) => [name!, hex!] as const))
  })
  for (const scheme of [light!, dark!]) {
    const colour = (name: string): string => scheme.get(name)!
    for (const name of ['ink', 'soft', 'canary', 'baseline', 'fail', 'pass', 'open'])
      expect(contrast(colour(name), colour('paper')), name).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colour('ink'), colour('inset'))).toBeGreaterThanOrEqual(4.5)
    for (const name of ['fail', 'pass', 'open']) expect(contrast(colour('on-badge'), colour(name)), name).toBeGreaterThanOrEqual(4.5)
  }
})

/** WCAG 2.2, contrast ratio of relative luminances. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high! + 0.05) / (low! + 0.05)
}

it('bands are score intervals, wider where requests clump', () => {
  const { low, high } = wilson({ n: 50, x: 5 }, 1)
  expect(low).toBeCloseTo(0.0435, 4)
  expect(high).toBeCloseTo(0.2136, 4)
  const clumped = wilson({ n: 50, x: 5 }, 3)
  expect(clumped.low).toBeLessThan(low)
  expect(clumped.high).toBeGreaterThan(high)
  expect(wilson({ n: 10, x: 0 }, 0.5).low).toBe(0)
})

it('markers keep their distance and their order within the bounds', () => {
  expect(spreadOut([10, 11, 50, 99, 99], 10, 0, 100)).toEqual([10, 20, 50, 90, 100])
  expect(spreadOut([], 10, 0, 100)).toEqual([])
})
