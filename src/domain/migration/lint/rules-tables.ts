import { blocked, contract, recipe, safe } from './rule.ts'

const maintenance =
  'Use a tool that copies beside the writers, such as pg_repack or pg_squeeze, or take a time when nobody needs the table.'

/** Of tables as a whole, their partitions and their indexes. */
export const tableRules = {
  'create-table': safe('What is new is used by nobody.'),
  'create-table-foreign-key': recipe(
    'The table that is referred to is locked against writers until the transaction ends.',
    'Create the table without the FOREIGN KEY, then add it in a statement of its own.',
  ),
  'on-new-table': safe('The table is made in the same script: nobody uses it yet.'),
  'create-partition': recipe(
    'The partitioned table is locked against everybody.',
    'CREATE TABLE ... (LIKE ...), then ALTER TABLE ... ATTACH PARTITION.',
  ),
  'attach-partition': recipe(
    'The whole new partition, and a default partition, is read while nobody can use it.',
    'Add a CHECK with the bounds to the new partition first, NOT VALID, then VALIDATE it: it is then not read again.',
  ),
  'attach-new-partition': safe(
    'The partition is made in the same script: nobody uses it yet. A default partition, where there is one, is read while nobody can use it, unless a CHECK keeps such rows out.',
  ),
  'detach-partition': contract('Its rows are missing; and the partitioned table is locked against everybody.'),
  'detach-partition-concurrently': contract('Its rows are missing.'),
  'drop-table': contract('Code that names the table fails.'),
  'drop-cascade': blocked('What depends on it goes too, and is not named.', 'Drop each thing by its name, without CASCADE.'),
  'rename-table': contract(
    'Code that uses the old name fails.',
    'Leave a view of the old name: in contract.sql, in the same transaction; or make another table and keep it in step.',
  ),
  truncate: blocked('Every row is gone at once, and the table is locked against everybody.', 'DELETE in batches by backfill.sql.'),
  'set-options': safe('A setting of storage or of the table: only the catalog changes.'),
  'set-owner': contract(
    'What the old owner may do without a grant, old code may no longer do.',
    'Grant it first, and allow this; or move it to contract.sql.',
  ),
  'replica-identity-nothing': contract('UPDATE and DELETE of old code fail where the table is published.'),
  'replica-identity': safe('Only the catalog changes. With FULL every change writes the whole old row to the log.'),
  inherit: safe('Its rows become those of the other table too.'),
  disinherit: contract('Its rows are missing in the other table.'),
  'set-logged': blocked('The whole table is written anew while nobody can read it.', maintenance),
  cluster: blocked('The whole table is written anew while nobody can read it.', maintenance),
  'vacuum-full': blocked('The whole table is written anew while nobody can read it.', maintenance),
  'set-tablespace': blocked('The whole table or index is copied while nobody can use it.', maintenance),
  'set-access-method': blocked('The whole table is written anew while nobody can read it.', maintenance),
  'lock-table': blocked('Others wait until the transaction ends.', 'Remove it: each statement takes the locks that it needs.'),
  vacuum: safe('Beside readers and writers.'),
  analyze: safe('Beside readers and writers.'),
  'add-index': recipe('Nobody can write to the table while the index is built.', 'CREATE INDEX CONCURRENTLY.'),
  'add-index-concurrently': safe('The index is built beside readers and writers.'),
  'add-index-on-parent': recipe(
    'Nobody can write to any partition while the indexes are built, and CONCURRENTLY is not to be had on a partitioned table.',
    'CREATE INDEX ON ONLY the table, CREATE INDEX CONCURRENTLY on each partition, and ALTER INDEX ... ATTACH PARTITION.',
  ),
  'add-index-on-only': safe('An index of the partitioned table alone, which holds no rows itself.'),
  'attach-index': safe('Only the catalog changes.'),
  'drop-index': contract('Queries of old code may need it.', 'Move it to contract.sql, or allow it where no query uses it.'),
  'drop-index-blocking': recipe('Its table is locked against everybody until the lock of all is had.', 'DROP INDEX CONCURRENTLY.'),
  reindex: recipe('Nobody can write to the table while the index is built.', 'REINDEX ... CONCURRENTLY.'),
  'reindex-concurrently': safe(
    'The index is built beside readers and writers. One that fails leaves an invalid index that ends in _ccnew.',
  ),
  'rename-index': safe('Only its name changes.'),
} as const
