import type { Story } from './story.ts'

/** Sent to the idle side by the rule for its test host; two tasks must have answered. */
const smoke = `- path: /
  headers: { host: '{side}.shop.test' }
  targets: 2
  identify-by: { header: x-task }`
/** Says that the side is up, and not that it works. */
const shallowSmoke = `- { path: /health, headers: { host: '{side}.shop.test' } }`

/** Two services behind one load balancer; blue serves, and the weights of two rules move. */
export const pairStories: readonly Story[] = [
  {
    name: 'smoke',
    title: 'A green side that fails its test',
    plot: 'v5 comes up on the green side and answers its smoke test with errors. No client ever meets it.',
    scene: { kind: 'pair' },
    candidate: { version: 'v5', environment: { ERROR_RATE: '1' } },
    steps: [{ action: 'bluegreen-swap', inputs: { smoke, bake: '10s' }, brings: true }],
    expected: { outcome: 'rolled-back', reasonCode: 'SMOKE_FAILED', serving: 'v1', mostFailed: 0, mostAnswered: 0, tells: /500/ },
  },
  {
    name: 'swap',
    title: 'All traffic at once',
    plot: 'v6 passes its test on the green side, gets all traffic of both rules under load, is watched, and stays. No request is lost.',
    scene: { kind: 'pair' },
    candidate: { version: 'v6', environment: {} },
    steps: [{ action: 'bluegreen-swap', inputs: { smoke, bake: '10s', alarms: 'shop-web-5xx' }, brings: true }],
    expected: { outcome: 'succeeded', reasonCode: 'DEPLOYED', serving: 'v6', mostFailed: 0 },
  },
  {
    name: 'swapback',
    title: 'A green side that breaks under traffic',
    plot: 'v7 passes a test that is too shallow and fails every fifth request of its clients. The alarm notices, and all traffic is on blue again with one call for each rule.',
    scene: { kind: 'pair' },
    candidate: { version: 'v7', environment: { ERROR_RATE: '0.2' } },
    steps: [{ action: 'bluegreen-swap', inputs: { smoke: shallowSmoke, bake: '2m', alarms: 'shop-web-5xx' }, brings: true }],
    expected: { outcome: 'rolled-back', reasonCode: 'ALARM_TRIGGERED', serving: 'v1', tells: /shop-web-5xx/ },
  },
  {
    name: 'killed',
    title: 'A runner that dies in mid-swap',
    plot: 'The runner is killed when one rule leads to green and the other to blue. Another runner, which knows only the names, waits until the dead one must have spoken, and leads all traffic home.',
    scene: { kind: 'pair' },
    candidate: { version: 'v8', environment: {} },
    steps: [
      { action: 'bluegreen-swap', inputs: { smoke, bake: '2m' }, brings: true, killed: 'between-rules' },
      {
        action: 'rollback',
        inputs: { when: 'unfinished' },
        brings: false,
        job: 'recover',
        run: 2,
        told: 'Another runner: rollback, when: unfinished',
      },
    ],
    expected: { earlier: ['lost'], outcome: 'succeeded', reasonCode: 'ROLLED_BACK', serving: 'v1', mostFailed: 0 },
  },
  {
    name: 'left',
    title: 'A rollout that was left on purpose',
    plot: 'v9 is staged by one job, swapped in by another after an approval, and rests there. The same recovery comes by, sees that nobody died, and changes nothing.',
    scene: { kind: 'pair' },
    candidate: { version: 'v9', environment: {} },
    steps: [
      { action: 'bluegreen-swap', inputs: { command: 'stage', smoke }, brings: true, job: 'stage', told: 'Job stage: bluegreen-swap' },
      {
        action: 'bluegreen-swap',
        inputs: { command: 'swap', bake: '5s' },
        brings: false,
        job: 'swap',
        told: 'Approved. Job swap: bluegreen-swap',
      },
      {
        action: 'rollback',
        inputs: { when: 'unfinished' },
        brings: false,
        job: 'recover',
        run: 2,
        told: 'Another run: rollback, when: unfinished',
      },
    ],
    expected: {
      earlier: ['succeeded, STAGED', 'succeeded, SWAPPED'],
      outcome: 'no-op',
      reasonCode: 'NO_CHANGE',
      serving: 'v9',
      mostFailed: 0,
      tells: /on purpose/,
      held: true,
    },
  },
]
