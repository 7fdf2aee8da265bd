import type { DataPlane, MatterEvent, TaskMatter, TrafficMatter } from '../matter/ports.ts'

/** The modelled cloud: synchronous, no promise, no timer, no I/O. */
export interface Cloud {
  /**
   * Handles one API call. `operation` is named as in an IAM policy: `ecs:UpdateService`, `elasticloadbalancing:ModifyRule`,
   * `cloudwatch:GetMetricData`, `logs:GetLogEvents`, `secretsmanager:GetSecretValue`,
   * `application-autoscaling:RegisterScalableTarget`. Throws AwsFault for every error AWS would answer with.
   */
  call(operation: string, input: object): object
  /** Something happened outside: the only way in besides `call`. */
  post(event: MatterEvent): void
  /** Operations modelled, in the spelling of `call`. */
  readonly operations: ReadonlySet<string>
}

export interface CloudOptions {
  readonly region: string
  readonly accountId: string
  readonly seed: number
  /** Divides every duration of the model, never a timestamp. */
  readonly timeScale: number
  /** How long reads lag behind writes, and how long the data plane lags behind the control plane; each draw is uniform in [0, max]. Scaled. */
  readonly readLagMs: number
  readonly propagationMs: number
  /** CloudWatch: length of a point and how late it becomes readable. Not scaled. */
  readonly metricPeriodMs: number
  readonly metricDelayMs: number
  readonly timeline: Timeline
  readonly tasks: TaskMatter
  readonly traffic: TrafficMatter
}

/** One queue of events, driven by the wall clock or by hand. */
export interface Timeline {
  nowMs(): number
  /** Calls back once at or after the time given; returns a cancel. Equal times keep their order. */
  at(atMs: number, run: () => void): () => void
}

/** An error in AWS's own words. `status` is the HTTP status; `members` are further members of the error shape. */
export class AwsFault extends Error {
  readonly code: string
  readonly status: number
  readonly members: Readonly<Record<string, unknown>>
  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.members = members
  }
}

export type { DataPlane, MatterEvent }
