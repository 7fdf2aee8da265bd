import { blocked, contract, newColumn, recipe, safe } from './rule.ts'

const otherColumn = 'Add another column, keep it in step by a trigger, fill it by backfill.sql, and drop the old one in contract.sql.'

/** Of ALTER TABLE, where it is about columns. */
export const columnRules = {
  'add-column': safe('A column whose value is the same for every row there is: nothing is read or written.'),
  'add-column-volatile-default': newColumn(
    'Its default differs from row to row, or may do so: the whole table is written anew while nobody can read it.',
    'Add the column without a default, then SET DEFAULT, fill it by backfill.sql, and SET NOT NULL at the end.',
  ),
  'add-column-serial': newColumn(
    'Every row gets a number of its own: the whole table is written anew while nobody can read it.',
    'Make a sequence and a column that may be null, SET DEFAULT nextval, fill it by backfill.sql, and SET NOT NULL at the end.',
  ),
  'add-column-stored': newColumn(
    'A stored value is computed for every row: the whole table is written anew while nobody can read it.',
    'Add a plain column that a trigger fills, and fill the old rows by backfill.sql; from Postgres 18 on, GENERATED ... VIRTUAL.',
  ),
  'add-column-virtual': safe('A value that is computed when it is read: nothing is read or written now.'),
  'add-column-unknown-type': newColumn(
    'Where the type is a domain that checks its values, the whole table is written anew while nobody can read it. What it is, is not known here.',
    'Where it is no such domain, allow it; otherwise add the column with the type below the domain, and a CHECK.',
  ),
  'add-column-required': blocked(
    'NOT NULL without a default: it fails where there is a row, and old code that does not know the column can no longer insert.',
    'Add it without NOT NULL, fill it by backfill.sql, and SET NOT NULL once every writer knows it.',
  ),
  'add-column-primary-key': blocked(
    'Every row needs a value of its own: it fails where there are two rows, or the whole table is written anew.',
    'Add the column, fill it by backfill.sql, and ADD PRIMARY KEY in a later change.',
  ),
  'add-column-check': recipe(
    'The whole table is read while nobody can use it, to check the new column.',
    'Add the column alone, then the CHECK as NOT VALID, then VALIDATE CONSTRAINT.',
  ),
  'add-column-unique': recipe(
    'The index is built while nobody can use the table.',
    'Add the column alone, then CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.',
  ),
  'add-column-foreign-key': recipe(
    'Both tables are locked at once, and the whole table may be read.',
    'Add the column alone, then the FOREIGN KEY as NOT VALID, then VALIDATE CONSTRAINT.',
  ),
  'add-column-json': recipe('Rows with json cannot be compared: SELECT DISTINCT and UNION of old code begin to fail.', 'Use jsonb.'),
  'set-default': safe('Only rows to come are concerned.'),
  'drop-default': contract('Old code that leaves the column out now writes null, or fails.'),
  'set-not-null': recipe(
    'The whole table is read while nobody can use it.',
    'Add CHECK (... IS NOT NULL) NOT VALID, VALIDATE it, SET NOT NULL, and drop the CHECK.',
  ),
  'drop-not-null': contract(
    'Readers that expect a value may find none.',
    'Where every reader can do with null, say so by -- @loosens; otherwise move it to contract.sql.',
  ),
  'drop-column': contract('Code that names the column fails.'),
  'rename-column': contract('Code that uses the old name fails.', otherColumn),
  'change-type-in-place': safe('The new type holds every old value as it is: nothing is read or written.'),
  'change-type-computed': newColumn(
    'No value changes; but a CHECK that names the column is checked for every row, and an index by an expression or of some rows is built anew, while nobody can use the table. Whether there is one is not known here, or there is.',
    'Where there is none, allow it. Otherwise drop the CHECK first, and add it again as NOT VALID.',
  ),
  'change-type': newColumn('The whole table is written anew while nobody can read it.', otherColumn),
  'change-type-narrower': newColumn(
    'Every value is checked against the new length: the whole table is written anew while nobody can read it.',
    'Keep the type, and add a CHECK of the length as NOT VALID, then VALIDATE CONSTRAINT.',
  ),
  'change-type-unknown': newColumn(
    'From some types it only changes the catalog, from others the whole table is written anew while nobody can read it. The present type is not known here.',
    `Where it only gets wider, allow it. Otherwise: ${otherColumn.charAt(0).toLowerCase()}${otherColumn.slice(1)}`,
  ),
  'change-type-time-zone': recipe(
    'With a session in UTC only the catalog changes; in any other time zone the whole table is written anew.',
    'SET LOCAL TimeZone = UTC in its transaction, once no index and no CHECK names the column: those are built and checked anew. Values are then read as UTC: right only where that is what they are.',
  ),
  'change-collation': newColumn('Every index on the column is built anew while nobody can use the table.', otherColumn),
  'set-statistics': safe('Only the planner is told something.'),
  'set-storage': safe('How values to come are stored.'),
  'add-identity': safe('Values to come are numbered; those that are given are taken.'),
  'add-identity-always': contract('Old code that gives a value of its own fails.', 'Use GENERATED BY DEFAULT, or move it to contract.sql.'),
  'drop-identity': contract('Old code that leaves the column out now fails.'),
  'drop-expression': contract('The column is no longer computed: old code leaves it empty.'),
  'set-expression': newColumn('A stored value is computed anew for every row while nobody can read the table.', otherColumn),
} as const
