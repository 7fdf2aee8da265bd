import type { Side } from '../../src/domain/rollout.ts'

export type Colour = 'blue' | 'green'

export interface PairWorldScript {
  readonly nowMs: () => number
  readonly at: (atMs: number, run: () => void) => void
  readonly revision: Readonly<Record<Side, string>>
  readonly full?: number
  /** From asking for a task until it is healthy. */
  readonly startMs?: number
  /** The candidate's tasks never become healthy. */
  readonly sick?: boolean
  /** How many listener rules hold both sides. */
  readonly rules?: number
  /** What the idle side runs at the start, and how many tasks of it. */
  readonly idle?: { readonly revision: string; readonly desired: number }
  /** The owner scales both services, down to so many tasks where there is no traffic. */
  readonly minimum?: number
}

interface ServiceState {
  revision: string
  desired: number
  healthy: number
}

/** Two services behind listener rules, by the names their owner gives them. */
export interface PairWorld {
  readonly full: number
  readonly services: Readonly<Record<Colour, Readonly<ServiceState>>>
  /** Percent of the traffic each rule sends to green. */
  rules(): readonly number[]
  /** Every percent on green that all rules came to hold, from the first rest on. */
  readonly weights: readonly number[]
  /** What must never happen, and did. */
  readonly violations: readonly string[]
  readonly scaling?: {
    /** The settings, as the owner or a holder left them. */
    text(): string
    held(): boolean
    hold(growing: Colour): void
    restore(owed: string): void
    /** Sides that lost tasks to scaling in. */
    readonly scaledIn: readonly Colour[]
  }
  size(colour: Colour, revision: string, desired: number, side: Side): void
  shift(rule: number, percent: number): void
  /** The side that chosen users of each rule are led to. */
  matches(): readonly (Colour | undefined)[]
  match(rule: number, colour: Colour | undefined): void
}

/** As long as some nodes of a load balancer go on by the old weights (kubernetes-sigs/aws-load-balancer-controller#2366). */
const nodesLagMs = 20_000
const scaleInEveryMs = 60_000

/** Settings hold at `minimum`, and with the idle side's raised and scale-in suspended while they are held. */
export function createPairWorld(script: PairWorldScript): PairWorld {
  const { nowMs, full = 4, startMs = 40_000 } = script
  const services: Record<Colour, ServiceState> = {
    blue: { revision: script.revision.baseline, desired: full, healthy: full },
    green: { revision: script.idle?.revision ?? '', desired: script.idle?.desired ?? 0, healthy: script.idle?.desired ?? 0 },
  }
  let matches: readonly (Colour | undefined)[] = Array.from({ length: script.rules ?? 1 }, () => undefined)
  let unmatchedAtMs = -Infinity
  const leads = (colour: Colour): boolean => share(colour) > 0 || matches.includes(colour)
  let rules: readonly number[] = Array.from({ length: script.rules ?? 1 }, () => 0)
  const weights = [0]
  const violations: string[] = []
  const lostTrafficAtMs = { blue: -Infinity, green: -Infinity }
  const share = (colour: Colour): number => Math.max(...rules.map((percent) => (colour === 'green' ? percent : 100 - percent)))

  const startTasks = (colour: Colour, revision: string): void =>
    script.at(nowMs() + startMs, () => {
      const state = services[colour]
      if (state.revision === revision) state.healthy = state.desired
    })

  const size: PairWorld['size'] = (colour, revision, desired, side) => {
    const state = services[colour]
    if (state.revision !== revision) {
      if (leads(colour)) violations.push(`${colour} changes its revision under ${share(colour)} % of the traffic`)
      state.revision = revision
      state.healthy = 0
    }
    if (desired < state.desired && leads(colour)) violations.push(`${colour} loses tasks under ${share(colour)} % of the traffic`)
    const drainedMs = nowMs() - Math.max(lostTrafficAtMs[colour], colour === 'green' ? unmatchedAtMs : -Infinity)
    if (desired < state.desired && drainedMs < nodesLagMs) violations.push(`${colour} loses tasks ${drainedMs} ms after its traffic`)
    state.desired = desired
    state.healthy = Math.min(state.healthy, desired)
    if (side === 'candidate' && script.sick === true) return
    startTasks(colour, revision)
  }

  const shift: PairWorld['shift'] = (rule, percent) => {
    const before = rules[rule]!
    const gaining: Colour = percent > before ? 'green' : 'blue'
    const gets = gaining === 'green' ? percent : 100 - percent
    // As the design states it: a tenth more than the share, as far as the full load goes.
    const needed = gets === 0 ? 0 : Math.max(1, Math.min(full, Math.ceil((full * gets * 11) / 1000)))
    if (percent !== before && services[gaining].healthy < needed)
      violations.push(`${gaining} gets ${gets} % with ${services[gaining].healthy} healthy, needs ${needed}`)
    if (gaining === 'green' && percent > before && matches.some((each) => each))
      violations.push(`${gaining} gets ${gets} % while chosen users are led to it`)
    if (gaining === 'green' && before === 0 && percent > 0 && nowMs() - unmatchedAtMs < nodesLagMs)
      violations.push(`${gaining} gets ${gets} % ${nowMs() - unmatchedAtMs} ms after its chosen users`)
    if (percent !== before) lostTrafficAtMs[gaining === 'green' ? 'blue' : 'green'] = nowMs()
    rules = rules.map((each, index) => (index === rule ? percent : each))
    if (rules.every((each) => each === percent) && weights.at(-1) !== percent) weights.push(percent)
  }

  const match: PairWorld['match'] = (rule, colour) => {
    if (colour && services[colour].healthy < full)
      violations.push(`chosen users are led to ${colour} with ${services[colour].healthy} healthy`)
    if (!colour && matches[rule]) unmatchedAtMs = nowMs()
    matches = matches.map((each, index) => (index === rule ? colour : each))
  }

  return {
    full,
    services,
    rules: () => rules,
    weights,
    violations,
    ...(script.minimum !== undefined && { scaling: scalingOf(script.minimum) }),
    size,
    shift,
    matches: () => matches,
    match,
  }

  function scalingOf(minimum: number): NonNullable<PairWorld['scaling']> {
    const owners = `min=${minimum}`
    const scaledIn: Colour[] = []
    let held = false
    const scaleIn = (): void => {
      for (const colour of ['blue', 'green'] as const) {
        const state = services[colour]
        if (held || share(colour) > 0 || state.desired <= minimum) continue
        state.desired = minimum
        state.healthy = Math.min(state.healthy, minimum)
        scaledIn.push(colour)
      }
      script.at(nowMs() + scaleInEveryMs, scaleIn)
    }
    script.at(nowMs() + scaleInEveryMs, scaleIn)
    return {
      scaledIn,
      text: () => (held ? `${owners}.held` : owners),
      held: () => held,
      hold(growing) {
        held = true
        fill(growing, full)
      },
      restore(owed) {
        if (owed !== owners) violations.push(`the settings were ${owners}, and ${owed} is put back`)
        if (!held) return
        held = false
        fill('blue', minimum)
        fill('green', minimum)
      },
    }

    /** RegisterScalableTarget moves the capacity into its bounds at once; policies alone leave a service at zero as it is. */
    function fill(colour: Colour, least: number): void {
      if (services[colour].desired >= least) return
      services[colour].desired = least
      startTasks(colour, services[colour].revision)
    }
  }
}
