import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import { localClock } from '../../src/runner/clock.ts'
import { failWith } from '../../src/runner/finish.ts'
import { readCommands, readKeyedFile } from '../e2e/runner-commands.ts'
import { recordHost } from './recorded-host.ts'

describe('a host', () => {
  it('states the facts of the job', () => {
    const { host } = recordHost({
      GITHUB_RUN_ID: '77',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_WORKSPACE: '/w',
      RUNNER_DEBUG: '1',
    })
    expect(host.job).toMatchObject({
      runId: '77',
      runAttempt: 3,
      repository: 'octo/shop',
      workspace: '/w',
      debug: true,
      serverUrl: 'https://github.com',
    })
  })

  it('does without a workflow', () => {
    const { host } = recordHost({ GITHUB_RUN_ATTEMPT: 'x' })
    expect(host.job).toMatchObject({ runId: '', runAttempt: 1, workspace: '/workspace', debug: false })
    expect(host.event()).toEqual({})
  })

  it('reads the event, and files from the workspace', () => {
    const files = { '/event.json': '{"pull_request":{"number":7}}', '/w/task.json': 'relative', '/etc/task.json': 'absolute' }
    const { host } = recordHost({ GITHUB_EVENT_PATH: '/event.json', GITHUB_WORKSPACE: '/w' }, files)
    expect(host.event()).toEqual({ pull_request: { number: 7 } })
    expect(host.readFile('task.json')).toBe('relative')
    expect(host.readFile('/etc/task.json')).toBe('absolute')
    expect(() => host.readFile('absent.json')).toThrow('/w/absent.json')
  })

  it('hides what is told of a result, and never its names', () => {
    const record = recordHost({})
    record.host.masks.add('kind')
    record.host.masks.add('say "so"')
    failWith(record.host, 'rolling-ecs', new SluiceError('ACCESS_DENIED', 'it is kind, they say "so"'))
    const { result } = readKeyedFile(record.file('/files/output'))
    expect(result).not.toMatch(/is kind|say/)
    expect(JSON.parse(result!)).toMatchObject({ timeline: [{ kind: 'ended' }], reason: 'it is ***, they ***' })
  })

  it('reports an error as every end is told: outputs and summary first, then the annotation with its next move', () => {
    const service = 'arn:aws:ecs:eu-west-1:111122223333:service/production/shop-web'
    const record = recordHost({ INPUT_SERVICE: service, INPUT_ENVIRONMENT: ' prod ' })
    record.host.masks.add('hunter2')
    failWith(
      record.host,
      'rolling-ecs',
      new SluiceError('ACCESS_DENIED', 'ecs:UpdateService was refused for hunter2', { hint: 'Allow it.' }),
    )
    const { result, ...outputs } = readKeyedFile(record.file('/files/output'))
    expect(outputs).toEqual({
      outcome: 'failed',
      'reason-code': 'ACCESS_DENIED',
      reason: 'ecs:UpdateService was refused for ***\nAllow it.',
    })
    expect(JSON.parse(result!)).toMatchObject({
      schema: 1,
      action: 'rolling-ecs',
      service: 'shop-web',
      environment: 'prod',
      from: '',
      to: '',
    })
    expect(record.file('/files/summary')).toContain('shop-web: failed')
    expect(record.file('/files/summary')).not.toContain('hunter2')
    const [error] = readCommands(record.printed()).filter((each) => each.name === 'error')
    expect(error).toEqual({
      name: 'error',
      properties: { title: 'ACCESS_DENIED' },
      message: 'shop-web: ecs:UpdateService was refused for ***\nAllow it.',
    })
    expect(record.host.failed()).toBe(true)
  })

  it('calls what nobody foresaw a fault of its own, with the stack at debug level alone', () => {
    const record = recordHost()
    failWith(record.host, 'rolling-ecs', new TypeError('x is not a function'))
    expect(record.file('/files/summary')).toContain('## ❌ rolling-ecs: failed')
    const commands = readCommands(record.printed())
    expect(
      commands
        .filter((each) => each.name === 'error')
        .map((each) => each.message)
        .join(),
    ).not.toContain('at ')
    expect(
      commands
        .filter((each) => each.name === 'debug')
        .map((each) => each.message)
        .join(),
    ).toContain('TypeError: x is not a function\n    at ')
    expect(record.host.outputs.all().get('reason-code')).toBe('INTERNAL_ERROR')
  })
})

describe('a signal', () => {
  it('aborts once, with the time of the first', () => {
    let now = 100
    const record = recordHost({}, {}, () => now)
    const { cancelled } = record.host
    expect([cancelled.signal.aborted, cancelled.atMs(), cancelled.by()]).toEqual([false, undefined, undefined])
    record.signal('SIGINT')
    now = 7_600
    record.signal('SIGTERM')
    expect([cancelled.signal.aborted, cancelled.atMs(), cancelled.by()]).toEqual([true, 100, 'SIGINT'])
  })
})

describe('the local clock', () => {
  it('wakes a sleeper at once when the signal aborts, and never rejects', async () => {
    const controller = new AbortController()
    const beforeMs = localClock.nowMs()
    const sleeping = localClock.sleep(3_600_000, controller.signal)
    controller.abort()
    await expect(sleeping).resolves.toBeUndefined()
    await expect(localClock.sleep(3_600_000, controller.signal)).resolves.toBeUndefined()
    expect(localClock.nowMs() - beforeMs).toBeLessThan(60_000)
  })

  it('sleeps', async () => {
    await expect(localClock.sleep(0)).resolves.toBeUndefined()
  })
})
