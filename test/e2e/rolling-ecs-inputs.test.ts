import { describe, expect, it } from 'vitest'
import { runStep } from './runner-harness.ts'

describe('rolling-ecs with five mistaken inputs', () => {
  it('tells all five in one run, changes nothing and fails', async () => {
    const step = await runStep({
      action: 'rolling-ecs',
      env: { AWS_REGION: 'eu-west-1' },
      inputs: {
        command: 'depoly',
        bake: '10',
        'require-digest': 'yes',
        clustre: 'production',
      },
    })
    expect(step.conclusion).toBe('failure')
    expect(step.exitCode).toBe(1)
    expect(step.stderr).toBe('')
    expect(step.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'INPUT_INVALID' })
    expect(step.outputs['started']).not.toBe('true')
    expect(step.annotations.error).toHaveLength(1)
    for (const told of [step.annotations.error[0], step.outputs['reason']]) {
      expect(told).toMatch(/command: .*did you mean deploy\?/)
      expect(told).toMatch(/service: required, but empty/)
      expect(told).toMatch(/bake: .*a unit is missing/)
      expect(told).toMatch(/require-digest: expected true or false, got "yes"/)
      expect(told).toMatch(/cluster: required, but empty/)
      expect(told).toMatch(/^5 inputs cannot be used/)
    }
    expect(step.annotations.warning.join()).toContain('There is no input clustre, so it is ignored: did you mean cluster?')
  })
})
