/**
 * Synthesises docs/cdk/pair and what `missingAsCdk` prints with the real library, and looks at the templates. Installs from npm into a
 * folder of its own under the system's temporary one, and leaves nothing. One line, and the exit code says whether all held.
 * usage: node scripts/node24.mjs test/docs/synth.ts
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { missingAsCdk } from '../../src/domain/render/missing.ts'
import type { MissingPair } from '../../src/domain/missing.ts'
import { defaultRule, rule, single } from './missing-sample.ts'

type Properties = Readonly<Record<string, unknown>>
interface Resource {
  readonly Type: string
  readonly Properties: Properties
  readonly DependsOn?: readonly string[]
  readonly UpdateReplacePolicy?: string
}
type Template = Readonly<Record<string, Resource>>

/** Conditions of every kind, and names that mean something to a compiler. */
const awkward: MissingPair = {
  ...single,
  found: 'green',
  cluster: `arn:aws:ecs:eu-west-1:111122223333:cluster/it's`,
  service: { ...single.service, capacityProviders: [{ name: 'FARGATE_SPOT', weight: 1, base: 0 }] },
  rules: [
    {
      ...rule,
      conditions: [
        { field: 'http-header', name: 'x-tenant', values: ["'${a}'\\"] },
        { field: 'query-string', values: [{ key: 'a', value: '`b`' }, { value: 'c' }] },
        { field: 'source-ip', values: ['10.0.0.0/8'] },
        { field: 'http-request-method', values: ['GET'] },
      ],
      before: ['authenticate-oidc'],
      stickinessSeconds: 300,
    },
    defaultRule,
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-synth-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

function run(program: string, ...args: readonly string[]): string {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...process.env, PATH: path },
  })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}:\n${stdout}${stderr}`)
  return stdout
}

function synthesise(name: string, ...context: readonly string[]): Template {
  const given = context.flatMap((each) => ['--context', each])
  run(process.execPath, 'node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', `out-${name}`, ...given)
  const text = readFileSync(join(folder, `out-${name}`, 'ShopWeb.template.json'), 'utf8')
  return (JSON.parse(text) as { Resources: Template }).Resources
}

function ofType(template: Template, type: string): readonly (Resource & { readonly id: string })[] {
  return Object.entries(template).flatMap(([id, resource]) => (resource.Type === type ? [{ ...resource, id }] : []))
}

/** `[group, weight]` of each weighted forward, by logical id or ARN of the group. */
function weights(resource: Resource): readonly (readonly [unknown, number])[] {
  const actions = resource.Properties['Actions'] as readonly { ForwardConfig?: { TargetGroups: readonly Properties[] } }[]
  const groups = actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? [])
  return groups.map((each) => [(each['TargetGroupArn'] as { Ref?: string }).Ref ?? each['TargetGroupArn'], each['Weight'] as number])
}

function checkExample(): void {
  const template = synthesise('blue')
  const services = ofType(template, 'AWS::ECS::Service')
  const groups = ofType(template, 'AWS::ElasticLoadBalancingV2::TargetGroup')
  const rules = ofType(template, 'AWS::ElasticLoadBalancingV2::ListenerRule')
  assert.deepEqual(services.map(({ Properties }) => Properties['ServiceName']).sort(), ['shop-web-blue', 'shop-web-green'])
  assert.deepEqual(groups.map(({ Properties }) => Properties['Name']).sort(), ['shop-web-blue', 'shop-web-green'])
  for (const { Properties, DependsOn = [] } of services) {
    assert.ok(!('DesiredCount' in Properties), 'a count would be written back')
    assert.equal((Properties['LoadBalancers'] as readonly unknown[]).length, 1)
    assert.ok(
      rules.some(({ id }) => DependsOn.includes(id)),
      'the service is created before its group is on a rule',
    )
  }
  const shifted = rules.filter((each) => weights(each).length > 0)
  assert.equal(shifted.length, 1)
  const named = (side: string): string => groups.find(({ Properties }) => Properties['Name'] === `shop-web-${side}`)!.id
  assert.deepEqual(weights(shifted[0]!), [
    [named('blue'), 100],
    [named('green'), 0],
  ])
  assert.equal(rules.length, 3)
  const first = Math.min(...rules.map(({ Properties }) => Properties['Priority'] as number))
  assert.ok(first < (shifted[0]!.Properties['Priority'] as number), 'no test rule stands before the production rule')
  assert.equal(ofType(template, 'AWS::ECS::TaskDefinition')[0]!.UpdateReplacePolicy, 'Retain')

  const green = synthesise('green', 'live=green', 'greenTaskDefinition=shop-web:42')
  const later = ofType(green, 'AWS::ElasticLoadBalancingV2::ListenerRule').find((each) => weights(each).length > 0)!
  assert.deepEqual(
    weights(later).map(([, weight]) => weight),
    [0, 100],
  )
  const runs = ofType(green, 'AWS::ECS::Service').find(({ Properties }) => Properties['ServiceName'] === 'shop-web-green')!
  assert.equal(runs.Properties['TaskDefinition'], 'shop-web:42')
}

function checkPrinted(name: string, missing: MissingPair): void {
  writeFileSync(join(folder, 'lib/printed.ts'), `${missingAsCdk(missing).join('\n')}\n`)
  writeFileSync(
    join(folder, 'bin/app.ts'),
    `import { App, Stack } from 'aws-cdk-lib'\nimport { completePair } from '../lib/printed.ts'\ncompletePair(new Stack(new App(), 'ShopWeb'))\n`,
  )
  run(process.execPath, 'node_modules/typescript/bin/tsc', '--project', '.')
  const template = synthesise(name)
  const [service] = ofType(template, 'AWS::ECS::Service')
  assert.ok(service && !('DesiredCount' in service.Properties))
  assert.equal(service.Properties['ServiceName'], missing.other.service)
  assert.equal(service.Properties['Cluster'], missing.cluster)
  const [group, ...others] = ofType(template, 'AWS::ElasticLoadBalancingV2::TargetGroup')
  assert.ok(group && others.length === 0)
  assert.equal(group.Properties['Name'], missing.other.group)
  const rules = ofType(template, 'AWS::ElasticLoadBalancingV2::ListenerRule')
  const shifted = rules.filter((each) => weights(each).length > 0)
  assert.deepEqual(shifted.map(weights), [
    [
      [missing.group.arn, 100],
      [group.id, 0],
    ],
  ])
  assert.ok(service.DependsOn?.includes(shifted[0]!.id))
  assert.equal(rules.length, 3)
  if (missing === awkward) assert.ok(JSON.stringify(shifted[0]).includes(JSON.stringify(`'\${a}'\\`).slice(1, -1)))
}

const startedAtMs = Date.now()
try {
  cpSync(resolve(import.meta.dirname, '../../docs/cdk/pair'), folder, { recursive: true })
  run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts')
  run(process.execPath, 'node_modules/typescript/bin/tsc', '--project', '.')
  checkExample()
  checkPrinted('single', single)
  checkPrinted('awkward', awkward)
  console.log(
    `synth: 4 templates of docs/cdk/pair and of the printed text are as they should be (${Math.round((Date.now() - startedAtMs) / 1000)} s)`,
  )
} catch (error) {
  console.error(`synth: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
