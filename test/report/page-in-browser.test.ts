import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportPage } from '../../src/domain/render/report-page.ts'
import { sampledReport, sampledResult, stories } from '../domain/render/sampled-report.ts'
import { findChromium, startChromium } from './chromium.ts'
import type { Browser, View } from './chromium.ts'

const file = findChromium()

const views: readonly View[] = [
  { width: 360, height: 800, scheme: 'light', mobile: true },
  { width: 360, height: 800, scheme: 'dark', mobile: true },
  { width: 800, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
]

const named = `${'a-very-long-name-without-a-place-to-break-'.repeat(4)}`
const cases = {
  ...stories,
  'long names': () => sampledReport({ minutes: 12, members: { [named]: { baseline: 0.01, canary: 0.01 } } }),
  'high counts': () => sampledReport({ minutes: 60, requestsAMinute: 9_000_000, members: { errors: { baseline: 0.3, canary: 0.31 } } }),
}

interface Measured {
  readonly window: number
  readonly page: number
  readonly background: string
  /** Of all texts that are seen, in pixels of the screen. */
  readonly smallest: number
  /** Texts that reach out of the window or of their picture, or lie on each other within a picture. */
  readonly outside: readonly string[]
  readonly overlapping: readonly string[]
  readonly pictures: number
}

/** Runs in the page. */
const measure = `(() => {
  document.querySelectorAll('details').forEach((each) => { each.open = true })
  const seen = (element) => element.getClientRects().length > 0
  const holders = [...document.querySelectorAll('body *')].filter((each) =>
    seen(each) && !['TITLE', 'DESC', 'title', 'desc'].includes(each.tagName) && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
  const scale = (element) => { const svg = element.closest('svg'); return svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1 }
  const outside = holders.filter((each) => {
    const box = each.getBoundingClientRect()
    const frame = each.closest('svg')?.getBoundingClientRect() ?? { left: 0, right: innerWidth }
    return box.left < frame.left - 1 || box.right > frame.right + 1
  }).map((each) => each.textContent)
  const overlapping = [...document.querySelectorAll('svg[role=img]')].filter(seen).flatMap((svg) => {
    const boxes = [...svg.querySelectorAll('text')].map((each) => [each.textContent, each.getBoundingClientRect()])
    return boxes.flatMap(([one, a], index) => boxes.slice(index + 1).filter(([, b]) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([other]) => one + ' | ' + other))
  })
  return {
    window: innerWidth,
    page: document.documentElement.scrollWidth,
    background: getComputedStyle(document.body).backgroundColor,
    smallest: Math.min(...holders.map((each) => parseFloat(getComputedStyle(each).fontSize) * scale(each))),
    outside, overlapping,
    pictures: [...document.querySelectorAll('svg[role=img]')].filter(seen).length,
  }
})()`

describe.skipIf(file === undefined)('the report in a real browser (skipped where there is no chromium)', () => {
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-report-'))
    browser = await startChromium(file!)
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(Object.entries(cases))('%s: fits every window, asks for nothing, complains of nothing, can be read', async (name, story) => {
    const report = story()
    const verdict = report.looks.at(-1)?.verdict
    const page = join(folder, `${name.replaceAll(' ', '-')}.html`)
    writeFileSync(page, reportPage(sampledResult(verdict === 'fail' || verdict === 'pass' ? verdict : 'inconclusive'), report))
    const url = pathToFileURL(page).href
    for (const view of views) {
      const opened = await browser.open(url, view)
      const seen = await opened.evaluate<Measured>(measure)
      const where = `${name} at ${view.width}, ${view.scheme}`
      expect(opened.complaints, where).toEqual([])
      expect(opened.requests, where).toEqual([url])
      expect(seen.window, where).toBe(view.width)
      expect(seen.page, where).toBeLessThanOrEqual(view.width)
      expect(seen.outside, where).toEqual([])
      expect(seen.overlapping, where).toEqual([])
      expect(seen.smallest, where).toBeGreaterThanOrEqual(10)
      // The style was allowed, and follows the scheme.
      expect(seen.background, where).toBe(view.scheme === 'dark' ? 'rgb(19, 23, 27)' : 'rgb(255, 255, 255)')
      if (report.rows.length > 2) expect(seen.pictures, where).toBeGreaterThanOrEqual(4)
      await opened.close()
    }
  })

  it('would see a page that is too wide, loads something or breaks its own policy', async () => {
    const page = join(folder, 'bad.html')
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`
    writeFileSync(page, `${policy}<style>p{color:red}</style><img src="http://127.0.0.1:1/x.png"><pre>${'wide '.repeat(200)}</pre>`)
    const opened = await browser.open(pathToFileURL(page).href, views[0]!)
    expect(opened.complaints.join()).toMatch(/Content Security Policy/)
    const { page: width, outside } = await opened.evaluate<Measured>(measure)
    expect(Math.max(width, ...outside.map((text) => text.length))).toBeGreaterThan(360)
    await opened.close()
  })
})
