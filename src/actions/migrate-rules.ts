import { readAuthorities } from '../domain/migration/database-authorities.ts'
import { readTaskCommand } from '../domain/migration/task-command.ts'
import { parseThrottleMetrics } from '../domain/migration/throttle-metrics.ts'
import { span } from '../domain/render/time.ts'
import type { Made } from '../domain/task-definition.ts'
import type { Values } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import type { Documents } from './documents.ts'
import type { inputs } from './migrate-fields.ts'
import { wrongFolder } from './migration-files.ts'
import { regionOf } from './place.ts'

export type MigrateValues = Values<typeof inputs>
type MigrateRule = Rule<typeof inputs>

/** What does the work: our own engine, or a tool of the team in the runner or in a task. */
export function workerOf(values: MigrateValues): 'sluice' | 'tool' | 'task' {
  if (values['run-task-cluster'] !== undefined || values['run-task-service'] !== undefined) return 'task'
  return values['tool-command'] === undefined ? 'sluice' : 'tool'
}

export function migrateRules(host: RunnerHost, documents: Documents): readonly MigrateRule[] {
  return [
    { about: ['migrations'], check: ({ migrations }) => wrongFolder(host, migrations) },
    {
      about: ['database-url', 'database-secret'],
      check: (values) => (both(values, 'database-url', 'database-secret') ? 'both name the database: give one of them' : undefined),
    },
    {
      about: ['database-engine', 'database-url'],
      tells: ['database-engine'],
      check: (values) =>
        values['database-url'] === undefined ? undefined : otherEngine(values['database-url'], values['database-engine']),
    },
    {
      about: ['command', 'database-url', 'database-secret', 'run-task-cluster', 'run-task-service', 'tool-command'],
      tells: ['database-url'],
      check: (values) => {
        if (values.command === 'lint' || isGiven(values, 'database-url') || isGiven(values, 'database-secret')) return undefined
        if (values.command === 'expand' && workerOf(values) === 'task') return undefined
        return `required for ${values.command}: give database-url or database-secret${values.command === 'expand' ? ', or run-task-cluster and run-task-service' : ''}`
      },
    },
    {
      about: ['command', 'tool-command', 'run-task-cluster', 'run-task-service', 'run-task-command'],
      tells: ['tool-command'],
      check: (values) => {
        if (workerOf(values) === 'sluice') return undefined
        if (values.command === 'backfill')
          return 'a tool of your own runs with command: expand; a backfill is run in batches by this action'
        return values['tool-command'] !== undefined && workerOf(values) === 'task'
          ? 'given beside run-task-*: either the runner runs a tool, or a task does'
          : undefined
      },
    },
    {
      about: ['run-task-cluster', 'run-task-service'],
      check: (values) =>
        isGiven(values, 'run-task-cluster') === isGiven(values, 'run-task-service')
          ? undefined
          : 'a task needs both: the cluster it runs in, and the service whose network it gets',
    },
    { about: ['run-task-command'], check: (values) => documents.wrongIn(values['run-task-command'], readTaskCommand) },
    { about: ['throttle-metrics'], check: (values) => documents.wrongIn(values['throttle-metrics'], parseThrottleMetrics) },
    {
      about: ['max-duration', 'timeout-minutes'],
      check: (values) => {
        const [mostMs, timeoutMs] = [values['max-duration'], values['timeout-minutes'] * 60_000]
        if (mostMs === undefined || mostMs < timeoutMs) return undefined
        return `a backfill of ${span(mostMs)} does not end within the time-out of ${span(timeoutMs)}: give more minutes`
      },
    },
    {
      about: ['lint-schema'],
      check: (values) => (values['lint-schema'] === undefined ? undefined : unreadable(host, values['lint-schema'])),
    },
    {
      about: ['lint-database-url', 'lint-schema', 'command', 'database-engine'],
      tells: ['lint-database-url'],
      check: (values) => {
        if (!isGiven(values, 'lint-database-url')) return isGiven(values, 'lint-schema') ? 'required where lint-schema is given' : undefined
        if (values.command !== 'lint') return 'given, but only command: lint measures'
        return values['database-engine'] === 'mysql' ? 'given, but only Postgres is measured' : undefined
      },
    },
    {
      about: ['database-ca'],
      check: (values) => {
        const read = authoritiesIn(host, values['database-ca'])
        return read && 'problems' in read ? read.problems : undefined
      },
    },
    {
      about: ['aws-region', 'database-secret', 'run-task-cluster', 'throttle-metrics'],
      tells: ['aws-region'],
      check: (values) =>
        (['database-secret', 'run-task-cluster', 'throttle-metrics'] as const).some((name) => isGiven(values, name)) &&
        regionOf(host, values['aws-region']) === ''
          ? 'required, because AWS is asked and the job sets neither AWS_REGION nor AWS_DEFAULT_REGION'
          : undefined,
    },
  ]
}

/** The files are read by the engine that is named, so it has to be that of the database. Says nothing of the URL but its scheme. */
export function otherEngine(url: string, engine: MigrateValues['database-engine']): string | undefined {
  const found = /^(mysql|mariadb):/i.test(url) ? 'mysql' : 'postgres'
  return found === engine
    ? undefined
    : `${engine}, but the database is one of ${found === 'mysql' ? 'MySQL or MariaDB: give mysql' : 'Postgres: give postgres'}`
}

/** The certificates of `database-ca`, or what is wrong with the file. */
export function authoritiesIn(host: Pick<RunnerHost, 'readFile'>, path: string | undefined): Made<string> | undefined {
  if (path === undefined) return undefined
  try {
    return readAuthorities(host.readFile(path), path)
  } catch {
    return { problems: [`there is no file "${path}" in the workspace`] }
  }
}

function unreadable(host: Pick<RunnerHost, 'readFile'>, path: string): string | undefined {
  try {
    host.readFile(path)
    return undefined
  } catch {
    return `there is no file "${path}" in the workspace`
  }
}

function isGiven(values: MigrateValues, name: keyof MigrateValues): boolean {
  return values[name] !== undefined
}

function both(values: MigrateValues, one: keyof MigrateValues, other: keyof MigrateValues): boolean {
  return isGiven(values, one) && isGiven(values, other)
}
