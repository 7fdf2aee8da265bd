import { describe, expect, test } from 'vitest'
import type { OperationName } from '../../src/aws/operations.ts'
import { createPairTarget, type PairTargetOptions } from '../../src/aws/pair-target.ts'
import { pairPermissions } from '../../src/aws/permissions.ts'
import type { Survey, Target } from '../../src/ports.ts'
import { explained } from '../fakes/explained-send.ts'
import { webDocument } from './cloud-stage.ts'
import { type FoundPair, setFoundPair } from './found-pair.ts'

const { signal } = new AbortController()

interface Setting extends FoundPair {
  readonly calls: OperationName[]
  target(options?: Partial<PairTargetOptions>): Target
  survey(options?: Partial<PairTargetOptions>): Promise<Survey>
}

/** Blue (`web`) serves web:1; green is set to web:2 and idle; two tasks each. */
function setTarget(): Setting {
  const cloud = setFoundPair()
  const calls: OperationName[] = []
  const target = (options: Partial<PairTargetOptions> = {}): Target =>
    createPairTarget({
      send: explained((operation, input) => {
        calls.push(operation)
        return cloud.stage.cloud.call(operation, input)
      }),
      awsNowMs: () => cloud.stage.timeline.nowMs(),
      region: 'eu-west-1',
      ref: cloud.ref,
      wanted: { kind: 'named', name: 'web:2' },
      images: [],
      alarms: [],
      requireDigest: false,
      stickiness: 'keep',
      ...options,
    })
  return { ...cloud, calls, target, survey: (options) => target(options).survey(signal) }
}

const document = (environment: Readonly<Record<string, string>>) => ({ kind: 'document', document: webDocument(environment) }) as const
const image = { container: 'web', image: 'sandbox/web:2' }
const codes = ({ problems }: Survey): readonly string[] => problems.map(({ code }) => code)

describe('a survey', () => {
  test('tells who serves, who would, and what would change', async () => {
    const { survey, stage } = setTarget()
    const found = await survey()
    expect(found).toMatchObject({
      atMs: stage.timeline.nowMs(),
      problems: [],
      baseline: 'web:1',
      candidate: 'web:2',
      names: { baseline: 'blue', candidate: 'green' },
      idle: { revision: 'web:2', running: 2 },
      desired: 2,
      unchanged: false,
      changes: ['containerDefinitions.web.environment.VERSION: absent -> set'],
      disparities: ['environment of web: only green has VERSION'],
    })
    expect(found.warnings).toEqual(['The image sandbox/web:1 of web is not pinned by digest: it may change under its name'])
    expect(found).not.toHaveProperty('missing')
  })

  test('finds the sides exchanged after a swap', async () => {
    const cloud = setTarget()
    cloud.shift(0, 100)
    expect(await cloud.survey({ wanted: { kind: 'named', name: 'web:1' } })).toMatchObject({
      problems: [],
      baseline: 'web:2',
      candidate: 'web:1',
      names: { baseline: 'green', candidate: 'blue' },
      idle: { revision: 'web:1', running: 2 },
    })
  })

  test('of what is under way names the side with more weight, and refuses to begin', async () => {
    const cloud = setTarget()
    cloud.shift(25, 75)
    const found = await cloud.survey()
    expect(found).toMatchObject({ baseline: 'web:2', names: { baseline: 'green', candidate: 'blue' }, unchanged: false })
    expect(codes(found)).toEqual(['PREFLIGHT_FAILED'])
  })

  test('makes only calls that the permissions name, and no write', async () => {
    const cloud = setTarget()
    await cloud.survey()
    const named = new Set<string>(pairPermissions.map(({ action }) => action))
    expect(cloud.calls.filter((call) => !named.has(call) || !/:Describe/.test(call))).toEqual([])
    expect(cloud.calls.length).toBeLessThanOrEqual(12)
  })

  test('sees what somebody else has changed since the first one', async () => {
    const cloud = setTarget()
    const target = cloud.target()
    expect((await target.survey(signal)).problems).toEqual([])
    cloud.shift(0, 100)
    const text = 'Somebody else has changed what serves from web:1 on blue to web:2 on green while this step prepared'
    expect((await target.survey(signal)).problems).toEqual([{ code: 'SUPERSEDED', text }])
  })

  test('counts the healthy targets of the side that serves', async () => {
    const cloud = setTarget()
    cloud.web.update({ desiredCount: 0 })
    cloud.stage.pass(60)
    expect((await cloud.survey()).problems.map(({ text }) => text)).toEqual([
      'web serves, and has no healthy target (desired count 0): there is nothing sound to go back to. See why first',
    ])
  })

  test('warns of a baseline that could not be set again', async () => {
    const cloud = setTarget()
    cloud.stage.ecs('DeregisterTaskDefinition', { taskDefinition: 'web:1' })
    expect((await cloud.survey()).warnings).toContain('web:1 is not ACTIVE any more: the service cannot be set to it again')
  })

  test('reports images that are not pinned, or refuses them', async () => {
    const { survey } = setTarget()
    expect(codes(await survey({ requireDigest: true }))).toEqual(['IMAGE_NOT_PINNED'])
  })

  test('adds what is wrong with the content to the rest', async () => {
    const cloud = setTarget()
    cloud.shift(50, 50)
    const found = await cloud.survey({ images: [{ container: 'api', image: 'api:1' }] })
    expect(codes(found)).toEqual(['INPUT_INVALID', 'PREFLIGHT_FAILED'])
    expect(found.problems[0]?.text).toContain('web has no container "api"; it has web')
  })

  test('is refused where there is no such cluster, without a word of what is missing', async () => {
    const { survey, ref } = setTarget()
    await expect(survey({ ref: { ...ref, cluster: 'none' } })).rejects.toMatchObject({
      reasonCode: 'PREFLIGHT_FAILED',
      message: expect.stringContaining('no cluster "none"') as string,
    })
  })
})

describe('what is wanted', () => {
  test('starts from what the live side runs', async () => {
    const { survey } = setTarget()
    const found = await survey({ wanted: { kind: 'running' }, images: [image] })
    expect(found).toMatchObject({
      candidate: undefined,
      changes: ['containerDefinitions.web.image: sandbox/web:1 -> sandbox/web:2'],
    })
  })

  test('is registered once, and only where no revision has it', async () => {
    const cloud = setTarget()
    const target = cloud.target({ wanted: document({ VERSION: '3' }) })
    await expect(target.register(signal)).rejects.toMatchObject({ reasonCode: 'INTERNAL_ERROR' })
    expect((await target.survey(signal)).candidate).toBeUndefined()
    expect(await target.register(signal)).toBe('web:3')
    expect(await target.register(signal)).toBe('web:3')
    expect((await target.survey(signal)).candidate).toBe('web:3')
    expect(cloud.calls.filter((call) => call === 'ecs:RegisterTaskDefinition')).toHaveLength(1)
  })

  test('is there already where the live side runs it at rest', async () => {
    const { survey, shift } = setTarget()
    expect(await survey({ wanted: document({}) })).toMatchObject({ candidate: 'web:1', unchanged: true, changes: [] })
    expect(await survey({ wanted: document({ VERSION: '2' }) })).toMatchObject({ candidate: 'web:2', unchanged: false })
    shift(99, 1)
    expect(await survey({ wanted: document({}) })).toMatchObject({ candidate: 'web:1', unchanged: false })
  })

  test('of the idle side is whatever that is set to, and never there already', async () => {
    const { survey, stage } = setTarget()
    expect(await survey({ wanted: { kind: 'idle' } })).toMatchObject({ candidate: 'web:2', unchanged: false })
    stage.ecs('UpdateService', { cluster: 'main', service: 'green', taskDefinition: 'web:1' })
    stage.pass(120)
    expect(await survey({ wanted: { kind: 'idle' } })).toMatchObject({ candidate: 'web:1', unchanged: false, problems: [] })
  })

  test.each([
    ['blue', 'web:1', true],
    ['green', 'web:2', false],
  ] as const)('of the side %s is %s, unchanged %s', async (toSide, candidate, unchanged) => {
    const { survey } = setTarget()
    const found = await survey({ wanted: { kind: 'idle' }, toSide })
    expect(found).toMatchObject({ candidate, unchanged, problems: [], names: { baseline: 'blue', candidate: 'green' } })
  })
})

describe('a pair that is not one yet', () => {
  test('without its second service is told what to add, from what there is', async () => {
    const cloud = setTarget()
    const found = await cloud.survey({ ref: { ...cloud.ref, services: { blue: 'web', green: 'web-green' } } })
    expect(found.problems).toEqual([
      {
        code: 'PREFLIGHT_FAILED',
        text: 'There is no service "web-green" in cluster "main": a pair is two services on the same listener rules. Add what is missing, which `mode: plan` prints as Terraform and CDK',
      },
    ])
    expect(found).toMatchObject({
      baseline: 'web:1',
      candidate: undefined,
      names: { baseline: 'blue', candidate: 'green' },
      desired: 2,
      unchanged: false,
    })
    const text = found.missing!.join('\n')
    for (const part of [
      'resource "aws_ecs_service" "green"',
      'resource "aws_lb_target_group" "green"',
      'path                = "/health"',
      '"/shop/*"',
      "from 'aws-cdk-lib'",
    ]) {
      expect(text).toContain(part)
    }
    // The group of the service that is there, and the port its container serves.
    expect(text).toContain(cloud.blue)
    expect(text).toContain('container_port   = 8080')
  })

  test('whose first service is missing keeps no record, and still answers', async () => {
    const cloud = setTarget()
    const target = cloud.target({ ref: { ...cloud.ref, services: { blue: 'web-blue', green: 'green' } } })
    const found = await target.survey(signal)
    expect(found).toMatchObject({ baseline: 'web:2', names: { baseline: 'green', candidate: 'blue' } })
    expect(found.missing!.join('\n')).toContain('resource "aws_ecs_service" "blue"')
    expect((await target.store.read(signal)).entries).toEqual({})
    await expect(target.store.write({ claim: 'x' }, signal)).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
  })

  test('whose second group is on no rule is told which rule to change, and nothing that is there', async () => {
    const cloud = setTarget()
    cloud.modifyRule([{ Type: 'forward', TargetGroupArn: cloud.blue }])
    const found = await cloud.survey()
    expect(codes(found)).toEqual(['PREFLIGHT_FAILED', 'RULE_NOT_LISTED'])
    const text = found.missing!.join('\n')
    expect(text).toContain('resource "aws_lb_listener_rule"')
    expect(text).toContain(cloud.green)
    // The services are only told what to leave alone.
    expect(text).not.toContain('container_port')
    expect(text).not.toContain('resource "aws_lb_target_group"')
  })

  test('one of whose services was deleted is told to add it anew', async () => {
    const cloud = setTarget()
    cloud.stage.ecs('DeleteService', { cluster: 'main', service: 'green', force: true })
    cloud.stage.pass(600)
    const found = await cloud.survey()
    expect(found.problems[0]?.text).toBe('The service green is INACTIVE, not ACTIVE')
    expect(found.missing!.join('\n')).toContain('resource "aws_ecs_service" "green"')
  })

  test('with a rule that does not exist says so', async () => {
    const { survey, ref } = setTarget()
    const rules = ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/front/1/2/3']
    await expect(survey({ ref: { ...ref, rules } })).rejects.toMatchObject({ reasonCode: 'PREFLIGHT_FAILED' })
  })
})

describe('beside its survey', () => {
  test('is named by its cluster and both services, and by ARNs of its account', async () => {
    const { target } = setTarget()
    const pair = target()
    expect(pair.name).toBe('main/web+green')
    expect(pair.arnOf('web:1')).toBe('')
    await pair.survey(signal)
    expect(pair.arnOf('web:1')).toBe('arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1')
    expect(pair.arnOf('')).toBe('')
  })

  test('keeps its record in tags of the first group of blue, whichever side serves', async () => {
    const cloud = setTarget()
    cloud.shift(0, 100)
    const { store } = cloud.target()
    await store.write({ claim: 'run 7' }, signal)
    cloud.stage.pass(30)
    expect((await store.read(signal)).entries).toEqual({ claim: 'run 7' })
    const { TagDescriptions } = cloud.stage.elb<{ TagDescriptions: { Tags: object[] }[] }>('DescribeTags', { ResourceArns: [cloud.blue] })
    expect(TagDescriptions[0]?.Tags).toEqual([{ Key: 'sluice.claim', Value: 'run 7' }])
  })

  test('tells its acts as commands, those of scaling only for what is scaled', async () => {
    const cloud = setTarget()
    const roles = { revision: { baseline: 'web:1', candidate: 'web:2' }, names: { baseline: 'blue', candidate: 'green' } }
    const plain = cloud.target()
    await plain.survey(signal)
    expect(plain.driver(roles).explain({ kind: 'hold', owed: '' })).toEqual([])
    const scaled = { ServiceNamespace: 'ecs', ResourceId: 'service/main/green', ScalableDimension: 'ecs:service:DesiredCount' }
    cloud.stage.scaling('RegisterScalableTarget', { ...scaled, MinCapacity: 1, MaxCapacity: 9 })
    const target = cloud.target()
    await target.survey(signal)
    const driver = target.driver(roles)
    expect(driver.ability).toEqual({ rests: 'any', mover: 'sluice' })
    expect(driver.explain({ kind: 'restore', owed: '' })).toEqual([expect.stringContaining('service/main/green --min-capacity 1 ')])
  })
})
