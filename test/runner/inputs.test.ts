import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../src/domain/errors.ts'
import { choice, duration, integer, keyedLines, text } from '../../src/runner/fields.ts'
import type { AnyFields } from '../../src/runner/fields.ts'
import type { Layer, Rule } from '../../src/runner/inputs.ts'
import { readInputs, settings } from '../../src/runner/inputs.ts'
import { recordHost } from './recorded-host.ts'

const fields = {
  cluster: text({ description: 'Cluster.', required: true, example: 'production' }),
  'task-definition': text({ description: 'File.', example: 'task.json' }),
  images: keyedLines({ description: 'Images.', of: '`container=image`', example: 'web=repo@sha256:00' }),
  bake: duration({ description: 'Hold.', default: '5m', example: '10m' }),
  command: choice(['deploy', 'restart'], { description: 'What.', default: 'deploy', example: 'restart' }),
  'batch-size': integer({ min: 1, max: 100 }, { description: 'Many.', example: '2' }),
}
const secretFields = { 'database-url': text({ description: 'URL.', example: 'postgres://db', secret: true }) }

async function mistakes<F extends AnyFields>(
  of: F,
  env: Record<string, string>,
  options: { rules?: Rule<F>[]; layers?: Layer[] } = {},
): Promise<SluiceError> {
  try {
    await readInputs(of, recordHost(env).host, options)
  } catch (thrown) {
    if (thrown instanceof SluiceError) return thrown
    throw thrown
  }
  throw new Error('nothing was refused')
}

describe('reading inputs', () => {
  it('gives typed values, with hyphens kept in the names of variables', async () => {
    const env = { INPUT_CLUSTER: ' production ', 'INPUT_TASK-DEFINITION': 'task.json', INPUT_BAKE: '90s', INPUT_IMAGES: 'web=a' }
    const { values, sources } = await readInputs(fields, recordHost(env).host)
    expect(values).toEqual({
      cluster: 'production',
      'task-definition': 'task.json',
      images: new Map([['web', 'a']]),
      bake: 90_000,
      command: 'deploy',
      'batch-size': undefined,
    })
    expect(sources).toMatchObject({ cluster: 'input', bake: 'input', command: 'built-in', 'batch-size': 'absent' })
  })

  it('takes an empty input for an absent one, as the runner hands it over', async () => {
    expect(
      (await readInputs(fields, recordHost({ INPUT_CLUSTER: 'a', INPUT_BAKE: '', 'INPUT_BATCH-SIZE': ' ' }).host)).values,
    ).toMatchObject({
      bake: 300_000,
      'batch-size': undefined,
    })
  })

  it('tells every mistake at once, with the value and what is expected', async () => {
    const error = await mistakes(fields, { INPUT_BAKE: '10', INPUT_COMMAND: 'restrat', 'INPUT_BATCH-SIZE': '0', INPUT_IMAGES: 'web' })
    expect(error.reasonCode).toBe('INPUT_INVALID')
    expect(error.message.split('\n')).toEqual([
      '5 inputs cannot be used:',
      '  cluster: required, but empty; expected text, such as "production"',
      '  images: expected `container=image` on each line, got "web": line 1 has no "="',
      '  bake: expected a duration such as 90s, 10m, 2h or 1h30m, got "10": a unit is missing',
      '  command: expected one of deploy, restart, got "restrat": did you mean restart?',
      '  batch-size: expected a whole number from 1 to 100, got "0"',
    ])
  })

  it('shows a long value of many lines on one short line', async () => {
    const error = await mistakes(fields, { INPUT_CLUSTER: 'a', INPUT_BAKE: `${'x'.repeat(60)}\n${'y'.repeat(60)}` })
    expect(error.message.split('\n')).toHaveLength(2)
    expect(error.message).toContain(`${'x'.repeat(60)} ⏎ yyy`)
    expect(error.message).not.toContain('y'.repeat(40))
  })

  it('masks a secret before anything else is printed, and never shows it', async () => {
    const of = { ...secretFields, port: integer({ min: 1, max: 9 }, { description: 'Port.', example: '1', secret: true }) }
    const record = recordHost({ 'INPUT_DATABASE-URL': 'postgres://u:hunter2@db', INPUT_PORT: '54321', INPUT_PROT: '1' })
    await expect(readInputs(of, record.host)).rejects.toThrow('port: expected a whole number from 1 to 9, got a secret value')
    expect(record.printed().split('\n').slice(0, 2)).toEqual(['::add-mask::postgres://u:hunter2@db', '::add-mask::54321'])
    record.host.log.line('connecting to postgres://u:hunter2@db')
    expect(record.printed()).toContain('connecting to ***')
  })

  it('warns of a name it does not know and says what was meant', async () => {
    const record = recordHost({ INPUT_CLUSTER: 'a', INPUT_BATCHSIZE: '2' })
    await readInputs(fields, record.host)
    expect(record.printed()).toBe(
      '::warning title=Unknown input::There is no input batchsize, so it is ignored: did you mean batch-size?\n',
    )
  })

  it('takes the first layer that has a text, and says where a bad one came from', async () => {
    const layers = [
      { source: 'config: production', texts: { bake: '10m', command: 'restart' } },
      { source: 'config: shop-web', texts: { bake: '1m', 'batch-size': 'many' } },
    ]
    const env = { INPUT_CLUSTER: 'a', INPUT_COMMAND: 'deploy' }
    const good = await readInputs(fields, recordHost({ ...env, 'INPUT_BATCH-SIZE': '3' }).host, { layers })
    expect(good.values).toMatchObject({ bake: 600_000, command: 'deploy', 'batch-size': 3 })
    expect(good.sources).toMatchObject({ bake: 'config: production', command: 'input' })
    expect((await mistakes(fields, env, { layers })).message).toContain('got "many" (from config: shop-web)')
  })

  it('asks a rule only when what it is about could be read', async () => {
    const rules: Rule<typeof fields>[] = [
      { about: ['images', 'task-definition'], check: (values) => (values.images.size === 0 ? 'give one of them' : undefined) },
      { about: ['bake'], check: (values) => (values.bake > 60_000 ? 'longer than a minute' : undefined) },
      { about: ['bake'], check: () => 'a second thing' },
    ]
    const error = await mistakes(fields, { INPUT_CLUSTER: 'a', INPUT_BAKE: '10' }, { rules })
    expect(error.message.split('\n')).toHaveLength(3)
    expect(error.message).toContain('  images, task-definition: give one of them')
    const all = await mistakes(fields, { INPUT_CLUSTER: 'a' }, { rules })
    expect(all.message.split('\n').slice(2)).toEqual(['  bake: longer than a minute', '  bake: a second thing'])
  })

  it('lists everything a rule found, and waits for one that has to read', async () => {
    const rules: Rule<typeof fields>[] = [
      { about: ['task-definition'], check: () => Promise.resolve(['family is missing', 'cpu is text']) },
      { about: ['task-definition', 'images'], check: () => Promise.resolve([]) },
    ]
    const error = await mistakes(fields, { INPUT_CLUSTER: 'a', INPUT_BAKE: '10' }, { rules })
    expect(error.message.split('\n')).toEqual([
      '2 inputs cannot be used:',
      expect.stringMatching(/^ {2}bake: /),
      '  task-definition: family is missing',
      '  task-definition: cpu is text',
    ])
  })

  it('tells plan mode each value as it was written, and where it came from', async () => {
    const of = { ...fields, ...secretFields }
    const env = { INPUT_CLUSTER: 'a', INPUT_IMAGES: 'web=a\n side=b', 'INPUT_DATABASE-URL': 'postgres://u:hunter2@db' }
    const read = await readInputs(of, recordHost(env).host, { layers: [{ source: 'config: production', texts: { bake: '10m' } }] })
    expect(settings(of, read)).toEqual([
      ['cluster', 'a', 'input'],
      ['images', 'web=a, side=b', 'input'],
      ['bake', '10m', 'config: production'],
      ['command', 'deploy', 'built-in'],
      ['database-url', '***', 'input'],
    ])
  })

  it('shows no headers of requests in it', async () => {
    const env = { INPUT_CLUSTER: '- http-json:\n    headers: { x-key: hunter2 }\n    name: orders' }
    const read = await readInputs(fields, recordHost(env).host)
    expect(settings(fields, read)[0]).toEqual(['cluster', '(holds headers, so it is not shown)', 'input'])
  })
})
