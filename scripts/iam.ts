import {
  canaryPermissions,
  migratePermissions,
  pairPermissions,
  type Permission,
  rollbackPermissions,
  rollingPermissions,
} from '../src/aws/permissions.ts'

/** Every action of the suite that calls AWS, with what it asks for. */
const permissions: Readonly<Record<string, readonly Permission[]>> = {
  'rolling-ecs': rollingPermissions,
  'bluegreen-swap': pairPermissions,
  'canary-gate': canaryPermissions,
  'migrate-expand-contract': migratePermissions,
  rollback: rollbackPermissions,
}

/** docs/iam.md: for each action a policy to copy, and why each line of it is there. */
export function renderIam(): string {
  const head = [
    '<!-- Generated from src/aws/permissions.ts by "npm run docs". -->',
    '',
    '# AWS permissions',
    '',
    'The least each action needs. The end-to-end tests hold these lists against the calls really made. Fill in what is in capitals; in another partition',
    'replace `arn:aws`.',
    '',
  ]
  return [...head, ...Object.entries(permissions).flatMap(([name, list]) => section(name, list))].join('\n')
}

function section(name: string, list: readonly Permission[]): readonly string[] {
  const policy = { Version: '2012-10-17', Statement: statements(list) }
  return [
    `## ${name}`,
    '',
    ...(list.some(({ when }) => when === undefined) ? ['Always:', '', ...table(list.filter(({ when }) => when === undefined)), ''] : []),
    'Only in some cases:',
    '',
    ...table(list.filter(({ when }) => when !== undefined)),
    '',
    'As a policy:',
    '',
    '```json',
    JSON.stringify(policy, null, 2),
    '```',
    '',
  ]
}

/** One statement for each resource; passing roles is bound to ECS tasks. */
function statements(list: readonly Permission[]): readonly object[] {
  const byResource = Map.groupBy(list, ({ resource }) => JSON.stringify(resource))
  return [...byResource.values()].map((permitted) => ({
    Effect: 'Allow',
    Action: [...new Set(permitted.map(({ action }) => action))],
    Resource: permitted[0]!.resource,
    ...(permitted.some(({ action }) => action === 'iam:PassRole') && {
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
  }))
}

function table(list: readonly Permission[]): readonly string[] {
  const rows = list.map(
    ({ action, resource, why, when }) =>
      `| \`${action}\` | ${[resource]
        .flat()
        .map((each) => `\`${each}\``)
        .join('<br>')} | ${why}${when === undefined ? '' : `; ${when}`} |`,
  )
  return ['| action | on | why |', '| --- | --- | --- |', ...rows]
}
