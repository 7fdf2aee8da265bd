import * as sdk from '@aws-sdk/client-ecs'
import { NormalizedSchema } from '@smithy/core/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyImages, type Json, type TaskDefinition, unpinned } from '../../src/domain/task-definition.ts'
import { contentChanges } from '../../src/domain/task-definition/changes.ts'
import { sameContent } from '../../src/domain/task-definition/content.ts'
import { readOnlyMembers, registrationShape, type Shape } from '../../src/domain/task-definition/members.ts'
import { parseTaskDefinition } from '../../src/domain/task-definition/parse.ts'

function parsed(document: unknown): TaskDefinition {
  const made = parseTaskDefinition(document)
  if ('problems' in made) throw new Error(made.problems.join('\n'))
  return made.value
}

function problems(document: unknown): readonly string[] {
  const made = parseTaskDefinition(document)
  return 'problems' in made ? made.problems : []
}

const web = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'web',
      image: 'registry.example/web:1',
      portMappings: [{ containerPort: 8080 }],
      environment: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
    },
    { name: 'sidecar', image: `registry.example/sidecar@sha256:${'0'.repeat(64)}`, essential: false },
  ],
}

/** What AWS answers when the content is described after it was registered. */
function described(definition: TaskDefinition): object {
  const awsvpc = definition['networkMode'] === 'awsvpc' || definition['networkMode'] === 'host'
  const { tags, ...content } = definition
  return {
    taskDefinition: {
      ...content,
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:111122223333:task-definition/${definition.family}:7`,
      revision: 7,
      status: 'ACTIVE',
      requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
      compatibilities: ['EC2', 'FARGATE'],
      registeredAt: new Date(0),
      registeredBy: 'arn:aws:sts::111122223333:assumed-role/ci/x',
      placementConstraints: definition['placementConstraints'] ?? [],
      volumes: definition['volumes'] ?? [],
      containerDefinitions: definition.containerDefinitions.map((container) => ({
        cpu: 0,
        essential: true,
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
        ...container,
        environment: ((container['environment'] ?? []) as Json[]).toReversed(),
        ...(container['secrets'] !== undefined && { secrets: (container['secrets'] as Json[]).toReversed() }),
        portMappings: ((container['portMappings'] ?? []) as Record<string, Json>[]).map((port) => ({
          protocol: 'tcp',
          ...port,
          hostPort: awsvpc ? port['containerPort'] : (port['hostPort'] ?? 0),
        })),
        ...(container['healthCheck'] !== undefined && {
          healthCheck: { interval: 30, timeout: 5, retries: 3, ...(container['healthCheck'] as object) },
        }),
      })),
    },
    ...(tags !== undefined && { tags }),
  }
}

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
const entries = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-F]{1,3}$/), value: fc.string({ maxLength: 8 }) }), {
  selector: (entry) => entry.name,
  maxLength: 4,
})
const containers = fc.uniqueArray(
  fc.record(
    {
      name,
      image: fc.constantFrom('web:1', 'web:2', `web@sha256:${'a'.repeat(64)}`),
      cpu: fc.constantFrom(0, 128),
      memory: fc.constantFrom(256, 512),
      environment: entries,
      portMappings: fc.array(
        fc.record(
          { containerPort: fc.constantFrom(80, 8080), protocol: fc.constantFrom('tcp', 'udp') },
          { requiredKeys: ['containerPort'] },
        ),
        { maxLength: 2 },
      ),
      command: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
      dockerLabels: fc.dictionary(name, fc.string({ maxLength: 5 }), { maxKeys: 2 }),
      healthCheck: fc.record(
        { command: fc.constant(['CMD', 'true']), interval: fc.constantFrom(10, 30), startPeriod: fc.constantFrom(0, 15) },
        { requiredKeys: ['command'] },
      ),
      readonlyRootFilesystem: fc.boolean(),
    },
    { requiredKeys: ['name', 'image'] },
  ),
  { selector: (container) => container.name, minLength: 1, maxLength: 3 },
)
const definitions = fc
  .record(
    {
      family: name,
      containerDefinitions: containers,
      networkMode: fc.constantFrom('awsvpc', 'bridge', 'host'),
      volumes: fc.constantFrom([], [{ name: 'data', host: {} }]),
      tags: fc.constantFrom([], [{ key: 'team', value: 'shop' }]),
    },
    { requiredKeys: ['family', 'containerDefinitions'] },
  )
  .map(parsed)

describe('parsing', () => {
  test('takes what DescribeTaskDefinition answers and gives what can be registered', () => {
    const back = parsed(described(parsed(web)))
    expect(Object.keys(back).filter((member) => readOnlyMembers.has(member))).toEqual([])
    expect(back.family).toBe('web')
    expect(back.containerDefinitions.map((container) => container.name)).toEqual(['web', 'sidecar'])
  })

  test('takes members spelled as in CloudFormation, but leaves the keys of maps alone', () => {
    const document = { Family: 'web', ContainerDefinitions: [{ Name: 'web', Image: 'web:1', DockerLabels: { Team: 'shop' } }] }
    expect(parsed(document)).toEqual({
      family: 'web',
      containerDefinitions: [{ name: 'web', image: 'web:1', dockerLabels: { Team: 'shop' } }],
    })
  })

  test('takes sizes written as numbers and numbers written as text, and drops nulls', () => {
    const document = { ...web, cpu: 256, memory: 512, containerDefinitions: [{ name: 'web', image: 'web:1', cpu: '128', user: null }] }
    expect(parsed(document)).toMatchObject({ cpu: '256', memory: '512', containerDefinitions: [{ name: 'web', image: 'web:1', cpu: 128 }] })
  })

  test('names every mistake with its place and what is expected', () => {
    const document = {
      family: 'web',
      containerDefinitons: [],
      containerDefinitions: [
        { name: 'web', image: 'web:1', environment: [{ name: 'PORT', value: 8080 }], memory: 'lots', essentail: true },
        { image: 'x' },
      ],
    }
    expect(problems(document)).toEqual([
      'containerDefinitons is no member of a task definition: did you mean containerDefinitions?',
      'containerDefinitions[0].environment[0].value is a number: text (put it in quotes) is expected',
      'containerDefinitions[0].memory is text: a whole number is expected',
      'containerDefinitions[0].essentail is no member of a task definition: did you mean essential?',
      'containerDefinitions[1].name is missing',
    ])
  })

  test('a wrong value that may be a secret is not shown', () => {
    const document = { ...web, containerDefinitions: [{ name: 'web', image: 'web:1', environment: 'PASSWORD=hunter2' }] }
    expect(problems(document)).toEqual(['containerDefinitions[0].environment is text: a list is expected'])
  })

  test.each([[undefined], [null], ['web'], [[]], [7]])('%j is no task definition', (document) => {
    expect(problems(document)).toHaveLength(1)
  })

  test('names what AWS would refuse although each member is right', () => {
    const document = {
      family: 'my web',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [
        {
          name: 'a',
          image: 'a:1',
          essential: false,
          environment: [{ name: 'X', value: '1' }],
          secrets: [{ name: 'X', valueFrom: 'arn' }],
          dependsOn: [{ containerName: 'c', condition: 'START' }],
          mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
          memory: 128,
          memoryReservation: 256,
        },
        { name: 'a', image: 'a:1', essential: false },
      ],
    }
    const found = problems(document).join('\n')
    for (const part of ['"my web"', 'the name a', 'no container is essential', 'both in environment and in secrets', 'dependsOn names c']) {
      expect(found).toContain(part)
    }
    for (const part of ['volume data', 'memoryReservation 256', 'FARGATE needs awsvpc', 'cpu is missing', 'memory is missing']) {
      expect(found).toContain(part)
    }
  })

  test('the members are those of the SDK', () => {
    expect(shapeOf(registrationShape)).toEqual(schemaOf(NormalizedSchema.of(sdk.RegisterTaskDefinitionRequest$)))
    const answered = [...NormalizedSchema.of(sdk.TaskDefinition$).structIterator()].map(([member]) => member)
    const registered = Object.keys(registrationShape.kind === 'object' ? registrationShape.members : {})
    expect(answered.filter((member) => !registered.includes(member)).sort()).toEqual([...readOnlyMembers].sort())
  })
})

function shapeOf(shape: Shape): unknown {
  if (shape.kind === 'list') return [shapeOf(shape.of)]
  if (shape.kind === 'object') return Object.fromEntries(Object.entries(shape.members).map(([key, each]) => [key, shapeOf(each)]))
  return shape.kind === 'digits' ? 'text' : shape.kind
}

function schemaOf(schema: NormalizedSchema): unknown {
  if (schema.isStructSchema()) return Object.fromEntries([...schema.structIterator()].map(([key, each]) => [key, schemaOf(each)]))
  if (schema.isListSchema()) return [schemaOf(schema.getValueSchema())]
  if (schema.isMapSchema()) return 'map'
  if (schema.isNumericSchema()) return 'whole'
  return schema.isBooleanSchema() ? 'boolean' : 'text'
}

describe('images', () => {
  test('go into the containers named; others stay as they are', () => {
    const before = parsed(web)
    const made = applyImages(before, [{ container: 'web', image: 'registry.example/web@sha256:1' }])
    const after = 'value' in made ? made.value : undefined
    expect(after?.containerDefinitions[0]?.image).toBe('registry.example/web@sha256:1')
    expect(after?.containerDefinitions[1]).toBe(before.containerDefinitions[1])
  })

  test('a container that does not exist is named beside those that do', () => {
    expect(applyImages(parsed(web), [{ container: 'api', image: 'x' }])).toEqual({
      problems: ['images: web has no container "api"; it has web, sidecar'],
    })
  })

  test('two images for one container, and a container without any, are refused', () => {
    const bare = parsed({ family: 'web', containerDefinitions: [{ name: 'web' }, { name: 'proxy' }] })
    const made = applyImages(bare, [
      { container: 'web', image: 'a' },
      { container: 'web', image: 'b' },
    ])
    expect(made).toEqual({
      problems: [
        'images: container web is given two images, a and b',
        'images: container proxy of web has no image: add a line proxy=<image>',
      ],
    })
  })

  test('those not given by digest are told', () => {
    expect(unpinned(parsed(web))).toEqual([{ container: 'web', image: 'registry.example/web:1' }])
  })
})

describe('content', () => {
  test('is the same after registering and describing', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(sameContent(definition, parsed(described(definition)))).toBe(true)
      }),
    )
  })

  test.each<[string, (web: TaskDefinition) => object]>([
    ['an image', (d) => edit(d, { image: 'registry.example/web:2' })],
    ['a value of the environment', (d) => edit(d, { environment: [{ name: 'A', value: '2' }, { name: 'B', value: '2' }] })], // prettier-ignore
    ['the order of the command', (d) => edit(d, { command: ['b', 'a'] })],
    [
      'an essential container',
      (d) => ({ ...d, containerDefinitions: d.containerDefinitions.map((each) => ({ ...each, essential: true })) }),
    ],
    ['a port', (d) => edit(d, { portMappings: [{ containerPort: 8081 }] })],
    ['a protocol', (d) => edit(d, { portMappings: [{ containerPort: 8080, protocol: 'udp' }] })],
    ['the size', (d) => ({ ...d, cpu: '512' })],
    ['the network mode', (d) => ({ ...d, networkMode: 'host', requiresCompatibilities: [] })],
    ['a volume', (d) => ({ ...d, volumes: [{ name: 'data' }] })],
  ])('differs by %s', (_, change) => {
    const before = edited(parsed(web), { command: ['a', 'b'] })
    expect(sameContent(before, parsed(change(before)))).toBe(false)
  })

  test('tags are no content', () => {
    expect(sameContent(parsed(web), parsed({ ...web, tags: [{ key: 'a', value: 'b' }] }))).toBe(true)
  })
})

function edit(definition: TaskDefinition, change: object): object {
  const [first, ...rest] = definition.containerDefinitions
  return { ...definition, containerDefinitions: [{ ...first, ...change }, ...rest] }
}

function edited(definition: TaskDefinition, change: object): TaskDefinition {
  return parsed(edit(definition, change))
}

describe('changes', () => {
  test('are told by name, values of environment and secrets never', () => {
    const before = edited(parsed(web), {
      secrets: [{ name: 'TOKEN', valueFrom: 'arn:old' }],
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'hunter1', 'splunk-url': 'https://a' } },
    })
    const after = edited(before, {
      image: 'registry.example/web:2',
      environment: [
        { name: 'A', value: 'hunter2' },
        { name: 'C', value: 'hunter3' },
      ],
      secrets: [{ name: 'TOKEN', valueFrom: 'arn:new' }],
      logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'hunter4', 'splunk-url': 'https://b' } },
      dockerLabels: { environment: 'production' },
    })
    expect(contentChanges(before, after)).toEqual([
      { path: 'containerDefinitions.web.dockerLabels.environment', before: 'absent', after: 'set' },
      { path: 'containerDefinitions.web.environment.A', before: 'set', after: 'another value' },
      { path: 'containerDefinitions.web.environment.B', before: 'set', after: 'absent' },
      { path: 'containerDefinitions.web.environment.C', before: 'absent', after: 'set' },
      { path: 'containerDefinitions.web.image', before: 'registry.example/web:1', after: 'registry.example/web:2' },
      { path: 'containerDefinitions.web.logConfiguration.options.splunk-token', before: 'set', after: 'another value' },
      { path: 'containerDefinitions.web.logConfiguration.options.splunk-url', before: 'https://a', after: 'https://b' },
      { path: 'containerDefinitions.web.secrets.TOKEN', before: 'set', after: 'another value' },
    ])
  })

  test('a container added tells its members, but no value of its environment', () => {
    const after = parsed({
      ...web,
      containerDefinitions: [...web.containerDefinitions, { name: 'new', image: 'new:1', environment: [{ name: 'A', value: 'hunter2' }] }],
    })
    const changes = contentChanges(parsed(web), after)
    expect(changes).toContainEqual({ path: 'containerDefinitions.new.image', before: 'absent', after: 'new:1' })
    expect(changes).toContainEqual({ path: 'containerDefinitions.new.environment.A', before: 'absent', after: 'set' })
    expect(JSON.stringify(changes)).not.toContain('hunter2')
  })

  test('are none exactly where the content is the same', () => {
    fc.assert(
      fc.property(definitions, definitions, (a, b) => {
        expect(contentChanges(a, b).length === 0).toBe(sameContent(a, b))
        expect(contentChanges(a, parsed(described(a)))).toEqual([])
      }),
    )
  })
})
