/**
 * The seam between the modelled cloud and the matter it moves: processes and packets.
 * The cloud is synchronous and only tells matter what should be; matter answers only by posting events.
 * `real/` runs processes and sockets, `scripted/` computes the same answers from time and a seed.
 */

/** Runs tasks. Every call returns at once; what happens is posted. */
export interface TaskMatter {
  /** An address of its own for a task, free until `release`. In real matter a loopback address. */
  allot(): string
  release(address: string): void
  /** Starts all containers of a task. Posts `container-started` or `container-exited` for each. */
  launch(task: TaskLaunch): void
  /** Signals every live container of the task. Unknown or ended tasks are ignored. */
  signal(taskArn: string, signal: 'SIGTERM' | 'SIGKILL'): void
}

export interface TaskLaunch {
  readonly taskArn: string
  readonly address: string
  readonly containers: readonly ContainerLaunch[]
}

export interface ContainerLaunch {
  readonly name: string
  /** `sandbox/web:<tag>` is the built-in web server; any other image needs `command`. */
  readonly image: string
  readonly entryPoint: readonly string[]
  readonly command: readonly string[]
  /** As in the container definition, plus what the platform adds. */
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory?: string
  /** First container port, the one the built-in server listens on. */
  readonly port?: number
  /** Docker HEALTHCHECK of the container definition; matter runs it and posts `container-health` on each change. Real milliseconds. */
  readonly healthCheck?: {
    readonly command: readonly string[]
    readonly intervalMs: number
    readonly timeoutMs: number
    readonly retries: number
    readonly startPeriodMs: number
  }
}

/** Carries requests and probes. */
export interface TrafficMatter {
  /** A reachable name or address for a new load balancer (its DNSName). */
  allotLoadBalancer(arn: string): string
  /** Makes the whole data plane so. Called each time something has propagated; listeners not in it are closed. */
  apply(plane: DataPlane): void
  /** Sends one health check. Posts `probe-answered` with the same id. */
  probe(probe: Probe): void
  /** Why no listener can be opened there, in words for the caller of CreateListener; undefined or absent when it can. */
  listenerProblem?(address: string, port: number): string | undefined
}

export interface Probe {
  readonly id: string
  readonly address: string
  readonly port: number
  readonly protocol: 'HTTP' | 'TCP'
  readonly path: string
  /** Real milliseconds: the model has already applied its time scale. */
  readonly timeoutMs: number
}

export interface DataPlane {
  readonly loadBalancers: readonly {
    readonly arn: string
    readonly address: string
    readonly idleTimeoutMs: number
    readonly listeners: readonly PlaneListener[]
  }[]
  readonly groups: readonly PlaneGroup[]
}
export interface PlaneListener {
  readonly arn: string
  readonly port: number
  /** By priority, the default rule last. */
  readonly rules: readonly PlaneRule[]
}
export interface PlaneRule {
  readonly arn: string
  readonly conditions: readonly PlaneCondition[]
  readonly action: PlaneAction
}
export type PlaneCondition =
  | { readonly field: 'path-pattern' | 'host-header' | 'http-request-method' | 'source-ip'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly name: string; readonly values: readonly string[] }
  | { readonly field: 'query-string'; readonly pairs: readonly { readonly key?: string; readonly value: string }[] }
export type PlaneAction =
  | { readonly kind: 'forward'; readonly groups: readonly { readonly arn: string; readonly weight: number }[]; readonly stickyMs?: number }
  | { readonly kind: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: 301 | 302; readonly location: string }
export interface PlaneGroup {
  readonly arn: string
  readonly targets: readonly {
    readonly address: string
    readonly port: number
    readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining'
  }[]
  /** Application load balancer cookie stickiness of the group itself, when on. */
  readonly stickyMs?: number
}

/** What matter tells the cloud. */
export type MatterEvent =
  | { readonly kind: 'container-started'; readonly taskArn: string; readonly container: string }
  | {
      readonly kind: 'container-exited'
      readonly taskArn: string
      readonly container: string
      /** Absent when the container never started; `reason` then says why, in AWS's words (CannotStartContainerError: ...). */
      readonly exitCode?: number
      readonly reason?: string
    }
  | { readonly kind: 'container-health'; readonly taskArn: string; readonly container: string; readonly healthy: boolean }
  | { readonly kind: 'output'; readonly taskArn: string; readonly container: string; readonly lines: readonly string[] }
  | {
      readonly kind: 'probe-answered'
      readonly id: string
      readonly answer: { readonly status: number } | { readonly failed: 'timeout' | 'refused' | 'reset' }
    }
  | { readonly kind: 'requests-served'; readonly served: readonly Served[] }

/** Requests that ended alike. `by` tells whether the target or the load balancer made the status. */
export interface Served {
  readonly listenerArn: string
  readonly groupArn?: string
  readonly target?: string
  readonly by: 'target' | 'load-balancer'
  readonly status: number
  /** The target refused, reset or did not accept the connection. */
  readonly connectionError?: boolean
  readonly latencyMs: number
  readonly count: number
}
