import type { AutoScalingTables } from './autoscaling/model.ts'
import type { CloudWatchTables } from './cloudwatch/model.ts'
import type { EcsTables, ServiceRow } from './ecs/model.ts'
import type { ElbTables } from './elb/model.ts'
import type { LogsTables } from './logs/model.ts'
import type { CloudOptions } from './ports.ts'
import type { Random } from './random.ts'
import type { SecretsTables } from './secrets/model.ts'

/** Everything the modelled cloud knows: the truth, and what is needed to move it. Handlers and schedulers are functions over it. */
export interface World {
  readonly options: CloudOptions
  readonly random: Random
  readonly ecs: EcsTables
  readonly elb: ElbTables
  readonly cloudWatch: CloudWatchTables
  readonly logs: LogsTables
  readonly secrets: SecretsTables
  readonly autoScaling: AutoScalingTables
  nowMs(): number
  now(): Date
  /** Real milliseconds for a duration of the model. */
  scaled(modelMs: number): number
  /** Runs something after a duration of the model; returns a cancel. */
  after(modelMs: number, run: () => void): () => void
  /** Runs something at a moment of the timeline; returns a cancel. */
  at(atMs: number, run: () => void): () => void
  /** How long after its write an answer becomes readable: real milliseconds, drawn anew at each call. */
  drawReadLagMs(): number
  /** How long a change of the control plane takes to reach the data plane: real milliseconds, drawn anew at each call. */
  drawPropagationMs(): number
  /** A load balancer changed its mind about a target: whoever runs the target wants to know. */
  targetChanged(groupArn: string, address: string): void
  /** A target has drained and left its group. */
  targetGone(groupArn: string, address: string): void
  /** Lets the service scheduler look at a service. Use `wake` to ask for it at the next tick. */
  reconcile(service: ServiceRow): void
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function arnOf(world: World, service: string, resource: string): string {
  return `arn:aws:${service}:${world.options.region}:${world.options.accountId}:${resource}`
}
