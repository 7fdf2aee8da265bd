import { expect, it } from 'vitest'
import { conclude, type Concerning } from '../../src/actions/conclude.ts'
import { recordHost } from '../runner/recorded-host.ts'

const about: Concerning = { action: 'canary-gate', environment: '', subject: 'the flag', deadlineMs: 60_000, settings: [], nowMs: () => 0 }
const passed = () =>
  Promise.resolve({
    ...{ from: '', to: 'the flag', undo: [] },
    history: [{ kind: 'ended', atMs: 0, outcome: 'succeeded', reasonCode: 'GATE_PASSED', because: 'no worse' }] as const,
  })

it('ends as the rollout did when the report cannot be written', async () => {
  const { host, printed, file } = recordHost()
  const besides = (): never => {
    throw new Error('ENOSPC: no space left on device')
  }
  await conclude(host, { ...about, besides }, passed)
  expect(host.failed()).toBe(false)
  expect(host.outputs.all().get('outcome')).toBe('succeeded')
  expect(printed()).toContain('::warning::The report could not be written')
  expect(file('/files/summary')).toContain('the flag')
})
