import type { RecordStore } from '../../src/ports.ts'

/** Entries in memory, read as they were written, at once. `nowMs` is AWS's time. */
export function createMemoryRecordStore(nowMs: () => number): RecordStore & { readonly entries: ReadonlyMap<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    read: () => Promise.resolve({ entries: Object.fromEntries(entries), atMs: nowMs() }),
    write(changes) {
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) entries.delete(key)
        else if (value.length > 255 || !/^[A-Za-z0-9+=._:/@ -]*$/.test(value))
          return Promise.reject(new Error(`${key} does not fit: ${value}`))
        else entries.set(key, value)
      }
      return Promise.resolve({ atMs: nowMs() })
    },
  }
}
