import { describe, expect, it } from 'vitest'
import { bandPath, linePath, roundUp, stepPath, ticksOf, xOf, yOf } from '../../../src/domain/render/report-plane.ts'
import type { Plane } from '../../../src/domain/render/report-plane.ts'

const plane: Plane = { width: 120, height: 120, left: 10, right: 10, top: 10, bottom: 10, end: 10, low: 0, high: 100, scale: 'linear' }
const at = (minute: number, value: number): { minute: number; value: number } => ({ minute, value })

describe('a plane', () => {
  it('has minutes to the right and values upward; what lies outside is on the edge', () => {
    expect([0, 5, 10, 99, -1].map((minute) => xOf(plane, minute))).toEqual([10, 60, 110, 110, 10])
    expect([0, 50, 100, Infinity, -1].map((value) => yOf(plane, value))).toEqual([110, 60, 10, 10, 110])
    const log: Plane = { ...plane, low: 0.1, high: 10, scale: 'log' }
    expect([0.1, 1, 10, 0, Infinity].map((value) => yOf(log, value))).toEqual([110, 60, 10, 110, 10])
  })

  it('draws lines with gaps, and a point alone as a dash', () => {
    expect(linePath(plane, [at(0, 0), at(5, 50), undefined, at(10, 100)])).toBe('M10,110L60,60M110,10m-3,0h6')
    expect(linePath(plane, [])).toBe('')
  })

  it('draws steps that keep their value', () => {
    expect(stepPath(plane, [at(0, 0), at(5, 50), at(10, 50)])).toBe('M10,110H60V60H110V60')
  })

  it('draws bands there and back', () => {
    const stretch = (minute: number): { minute: number; low: number; high: number } => ({ minute, low: 0, high: 100 })
    expect(bandPath(plane, [stretch(0), stretch(10)])).toBe('M10,10 110,10 110,110 10,110Z')
    expect(bandPath(plane, [undefined, stretch(5)])).toBe('M57,10 63,10 63,110 57,110Z')
  })

  it('has round ticks, few of them', () => {
    expect(ticksOf(plane, 4)).toEqual([0, 50, 100])
    expect(ticksOf({ ...plane, high: 8 }, 4)).toEqual([0, 2, 4, 6, 8])
    expect(ticksOf({ ...plane, low: 0.5, high: 4, scale: 'log' }, 4)).toEqual([0.5, 1, 2])
    expect(ticksOf({ ...plane, low: 0.05, high: 1000, scale: 'log' }, 4)).toEqual([0.1, 1, 10, 100, 1000])
    expect([0, 0.0011, 7, 81, 101].map(roundUp)).toEqual([1, 0.0012, 8, 100, 120])
  })
})
