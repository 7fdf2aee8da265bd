import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Figure } from '../figure.ts'
import { type Bar, barsOf, figureOf, type Result } from './bars.ts'
import { cellsOf, full, quick, type Size } from './cells.ts'
import { measure } from './measure.ts'
import { pageOf } from './page.ts'

/**
 * The bars of the design about analysis. With BENCH_FULL=1 from the whole grid, which also goes into `docs/benchmark/`; a number below 1 is
 * the part of its runs there is time for.
 */
export function analysisFigures(): readonly Figure[] {
  const part = Number(process.env['BENCH_FULL'] ?? 0)
  if (!(part >= 0 && part <= 1)) throw new Error(`BENCH_FULL is ${process.env['BENCH_FULL']}; it is a part of all runs, at most 1`)
  const size = part > 0 ? partOf(full, part) : quick
  const before = process.cpuUsage()
  const results = resultsOf(size, (done, all, label) => process.stderr.write(`  ${done} of ${all}: ${label}\n`))
  const bars = barsOf(results)
  const used = process.cpuUsage(before)
  if (part > 0) publish(results, bars, size, (used.user + used.system) / 60e6)
  return [...bars.map(figureOf), cpuFigure(results)]
}

function partOf(size: Size, part: number): Size {
  const runs = (all: number): number => Math.max(20, Math.round(all * part))
  return { ...size, part, headline: runs(size.headline), grid: runs(size.grid), dear: runs(size.dear) }
}

export function resultsOf(size: Size, progress: (done: number, all: number, label: string) => void = () => undefined): readonly Result[] {
  const cells = cellsOf(size)
  return cells.map((cell, at) => {
    const { group, label, scenario } = cell
    const tallies = measure(cell)
    progress(at + 1, cells.length, `${group}: ${label}`)
    return { group, label, scenario, tallies }
  })
}

/** An hour of one metric, judged minute by minute. */
function cpuFigure(results: readonly Result[]): Figure {
  const tallies = results
    .filter(({ group }) => group === 'false alarms')
    .map(({ label, tallies: [first] }) => ({ label, cpuMs: first!.cpuMs }))
  const [dearest] = [...tallies].sort((one, other) => other.cpuMs - one.cpuMs)
  const mean = tallies.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / tallies.length
  return {
    ...{ name: 'time of an hour of one metric, judged at 60 looks', value: mean, unit: 'ms' },
    ...{
      bar: 'none of its own (5 metrics: <= 2 s)',
      detail: `mean of ${tallies.length} cells; most ${dearest!.cpuMs} ms: ${dearest!.label}`,
    },
  }
}

/** One line a cell, so that a difference between two runs can be read. */
function publish(results: readonly Result[], bars: readonly Bar[], size: Size, minutesOfCpu: number): void {
  const folder = resolve(import.meta.dirname, '../../docs/benchmark')
  mkdirSync(folder, { recursive: true })
  const lines = (values: readonly object[]): string => values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')
  const text = `{\n  "size": ${JSON.stringify(size)},\n  "bars": [\n${lines(bars)}\n  ],\n  "cells": [\n${lines(results)}\n  ]\n}\n`
  writeFileSync(join(folder, 'analysis.json'), text)
  writeFileSync(join(folder, 'analysis.md'), pageOf(results, bars, size, minutesOfCpu))
}
