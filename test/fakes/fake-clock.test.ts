import { expect, test } from 'vitest'
import { createFakeTime } from './fake-clock.ts'

test('time moves only when every runner sleeps, and wakes them in order', async () => {
  const time = createFakeTime()
  const startMs = time.nowMs()
  const log: string[] = []
  const walker = (stepMs: number) =>
    time.run(`every ${stepMs}`, async ({ name, clock }) => {
      for (let i = 0; i < 3; i += 1) {
        await clock.sleep(stepMs)
        for (let j = 0; j < 20; j += 1) await Promise.resolve()
        log.push(`${time.nowMs() - startMs} ${name}`)
      }
    })
  await Promise.all([walker(20), walker(30)])
  expect(log).toEqual(['20 every 20', '30 every 30', '40 every 20', '60 every 30', '60 every 20', '90 every 30'])
})

test('a signal wakes a sleeper at its time, and a sleep after it returns at once', async () => {
  const time = createFakeTime()
  const startMs = time.nowMs()
  const controller = new AbortController()
  time.at(startMs + 500, () => controller.abort())
  const finish = await time.run('sleeper', async ({ clock }) => {
    await clock.sleep(60_000, controller.signal)
    await clock.sleep(60_000, controller.signal)
    return time.nowMs() - startMs
  })
  expect(finish).toEqual({ kind: 'done', value: 500 })
})

test('a runner that died holds nobody up', async () => {
  const time = createFakeTime()
  const dead = time.run('mortal', async ({ clock, die }) => {
    await clock.sleep(10)
    await die()
    throw new Error('It lives')
  })
  const other = time.run('other', async ({ clock }) => {
    await clock.sleep(1_000)
    return 'alive'
  })
  expect(await dead).toEqual({ kind: 'died' })
  expect(await other).toEqual({ kind: 'done', value: 'alive' })
})

test('a runner that does two things at a time sleeps when both do, and time stands still after the last one', async () => {
  const time = createFakeTime()
  const startMs = time.nowMs()
  time.at(startMs + 5_000, () => undefined)
  const finish = await time.run('parallel', async ({ clock }) => {
    await Promise.all([clock.sleep(100), clock.sleep(300)])
    return time.nowMs() - startMs
  })
  expect(finish).toEqual({ kind: 'done', value: 300 })
  await new Promise((resolve) => setImmediate(resolve))
  expect(time.nowMs() - startMs).toBe(300)
})
