import { SluiceError } from '../domain/errors.ts'
import type { Seen } from '../domain/rollout.ts'
import type { Roles } from '../ports.ts'
import type { Send } from './operations.ts'
import { type Colour, colours } from './pair.ts'
import {
  describeScalableSides,
  dimension,
  type ResourceIds,
  sameSide,
  type ScalableSide,
  type ScalableSides,
  stateOf,
} from './scalable-sides.ts'

/** Keeps Application Auto Scaling from taking away the capacity that a rollout of a pair needs, and puts back what it was. */
export interface Scaling {
  /** How the settings are, and whether they are held. Undefined where neither side is scaled. One call. `full` in tasks. */
  look(full: number, signal: AbortSignal): Promise<Seen['settings']>
  /** Makes it so: at least the tasks noted in `owed` on the candidate's side, and no scale-in by policies on either. */
  hold(owed: string, full: number, signal: AbortSignal): Promise<void>
  /** Puts back what `owed` says wherever it still is as `hold` made it. To come before capacity goes: AWS fills up to the minimum at once. */
  restore(owed: string, signal: AbortSignal): Promise<void>
  /** As commands, with the values last seen. */
  explain(kind: 'hold' | 'restore'): readonly string[]
}

/** How a side was found, and the minimum that `hold` gives it. */
interface OwedSide extends Omit<ScalableSide, 'max'> {
  readonly heldMin: number
}
type Owed = Readonly<Record<Colour, OwedSide | undefined>>

interface Written {
  readonly to: typeof toHold
  readonly before: ScalableSide
  readonly after: ScalableSide
  readonly sure: boolean
}

/**
 * Scheduled actions are left alone. One takes tasks away only where its maximum is below their number, which the owner has decided for that
 * hour and which sizing the side again makes good; a suspended one whose time passes is never made up for ("Suspend and resume scaling", User
 * Guide), so that the live side would miss the scale-out of the morning. `known` is what was surveyed, for `explain`.
 */
export function createScaling(send: Send, resourceIds: ResourceIds, { names }: Pick<Roles, 'names'>, known?: ScalableSides): Scaling {
  const candidate = names?.candidate
  let last = known
  let agreed: Owed | undefined
  /** Our last write to each side, until a read shows it. `sure` when AWS has answered it. */
  const written = new Map<Colour, Written>()

  /**
   * Reads lag: what was there before our own write is not believed again. Where a write may have failed, it is taken for done only if
   * that leaves more to do: a side that may be held is put back, and one that may have been put back is put back again.
   */
  const read = async (to: typeof toHold, signal: AbortSignal): Promise<ScalableSides> => {
    const seen = await describeScalableSides(send, resourceIds, signal)
    const side = (colour: Colour): ScalableSide | undefined => {
      const [now, ours] = [seen[colour], written.get(colour)]
      if (!now || !ours) return now
      if (!sameSide(now, ours.before)) {
        written.delete(colour)
        return now
      }
      return ours.sure || (to === toRestore && ours.to === toHold) ? ours.after : now
    }
    return (last = { blue: side('blue'), green: side('green') })
  }

  const write = async (
    colour: Colour,
    to: typeof toHold,
    before: ScalableSide,
    after: ScalableSide,
    signal: AbortSignal,
  ): Promise<void> => {
    if (sameSide(before, after)) return
    written.set(colour, { to, before, after, sure: false })
    const identity = { ServiceNamespace: 'ecs' as const, ScalableDimension: 'ecs:service:DesiredCount' as const }
    // All three flags: that an absent one stays as it is, is said of members and not of flags.
    const input = { ...identity, ResourceId: resourceIds[colour], SuspendedState: stateOf(after) }
    await send(
      'application-autoscaling:RegisterScalableTarget',
      { ...input, ...(after.min !== before.min && { MinCapacity: after.min }) },
      signal,
    )
    written.set(colour, { to, before, after, sure: true })
  }

  const each = async (owed: Owed, now: ScalableSides, to: typeof toHold, signal: AbortSignal): Promise<void> => {
    const changes = colours.map(async (colour) => {
      const [side, was] = [now[colour], owed[colour]]
      if (side && was) await write(colour, to, side, to(side, was), signal)
    })
    // Each side is tried, whatever becomes of the other.
    const failed = (await Promise.allSettled(changes)).find((change) => change.status === 'rejected')
    if (failed) throw failed.reason
  }

  return {
    async look(full, signal) {
      const now = await read(toHold, signal)
      if (!now.blue && !now.green) return undefined
      const found = asFound(now, full, candidate)
      const owed = agreed ?? found
      const held = colours.every((colour) => {
        const [side, was] = [now[colour], owed[colour]]
        return !side || !was || sameSide(side, toHold(side, was))
      })
      return { found: owedText(found), held }
    },

    async hold(text, _full, signal) {
      agreed = owedIn(text)
      await each(agreed, await read(toHold, signal), toHold, signal)
    },

    async restore(text, signal) {
      const owed = owedIn(text)
      await each(owed, await read(toRestore, signal), toRestore, signal)
      agreed = undefined
    },

    explain: (kind) =>
      colours.flatMap((colour) => {
        const side = last?.[colour]
        if (last && !side) return []
        const min = kind === 'restore' ? (agreed?.[colour]?.min ?? side?.min ?? '<as it was>') : '<tasks of the live side>'
        const suspended = kind === 'hold' || (agreed?.[colour]?.suspended.in ?? side?.suspended.in ?? false)
        const state = stateOf({ ...(side ?? unknown), suspended: { ...(side ?? unknown).suspended, in: suspended } })
        const flags = Object.entries(state).map(([flag, value]) => `${flag}=${String(value)}`)
        const bound = colour === candidate ? ` --min-capacity ${String(min)}` : ''
        return [
          `aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ${dimension} --resource-id ${resourceIds[colour]}${bound} --suspended-state ${flags.join(',')}`,
        ]
      }),
  }
}

/** What somebody else has set since is left as it is. */
function toHold(now: ScalableSide, owed: OwedSide): ScalableSide {
  const raised = now.min === owed.min && owed.heldMin <= now.max
  return { ...now, min: raised ? owed.heldMin : now.min, suspended: { ...now.suspended, in: true } }
}

function toRestore(now: ScalableSide, owed: OwedSide): ScalableSide {
  const min = now.min === owed.heldMin ? owed.min : now.min
  return { ...now, min, suspended: { ...now.suspended, in: now.suspended.in && owed.suspended.in } }
}

function asFound(now: ScalableSides, full: number, candidate: string | undefined): Owed {
  const side = (colour: Colour): OwedSide | undefined => {
    const found = now[colour]
    return found && { ...found, heldMin: colour === candidate ? Math.max(found.min, Math.min(full, found.max)) : found.min }
  }
  return { blue: side('blue'), green: side('green') }
}

/** `green:0-4:000`: the minimum as found and as held, and the flags in, out and scheduled as found. Only what a tag may hold. */
function owedText(owed: Owed): string {
  const sides = colours.flatMap((colour) => {
    const side = owed[colour]
    if (!side) return []
    const { in: inward, out, scheduled } = side.suspended
    return [`${colour}:${String(side.min)}-${String(side.heldMin)}:${[inward, out, scheduled].map(Number).join('')}`]
  })
  return sides.join('/')
}

function owedIn(text: string): Owed {
  const owed: Partial<Record<Colour, OwedSide>> = {}
  for (const part of text === '' ? [] : text.split('/')) {
    const match = /^(blue|green):(\d+)-(\d+):([01])([01])([01])$/.exec(part)
    if (!match) {
      throw new SluiceError(
        'RECORD_LOST',
        `The record says that ${JSON.stringify(text)} is owed to Application Auto Scaling, which cannot be read`,
        {
          hint: 'Look at the scalable targets of both services and set their minimum and suspended states by hand.',
        },
      )
    }
    const [, colour, min, heldMin, inward, out, scheduled] = match
    const suspended = { in: inward === '1', out: out === '1', scheduled: scheduled === '1' }
    owed[colour as Colour] = { min: Number(min), heldMin: Number(heldMin), suspended }
  }
  return { blue: owed.blue, green: owed.green }
}

const unknown: ScalableSide = { min: 0, max: 0, suspended: { in: false, out: false, scheduled: false } }
