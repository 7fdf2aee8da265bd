import { X509Certificate } from 'node:crypto'
import { loadParser, sqlParser } from '../database/parser.ts'
import { readAuthorities } from '../domain/migration/database-authorities.ts'
import { splitHost } from '../domain/migration/database-secret.ts'
import { readSchema } from '../domain/migration/measured-schema.ts'
import { readTaskCommand } from '../domain/migration/task-command.ts'
import { parseThrottleMetrics } from '../domain/migration/throttle-metrics.ts'
import { span } from '../domain/render/time.ts'
import type { Made } from '../domain/task-definition.ts'
import type { Values } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import { otherEngine, wrongAddress } from './database-address.ts'
import type { Documents } from './documents.ts'
import type { inputs } from './migrate-fields.ts'
import { wrongFolder } from './migration-files.ts'
import { regionOf } from './place.ts'

export type MigrateValues = Values<typeof inputs>
type MigrateRule = Rule<typeof inputs>

const ofTask = ['run-task-cluster', 'run-task-service', 'run-task-definition', 'run-task-container', 'run-task-command'] as const

/** Whether the files are read here: a tool of the team reads its own, in whatever language. */
export function filesAreOurs(values: MigrateValues): boolean {
  return values.command !== 'expand' || workerOf(values) === 'sluice'
}

/** What does the work: our own engine, or a tool of the team in the runner or in a task. */
export function workerOf(values: MigrateValues): 'sluice' | 'tool' | 'task' {
  if (ofTask.some((name) => isGiven(values, name))) return 'task'
  return values['tool-command'] === undefined ? 'sluice' : 'tool'
}

export function migrateRules(host: RunnerHost, documents: Documents): readonly MigrateRule[] {
  return [
    {
      // Also where the command could not be read: that is none by which a tool would run.
      about: ['migrations'],
      check: (values) => (filesAreOurs(values) ? wrongFolder(host, values.migrations) : undefined),
    },
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
      about: ['database-engine', 'database-url'],
      tells: ['database-url'],
      check: ({ 'database-url': url, 'database-engine': engine }) =>
        url === undefined || otherEngine(url, engine) !== undefined ? undefined : wrongAddress(url, engine),
    },
    {
      about: ['database-host'],
      check: ({ 'database-host': given }) =>
        given === undefined || splitHost(given) !== undefined
          ? undefined
          : 'a host, or host:port, is expected, such as db.example.com:5432',
    },
    {
      about: ['command', 'database-url', 'database-secret', ...ofTask, 'tool-command'],
      tells: ['database-url'],
      check: (values) => {
        if (values.command === 'lint' || isGiven(values, 'database-url') || isGiven(values, 'database-secret')) return undefined
        if (values.command === 'expand' && workerOf(values) === 'task') return undefined
        return `required for ${values.command}: give database-url or database-secret${values.command === 'expand' ? ', or run-task-cluster and run-task-service' : ''}`
      },
    },
    {
      about: ['command', 'tool-command', ...ofTask],
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
      about: [...ofTask],
      tells: ['run-task-cluster', 'run-task-service'],
      check: (values) =>
        workerOf(values) !== 'task' || (isGiven(values, 'run-task-cluster') && isGiven(values, 'run-task-service'))
          ? undefined
          : 'a task needs both: the cluster it runs in, and the service whose network it gets',
    },
    ...(['database-url', 'database-secret', 'database-host', 'database-name', 'database-ca'] as const).map((name): MigrateRule => {
      return {
        about: [name, 'command', ...ofTask],
        tells: [name],
        check: (values) =>
          isGiven(values, name) && values.command === 'expand' && workerOf(values) === 'task'
            ? 'given beside run-task-*, whose task finds its database by itself: by the environment and the secrets of its task definition'
            : undefined,
      }
    }),
    ...(['database-host', 'database-name'] as const).map((name): MigrateRule => {
      return {
        about: [name, 'database-secret', ...ofTask],
        tells: [name],
        check: (values) =>
          isGiven(values, name) && !isGiven(values, 'database-secret') && workerOf(values) !== 'task'
            ? 'given without database-secret, before which it goes: a URL says it itself'
            : undefined,
      }
    }),
    {
      about: ['lint-after', 'command'],
      tells: ['lint-after'],
      check: (values) =>
        isGiven(values, 'lint-after') && values.command !== 'lint'
          ? 'given, but only command: lint passes over changes: what has run is told by the ledger'
          : undefined,
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
      check: ({ 'lint-schema': path }) => (path === undefined ? undefined : wrongSchema(host, path)),
    },
    {
      about: ['lint-database-url'],
      check: ({ 'lint-database-url': url }) => (url === undefined ? undefined : wrongAddress(url, 'postgres')),
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

/** The certificates of `database-ca`, or what is wrong with the file. */
export function authoritiesIn(host: Pick<RunnerHost, 'readFile'>, path: string | undefined): Made<string> | undefined {
  if (path === undefined) return undefined
  let text: string
  try {
    text = host.readFile(path)
  } catch {
    return { problems: [`there is no file "${path}" in the workspace`] }
  }
  const read = readAuthorities(text, path)
  const broken = [...text.matchAll(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs)].findIndex(([pem]) => !isCertificate(pem))
  return 'problems' in read || broken < 0 ? read : { problems: [`certificate ${String(broken + 1)} of ${path} cannot be read`] }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== ''
  } catch {
    return false
  }
}

/** Asked for one engine alone: only Postgres is measured. */
async function wrongSchema(host: Pick<RunnerHost, 'readFile'>, path: string): Promise<string | readonly string[]> {
  let text: string
  try {
    text = host.readFile(path)
  } catch {
    return `there is no file "${path}" in the workspace`
  }
  const { mistakes } = readSchema(path, text, sqlParser(await loadParser()).parse)
  return mistakes.map(({ line, text: wrong }) => `${path}:${String(line)} ${wrong}; \`pg_dump --schema-only\` writes such a file`)
}

function isGiven(values: MigrateValues, name: keyof MigrateValues): boolean {
  return values[name] !== undefined
}

function both(values: MigrateValues, one: keyof MigrateValues, other: keyof MigrateValues): boolean {
  return isGiven(values, one) && isGiven(values, other)
}
