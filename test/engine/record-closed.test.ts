import { expect, test } from 'vitest'
import { takeClaim } from '../../src/engine/claim.ts'
import { createRecordKeeper } from '../../src/engine/record-keeper.ts'
import { begin, evolve } from '../../src/domain/evolve.ts'
import { createSharedStore } from '../fakes/call-boundary.ts'
import { createFakeTime } from '../fakes/fake-clock.ts'
import { readRecord } from '../../src/domain/record-text.ts'
import { blueGreen } from './pair-stage.ts'

test('a save that nobody waits for any more does not write over the end', async () => {
  const time = createFakeTime()
  const shared = createSharedStore(() => time.nowMs())
  const cancel = new AbortController()
  let letRead = (): void => undefined
  let slow: Promise<void> | undefined
  const finish = await time.run('runner', async ({ clock }) => {
    const store = {
      read: async () => {
        const seen = shared.read()
        await slow
        return seen
      },
      write: (entries: Parameters<typeof shared.write>[0]) => Promise.resolve(shared.write(entries)),
    }
    const claim = await takeClaim(store, clock, { run: '100', attempt: 1, job: 'deploy' }, cancel.signal)
    const keeper = createRecordKeeper(store, clock, claim, (await store.read()).entries)
    const record = begin(blueGreen(), '100', time.nowMs())
    await keeper.save(record, cancel.signal)
    // Its look takes long, and the signal comes meanwhile.
    slow = new Promise((resolve) => (letRead = resolve))
    const abandoned = keeper.save(evolve(record, { kind: 'owed', atMs: time.nowMs(), owed: 'min=2' }), cancel.signal)
    cancel.abort()
    const ended = evolve(record, { kind: 'ended', atMs: time.nowMs(), outcome: 'rolled-back', reasonCode: 'CANCELLED', because: '' })
    await keeper.close(ended, cancel.signal)
    letRead()
    await abandoned
  })
  expect(finish.kind).toBe('done')
  expect(readRecord(shared.now())?.ended).toMatchObject({ outcome: 'rolled-back', reasonCode: 'CANCELLED' })
})
