import type { RecordStore } from '../ports.ts'

/** A store whose place is learnt only when it is first used. */
export function lateRecordStore(connect: (signal: AbortSignal) => Promise<RecordStore>): RecordStore {
  return {
    read: async (signal) => (await connect(signal)).read(signal),
    write: async (entries, signal) => (await connect(signal)).write(entries, signal),
  }
}
