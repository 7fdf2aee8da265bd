import { describe, expect, test } from 'vitest'
import type { RecordStore } from '../../src/ports.ts'

/** What every record store must do. `create` gives an empty one and the clock it answers with. */
export function recordStoreContract(name: string, create: () => { store: RecordStore; setNowMs: (nowMs: number) => void }): void {
  const { signal } = new AbortController()

  describe(`record store: ${name}`, () => {
    test('is empty at first', async () => {
      expect((await create().store.read(signal)).entries).toEqual({})
    })

    test('gives back what was written, whatever the write before said', async () => {
      const { store } = create()
      await store.write({ 'record.1': 'one', 'claim.17.1': '1/2' }, signal)
      await store.write({ 'record.1': 'two' }, signal)
      expect((await store.read(signal)).entries).toEqual({ 'record.1': 'two', 'claim.17.1': '1/2' })
    })

    test('removes entries given as null, also those that are not there', async () => {
      const { store } = create()
      await store.write({ a: '1', b: '2' }, signal)
      await store.write({ a: null, c: null, d: '4' }, signal)
      expect((await store.read(signal)).entries).toEqual({ b: '2', d: '4' })
    })

    test('keeps every character a value may hold, up to 255 of them', async () => {
      const { store } = create()
      const value = 'aZ09+-=._:/@ '.repeat(20).slice(0, 254) + '.'
      await store.write({ full: value, empty: '' }, signal)
      expect((await store.read(signal)).entries).toEqual({ full: value, empty: '' })
    })

    test.each([
      ['too long', 'x'.repeat(256)],
      ['a comma', 'a,b'],
      ['a line break', 'a\nb'],
    ])('refuses a value that AWS would not keep: %s', async (_, value) => {
      const { store } = create()
      await expect(store.write({ a: value }, signal)).rejects.toThrow()
      expect((await store.read(signal)).entries).toEqual({})
    })

    test("answers with AWS's time", async () => {
      const { store, setNowMs } = create()
      setNowMs(5_000)
      expect((await store.write({ a: '1' }, signal)).atMs).toBe(5_000)
      setNowMs(6_000)
      expect((await store.read(signal)).atMs).toBe(6_000)
    })
  })
}
