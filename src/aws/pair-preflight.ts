import type { MatchCondition } from '../domain/match.ts'
import { span } from '../domain/render/time.ts'
import type { TaskDefinition } from '../domain/task-definition.ts'
import type { Problem } from '../ports.ts'
import { alarmProblems, type AlarmSeen } from './alarm-faults.ts'
import { type Colour, colours, type Pair, type PairRef } from './pair.ts'
import { contentDisparities, placeDisparities, type SideSeen } from './pair-parity.ts'
import { matchProblems } from './pair-match-problems.ts'
import { ruleProblems } from './pair-rule-problems.ts'
import { idleProblems, liveProblems, pairingProblems, sideProblems, stickinessProblems } from './pair-side-problems.ts'
import type { ScalableSides } from './scalable-sides.ts'
import { serviceWarnings } from './service-problems.ts'

/** What a run asks of a pair besides the content. */
export interface PairWishes {
  readonly alarms: readonly string[]
  /** Of clients to their side: as the rules have it, off, or for so many seconds. */
  readonly stickiness: 'keep' | 'off' | number
  /** Whether a side may be reached past the rules; `refuse` when absent. */
  readonly otherTraffic?: 'refuse' | 'accept'
  readonly minHealthy?: number
  /** Who is led to the candidate before any weight. */
  readonly match?: readonly MatchCondition[]
  /** How long the plan holds still at least. */
  readonly planMs?: number
  /** When the credentials of this job end, where they do. */
  readonly credentialsExpireAtMs?: number
}

/** What was read of a pair. */
export interface PairFound {
  readonly atMs: number
  readonly ref: PairRef
  readonly pair: Pair
  readonly live: Colour
  /** Healthy targets of the live side; of several groups the one with the fewest counts. */
  readonly healthy: number
  readonly scaling: ScalableSides
  /** Of every target group, by its ARN. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly alarms: readonly AlarmSeen[]
  /** What the live side runs, and what the idle side is to run; absent where it is wrong or gone. */
  readonly running: TaskDefinition | undefined
  readonly content: TaskDefinition | undefined
}

export interface PairPreflight {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
  readonly disparities: readonly string[]
}

/** All that forbids a rollout of the pair, and what a person should know before. Pure. */
export function pairPreflight(found: PairFound, wishes: PairWishes): PairPreflight {
  const { pair, live, healthy } = found
  const idle: Colour = live === 'blue' ? 'green' : 'blue'
  const serving = pair.services[live]
  const wanted = Math.max(serving.desiredCount ?? 0, healthy)
  const pairing = pairingProblems(pair)
  // Of what is no pair it cannot be said who serves, and its rules mean nothing.
  const texts =
    pairing.length > 0
      ? pairing
      : [
          ...liveProblems(serving, healthy, wishes.minHealthy ?? 1),
          ...idleProblems(pair, idle, wanted, found.scaling, found.content),
          ...stickinessProblems(pair, (arn) => found.attributes[arn] ?? {}),
        ]
  const place = placeDisparities(sidesOf(found, idle))
  return {
    problems: [
      ...texts.map((text): Problem => ({ code: 'PREFLIGHT_FAILED', text })),
      ...(pairing.length > 0 ? [] : [...ruleProblems(pair, found.ref), ...(wishes.match ? matchProblems(pair, wishes.match) : [])]),
      ...colours.flatMap((colour) => sideProblems(pair, colour, wishes.otherTraffic ?? 'refuse')).filter(unlikeBefore),
      ...alarmProblems(wishes.alarms, found.alarms),
      ...sessionProblems(found.atMs, wishes),
    ],
    warnings: [
      ...serviceWarnings({ ...pair.services[idle], desiredCount: wanted }).map(
        (text) => `${pair.services[idle].serviceName ?? idle}: ${text}`,
      ),
      ...stayingClients(pair, wishes),
      ...pair.matches.map(({ rule }) => `An earlier canary has left ${rule.words}: it is removed before anything else`),
      ...(place.length > 0 ? [`The sides differ, and a swap changes that too: ${place.join('; ')}`] : []),
    ],
    disparities: [...place, ...contentDisparities(sidesOf(found, idle))],
  }
}

function sidesOf({ pair, running, content, attributes }: PairFound, idle: Colour): Readonly<Record<Colour, SideSeen>> {
  const side = (colour: Colour): SideSeen => ({
    service: pair.services[colour],
    groups: pair.groups[colour].map((group) => ({ group, attributes: attributes[group.TargetGroupArn ?? ''] ?? {} })),
    content: colour === idle ? content : running,
  })
  return { blue: side('blue'), green: side('green') }
}

function unlikeBefore({ text }: Problem, index: number, all: readonly Problem[]): boolean {
  return all.findIndex((each) => each.text === text) === index
}

function sessionProblems(atMs: number, { credentialsExpireAtMs, planMs = 0 }: PairWishes): readonly Problem[] {
  if (credentialsExpireAtMs === undefined || credentialsExpireAtMs >= atMs + planMs + homeMs) return []
  const left = credentialsExpireAtMs <= atMs ? 'have expired' : `end in ${span(credentialsExpireAtMs - atMs)}`
  const text = `The AWS credentials of this job ${left} (${new Date(credentialsExpireAtMs).toISOString()}), and the plan takes at least ${span(planMs)} and needs ${span(homeMs)} for a way back: ask for a longer session (role-duration-seconds, and the maximum session duration of the role)`
  return [{ code: 'SESSION_TOO_SHORT', text }]
}

/** For a shift home after the last look, with room for slow answers. */
const homeMs = 5 * 60_000

/** Clients whose side a shift does not change. */
function stayingClients({ rules }: Pair, { stickiness }: PairWishes): readonly string[] {
  if (stickiness === 'off') return []
  return rules.flatMap(({ words, stickiness: found }) => {
    const seconds = typeof stickiness === 'number' ? stickiness : found.enabled ? found.seconds : 0
    return seconds === 0
      ? []
      : [
          `Clients of ${words} stay on the side they have reached for up to ${span(seconds * 1000)} after a shift; \`stickiness: off\` lets them move at once`,
        ]
  })
}
