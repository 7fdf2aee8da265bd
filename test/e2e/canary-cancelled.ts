import { expect } from 'vitest'
import { analyse } from '../../src/domain/analysis/analyst.ts'
import { freeze } from '../../src/domain/analysis/frozen.ts'
import type { Row } from '../../src/domain/analysis/model.ts'
import { parseGate } from '../../src/domain/gate-spec.ts'
import { expectTidy, oneShift, shifts } from './bluegreen-ends.ts'
import { type Counted, serveCounts } from './canary-counts.ts'
import { canaryStep, counted, startCanary, underLoad } from './canary-step.ts'
import type { PairShop } from './pair-shop.ts'
import { servedBy, sized, wholly } from './pair-state.ts'
import { homeWithinMs, stoppedWithinMs } from './patience.ts'
import { pairTest } from './shop-test.ts'
import { recoverPair } from './swap-step.ts'
import { isMutation } from './told-step.ts'

const undecided = (side: string): Counted => (side === 'green' ? { n: 2, x: 0 } : { n: 8, x: 1 })
/** Bad, but by so little that it takes some seconds to tell. */
const worse = (side: string): Counted => (side === 'green' ? { n: 100, x: 27 } : { n: 400, x: 80 })

/** A canary whose runner is told to stop, or dies. */
export function interruptions(): void {
  pairTest('that is cancelled goes home with one call for each rule', {}, async (shop) => {
    const counts = await serveCounts(undecided)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@4m, 100' }
      const [end, load] = await underLoad(shop, 20, async () => {
        const step = startCanary(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
        await step.said('Reached canary-20')
        await step.said(/analysis inconclusive: .*orders/)
        const before = (await step.calls()).length
        const cancelledAtMs = Date.now()
        step.cancel()
        const ended = await step.ended
        const home = ended.calls.slice(before).filter(({ operation }) => /:Modify(Rule|Listener)$/.test(operation))
        expect(home.map(({ operation }) => operation).sort(), ended.stdout).toEqual(oneShift)
        expect(Math.max(...home.map(({ atMs }) => atMs)) - cancelledAtMs).toBeLessThan(homeWithinMs)
        return ended
      })
      expect(end.stoppedAfterMs, end.stdout).toBeLessThan(stoppedWithinMs)
      expect(end).toMatchObject({ conclusion: 'cancelled', signal: undefined, stderr: '', post: { exitCode: 0 } })
      expect(end.outputs, end.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'CANCELLED', weight: '0', live: 'blue' })
      expect(Object.keys(load.byStatus)).toEqual(['200'])
      await wholly(shop, 'blue')
      await sized(shop, { blue: 2, green: 0 })
      await expectTidy(shop, 'rolled-back/CANCELLED')
    } finally {
      counts.close()
    }
  })

  pairTest('whose runner is lost is judged on by the same step, to the verdict of the same minute', {}, async (shop) => {
    const counts = await serveCounts(worse)
    try {
      const candidate = await shop.register({ VERSION: 'v2' })
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), 'task-definition': candidate, steps: '20@4m, 100' }
      const first = startCanary(shop, { runId: '4711', inputs })
      await first.said('Reached canary-20')
      await first.said(/analysis inconclusive: orders: /)
      first.lose()
      expect((await first.ended).signal).toBe('SIGKILL')
      const step = await canaryStep(shop, { runId: '4711', attempt: 2, inputs })
      // Taken up where it was: nothing is shifted out a second time.
      expect(shifts(step), step.stdout).toEqual([...oneShift])
      expect(step.outputs, step.stdout).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'ANALYSIS_FAILED', verdict: 'fail' })
      // The sentence has the minute, the counts and the boundary of the look that failed it: as if one run had seen all of it.
      expect(step.outputs['reason']).toBe(`analysis: ${failedBy(inputs)}`)
      await expectTidy(shop, 'rolled-back/ANALYSIS_FAILED')
    } finally {
      counts.close()
    }
  })

  pairTest('whose runner is lost is led home by recovery, which knows the names alone', { thorough: true }, async (shop) => {
    const counts = await serveCounts(undecided)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@4m, 100' }
      const first = startCanary(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      await first.said('Reached canary-20')
      await first.said(/analysis inconclusive: .*orders/)
      first.lose()
      await first.ended
      const recovered = await recoverPair(shop)
      expect(recovered.outputs, recovered.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
      expect(shifts(recovered)).toEqual([...oneShift])
      await expectGone(shop)
    } finally {
      counts.close()
    }
  })

  pairTest('whose process is killed is led home by the post stage of its step', { thorough: true }, async (shop) => {
    const counts = await serveCounts(undecided)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@4m, 100' }
      const step = startCanary(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      await step.said('Reached canary-20')
      await step.said(/analysis inconclusive: .*orders/)
      step.kill()
      const end = await step.ended
      expect(end.post, end.post?.stdout).toMatchObject({ stderr: '', signal: undefined })
      await expectGone(shop)
    } finally {
      counts.close()
    }
  })

  pairTest('that is cancelled with on-cancel leave stays as it is', { thorough: true }, async (shop) => {
    const counts = await serveCounts(undecided)
    try {
      const inputs = { ...counted, metrics: counts.entry('orders', '{side}'), steps: '20@4m, 100', 'on-cancel': 'leave' }
      const step = startCanary(shop, { inputs: { ...inputs, 'task-definition': await shop.register({ VERSION: 'v2' }) } })
      await step.said('Reached canary-20')
      await step.said(/analysis inconclusive: .*orders/)
      const before = (await step.calls()).length
      step.cancel()
      const end = await step.ended
      expect(end.outputs, end.stdout).toMatchObject({ outcome: 'failed', 'reason-code': 'CANCELLED_LEFT_RUNNING', weight: '20' })
      expect(end.calls.slice(before).filter(({ operation }) => isMutation(operation))).toEqual([])
    } finally {
      counts.close()
    }
  })
}

/** What one run that is not killed says of these counts: each interval has the same, so it depends on how many there were alone. */
function failedBy(inputs: Readonly<Record<string, string>>): string {
  const gate = ['steps', 'metrics-period', 'warm-up', 'bake-floor'].map((name) => [name, inputs[name]])
  const made = parseGate({ ...Object.fromEntries(gate), metrics: [{ name: 'orders' }] })
  if ('problems' in made) throw new Error(made.problems.join('\n'))
  const row = (index: number): Row => {
    const of = (side: string): Counted => ({ n: worse(side).n * 2, x: worse(side).x * 2 })
    return { minute: (index * 2) / 60, metrics: { orders: { canary: of('green'), baseline: of('blue') } } }
  }
  const past = Array.from({ length: 600 }, (_, index) => row(index - 600))
  const looks = analyse(
    made.value,
    freeze(made.value, past),
    Array.from({ length: 100 }, (_, index) => row(index)),
  )
  const failed = looks.findIndex(({ verdict }) => verdict === 'fail')
  // Not before the runner is lost.
  expect(failed).toBeGreaterThan(3)
  return looks[failed]!.because
}

async function expectGone(shop: PairShop): Promise<void> {
  await servedBy(shop, 'blue', 'web:1', 'v1')
  await sized(shop, { blue: 2, green: 0 })
}
