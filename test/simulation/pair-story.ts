import { createRandom } from '../fakes/random.ts'
import type { PairScript } from './pair-world.ts'

/** What befalls one rollout of a pair. Times in milliseconds from the start of the first run. */
export interface PairStory extends PairScript {
  readonly candidate:
    | 'good'
    | 'slow'
    | 'crashes'
    | 'never healthy'
    | 'cannot start'
    | 'fails its test'
    | 'rings the alarm after the swap'
    | 'dies after the swap'
  /** One run, three of them with a command each, or one that is undone when it has ended well. */
  readonly parts: 'run' | 'stage, swap, finish' | 'run, back'
  readonly bakeMs: number
  readonly standbyMs: 'keep' | number
  readonly stickiness: 'keep' | 'off' | number
  readonly onCancel: 'rollback' | 'leave'
  /** Share of calls that slip; of the first run of the part that `befalls` names, or of all. */
  readonly slips: number
  readonly slipsIn: 'one' | 'all'
  /** The part whose first run dies, is cancelled, or loses its credentials. */
  readonly befalls: number
  readonly expiresAfterMs?: number
  readonly cancelAfterMs?: number
  /** The run that comes after the cancelled one is cancelled too. */
  readonly cancelsAgain?: number
  readonly secondRunAfterMs?: number
  readonly crash?: { readonly index: number; readonly how: 'dies before' | 'dies after' }
  readonly foreign?: { readonly afterMs: number; readonly hand: ForeignHand }
  /** What follows a run that died, or that could not go on although the rollout could. */
  readonly then: 'rerun' | 'recovery' | 'post' | 'nothing'
}

export type ForeignHand =
  | 'some weight'
  | 'all weight back'
  | 'the tags'
  | 'revision of the live side'
  | 'revision of the idle side'
  | 'tasks of the live side'
  | 'tasks of the idle side'
  | 'bounds of scaling'

export const quietPair: PairStory = {
  candidate: 'good',
  parts: 'run',
  ...{ idleTasks: 0, second: 'rule', sticky: false, scaled: 'quiet', propagationMs: 5_000 },
  ...{ bakeMs: 30_000, standbyMs: 0, stickiness: 'keep', onCancel: 'rollback' },
  ...{ slips: 0, slipsIn: 'one', befalls: 0, then: 'rerun' },
}

/** Nothing and nobody but the candidate can make this go wrong. */
export function isUndisturbed({ slips, expiresAfterMs, secondRunAfterMs, crash, foreign }: PairStory): boolean {
  return slips === 0 && expiresAfterMs === undefined && secondRunAfterMs === undefined && !crash && !foreign
}

export function isBad({ candidate, bakeMs }: PairStory): boolean {
  if (candidate === 'rings the alarm after the swap') return bakeMs >= 60_000
  return candidate === 'crashes' || candidate === 'never healthy' || candidate === 'cannot start' || candidate === 'fails its test'
}

export function drawPairStory(seed: number): PairStory {
  const random = createRandom(seed)
  const one = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const sometimes = (share: number, mostMs: number): number | undefined => (random() < share ? Math.floor(random() * mostMs) : undefined)
  const candidate = one<PairStory['candidate']>(
    ...(['good', 'good', 'good', 'slow', 'crashes', 'never healthy', 'cannot start', 'fails its test'] as const),
    ...(['rings the alarm after the swap', 'rings the alarm after the swap', 'dies after the swap'] as const),
  )
  const expiresAfterMs = sometimes(0.08, 240_000)
  const cancelAfterMs = sometimes(0.25, 200_000)
  const cancelsAgain = sometimes(0.2, 60_000)
  const secondRunAfterMs = sometimes(0.12, 90_000)
  const foreignAfterMs = sometimes(0.2, 240_000)
  return {
    candidate,
    parts: one('run', 'run', 'stage, swap, finish', 'run, back'),
    idleTasks: one(0, 3),
    second: one('rule', 'default action'),
    sticky: random() < 0.3,
    scaled: one('no', 'quiet', 'quiet', random() < 0.4 ? 'scaling in' : 'quiet'),
    propagationMs: one(5_000, 17_000),
    bakeMs: one(0, 30_000, 60_000),
    standbyMs: one<PairStory['standbyMs']>('keep', 0, 120_000),
    stickiness: one<PairStory['stickiness']>('keep', 'off', 60),
    onCancel: one('rollback', 'rollback', 'leave'),
    slips: one(0, 0, 0.05, 0.3),
    slipsIn: one('one', 'all'),
    befalls: one(0, 0, 1, 2),
    ...(expiresAfterMs !== undefined && { expiresAfterMs }),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(cancelsAgain !== undefined && { cancelsAgain }),
    ...(secondRunAfterMs !== undefined && { secondRunAfterMs }),
    ...(random() < 0.3 && { crash: { index: Math.floor(random() * 160), how: one('dies before', 'dies after') } }),
    ...(foreignAfterMs !== undefined && {
      foreign: {
        afterMs: foreignAfterMs,
        hand: one<ForeignHand>(
          ...(['some weight', 'some weight', 'all weight back', 'the tags', 'revision of the live side'] as const),
          ...(['revision of the idle side', 'tasks of the live side', 'tasks of the idle side', 'bounds of scaling'] as const),
        ),
      },
    }),
    then: one('rerun', 'recovery', 'recovery', 'post', 'nothing'),
  }
}
