import { blocked, contract, impossible, newColumn, recipe, type Rule, safe } from '../lint/rule.ts'

const otherColumn = 'Add another column, keep it in step by a trigger, fill it by backfill.sql, and drop the old one in contract.sql.'
const copying = 'Use gh-ost or pt-online-schema-change, which copy beside the writers: a task of its own (run-task) can run them.'
const say =
  'Write ALGORITHM=INSTANT, or ALGORITHM=INPLACE, LOCK=NONE: the server then refuses at once what it cannot do so. safe-rewrite adds it.'
const unseen = 'See what it does, and allow it where nobody waits for it.'

const all = {
  'add-column': safe('Only the dictionary changes.'),
  'add-column-required': blocked(
    'NOT NULL without a default: rows that are there get an empty value, and old code that does not know the column can no longer insert.',
    'Give it a DEFAULT, or leave it without NOT NULL.',
  ),
  'add-column-computed-default': newColumn(
    'Its default is computed for every row: the whole table is written anew, or the server refuses.',
    'Add the column without a default, then ALTER COLUMN ... SET DEFAULT, and fill it by backfill.sql.',
  ),
  'add-column-stored': newColumn(
    'A stored value is computed for every row: the table is copied while nobody can write.',
    'Make it VIRTUAL, or a plain column that a trigger fills.',
  ),
  'add-column-auto-increment': newColumn(
    'Every row gets a number of its own: the table is written anew while nobody can write.',
    otherColumn,
  ),
  'add-column-key': blocked(
    'It makes an index as well, in one statement that must then build it.',
    'Add the column alone, then the index in a statement of its own.',
  ),
  'drop-column': contract('Code that names the column fails.'),
  'rename-column': contract('Code that uses the old name fails.', otherColumn),
  'modify-varchar': safe(
    'A longer text changes only the dictionary; a shorter one is refused by the server, for the algorithm is stated. All that it does not state anew, such as NOT NULL or DEFAULT, is taken away.',
  ),
  'modify-not-null': contract(
    'Where the column may be null, old code that writes null fails.',
    'Where it is NOT NULL already, allow it; otherwise move it to contract.sql.',
  ),
  'move-column': contract('Old code that inserts without names, or counts the columns of SELECT *, takes one column for another.'),
  'change-type': newColumn('Another type is another form of every row: the table is copied while nobody can write.', otherColumn),
  'set-default': safe('Only rows to come are concerned.'),
  'drop-default': contract('Old code that leaves the column out now writes null, or fails.'),
  'column-visibility': contract('SELECT * of old code has other columns than before.'),
  'add-index': safe('The index is built beside readers and writers.'),
  'add-unique-index': safe(
    'The index is built beside readers and writers; two equal rows make it fail at its end, so let verify.sql look for them first.',
  ),
  'add-index-blocking': blocked(
    'An index of this kind is built while nobody can write.',
    'Take a time when nobody needs to write, or build it on another table.',
  ),
  'drop-index': contract('Queries of old code may need it, or name it.', 'Move it to contract.sql, or allow it where no query uses it.'),
  'rename-index': contract('Old code that names the index in a hint fails.'),
  'index-visibility': contract('Queries of old code may need it.', 'Move it to contract.sql, or allow it where no query uses it.'),
  'show-index': safe('The index is used again: only the dictionary changes.'),
  'add-primary-key': blocked(
    'The table is written anew. Where its columns may be null the server copies it while nobody can write.',
    copying,
  ),
  'drop-primary-key': blocked('The table is copied while nobody can write.', copying),
  'add-foreign-key': blocked(
    'Every row is checked: the table is copied while nobody can write. Only with foreign_key_checks off it is not, and then rows that are there are never checked.',
    copying,
  ),
  'add-check': blocked('Every row is checked: the table is copied while nobody can write.', copying),
  'drop-constraint': contract(
    'Old code may rely on being refused.',
    'Where it is a CHECK or FOREIGN KEY that is only given up, say so by -- @loosens; otherwise move it to contract.sql.',
  ),
  'rename-table': contract(
    'Code that uses the old name fails.',
    'Leave a view of the old name, in contract.sql; or make another table and keep it in step.',
  ),
  'set-options': safe('Only the dictionary changes.'),
  'convert-charset': blocked(
    'Every text is written anew: the table is copied while nobody can write.',
    `Another column for each text: ${otherColumn} Or: ${copying}`,
  ),
  'rebuild-table': blocked('The whole table is written anew, and copies of the database wait until they have done the same.', copying),
  'alter-partition': blocked(
    'Rows are moved or their table is locked, as the kind of partitions has it.',
    'Take a time when nobody needs the table, and allow it.',
  ),
  'drop-partition': contract('Its rows are gone.'),
  'algorithm-missing': recipe(
    'Without ALGORITHM and LOCK the server silently copies the table where it knows no better way, while nobody can write.',
    say,
  ),
  'algorithm-copy': blocked('The table is copied while nobody can write.', copying),
  'lock-stated': blocked('LOCK=SHARED and LOCK=EXCLUSIVE ask for writers to wait.', 'LOCK=NONE.'),
  'create-object': safe('What is new is used by nobody.'),
  'create-table': safe('What is new is used by nobody. A table that is referred to by a FOREIGN KEY is locked for a moment.'),
  'create-table-select': blocked(
    'It reads as many rows as are found, and locks them.',
    'Create the table empty, and fill it by backfill.sql.',
  ),
  'create-view': safe('Only the dictionary changes. Where a view shows other rows than before, old code sees them too.'),
  'create-trigger': safe('Only the dictionary changes. It fires for old code too.'),
  'on-new-table': safe('The table is made in the same script: nobody uses it, and it is empty.'),
  'drop-object': contract('Code that uses it fails.'),
  'drop-table': contract('Code that names the table fails.'),
  'drop-database': blocked('Everything in it is gone.', 'Drop each thing by its name, in contract.sql.'),
  truncate: blocked('Every row is gone at once, and the table is locked against everybody.', 'DELETE in batches by backfill.sql.'),
  'lock-table': blocked('Others wait until the locks are given back.', 'Remove it: each statement takes the locks that it needs.'),
  'optimize-table': blocked('The whole table is written anew.', copying),
  analyze: safe('Only statistics change.'),
  grant: safe('Nobody may do less than before.'),
  revoke: contract('Old code may be refused what it does.'),
  'insert-values': safe('Some rows more.'),
  'insert-select': blocked(
    'As many rows as are found, in one transaction, and those that are read are locked.',
    'Move it to backfill.sql, which goes batch by batch.',
  ),
  update: blocked('Every row it changes stays locked until all are changed.', 'Move it to backfill.sql, which goes batch by batch.'),
  delete: blocked('Every row it deletes stays locked until all are deleted.', 'Move it to backfill.sql, which goes batch by batch.'),
  batched: safe('The rows of one batch at a time.'),
  query: safe('It only reads.'),
  'locking-query': blocked('The rows it finds stay locked, or go into a file of the server.', 'Only read.'),
  'call-routine': blocked('It calls a routine or runs a text as code, which is not looked into.', unseen),
  'load-data': blocked('Rows from a file: the runner has none.', 'INSERT the rows, or load them by a program of your own.'),
  'transaction-control': impossible(
    'Each statement is a transaction of its own, and most statements here commit by themselves.',
    'Remove BEGIN, COMMIT and the like.',
  ),
  'session-setting': impossible(
    'A setting of the session would be lost with it, and SET GLOBAL is for everybody.',
    'Remove it; what the server should be set to belongs to its parameter group.',
  ),
  'range-misplaced': impossible(
    ':range does not choose the rows of a batch, so each batch would change others as well, or leave some out.',
    'Write WHERE (all other conditions) AND :range, without LIMIT, UNION and brackets around it.',
  ),
  'backfill-moves-key': impossible(
    'It changes the key that the batches follow: rows would be met again and again, or never.',
    'Take another key for @backfill, or add another column and fill that.',
  ),
  'not-repeatable': impossible(
    'Where the connection is lost at its end it is done again, and would then do more than it says: make a second index, exchange names back.',
    'Give what is added a name, in a part of its own; exchange names by several statements.',
  ),
  'lock-or-sleep': impossible(
    'It takes or gives up locks by their names, by which runs are kept apart, or waits while it keeps its own.',
    'Remove it.',
  ),
  'unknown-statement': blocked('The lint does not know this kind of statement.', unseen),
} as const

export type MysqlRule = keyof typeof all

/** The closed list of what the lint of MySQL and MariaDB can say; names that the lint of Postgres has too mean the same. */
export const mysqlRules: Readonly<Record<MysqlRule, Rule>> = all

export const mysqlRuleNames = Object.keys(all) as readonly MysqlRule[]
