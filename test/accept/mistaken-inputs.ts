import { runStep } from '../e2e/runner-harness.ts'
import { openSandbox } from '../e2e/sandbox.ts'
import type { Item } from './item.ts'

const mistakes = {
  service: '',
  bake: '10',
  'require-digest': 'yes',
  'on-empty': 'maybe',
  'timeout-minutes': 'soon',
} as const

export const mistakenInputs: Item = {
  name: 'mistaken-inputs',
  claim: 'Five mistaken inputs give five messages in one run, and nothing is called on AWS',
  async run() {
    const sandbox = await openSandbox()
    try {
      const step = await runStep({
        action: 'rolling-ecs',
        inputs: { cluster: 'shop', 'task-definition': 'web', ...mistakes },
        env: sandbox.env,
      })
      const reason = step.outputs['reason'] ?? ''
      const named = Object.keys(mistakes).filter((name) => new RegExp(`\\b${name}: `).test(reason))
      const calls = (await sandbox.calls()).length
      const ok = step.exitCode === 1 && step.outputs['reason-code'] === 'INPUT_INVALID' && named.length === 5 && calls === 0
      return { ok, figures: { exitCode: step.exitCode, named, calls, reason } }
    } finally {
      await sandbox.close()
    }
  },
}
