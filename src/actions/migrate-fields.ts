import { readDuration } from '../domain/document.ts'
import type { ActionMetadata } from '../runner/action.ts'
import { boolean, choice, duration, integer, parsed, text } from '../runner/fields.ts'
import { common, commonOutputs } from './fields.ts'

/** Where the database is, and how it is reached. */
const database = {
  'database-url': text({
    description:
      'The database, as a URL with user and password. It must be the writer itself, not a pooler that gives each transaction another connection. `${{ secrets.… }}` is its place.',
    example: '${{ secrets.DATABASE_URL }}',
    secret: true,
  }),
  'database-secret': text({
    description:
      'A secret of AWS Secrets Manager instead, by name or ARN: JSON with host, username and password, the form RDS keeps itself, or a URL.',
    example: 'production/shop/database',
  }),
  'database-host': text({
    description: 'Host, or `host:port`: goes before what the secret says, which may name none.',
    example: 'shop.cluster-abc.eu-west-1.rds.amazonaws.com',
  }),
  'database-name': text({ description: 'Name of the database: goes before what the secret says, which may name none.', example: 'shop' }),
  'database-ca': text({
    description:
      'A PEM file with the authority that signed the certificate of the database, such as the bundle of RDS. Without it those that Node trusts.',
    example: 'deploy/rds-bundle.pem',
  }),
}

/** A tool of the team's own, in the runner or inside the network of a service. */
const tools = {
  'tool-command': text({
    description:
      'A shell command that runs the migrations of another tool (`npx prisma migrate deploy`). It runs under the lock of the database and finds `DATABASE_URL`; `command: lint` reads its files.',
    example: 'npx prisma migrate deploy',
  }),
  'run-task-cluster': text({ description: 'Runs the migrations as a one-off ECS task instead: in this cluster.', example: 'production' }),
  'run-task-service': text({
    description: 'The service whose subnets, security groups and capacity the task gets.',
    example: 'shop-web',
  }),
  'run-task-definition': text({
    description: 'What the task runs: a family, `family:revision` or an ARN. Without it what the service runs.',
    example: 'shop-migrate',
  }),
  'run-task-container': text({
    description: 'The container whose exit code decides. Needed where there are several.',
    example: 'migrate',
  }),
  'run-task-command': text({
    description: 'What that container runs instead of its own command: its words, or a YAML list of them. No shell runs it.',
    example: 'npx prisma migrate deploy',
  }),
}

export const inputs = {
  command: choice(['lint', 'expand', 'backfill'], {
    description: '`lint` reads the files, `expand` makes the schema wide enough for old and new code, `backfill` fills it in batches.',
    default: 'lint',
    example: 'expand',
  }),
  migrations: text({
    description: 'Folder of the changes: `<id>_<name>/expand.sql` and so on, or the folder of another tool.',
    default: 'db/changes',
    example: 'db/changes',
  }),
  'database-engine': choice(['postgres', 'mysql'], {
    description: 'What the files are written for. `mysql` is MariaDB too.',
    default: 'postgres',
    example: 'mysql',
  }),
  ...database,
  ...tools,
  'postgres-version': integer(
    { min: 12, max: 18 },
    {
      description: 'Which Postgres the lint is about, where no database is asked. What holds for the oldest holds for all.',
      default: '12',
      example: '16',
    },
  ),
  'lint-after': text({
    description: 'Only changes behind this id are linted: for a folder with a history of its own.',
    example: '20261101T0000',
  }),
  'lint-database-url': text({
    description:
      'A server nobody needs, such as a service container: `lint` runs every change on a database of its own there, and holds locks, rewrites and scans that are seen against what it says.',
    example: 'postgres://postgres:postgres@localhost:5432/scratch',
    secret: true,
  }),
  'lint-schema': text({
    description:
      'A file with the schema before the changes, as `pg_dump --schema-only` writes it, to be made on the scratch database first.',
    example: 'db/schema.sql',
  }),
  'safe-rewrite': boolean({
    description: 'Runs statements that would block others by their safe form, and prints it.',
    default: 'false',
    example: 'true',
  }),
  'lock-timeout': parsed(
    'a duration from 10ms to 10s, such as 100ms',
    (raw) => {
      const place = { at: 'it', problems: [] }
      const ms = readDuration(place, raw, 10, 10_000)
      if (ms === undefined) throw new Error('')
      return ms
    },
    {
      description: 'How long a statement waits for its locks, and so makes others wait behind it, before it gives way and tries again.',
      default: '100ms',
      example: '50ms',
    },
  ),
  'max-wait': duration({
    description:
      'How long is waited for another run to end, and at each statement for those who hold its tables, before it is given up (`LOCK_BUSY`).',
    default: '10m',
    example: '30m',
  }),
  'backfill-batch-size': integer(
    { min: 1, max: 100_000 },
    {
      description: 'Most rows of a batch. How many it is within that follows from how long they take.',
      default: '20000',
      example: '5000',
    },
  ),
  'max-lag': duration({
    description: 'A backfill waits while a replica is further behind.',
    default: '10s',
    example: '5s',
  }),
  'max-wal': integer(
    { min: 1, max: 100_000 },
    {
      description: 'A backfill waits while the server writes more megabytes of its log (WAL) a second, whoever makes it do so.',
      example: '50',
    },
  ),
  'throttle-query': text({
    description: 'A query of your own: a backfill waits while it answers true, or a text that says why.',
    example: 'SELECT count(*) > 100 FROM jobs',
  }),
  'throttle-metrics': text({
    description: 'CloudWatch metrics, a YAML list or a file with one: a backfill waits while one of them is over its `max`.',
    example: '- { namespace: AWS/RDS, metric: CPUUtilization, dimensions: { DBInstanceIdentifier: shop }, statistic: Average, max: 80 }',
  }),
  'max-duration': duration({
    description: 'A backfill that takes longer ends `waiting`, and the next run goes on where it stopped.',
    example: '45m',
  }),
  mode: common.mode,
  'aws-region': common['aws-region'],
  environment: common.environment,
  'timeout-minutes': common['timeout-minutes'],
}

export const metadata: ActionMetadata = {
  name: 'migrate-expand-contract',
  title: 'Sluice: expand and backfill a Postgres schema',
  description: 'Says what each statement of a migration locks, and runs expand and backfill under load without anyone noticing',
  icon: 'database',
  color: 'blue',
  inputs,
  outputs: {
    ...withoutRollout(),
    level:
      'The schema level: the id of the last change up to which all are expanded. Like the next two absent for `lint`, tools and tasks.',
    pending: 'Phases that are still to come, as JSON: `[{"change":"20261120T1530","phase":"backfill"}]`.',
    'rollback-allowed': '`true` while old code can still be put back: nothing was contracted.',
  },
}

/** There is no rollout to be handed on. */
function withoutRollout(): Omit<typeof commonOutputs, 'rollout'> {
  const { rollout: _, ...rest } = commonOutputs
  return { ...rest, started: '`true` from just before the first write to the database, or the start of a tool or a task.' }
}
