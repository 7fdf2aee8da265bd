import { SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import { recordText, writeRecord } from '../domain/record-text.ts'
import type { RolloutRecord } from '../domain/rollout.ts'
import type { Clock, RecordStore } from '../ports.ts'
import type { Claim } from './claim.ts'

/** Keeps the record in AWS, notices when somebody else touches it, and then never writes over it. */
export interface RecordKeeper {
  /** Writes the record if it differs from what was written last. Throws as `assertOurs` does. */
  save(record: RolloutRecord, signal: AbortSignal): Promise<void>
  /** Before a write to the service: throws RECORD_LOST or ROLLOUT_IN_PROGRESS when the record or the claim is no longer ours. */
  assertOurs(signal: AbortSignal): Promise<void>
  /** The last write: the ended record, and the claim given back. After a signal there is no time to look first. */
  close(record: RolloutRecord, signal: AbortSignal): Promise<void>
}

/** Writes are not given up on a signal: half of them would be done. */
const uncancelled = new AbortController().signal

/** `found` are the entries as read after the claim was taken. */
export function createRecordKeeper(store: RecordStore, clock: Clock, claim: Claim, found: Readonly<Record<string, string>>): RecordKeeper {
  let names = Object.keys(found)
  // A read may still show the write before the last one, and one whose answer was lost may have happened; anything else is foreign.
  let known = [fingerprint(found)]
  let lost: SluiceError | undefined
  let closed = false
  let pending: Promise<unknown> = Promise.resolve()

  const write = async (entries: Readonly<Record<string, string | null>>): Promise<void> => {
    const text = fingerprint(entries)
    if (known.at(-1) !== text) known = [...known, text].slice(-knownWrites)
    names = [...new Set([...names, ...Object.keys(entries)])]
    // One after the other: a write that nobody waits for any more must not come after the last one.
    const turn = pending.then(() => store.write(entries, uncancelled))
    pending = turn.catch(() => undefined)
    await turn
    written = text
    names = names.filter((name) => entries[name] !== null)
  }
  let written = known[0]

  const assertOurs = async (signal: AbortSignal): Promise<void> => {
    if (lost) throw lost
    for (let tries = 0; tries < 2; tries += 1) {
      const { entries, atMs } = await store.read(signal)
      try {
        claim.verify(entries, atMs)
      } catch (error) {
        if (error instanceof SluiceError) lost = error
        throw error
      }
      if (known.includes(fingerprint(entries))) return
      if (tries === 0) await clock.sleep(readLagMs, signal)
      if (signal.aborted) return
    }
    lost = new SluiceError('RECORD_LOST', 'The record of this rollout was changed or removed by somebody else', {
      hint: 'Keep the tags `sluice.*` of the service out of Terraform and other tools (ignore_changes), then run this step again.',
    })
    throw lost
  }

  return {
    assertOurs,
    async save(record, signal) {
      const entries = writeRecord(record, names)
      if (fingerprint(entries) === written) return
      await assertOurs(signal)
      // Nobody waits for it any more, and the last word has been written.
      if (!closed) await write(entries)
    },
    async close(record, signal) {
      if (!lost && !signal.aborted) await assertOurs(signal).catch(() => undefined)
      closed = true
      if (lost) await store.write(claim.released, uncancelled)
      else await write({ ...writeRecord(record, names), ...claim.released })
    },
  }
}

/** The last write, the one before it, and one of unknown fate. */
const knownWrites = 3

/** What cannot be read is not ours. */
function fingerprint(entries: Readonly<Record<string, string | null>>): string {
  try {
    return recordText(entries)
  } catch {
    return ''
  }
}
