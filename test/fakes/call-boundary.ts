import { SluiceError } from '../../src/domain/errors.ts'
import type { RecordStore } from '../../src/ports.ts'
import type { Runner } from './fake-clock.ts'

/** What may go wrong at one call: before its effect or after it, in which case the caller cannot know. */
export type Mishap = 'dies before' | 'dies after' | 'refused' | 'answer lost' | 'hangs' | 'stalls' | SluiceError

/** Every call of a runner to the outside passes here: it takes time, is counted, and may go wrong. */
export interface Boundary {
  call<T>(name: string, effect: () => T, signal?: AbortSignal): Promise<T>
  /** Names of the calls made, in order. */
  readonly calls: readonly string[]
}

export interface Trouble {
  /** What happens to the call of this number (from 0) and name. */
  readonly at: (index: number, name: string) => Mishap | undefined
  readonly latencyMs?: number
}

/** Longer than a cancelled process has to live. */
const hangMs = 19_000
/** Longer than a claim lives. */
export const stallMs = 100_000

export const throttled = (): SluiceError => new SluiceError('THROTTLED', 'Rate exceeded')

export function createBoundary(runner: Runner, trouble: Trouble = { at: () => undefined }): Boundary {
  const calls: string[] = []
  const halfMs = (trouble.latencyMs ?? 60) / 2
  // Who is dead makes no more calls, whatever did not wait for the one it died in.
  let dead = false
  const die = (): Promise<never> => {
    dead = true
    return runner.die()
  }
  return {
    calls,
    async call(name, effect, signal) {
      if (dead) return die()
      const mishap = trouble.at(calls.length, name)
      calls.push(name)
      await runner.clock.sleep(halfMs)
      if (mishap === 'stalls') await runner.clock.sleep(stallMs)
      if (mishap === 'hangs') await runner.clock.sleep(hangMs, signal)
      if (signal?.aborted === true) throw new SluiceError('CANCELLED', `${name} was given up because the step was cancelled`)
      if (dead || mishap === 'dies before') return die()
      if (mishap === 'refused') throw throttled()
      if (mishap instanceof SluiceError) throw mishap
      const value = effect()
      if (mishap === 'dies after') return die()
      await runner.clock.sleep(halfMs)
      if (mishap === 'answer lost') throw new SluiceError('AWS_ERROR', 'The connection was reset')
      return value
    },
  }
}

/** A store as one runner reaches it. */
export function storeThrough(boundary: Boundary, store: SharedStore): RecordStore {
  return {
    read: (signal) => boundary.call('read', () => store.read(), signal),
    write: (entries, signal) => boundary.call('write', () => store.write(entries), signal),
  }
}

/** Entries beside a service, shared by all runners. */
export interface SharedStore {
  read(): { readonly entries: Readonly<Record<string, string>>; readonly atMs: number }
  write(changes: Readonly<Record<string, string | null>>): { readonly atMs: number }
  /** What is written now, whoever can see it. */
  now(): Readonly<Record<string, string>>
}

/** `lagMs` draws how long each write stays unseen; a read never shows less than an earlier one. */
export function createSharedStore(nowMs: () => number, lagMs: () => number = () => 0): SharedStore {
  let versions: { readonly visibleAtMs: number; readonly entries: Readonly<Record<string, string>> }[] = [
    { visibleAtMs: -Infinity, entries: {} },
  ]
  return {
    read() {
      const visible = versions.findLastIndex((version) => version.visibleAtMs <= nowMs())
      versions = versions.slice(visible)
      return { entries: versions[0]!.entries, atMs: nowMs() }
    },
    write(changes) {
      const entries: Record<string, string> = { ...versions.at(-1)!.entries }
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) delete entries[key]
        else if (value.length > 255 || !/^[A-Za-z0-9+=._:/@ -]*$/.test(value)) throw new Error(`${key} does not fit: ${value}`)
        else entries[key] = value
      }
      const visibleAtMs = Math.max(nowMs() + lagMs(), versions.at(-1)!.visibleAtMs)
      versions.push({ visibleAtMs, entries })
      return { atMs: nowMs() }
    },
    now: () => versions.at(-1)!.entries,
  }
}
