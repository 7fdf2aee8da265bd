import { blocked, contract, impossible, recipe, safe } from './rule.ts'

const unseen = 'See what it does, and allow it where nobody waits for it.'

/** Of everything that is no table, of rows, and of the session. */
export const objectRules = {
  'create-object': safe('What is new is used by nobody.'),
  'create-view': safe('A view that is new, or has new columns at its end. Where it shows other rows than before, old code sees them too.'),
  'create-function': safe(
    'A function that is new or has another body. Where it does another thing than before, it does so for old code too.',
  ),
  'create-trigger': safe('Only the catalog changes. It fires for old code too.'),
  'create-rule': contract('Statements of old code are rewritten.'),
  'row-security': contract('Old code sees other rows, or none.', 'Make the policies first and ENABLE last, in contract.sql.'),
  'disable-trigger': blocked('What the trigger keeps in order is no longer kept.', 'Drop it in contract.sql, or have the function decide.'),
  'enable-trigger': safe('Only the catalog changes. It fires for old code too.'),
  'disable-rule': blocked('Statements of old code do another thing than before.', 'Drop it in contract.sql.'),
  'drop-object': contract('Code that uses it fails.'),
  'rename-object': contract('Code that uses the old name fails.'),
  'set-schema': contract('Code that uses the old name fails.'),
  'alter-object': safe('Only the catalog changes.'),
  'alter-role': blocked(
    'Every new session of the role, or of the database, is another than old code expects, or there is none.',
    'Do it by hand, where whoever does it sees what happens; or allow it where old code cannot mind.',
  ),
  'alter-function': safe('How the planner sees it; what it does stays.'),
  'change-function': contract(
    'It gives old code another result, or does it by other rights or settings.',
    'Make another function, or allow it where old code cannot mind.',
  ),
  'alter-type': contract('Values of the type change their shape for old code.'),
  'add-enum-value': safe('Nobody waits. Old code that reads the value may not know it; and it cannot be used in the same transaction.'),
  'rename-enum-value': contract(
    'Old code knows the old value.',
    'Add another value and backfill; a value that is no longer used may stay.',
  ),
  'alter-sequence': safe('Only the catalog changes.'),
  'restart-sequence': blocked(
    'Numbers that are given already may be given again.',
    'Only forward, by setval, and in a statement that is allowed.',
  ),
  'refresh-view': recipe(
    'Nobody can read the view meanwhile.',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it.',
  ),
  'refresh-view-concurrently': safe('Beside readers of the view.'),
  'empty-view': blocked('Nobody can read the view until it is filled again.', 'REFRESH MATERIALIZED VIEW CONCURRENTLY.'),
  grant: safe('Nobody may do less than before.'),
  revoke: contract('Old code may be refused what it does.'),
  comment: safe('Only the catalog changes.'),
  'create-extension': safe('What is new is used by nobody. It may need a superuser; on RDS, rds_superuser.'),
  'alter-extension': blocked('What its own script does is not known.', unseen),
  'insert-values': safe('Some rows more.'),
  'insert-select': blocked('As many rows as are found, in one transaction.', 'Move it to backfill.sql, which goes batch by batch.'),
  update: blocked('Every row it changes stays locked until all are changed.', 'Move it to backfill.sql, which goes batch by batch.'),
  delete: blocked('Every row it deletes stays locked until all are deleted.', 'Move it to backfill.sql, which goes batch by batch.'),
  batched: safe(
    'The rows of one batch at a time. A function of your own is not looked into; one that waits, or reaches other sessions or servers, has to be allowed by call-function.',
  ),
  'backfill-moves-key': impossible(
    'The batches go along the key, and it sets the key anew, or makes another row of each that is there: rows come up again, and it may never end.',
    'Fill another column, and make that the key in a later change; or pass over the rows that it makes, by a condition beside :range.',
  ),
  'backfill-not-repeatable': blocked(
    'Where verify.sql finds rows, the next run goes over the whole table again, and does this to rows that are done as well.',
    'Pass over rows that are done, by a condition beside :range or ON CONFLICT DO NOTHING.',
  ),
  'locking-query': blocked('The rows it finds stay locked until its transaction ends.', 'Only read.'),
  query: safe('It only reads.'),
  'call-function': blocked('It calls a function or a block of code, which is not looked into.', unseen),
  copy: blocked('Rows from a file or to one: the runner has none.', 'INSERT the rows, or load them by a program of your own.'),
  'transaction-control': impossible('Each statement is a transaction of its own.', 'Remove BEGIN, COMMIT and the like.'),
  'session-setting': impossible(
    'A setting of the session would hold for every statement after it, and the time-outs are set by the runner.',
    'Remove it. Defaults of a role or a database are ALTER ROLE and ALTER DATABASE, which have to be allowed by name.',
  ),
  'session-lock': impossible(
    'By an advisory lock of its session the run keeps all others away, and another one would outlast the statement.',
    'Remove it. One that ends with its transaction, pg_advisory_xact_lock, has to be allowed by call-function.',
  ),
  'locks-held-meanwhile': recipe(
    'The file is run as one transaction, which keeps what the statements before have locked while this one works.',
    'Put it into a file of its own.',
  ),
  'not-in-transaction': blocked(
    'The file is run as one transaction, in which Postgres refuses this.',
    'Put it into a file of its own, or have its tool run the file without a transaction.',
  ),
  'not-in-version': impossible('The server is older than what it is asked for.', 'Write what the oldest server knows.'),
  'unknown-statement': blocked('The lint does not know this kind of statement.', unseen),
} as const
