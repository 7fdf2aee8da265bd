/** A rollout with a known end. The whole expectation of the demo stands here. */
export interface Story {
  readonly name: string
  readonly title: string
  /** What will be seen, in a sentence. */
  readonly plot: string
  readonly candidate: {
    readonly version: string
    /** Makes the built-in web server behave as the story needs it. */
    readonly environment: Readonly<Record<string, string>>
  }
  /** ECS may run so many percent of the tasks while it replaces them: 125 is one of four at a time. */
  readonly maximumPercent: 125 | 150
  /** Inputs of the action beside cluster, service and task definition. */
  readonly inputs: Readonly<Record<string, string>>
  readonly expected: Expectation
}
export interface Expectation {
  readonly outcome: string
  readonly reasonCode: string
  /** The version that answers everything in the end. */
  readonly serving: string
  /** Requests that may fail; not said where failing is what the story is about. */
  readonly mostFailed?: number
  /** What the reason must tell. */
  readonly tells?: RegExp
}

/** What serves before each story. */
export const baselineVersion = 'v1'

export const stories: readonly Story[] = [
  {
    name: 'healthy',
    title: 'A release that works',
    plot: 'v2 replaces v1 under load, one task at a time, and no request is lost.',
    candidate: { version: 'v2', environment: {} },
    maximumPercent: 125,
    inputs: {},
    expected: { outcome: 'succeeded', reasonCode: 'DEPLOYED', serving: 'v2', mostFailed: 0 },
  },
  {
    name: 'crash',
    title: 'A release that does not start',
    plot: 'v3 exits as soon as it starts. The action says with which code and with which last words, and puts v1 back.',
    candidate: { version: 'v3', environment: { CRASH_AFTER_MS: '0', EXIT_CODE: '3' } },
    maximumPercent: 125,
    inputs: {},
    expected: {
      outcome: 'rolled-back',
      reasonCode: 'TASK_EXITED',
      serving: 'v1',
      mostFailed: 0,
      tells: /\b3\b.*(Cannot find module|loadConfig)/s,
    },
  },
  {
    name: 'errors',
    title: 'A release that answers errors',
    plot: 'v4 starts, passes its health checks and fails every fifth request. An alarm on 5xx answers notices, and v1 is put back.',
    candidate: { version: 'v4', environment: { ERROR_RATE: '0.2' } },
    maximumPercent: 150,
    inputs: { alarms: 'shop-web-5xx', bake: '30s' },
    expected: { outcome: 'rolled-back', reasonCode: 'ALARM_TRIGGERED', serving: 'v1', tells: /shop-web-5xx/ },
  },
]
