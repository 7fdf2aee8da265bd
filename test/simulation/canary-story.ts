import { createRandom } from '../fakes/random.ts'

/** What befalls one canary. Times in milliseconds from the start of the first run. */
export interface CanaryStory {
  readonly candidate: 'good' | 'errors' | 'slow' | 'never answers' | 'crashes' | 'dies' | 'brown-out' | 'hardly anybody' | 'nobody'
  /** As the inputs have them. */
  readonly steps: string
  readonly metrics: 'errors' | 'errors and latency'
  readonly onInconclusive: 'hold' | 'extend' | 'fail' | 'pass'
  readonly unattended: boolean
  readonly early: boolean
  readonly onCancel: 'rollback' | 'leave'
  readonly timeoutMinutes: number
  readonly second: 'rule' | 'default action'
  readonly scaled: 'no' | 'quiet'
  /** Share of calls that slip, of all runs. */
  readonly slips: number
  /** The source of evidence answers nothing from then on, for so long. */
  readonly silence?: { readonly fromMs: number; readonly forMs: number }
  readonly cancelAfterMs?: number
  readonly crash?: { readonly index: number; readonly how: 'dies before' | 'dies after' }
  /** What follows a run that died, or that could not go on although the rollout could. */
  readonly then: 'rerun' | 'recovery' | 'nothing'
}

export const hour = '5@15m, 25@15m, 50@30m, 100'

export const quietCanary: CanaryStory = {
  ...{ candidate: 'good', steps: hour, metrics: 'errors', onInconclusive: 'hold', unattended: false, early: false, onCancel: 'rollback' },
  ...{ timeoutMinutes: 90, second: 'rule', scaled: 'quiet', slips: 0, then: 'rerun' },
}

/** It must never have all traffic, whoever comes. */
export function isHarmful({ candidate }: CanaryStory): boolean {
  return candidate === 'errors' || candidate === 'slow' || candidate === 'never answers' || candidate === 'crashes' || candidate === 'dies'
}

/** Nothing but the canary itself can make this go otherwise. */
export function isUndisturbed({ slips, silence, cancelAfterMs, crash }: CanaryStory): boolean {
  return slips === 0 && !silence && cancelAfterMs === undefined && !crash
}

export function drawCanaryStory(seed: number): CanaryStory {
  const random = createRandom(seed)
  const one = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const sometimes = (share: number, mostMs: number): number | undefined => (random() < share ? Math.floor(random() * mostMs) : undefined)
  const candidate = one<CanaryStory['candidate']>(
    ...(['good', 'good', 'good', 'errors', 'errors', 'slow', 'never answers', 'crashes', 'dies', 'brown-out'] as const),
    ...(['hardly anybody', 'nobody'] as const),
  )
  const cancelAfterMs = sometimes(0.15, 2_400_000)
  const silentFromMs = sometimes(0.2, 1_800_000)
  return {
    candidate,
    metrics: candidate === 'slow' || random() < 0.3 ? 'errors and latency' : 'errors',
    steps: one(hour, '5@10m, 50@20m, 100', '10@25m, 100', '0.1@10m, 20@20m, 100'),
    onInconclusive: one('hold', 'hold', 'extend', 'fail', 'pass'),
    unattended: random() < 0.25,
    early: random() < 0.2,
    onCancel: one('rollback', 'rollback', 'leave'),
    timeoutMinutes: one(90, 90, 75),
    second: one('rule', 'default action'),
    scaled: one('no', 'quiet'),
    slips: one(0, 0, 0.02, 0.1),
    ...(silentFromMs !== undefined && { silence: { fromMs: silentFromMs, forMs: one(120_000, 480_000, 1_500_000) } }),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(random() < 0.25 && { crash: { index: Math.floor(random() * 900), how: one('dies before', 'dies after') } }),
    then: one('rerun', 'rerun', 'recovery', 'nothing'),
  }
}
