import type { Story } from './story.ts'

/** A minute of a load balancer's counts is a second here, and so are the gate's own times. */
const bySecond = {
  'metrics-period': '1s',
  'metrics-delay': '1s',
  'warm-up': '2s',
  'bake-floor': '4s',
  'timeout-minutes': '3',
} as const

/** What is normal for this shop, and no fault of a release. */
const failsAsEver = { ERROR_RATE: '0.01' }

/** Blue serves, and the canary gets a part of the traffic of both rules, judged beside it request by request. */
export const canaryStories: readonly Story[] = [
  {
    name: 'canary',
    title: 'A canary that is no worse',
    plot: 'v10 gets 5, 25, 50 percent of the traffic, is judged beside v1 in the same seconds, and is promoted on evidence. No request is lost.',
    scene: { kind: 'pair' },
    candidate: { version: 'v10', environment: {} },
    canary: {},
    steps: [
      {
        action: 'canary-gate',
        inputs: {
          ...bySecond,
          steps: '5@8s, 25@10s, 50@15s, 100',
          metrics: '- errors: { negligible: 0.5% }',
        },
        brings: true,
      },
    ],
    expected: { outcome: 'succeeded', reasonCode: 'PROMOTED', serving: 'v10', mostFailed: 0, verdict: 'pass', mostHarmed: 0 },
  },
  {
    name: 'faulty',
    title: 'A canary that fails one request in twenty',
    plot: 'v11 has 5 percent of the traffic and fails 5 percent of that: one request in four hundred of all. It is told from chance and sent home before it gets more.',
    scene: { kind: 'pair' },
    candidate: { version: 'v11', environment: { ERROR_RATE: '0.05' } },
    canary: {},
    steps: [{ action: 'canary-gate', inputs: { ...bySecond, steps: '5@60s, 100', metrics: '- errors' }, brings: true }],
    expected: {
      ...{ outcome: 'rolled-back', reasonCode: 'ANALYSIS_FAILED', serving: 'v1', tells: /errors/ },
      ...{ verdict: 'fail', mostHarmed: 20, mostWeight: 5 },
    },
  },
  {
    name: 'slower',
    title: 'A canary that is only slower',
    plot: 'v12 answers every request well, and 80 ms later than v1. No error says so; the distribution of its latency does, and it is sent home.',
    scene: { kind: 'pair' },
    candidate: { version: 'v12', environment: { LATENCY_MS: '80' } },
    canary: {
      lateAfterMs: 60,
      streams: [
        { name: 'keep-alive', method: 'GET', path: '/', connection: 'keep-alive', share: 45 },
        { name: 'keep-alive of the second rule', method: 'GET', path: '/shop/cart', connection: 'keep-alive', share: 45 },
        { name: 'post', method: 'POST', path: '/orders', connection: 'keep-alive', share: 10, bodyBytes: 512 },
      ],
    },
    steps: [{ action: 'canary-gate', inputs: { ...bySecond, steps: '5@60s, 100', metrics: '- errors\n- latency' }, brings: true }],
    expected: {
      ...{ outcome: 'rolled-back', reasonCode: 'ANALYSIS_FAILED', serving: 'v1', tells: /latency/ },
      ...{ mostFailed: 0, verdict: 'fail', mostWeight: 5 },
    },
  },
  {
    name: 'silent',
    title: 'A canary that never answers',
    plot: 'v13 passes its health checks, takes requests and never answers one. There is nothing to compare and nothing to wait for: it is sent home.',
    scene: { kind: 'pair' },
    candidate: { version: 'v13', environment: { NEVER_ANSWER: '1' } },
    canary: {},
    steps: [{ action: 'canary-gate', inputs: { ...bySecond, steps: '5@60s, 100', metrics: '- errors' }, brings: true }],
    expected: {
      ...{ outcome: 'rolled-back', reasonCode: 'ANALYSIS_FAILED', serving: 'v1' },
      ...{ verdict: 'fail', mostHarmed: 200, mostWeight: 5 },
    },
  },
  {
    name: 'brownout',
    title: 'A brown-out that is not the canary’s fault',
    plot: 'Both versions fail one request in a hundred, as ever. Then the database that both need fails, and with it every third request of either. The canary is neither blamed nor given more: it is held at 5 percent, and goes on when that is over.',
    scene: { kind: 'pair' },
    candidate: { version: 'v14', environment: failsAsEver },
    canary: { normal: failsAsEver, brownOut: { afterMs: 5_000, forMs: 15_000, errorRate: 0.33 } },
    steps: [{ action: 'canary-gate', inputs: { ...bySecond, steps: '5@10s, 50@10s, 100', metrics: '- errors' }, brings: true }],
    expected: {
      ...{ outcome: 'succeeded', reasonCode: 'PROMOTED', serving: 'v14', verdict: 'pass', heldAt: 5, failsAsEver: true },
      notes: /baseline/,
    },
  },
]
