import { expect, test } from 'vitest'
import { type Mishap, stallMs, type Trouble } from '../fakes/call-boundary.ts'
import { endOf, told } from './stage.ts'
import { type Call, type SwapStage, swapStage } from './swap-stage.ts'

const owned = { rules: 2, minimum: 2 } as const

interface Watched {
  readonly stage: SwapStage
  /** Who made each call that changes AWS, in order. */
  readonly writers: string[]
  /** The trouble of a writer, with its writes noted. */
  as(writer: string, at?: (index: number, name: string) => Mishap | undefined): { readonly trouble: Trouble }
}

function watched(): Watched {
  const writers: string[] = []
  return {
    stage: swapStage(owned),
    writers,
    as: (writer, at = () => undefined) => ({
      trouble: {
        at(index, name) {
          if (name.startsWith('perform')) writers.push(writer)
          return at(index, name)
        },
      },
    }),
  }
}

/** How often the writing passed from one to another. */
function turns(writers: readonly string[]): number {
  return writers.filter((writer, index) => index > 0 && writer !== writers[index - 1]).length
}

function expectWhole(stage: SwapStage, where: string): void {
  expect(['blue', 'green'], where).toContain(stage.live())
  expect(stage.pair.violations, where).toEqual([])
  expect(stage.pair.scaling!.held(), where).toBe(false)
  expect(stage.record()?.ended, where).toBeDefined()
  expect(stage.record()!.owed, where).toBeUndefined()
}

/** When a run makes its calls. */
async function callTimes(): Promise<readonly number[]> {
  const { stage } = watched()
  const times: number[] = []
  const at = () => void times.push(stage.time.nowMs() - stage.startMs)
  expect(endOf(await stage.swap('run', { trouble: { at } }))).toBe('succeeded DEPLOYED')
  return times
}

const other: Call = { run: '101', candidate: 'web:9', onUnfinished: 'rollback' }

test('two runs, the second at every call of the first: never both write', async () => {
  const ends = new Map<string, number>()
  for (const callMs of await callTimes()) {
    for (const startsAtMs of [Math.max(0, callMs - 20), callMs + 20]) {
      const where = `the second after ${startsAtMs} ms`
      const { stage, writers, as } = watched()
      const both = await Promise.all([stage.swap('run', as('first')), stage.swap('run', { ...other, ...as('second'), startsAtMs })])
      const end = both.map(endOf).join(', ')
      ends.set(end, (ends.get(end) ?? 0) + 1)
      expect(end, where).toMatch(/succeeded DEPLOYED/)
      expect(end, where).not.toMatch(/failed|died|INTERNAL/)
      expect(turns(writers), where).toBeLessThanOrEqual(1)
      expectWhole(stage, where)
    }
  }
  expect(ends.get('succeeded DEPLOYED, threw ROLLOUT_IN_PROGRESS')).toBeGreaterThan(50)
})

test('two runs at once, at every distance while the claim is taken: one wins, and only that one writes', async () => {
  const winners = new Set<string>()
  for (let startsAtMs = 0; startsAtMs <= 7_000; startsAtMs += 70) {
    for (const slowMs of [60, 900]) {
      const where = `${startsAtMs} ${slowMs}`
      const { stage, writers, as } = watched()
      const first = { trouble: { ...as('first').trouble, latencyMs: slowMs } }
      const both = await Promise.all([stage.swap('stage', first), stage.swap('stage', { ...other, ...as('second'), startsAtMs })])
      expect(both.map(endOf).sort(), where).toEqual(['succeeded STAGED', 'threw ROLLOUT_IN_PROGRESS'])
      expect(new Set(writers).size, where).toBe(1)
      winners.add(writers[0]!)
      expect(stage.pair.violations, where).toEqual([])
    }
  }
  expect(winners).toContain('first')
})

test('who was out for longer than its claim lives writes no more once another has taken over', async () => {
  const times = await callTimes()
  const { calls } = told(await swapStage(owned).swap('run'))
  let takenOver = 0
  for (const [index, name] of calls.entries()) {
    // A call under way that changes something cannot be called back: adapters end it long before a claim does. While a test runs the claim is kept.
    if (name === 'write' || name === 'judge' || name.startsWith('perform')) continue
    if (name === 'observe' && calls[index - 1] === 'observe' && index % 5 !== 0) continue
    const where = `call ${index} ${name}`
    const { stage, writers, as } = watched()
    const stalling = (count: number): Mishap | undefined => (count === index ? 'stalls' : undefined)
    const both = await Promise.all([
      stage.swap('run', as('first', stalling)),
      stage.rollBack('unfinished', { run: '200', job: 'recover', ...as('second'), startsAtMs: times[index]! + 2_000 }),
    ])
    const [first, second] = both.map(endOf)
    expect(turns(writers), where).toBeLessThanOrEqual(1)
    expectWhole(stage, where)
    if (second === 'no-op NO_CHANGE') {
      // It had not begun, or had ended.
      expect(first, where).toMatch(/succeeded DEPLOYED|threw/)
      continue
    }
    takenOver += 1
    expect(second, where).toMatch(/^succeeded (ROLLED_BACK|FINISHED)$/)
    // With nothing left to do but to write it down, both are right.
    if (second !== 'succeeded FINISHED' || first !== 'succeeded DEPLOYED') expect(first, where).toMatch(/ROLLOUT_IN_PROGRESS|RECORD_LOST/)
    if (writers.includes('second')) expect(writers.at(-1), where).toBe('second')
    expect(
      Object.keys(stage.store.now()).filter((key) => key.startsWith('claim.')),
      where,
    ).toEqual([])
  }
  expect(takenOver).toBeGreaterThan(10)
})

test('nor while the other has its claim and has written nothing yet', async () => {
  const times = await callTimes()
  const { calls } = told(await swapStage(owned).swap('run'))
  const before = [...calls.keys()].filter((index) => calls[index] === 'read' && calls[index + 1]!.startsWith('perform'))
  expect(before.length).toBeGreaterThan(3)
  let refused = 0
  for (const index of before) {
    for (let sinceMs = stallMs - 9_000; sinceMs < stallMs + 1_000; sinceMs += 130) {
      const where = `call ${index} before ${calls[index + 1]!}, the second ${sinceMs} ms after`
      const { stage, writers, as } = watched()
      const both = await Promise.all([
        stage.swap(
          'run',
          as('first', (count) => (count === index ? 'stalls' : undefined)),
        ),
        stage.rollBack('unfinished', { run: '200', job: 'recover', ...as('second'), startsAtMs: times[index]! + sinceMs }),
      ])
      expect(turns(writers), where).toBeLessThanOrEqual(1)
      expectWhole(stage, where)
      if (endOf(both[0]) === 'failed ROLLOUT_IN_PROGRESS') refused += 1
    }
  }
  expect(refused).toBeGreaterThan(100)
})
