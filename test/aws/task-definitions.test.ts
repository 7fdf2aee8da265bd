import { describe, expect, test } from 'vitest'
import type { ContainerImage } from '../../src/domain/task-definition.ts'
import { describeTaskDefinition, resolveRevision, revisionOf, type WantedContent } from '../../src/aws/task-definitions.ts'
import { setStage } from '../sandbox/stage.ts'
import { runWebService } from '../sandbox/web-service.ts'
import { explained } from '../fakes/explained-send.ts'
import { webDocument } from './cloud-stage.ts'

function set() {
  const stage = setStage()
  const web = runWebService(stage)
  const send = explained((operation, input) => stage.cloud.call(operation, input))
  const resolve = async (wanted: WantedContent, images: readonly ContainerImage[] = []) =>
    resolveRevision(send, wanted, images, await describeTaskDefinition(send, web.describe().taskDefinition!))
  return { stage, web, send, resolve }
}
const document = (environment: Readonly<Record<string, string>>): WantedContent => ({
  kind: 'document',
  document: webDocument(environment),
})

describe('the revision wanted', () => {
  test('is the one that runs where a later one is equal too', async () => {
    const { web, resolve } = set()
    web.register({ VERSION: '2' })
    web.register({})
    expect((await resolve(document({}))).existing?.revision).toBe('web:1')
  })

  test('is the latest of the family where that one is equal', async () => {
    const { web, resolve } = set()
    web.register({ VERSION: '2' })
    expect((await resolve(document({ VERSION: '2' }))).existing?.revision).toBe('web:2')
  })

  test('has to be registered where neither is', async () => {
    const { web, resolve } = set()
    web.register({ VERSION: '2' })
    web.register({ VERSION: '3' })
    expect((await resolve(document({ VERSION: '2' }))).existing).toBeUndefined()
  })

  test('a family is its latest, and a revision that exists is used as it is', async () => {
    const { web, resolve } = set()
    const second = web.register({ VERSION: '2' })
    expect((await resolve({ kind: 'named', name: 'web' })).existing?.revision).toBe('web:2')
    expect((await resolve({ kind: 'named', name: 'web:1' })).existing?.revision).toBe('web:1')
    expect((await resolve({ kind: 'named', name: second })).existing?.arn).toBe(second)
  })

  test('images change a named revision, or nothing when they are the same', async () => {
    const { resolve } = set()
    const wanted = { kind: 'named', name: 'web:1' } as const
    expect((await resolve(wanted, [{ container: 'web', image: 'sandbox/web:1' }])).existing?.revision).toBe('web:1')
    const changed = await resolve(wanted, [{ container: 'web', image: 'sandbox/web:2' }])
    expect(changed.existing).toBeUndefined()
    expect(changed.definition.containerDefinitions[0]?.image).toBe('sandbox/web:2')
  })

  test('keeps the tags of the revision it is made from', async () => {
    const { stage, resolve } = set()
    stage.ecs('RegisterTaskDefinition', { ...webDocument({ VERSION: '2' }), tags: [{ key: 'team', value: 'shop' }] })
    const { definition } = await resolve({ kind: 'named', name: 'web' }, [{ container: 'web', image: 'sandbox/web:2' }])
    expect(definition['tags']).toEqual([{ key: 'team', value: 'shop' }])
  })

  test('one that does not exist, and content that is wrong, are the fault of an input', async () => {
    const { resolve } = set()
    await expect(resolve({ kind: 'named', name: 'nothing:7' })).rejects.toMatchObject({
      reasonCode: 'INPUT_INVALID',
      message: 'There is no task definition nothing:7',
    })
    await expect(resolve({ kind: 'document', document: { family: 'web' } })).rejects.toMatchObject({
      reasonCode: 'INPUT_INVALID',
      message: expect.stringContaining('containerDefinitions is missing') as string,
    })
    await expect(resolve({ kind: 'named', name: 'web' }, [{ container: 'api', image: 'x' }])).rejects.toMatchObject({
      reasonCode: 'INPUT_INVALID',
      message: expect.stringContaining('it has web') as string,
    })
  })
})

test.each([
  ['arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7', 'web:7'],
  ['web:7', 'web:7'],
  ['web', 'web'],
])('%s is %s', (name, revision) => expect(revisionOf(name)).toBe(revision))
