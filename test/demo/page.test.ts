import { describe, expect, it } from 'vitest'
import { decisionsOf } from '../../demo/decisions.ts'
import { page } from '../../demo/page.ts'
import { narrow, wide } from '../../demo/picture-frame.ts'
import { picture } from '../../demo/picture.ts'
import { loadOf, recorded, recordedPair, startedAtMs } from './recorded.ts'

describe('the page', () => {
  it('needs nothing but itself', () => {
    const html = page([recorded()], startedAtMs)
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|(src|href)="(?!#)/)
    expect(html).toContain('prefers-color-scheme: dark')
  })

  it('shows untrusted text as it is', () => {
    const evil = `</svg><script>alert('x')</script>"&\u0007`
    const record = recorded({
      title: evil,
      plot: evil,
      candidate: evil,
      outcome: evil,
      reason: evil,
      version: evil,
      faults: [{ because: evil, details: [evil] }],
      undo: [evil],
      deviations: [evil],
      timeline: [{ at: new Date(startedAtMs).toISOString(), kind: 'acted', text: evil }],
      load: loadOf(Array.from({ length: 5 }, () => ({ failed: 0, byVersion: { [evil]: 100 } }))),
      pair: { rules: [evil], weights: [{ atMs: startedAtMs, green: [0] }] },
    })
    const html = page([record], startedAtMs)
    expect(html).not.toContain('<script')
    expect(html).not.toContain('\u0007')
    // The two pictures of the record close themselves, and nothing else does.
    expect(html.match(/<\/svg>/g)).toHaveLength(2)
    expect(html).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;')
  })

  it('says loudly what did not go as told', () => {
    expect(page([recorded({ deviations: ['3 requests failed'] })], startedAtMs)).toMatch(/Not as told.*3 requests failed/s)
    expect(page([recorded()], startedAtMs)).not.toContain('Not as told')
  })

  it('tells why a rollout was rolled back, with the last words of the task', () => {
    const faults = [{ because: 'task 1a exited with code 3', details: ['last words'] }]
    const html = page([recorded({ outcome: 'rolled-back', reason: 'task 1a exited with code 3', faults })], startedAtMs)
    expect(html).toMatch(/Why.*task 1a exited with code 3.*last words/s)
    // Once in the reason, and not again as a fault.
    expect(html.match(/task 1a exited with code 3/g)).toHaveLength(1)
  })
})

it('the page says how to read a picture under the first, and how to read ribbons under the first of a pair', () => {
  const html = page([recorded(), recorded(), recordedPair(), recordedPair()], startedAtMs)
  expect(html.match(/<figcaption>/g)).toHaveLength(2)
  expect(html.match(/share of the answers/g)).toHaveLength(1)
  expect(html.match(/The ribbons/g)).toHaveLength(1)
})

describe('the picture of a pair', () => {
  it('has a ribbon for each rule, which changes its side when the rule did', () => {
    const svg = picture(recordedPair(), wide)
    const bars = [...svg.matchAll(/<rect class="(blue|green)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)]
    const [one, other] = ['30', '49'].map((y) => bars.filter((bar) => bar[3] === y))
    for (const ribbon of [one!, other!]) {
      expect(ribbon.map((bar) => bar[1])).toEqual(['blue', 'green'])
      expect(Number(ribbon[0]![2]) + Number(ribbon[0]![4])).toBeCloseTo(Number(ribbon[1]![2]), 0)
    }
    expect(Number(one![1]![2])).toBeLessThan(Number(other![1]![2]))
    expect(svg).toContain('>green 100 %</text>')
  })

  it('gives the bands the hues and names of the sides', () => {
    const svg = picture(recordedPair(), wide)
    expect(svg).toContain('>blue: v1</text>')
    expect(svg).toContain('>green: v2</text>')
    expect(svg).not.toMatch(/class="(candidate|baseline)"/)
  })

  it('draws a shared weight as shared', () => {
    const pair = { rules: ['/'], weights: [{ atMs: startedAtMs, green: [25] }] }
    const heights = [...picture(recordedPair({ pair }), wide).matchAll(/<rect class="(blue|green)"[^>]* height="([\d.]+)"/g)]
    const [blue, green] = heights.map((match) => Number(match[2]))
    expect(blue! / green!).toBeCloseTo(3, 0)
  })
})

describe('the picture', () => {
  it('draws a band for each version that answered, of the height of its share', () => {
    const svg = picture(recorded(), wide)
    const [top, bottom] = [30, 30 + wide.shareHeight]
    const candidate = /class="candidate" d="([^"]+)"/.exec(svg)![1]!
    const heights = [...candidate.matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]))
    expect(new Set(heights)).toEqual(new Set([top, (top + bottom) / 2, bottom]))
    expect(svg).toContain('>v1</text>')
    expect(svg).toContain('>v2</text>')
    expect(svg).not.toContain('class="unanswered"')
    expect(svg).toContain('none failed')
  })

  it('says when a candidate never answered', () => {
    const load = loadOf(Array.from({ length: 6 }, () => ({ failed: 0, byVersion: { v1: 100 } })))
    expect(picture(recorded({ load }), narrow)).toContain('v2 never answered a request')
  })

  it('shows a single failure among many', () => {
    const load = loadOf(Array.from({ length: 6 }, (_, index) => ({ failed: index === 3 ? 1 : 0, byVersion: { v1: 100 } })))
    const svg = picture(recorded({ load }), wide)
    expect([...svg.matchAll(/class="failed"[^>]* height="([\d.]+)"/g)].map((match) => Number(match[1]))).toEqual([2])
    expect(svg).toContain('up to 1 failed')
  })

  it('stays within its frame whatever the time of a decision', () => {
    const at = (ms: number) => new Date(startedAtMs + ms).toISOString()
    const timeline = [-60_000, 0, 1, 2, 900_000].map((ms) => ({ at: at(ms), kind: 'acted', text: 'x' }))
    for (const format of [wide, narrow]) {
      const svg = picture(recorded({ timeline }), format)
      for (const [, cx] of svg.matchAll(/cx="([\d.-]+)"/g)) {
        expect(Number(cx)).toBeGreaterThanOrEqual(0)
        expect(Number(cx)).toBeLessThanOrEqual(format.width)
      }
      expect(svg).not.toContain('NaN')
    }
  })

  it('is left out when there was hardly any traffic', () => {
    expect(picture(recorded({ load: loadOf([{ failed: 0, byVersion: {} }]) }), wide)).toBe('')
  })
})

it('decisions are what moves a rollout, numbered in order', () => {
  expect(decisionsOf(recorded())).toEqual([
    { number: 1, atS: 1, text: 'Rollout of shop-web:2 begins' },
    { number: 2, atS: 10.8, text: 'succeeded, DEPLOYED' },
  ])
})
