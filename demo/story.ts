import type { Stream } from '../sandbox/load/order.ts'

/** A rollout with a known end. The whole expectation of the demo stands in the stories. */
export interface Story {
  readonly name: string
  readonly title: string
  /** What will be seen, in a sentence or two. */
  readonly plot: string
  readonly scene: Scene
  readonly candidate: {
    readonly version: string
    /** Makes the built-in web server behave as the story needs it. */
    readonly environment: Readonly<Record<string, string>>
  }
  /** Of a canary: what it is judged beside, and how. */
  readonly canary?: CanaryScene
  /** The last one tells how the story ends. */
  readonly steps: readonly StoryStep[]
  readonly expected: Expectation
}

/** One service, which ECS may run at so many percent of its tasks while it replaces them (125 is one of four at a time), or a pair of services. */
export type Scene = { readonly kind: 'service'; readonly maximumPercent: 125 | 150 } | { readonly kind: 'pair' }

export interface CanaryScene {
  /** Environment of the version that serves. */
  readonly normal?: Readonly<Record<string, string>>
  /** Of good answers: one that takes longer counts as harm. */
  readonly lateAfterMs?: number
  readonly streams?: readonly Stream[]
  readonly brownOut?: BrownOut
}

/** Both versions need the same database, and it fails once: so long after the canary got its first traffic, and for so long. */
export interface BrownOut {
  readonly afterMs: number
  readonly forMs: number
  /** Share of answers, of either version, that are errors meanwhile. */
  readonly errorRate: number
}

export interface StoryStep {
  readonly action: 'rolling-ecs' | 'bluegreen-swap' | 'canary-gate' | 'rollback'
  /** Inputs beside the names of what is on the stage. */
  readonly inputs: Readonly<Record<string, string>>
  /** It brings the candidate: the task definition of the workspace is one of its inputs. */
  readonly brings: boolean
  /** The job it is a step of, and the workflow run; `deploy` of run 1 unless said. */
  readonly job?: string
  readonly run?: number
  /** What is told before it begins, in a story of several. */
  readonly told?: string
  /** The second rule refuses calls, and the runner is killed as soon as the first has moved. */
  readonly killed?: 'between-rules'
}

export interface Expectation {
  /** How steps before the last end: `lost` where the runner is killed, else outcome and reason code as in `succeeded, STAGED`. */
  readonly earlier?: readonly string[]
  readonly outcome: string
  readonly reasonCode: string
  /** The version that answers everything in the end. */
  readonly serving: string
  /** Requests that may fail; not said where failing is what the story is about. */
  readonly mostFailed?: number
  /** Production requests that the candidate may answer, where that is what the story is about. */
  readonly mostAnswered?: number
  /** What the reason must tell. */
  readonly tells?: RegExp
  /** Of a canary, the last word of the analysis. Its story also says the following. */
  readonly verdict?: string
  /** Requests of clients that the canary may fail, or answer late. */
  readonly mostHarmed?: number
  /** Percent of the traffic that it may get. */
  readonly mostWeight?: number
  /** What must be told on the way. */
  readonly notes?: RegExp
  /** Some requests fail whatever serves, after the end too. */
  readonly failsAsEver?: true
  /** Percent of the traffic that it keeps while a brown-out lasts. */
  readonly heldAt?: number
  /** The rollout rests in the end, so the owner's autoscaling stays held; else it must be as it was. */
  readonly held?: true
}

/** What serves before each story. */
export const baselineVersion = 'v1'
