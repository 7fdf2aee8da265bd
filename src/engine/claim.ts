import { SluiceError } from '../domain/errors.ts'
import { readLagMs } from '../domain/looks.ts'
import type { Clock, RecordStore } from '../ports.ts'
import { mayPass } from './patience.ts'

/** Who asks for the right to write: a job of an attempt of a workflow run. */
export interface Holder {
  readonly run: string
  readonly attempt: number
  /** Two jobs of one run are two writers; the steps of one job are one. */
  readonly job: string
}

/** The right of one run to write to a service. Advisory: it orders runs of Sluice, nobody else. */
export interface Claim {
  /** Keeps it alive; one write when half of its life is over, else none. */
  renewIfDue(atMs: number, signal: AbortSignal): Promise<void>
  /** Throws ROLLOUT_IN_PROGRESS when the entries show that another run holds it by now. */
  verify(entries: Readonly<Record<string, string>>, atMs: number): void
  /** The entry that ends it, to be written with the last save. */
  readonly released: Readonly<Record<string, null>>
}

/** A dead runner blocks others for at most this long. */
export const claimLifeMs = 60_000
/** A claim must be written this soon after the time it carries, or an earlier one could appear after others have looked. */
const writeSlackMs = 2_000
const prefix = 'claim.'
/** Giving back is not given up on a signal. */
const uncancelled = new AbortController().signal

/**
 * Takes the claim: writes our own key, waits until every reader must see it, and yields to an earlier live one.
 * Correct as long as reads lag by less than `readLagMs` less the write slack. Throws ROLLOUT_IN_PROGRESS with the holder's run.
 */
export async function takeClaim(store: RecordStore, clock: Clock, holder: Holder, signal: AbortSignal): Promise<Claim> {
  const key = keyOf(holder)
  let before = await store.read(signal)
  if (rival(before.entries, holder, key, before.atMs, Infinity) !== undefined) {
    // A claim given back a moment ago may still be read.
    await clock.sleep(readLagMs, signal)
    before = await store.read(signal)
    refuse(rival(before.entries, holder, key, before.atMs, Infinity))
  }

  let startMs = before.atMs
  const verify: Claim['verify'] = (entries, atMs) => {
    refuse(rival(entries, holder, key, atMs, startMs))
    if (entries[key] !== undefined) return
    // Whoever removed ours took us for dead, and may have begun.
    refuse(rival(entries, holder, key, atMs, Infinity))
    throw new SluiceError('RECORD_LOST', 'The claim of this run was removed by somebody else', {
      hint: 'Keep the tags `sluice.*` of the service out of Terraform and other tools (ignore_changes), then run this step again.',
    })
  }
  const released = { [key]: null }
  try {
    const dead = Object.keys(before.entries).filter((name) => name.startsWith(prefix) && name !== key)
    const clear = Object.fromEntries(dead.map((name) => [name, null]))
    let written = await store.write({ ...clear, [key]: claimText(startMs) }, signal)
    while (written.atMs - startMs > writeSlackMs) {
      startMs = written.atMs
      written = await store.write({ [key]: claimText(startMs) }, signal)
    }
    await clock.sleep(readLagMs, signal)
    if (signal.aborted) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed')
    const after = await store.read(signal)
    verify(after.entries, after.atMs)
  } catch (error) {
    // A write that was cut short may have happened.
    await store.write(released, uncancelled).catch(() => undefined)
    throw error
  }
  let expiresMs = startMs + claimLifeMs
  return {
    verify,
    released,
    async renewIfDue(atMs, renewSignal) {
      if (expiresMs - atMs > claimLifeMs / 2) return
      if (atMs >= expiresMs) {
        // Out of reach for longer than the claim lived: somebody may have taken over.
        const now = await store.read(renewSignal)
        verify(now.entries, now.atMs)
      }
      await store.write({ [key]: `${startMs}/${atMs + claimLifeMs}` }, renewSignal)
      expiresMs = atMs + claimLifeMs
    },
  }
}

/** Keeps the claim alive while something takes its time: a test of the owner may take longer than a claim lives. */
export async function claimedWhile<T>(claim: Claim, clock: Clock, atMs: number, work: Promise<T>): Promise<T> {
  const sinceMs = clock.nowMs()
  const over = new AbortController()
  const done = work.finally(() => over.abort())
  done.catch(() => undefined)
  while (!over.signal.aborted) {
    await Promise.race([done, clock.sleep(claimLifeMs / 4, over.signal)])
    if (over.signal.aborted) break
    await claim.renewIfDue(atMs + clock.nowMs() - sinceMs, uncancelled).catch((error: unknown) => {
      if (!mayPass(error)) throw error
    })
  }
  return done
}

function claimText(startMs: number): string {
  return `${startMs}/${startMs + claimLifeMs}`
}

/** A live claim of somebody else: its words for people, and its text, which changes whenever it is renewed. */
export function liveRival(
  entries: Readonly<Record<string, string>>,
  holder: Holder,
  atMs: number,
): { readonly words: string; readonly text: string } | undefined {
  const other = rival(entries, holder, keyOf(holder), atMs, Infinity)
  return other === undefined ? undefined : { words: wordsOf(other), text: `${other}=${entries[other] ?? ''}` }
}

/** Whether anybody's claim is there, the living's or the dead's. */
export function hasClaims(entries: Readonly<Record<string, string>>): boolean {
  return Object.keys(entries).some((key) => key.startsWith(prefix))
}

/** Names of jobs may be long, and the key of a tag may not. */
function keyOf({ run, attempt, job }: Holder): string {
  return `${prefix}${run}.${attempt}.${job.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)}`
}

/** The live claim of somebody else that began before `beforeMs`. Earlier attempts of the same run are dead: a run has one at a time. */
function rival(
  entries: Readonly<Record<string, string>>,
  holder: Holder,
  ownKey: string,
  atMs: number,
  beforeMs: number,
): string | undefined {
  const earlier = Object.entries(entries).find(([key, value]) => {
    if (!key.startsWith(prefix) || key === ownKey) return false
    const [startMs = NaN, expiresMs = NaN] = value.split('/').map(Number)
    const [run, attempt] = key.slice(prefix.length).split('.')
    if (!(expiresMs > atMs) || (run === holder.run && Number(attempt) < holder.attempt)) return false
    return startMs < beforeMs || (startMs === beforeMs && key < ownKey)
  })
  return earlier?.[0]
}

function refuse(other: string | undefined): void {
  if (other === undefined) return
  throw new SluiceError('ROLLOUT_IN_PROGRESS', `Another rollout of this service is under way: ${wordsOf(other)}`, {
    hint: `Wait for it or cancel it. If its runner is dead, its claim ends by itself within ${claimLifeMs / 1_000} seconds.`,
  })
}

function wordsOf(key: string): string {
  const [run = '', attempt = '', job = ''] = key.slice(prefix.length).split('.')
  return `run ${run}, attempt ${attempt}${job === '' ? '' : `, job ${job}`}`
}
