import { describe, expect, it } from 'vitest'
import { main } from '../../src/actions/rolling-ecs.ts'
import { SluiceError } from '../../src/domain/errors.ts'
import { recordHost } from '../runner/recorded-host.ts'

const good = { INPUT_CLUSTER: 'shop', INPUT_SERVICE: 'web', AWS_REGION: 'eu-west-1' }
const web = { family: 'web', containerDefinitions: [{ name: 'web', image: 'web:1' }] }

/** What is refused before anything is asked of AWS, line by line; the region is left out so that something always is. */
async function refused(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { host } = recordHost({ ...good, AWS_REGION: '', ...env }, files)
  const thrown: unknown = await main(host).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof SluiceError) || thrown.reasonCode !== 'INPUT_INVALID') throw thrown
  return thrown.message.split('\n').filter((line) => !line.includes('aws-region'))
}

describe('rolling-ecs, before anything is asked of AWS', () => {
  it('tells all that is wrong with a file together with the other inputs', async () => {
    const document = { cpus: 1, ...web, containerDefinitions: [{ name: 'web', image: 1, environment: [{ name: 'PIN', value: 48151 }] }] }
    expect(
      await refused(
        { 'INPUT_TASK-DEFINITION': 'web.json', INPUT_BAKE: '10', 'INPUT_ON-EMPTY': 'maybe' },
        { '/workspace/web.json': JSON.stringify(document) },
      ),
    ).toEqual([
      '4 inputs cannot be used:',
      expect.stringMatching(/^ {2}bake: .* a unit is missing$/),
      expect.stringMatching(/^ {2}on-empty: /),
      '  task-definition: cpus is no member of a task definition: did you mean cpu?',
      '  task-definition: containerDefinitions[0].image is a number: text (put it in quotes) is expected',
      '  task-definition: containerDefinitions[0].environment[0].value is a number: text (put it in quotes) is expected',
    ])
  })

  it('tells of a file that is not there, and of one that is broken without showing any of it', async () => {
    expect((await refused({ 'INPUT_TASK-DEFINITION': 'gone.yaml' })).at(-1)).toMatch(/^ {2}task-definition: there is no file "gone.yaml"/)
    const broken = await refused({ 'INPUT_TASK-DEFINITION': 'web.json' }, { '/workspace/web.json': '{"value": hunter2-secret}' })
    expect(broken.at(-1)).toBe('  task-definition: "web.json" is not valid JSON: line 1, column 11: a value is expected')
  })

  it('tells of images that do not fit the file', async () => {
    const two = 'family: web\ncontainerDefinitions: [{name: web, image: a}, {name: log}]\n'
    const lines = await refused({ 'INPUT_TASK-DEFINITION': 'web.yaml', INPUT_IMAGES: 'api=x' }, { '/workspace/web.yaml': two })
    expect(lines.slice(1)).toEqual([
      '  images, task-definition: web has no container "api"; it has web, log',
      '  images, task-definition: container log of web has no image: add a line log=<image>',
    ])
  })

  it.each([
    ['30m', '30', true],
    ['31m', '30', true],
    ['29m59s', '30', false],
    ['30m', '', true],
  ])('a bake of %s in %j minutes is a mistake: %s', async (bake, minutes, wrong) => {
    const lines = await refused({ INPUT_BAKE: bake, 'INPUT_TIMEOUT-MINUTES': minutes })
    expect(lines.some((line) => line.startsWith('  bake, timeout-minutes: a bake of '))).toBe(wrong)
  })
})
