import type { Story } from './story.ts'

/** One service; ECS replaces its tasks. */
export const rollingStories: readonly Story[] = [
  {
    name: 'healthy',
    title: 'A release that works',
    plot: 'v2 replaces v1 under load, one task at a time, and no request is lost.',
    scene: { kind: 'service', maximumPercent: 125 },
    candidate: { version: 'v2', environment: {} },
    steps: [{ action: 'rolling-ecs', inputs: {}, brings: true }],
    expected: { outcome: 'succeeded', reasonCode: 'DEPLOYED', serving: 'v2', mostFailed: 0 },
  },
  {
    name: 'crash',
    title: 'A release that does not start',
    plot: 'v3 exits as soon as it starts. The action says with which code and with which last words, and puts v1 back.',
    scene: { kind: 'service', maximumPercent: 125 },
    candidate: { version: 'v3', environment: { CRASH_AFTER_MS: '0', EXIT_CODE: '3' } },
    steps: [{ action: 'rolling-ecs', inputs: {}, brings: true }],
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
    scene: { kind: 'service', maximumPercent: 150 },
    candidate: { version: 'v4', environment: { ERROR_RATE: '0.2' } },
    steps: [{ action: 'rolling-ecs', inputs: { alarms: 'shop-web-5xx', bake: '30s' }, brings: true }],
    expected: { outcome: 'rolled-back', reasonCode: 'ALARM_TRIGGERED', serving: 'v1', tells: /shop-web-5xx/ },
  },
]
