import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRealTimeline, createVirtualTimeline } from '../../sandbox/timeline.ts'

describe('a virtual timeline', () => {
  it('runs events by time, and those of one time in the order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (delays) => {
        const timeline = createVirtualTimeline(0)
        const ran: [number, number][] = []
        delays.forEach((delay, order) => timeline.at(delay, () => ran.push([delay, order])))
        timeline.advanceTo(20)
        const expected = delays.map((delay, order): [number, number] => [delay, order]).sort(([a, i], [b, j]) => a - b || i - j)
        expect(ran).toEqual(expected)
      }),
    )
  })

  it('runs events added on the way when they are due, and stops at the time asked for', () => {
    const timeline = createVirtualTimeline(1000)
    const seen: number[] = []
    const again = () => {
      seen.push(timeline.nowMs())
      timeline.at(timeline.nowMs() + 10, again)
    }
    timeline.at(1005, again)
    timeline.advanceTo(1027)
    expect(seen).toEqual([1005, 1015, 1025])
    expect(timeline.nowMs()).toBe(1027)
    expect(timeline.nextAtMs()).toBe(1035)
  })

  it('does not run what was cancelled, nor count it as waiting', () => {
    const timeline = createVirtualTimeline(0)
    const run = vi.fn()
    timeline.at(5, run)()
    expect(timeline.nextAtMs()).toBeUndefined()
    expect(timeline.runNext()).toBe(false)
    expect(run).not.toHaveBeenCalled()
  })

  it('runs an event of the past at once, without going back', () => {
    const timeline = createVirtualTimeline(100)
    timeline.at(50, () => {})
    expect(timeline.runNext()).toBe(true)
    expect(timeline.nowMs()).toBe(100)
  })
})

describe('a real timeline', () => {
  afterEach(() => void vi.useRealTimers())

  it('follows the wall clock with one timer, also when an earlier event comes later', () => {
    vi.useFakeTimers()
    const timeline = createRealTimeline()
    const ran: string[] = []
    const startMs = timeline.nowMs()
    timeline.at(startMs + 1000, () => ran.push('late'))
    timeline.at(startMs + 100, () => ran.push('early'))
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(100)
    expect(ran).toEqual(['early'])
    vi.advanceTimersByTime(900)
    expect(ran).toEqual(['early', 'late'])
  })

  it('runs nothing after it was closed', () => {
    vi.useFakeTimers()
    const timeline = createRealTimeline()
    const run = vi.fn()
    timeline.at(timeline.nowMs() + 10, run)
    timeline.close()
    vi.advanceTimersByTime(1000)
    expect(run).not.toHaveBeenCalled()
  })
})
