import { expect, it } from 'vitest'
import { conclude, type Concerning } from '../../src/actions/conclude.ts'
import type { Place } from '../../src/actions/place.ts'
import { recordHost } from '../runner/recorded-host.ts'

const about: Concerning = { action: 'canary-gate', environment: '', subject: 'the flag', deadlineMs: 60_000, settings: [], nowMs: () => 0 }
const place: Place = { region: 'eu-west-1', cluster: 'production', topology: 'native', service: 'shop-web' }
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

it('has not started what it found unfinished and then left alone', async () => {
  const { host } = recordHost()
  const seen: string[] = []
  await conclude(host, { ...about, place }, async ({ starting }) => {
    starting()
    seen.push(host.outputs.all().get('started') ?? '')
    return {
      ...{ from: 'shop-web:2', to: 'shop-web:1', undo: [] },
      history: [{ kind: 'ended', atMs: 0, outcome: 'no-op', reasonCode: 'NO_CHANGE', because: 'Nothing is left to roll back' }],
    }
  })
  seen.push(host.outputs.all().get('started') ?? '')
  expect(seen).toEqual(['true', 'false'])
})

it('has started what it takes up', async () => {
  const { host } = recordHost()
  await conclude(host, { ...about, place }, async ({ starting, reporter }) => {
    starting()
    reporter.report({ kind: 'resumed', atMs: 0, run: '7', goal: 0, heading: 'home' })
    return {
      ...{ from: 'shop-web:2', to: 'shop-web:1', undo: [] },
      history: [{ kind: 'ended', atMs: 0, outcome: 'succeeded', reasonCode: 'ROLLED_BACK', because: 'It is home' }],
    }
  })
  expect(host.outputs.all().get('started')).toBe('true')
})
