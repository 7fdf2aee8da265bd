import { minuteText } from './counts.ts'
import type { MemberPlan } from './members.ts'
import type { AnalysisSpec, Counts, MemberLook } from './model.ts'
import { requestsNeeded } from './own-share.ts'
import { isFrequent } from './split.ts'

/** `errors: the canary is 3.1x as bad as the baseline (1.5x to 7.1x); 21 bad of 7,000 requests, about 6.7 would be expected; 18 is the boundary in minute 13`. */
export function failSentence(minute: number, look: MemberLook, plan: MemberPlan): string {
  const { fail } = look
  const at = `in minute ${minuteText(minute)}`
  const because =
    !fail || fail.value < fail.boundary
      ? `which chance does not explain ${at}`
      : fail.kind === 'bad requests'
        ? `${number(fail.boundary)} is the boundary ${at}`
        : `the evidence for more than ${limitText(plan.metric.margin, look)} is ${number(Math.exp(fail.value))} to 1 ${at}, ${number(Math.exp(fail.boundary))} to 1 is enough`
  return `${look.name}: the canary is ${ratioText(look)}; ${badText(look)}, about ${number(look.expected)} would be expected; ${because}`
}

export function zeroSuccessSentence(member: string, minute: number, canary: Counts): string {
  return `${member}: all ${number(canary.n)} requests of the canary up to minute ${minuteText(minute)} are bad, while the baseline answers`
}

export function passSentence(looks: readonly MemberLook[], plans: readonly MemberPlan[]): string {
  const each = looks.map((look, i) => {
    if (look.below !== undefined) return `${look.name}: ${badText(look)}, which shows that they are fewer than ${percent(look.below)}`
    return `${look.name}: ${ratioText(look)}, ${badText(look)}, ${limitText(plans[i]!.metric.harm, look)} is ruled out`
  })
  return each.join('; ')
}

export function unsureSentence(look: MemberLook, plan: MemberPlan, spec: AnalysisSpec, judged: number): string {
  if (look.below !== undefined) {
    const needed = requestsNeeded(look.below, plan, judged)
    const so = `${look.name}: ${badText(look)}; bad ones are so rare that a ratio says nothing`
    return `${so}, and about ${number(needed)} without a bad one would show that they are fewer than ${percent(look.below)}`
  }
  const harm = limitText(plan.metric.harm, look)
  if (look.canary.x + look.baseline.x === 0) {
    return `${look.name}: no bad request on either arm yet, of ${number(look.canary.n)} on the canary, so nothing rules out ${harm}`
  }
  const minutes = minutesMissing(look, plan, spec, judged)
  const tell =
    minutes === Infinity
      ? 'this traffic would not tell within a day'
      : `about ${number(minutes)} more ${minutes === 1 ? 'minute' : 'minutes'} of this traffic would tell`
  return `${look.name}: so far ${ratioText(look)}, ${badText(look)}, ${harm} is not ruled out; ${tell}`
}

export function fireSentence(member: string, now: Counts, normal: number | undefined): string {
  const usual = normal === undefined ? '' : `, ${percent(normal)} is normal`
  return `${member}: the baseline itself has ${percent(now.x / now.n)} bad requests (${number(now.x)} of ${number(now.n)}${usual}): both arms are failing, which says nothing about the canary`
}

/** `1.3x as bad as the baseline (0.6x to 2.9x)`. */
export function ratioText({ ratio, baseline }: MemberLook): string {
  if (ratio.estimate === Infinity) {
    return `worse than the baseline, which had none bad of ${number(baseline.n)}${ratio.low > 0 ? ` (at least ${times(ratio.low)})` : ''}`
  }
  const range = ratio.high === Infinity ? `${times(ratio.low)} or more` : `${times(ratio.low)} to ${times(ratio.high)}`
  return `${times(ratio.estimate)} as bad as the baseline (${range})`
}

function badText({ canary }: MemberLook): string {
  return `${number(canary.x)} bad of ${number(canary.n)} requests`
}

/** Where bad requests are frequent, a limit is one of odds. */
function limitText(ratio: number, { canary, baseline }: MemberLook): string {
  return isFrequent(canary.x + baseline.x, canary.n + baseline.n) ? `${times(ratio)} the odds` : times(ratio)
}

/** `0.98x`, `1.25x`, `2.8x`: two decimals about 1, where they matter. */
export function times(value: number): string {
  return `${Number(value.toPrecision(value >= 1 && value < 2 ? 3 : 2))}x`
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`
}

export function number(value: number): string {
  return (value >= 100 ? Math.round(value) : Number(value.toPrecision(2))).toLocaleString('en-US')
}

/**
 * Minutes until the evidence tells, by the size of a fixed test at 5 % with power 80 % (variance-stabilised): of ruling out `harm` where the canary is
 * nearer to equal, else of being worse than `margin`. Sequential tests need about a quarter more.
 */
function minutesMissing(look: MemberLook, { metric }: MemberPlan, spec: AnalysisSpec, judged: number): number {
  const bad = look.canary.x + look.baseline.x
  const odds = look.canary.n / look.baseline.n
  if (!(odds > 0) || judged === 0 || bad === 0) return Infinity
  const angle = (ratio: number): number => Math.asin(Math.sqrt((ratio * odds) / (ratio * odds + 1)))
  const assumed = Math.min(Math.max(look.ratio.estimate, 0.5), 10)
  const toHarm = Math.abs(angle(metric.harm) - angle(assumed))
  const toMargin = assumed > metric.margin ? angle(assumed) - angle(metric.margin) : 0
  const needed = (1.25 * (1.645 + 0.842) ** 2 * look.overdispersion) / (4 * Math.max(assumed < metric.harm ? toHarm : 0, toMargin) ** 2)
  const minutes = Math.ceil(Math.max(1, ((needed - bad) / bad) * judged * (spec.periodMs / 60_000)))
  return minutes <= 1440 ? minutes : Infinity
}
