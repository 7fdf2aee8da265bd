import { expect } from 'vitest'
import { expectTidy, oneShift, shifts } from './bluegreen-ends.ts'
import type { PairShop } from './pair-shop.ts'
import { sized, recordOf, servedBy, wholly } from './pair-state.ts'
import { pairTest } from './shop-test.ts'
import { bareNames, pairNames, recoverPair, rollbackStep, startBaking, startSwap, swapStep } from './swap-step.ts'
import type { ToldStep } from './told-step.ts'

async function deployed(shop: PairShop): Promise<ToldStep> {
  const step = await swapStep(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
  expect(step.outputs, step.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'DEPLOYED' })
  return step
}

async function expectBack(shop: PairShop, end: ToldStep, counts: Readonly<Record<'blue' | 'green', number>>): Promise<void> {
  expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
  expect(end).toMatchObject({ conclusion: 'success', stderr: '' })
  expect(shifts(end)).toEqual(oneShift)
  await servedBy(shop, 'blue', 'web:1', 'v1')
  await sized(shop, counts)
}

/** A pair is led home by anyone, from what is recorded in AWS. */
export function pairRollbacks(): void {
  pairTest('of a lost runner is led home by names alone, once its claim has lapsed', {}, async (shop) => {
    const step = await startBaking(shop)
    step.lose()
    await step.ended
    await wholly(shop, 'green')
    const end = await recoverPair(shop)
    await expectBack(shop, end, { blue: 2, green: 0 })
    await expectTidy(shop, 'rolled-back/ROLLED_BACK')

    const again = await recoverPair(shop)
    expect(again.outputs, again.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(again.conclusion).toBe('success')
    expect(again.writes).toEqual([])
  })

  pairTest('lost while the new side came up', { thorough: true }, async (shop) => {
    const step = startSwap(shop, { inputs: { 'task-definition': await shop.register({ VERSION: 'v2' }) } })
    await step.called('ecs:UpdateService')
    step.lose()
    await step.ended
    const end = await recoverPair(shop)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
    expect(shifts(end)).toEqual([])
    await servedBy(shop, 'blue', 'web:1', 'v1')
    await sized(shop, { blue: 2, green: 0 })
    await expectTidy(shop, 'rolled-back/ROLLED_BACK')
  })

  pairTest('of a killed process is led home by the post stage of its own step', {}, async (shop) => {
    const step = await startBaking(shop)
    step.kill()
    const end = await step.ended
    expect(end.signal).toBe('SIGKILL')
    expect(end.post, end.post?.stdout).toMatchObject({ stderr: '', exitCode: 0 })
    expect(end.post?.annotations.warning.join('\n')).toMatch(/left it unfinished at swapped/)
    expect(shifts(end)).toEqual([...oneShift, ...oneShift].sort())
    await servedBy(shop, 'blue', 'web:1', 'v1')
    await sized(shop, { blue: 2, green: 0 })
    await expectTidy(shop, 'rolled-back/ROLLED_BACK')
  })

  pairTest('that a living run holds is left to it', { thorough: true }, async (shop) => {
    const step = await startBaking(shop)
    const end = await recoverPair(shop)
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(end.outputs['reason']).toContain('is at work on it')
    await wholly(shop, 'green')
    step.cancel()
    expect((await step.ended).outputs).toMatchObject({ outcome: 'rolled-back', 'reason-code': 'CANCELLED' })
    await servedBy(shop, 'blue', 'web:1', 'v1')
  })

  pairTest('left on purpose stays for others, and goes home for a job of its own run', {}, async (shop) => {
    const inputs = { 'task-definition': await shop.register({ VERSION: 'v2' }), command: 'swap' }
    await swapStep(shop, { runId: '77', inputs: { ...inputs, command: 'stage' } })
    const swapped = await swapStep(shop, { runId: '77', inputs: { command: 'swap' } })
    expect(swapped.outputs, swapped.stdout).toMatchObject({ 'reason-code': 'SWAPPED' })
    const other = await recoverPair(shop, { runId: '78' })
    expect(other.outputs, other.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(other.outputs['reason']).toContain('on purpose')
    await wholly(shop, 'green')

    const own = await recoverPair(shop, { runId: '77', env: { GITHUB_JOB: 'recover' } })
    await expectBack(shop, own, { blue: 2, green: 0 })
    await expectTidy(shop, 'rolled-back/ROLLED_BACK')
  })

  pairTest('undoes the last rollout from its output, and says in plan mode what it would do', {}, async (shop) => {
    const { rollout = '' } = (await deployed(shop)).outputs
    const planned = await rollbackStep(shop, { inputs: { rollout, mode: 'plan' } })
    expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
    expect(planned.summary).toMatch(/modify-rule/)
    expect(planned.writes).toEqual([])

    const kept = await rollbackStep(shop, { inputs: { rollout, when: 'unfinished' } })
    expect(kept.outputs, kept.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(kept.writes).toEqual([])

    const end = await rollbackStep(shop, { inputs: { rollout } })
    await expectBack(shop, end, { blue: 2, green: 2 })
    await expectTidy(shop, 'succeeded/ROLLED_BACK')
  })

  pairTest('returns to a named side', {}, async (shop) => {
    await deployed(shop)
    const end = await rollbackStep(shop, { inputs: { ...pairNames(shop), 'to-side': 'blue' } })
    await expectBack(shop, end, { blue: 2, green: 2 })
    const there = await rollbackStep(shop, { inputs: { ...pairNames(shop), 'to-side': 'blue' } })
    expect(there.outputs, there.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(there.writes.filter((operation) => !/Tags$/.test(operation))).toEqual([])
  })

  pairTest('returns to a named revision', { thorough: true }, async (shop) => {
    const old = await shop.register({ VERSION: 'v0' })
    await deployed(shop)
    const end = await rollbackStep(shop, { inputs: { ...pairNames(shop), 'to-revision': old } })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'succeeded', 'reason-code': 'ROLLED_BACK' })
    await servedBy(shop, 'blue', old, 'v0')
    await expectTidy(shop, 'succeeded/ROLLED_BACK')
  })

  pairTest('in plan mode tells what would lead an unfinished one home', { thorough: true }, async (shop) => {
    const step = await startBaking(shop)
    const before = await recordOf(shop)
    step.lose()
    await step.ended
    const planned = await rollbackStep(shop, { inputs: { ...bareNames, when: 'unfinished', mode: 'plan' } })
    expect(planned.outputs, planned.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'PLANNED' })
    expect(planned.told?.undo.join('\n')).toMatch(/modify-rule/)
    expect(planned.writes).toEqual([])
    expect(await recordOf(shop)).toEqual(before)
  })

  pairTest('where nothing was ever rolled out has nothing to do', {}, async (shop) => {
    const end = await rollbackStep(shop, { inputs: bareNames })
    expect(end.outputs, end.stdout).toMatchObject({ outcome: 'no-op', 'reason-code': 'NO_CHANGE' })
    expect(end.writes).toEqual([])
  })
}
