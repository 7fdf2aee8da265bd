import { blocked, contract, recipe, safe } from './rule.ts'

const validate = 'Add it as NOT VALID, then VALIDATE CONSTRAINT in a statement of its own.'

export const constraintRules = {
  'add-check': recipe('The whole table is read while nobody can use it.', validate),
  'add-foreign-key': recipe('The whole table is read while nobody can write to either table.', validate),
  'add-not-null': recipe('The whole table is read while nobody can use it.', validate),
  'add-constraint-not-valid': safe('Rows to come are checked, those that are there are not read.'),
  'add-unique': recipe(
    'The index is built while nobody can use the table.',
    'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.',
  ),
  'add-primary-key': recipe(
    'The index is built, and columns that may be null are read, while nobody can use the table.',
    'Make its columns NOT NULL by a CHECK, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.',
  ),
  'add-constraint-using-index': safe(
    'The index is there already. Columns of a primary key must be NOT NULL before, or the whole table is read under the lock.',
  ),
  'add-exclusion': blocked(
    'The index is built while nobody can use the table, and no form of it goes without that.',
    'Make another table that has the constraint and keep it in step, or take a time when nobody needs the table.',
  ),
  'validate-constraint': safe('The whole table is read, beside readers and writers.'),
  'validate-with-others': recipe(
    'The whole table is read under the lock of the other parts of the statement.',
    'VALIDATE CONSTRAINT in a statement of its own.',
  ),
  'alter-constraint': safe('When it is checked: only the catalog changes.'),
  'enforce-constraint': blocked(
    'The whole table is read while nobody can write to it.',
    'Add it anew as NOT VALID, then VALIDATE CONSTRAINT.',
  ),
  'drop-constraint': contract(
    'ON CONFLICT of old code fails without its unique constraint; a CHECK or FOREIGN KEY is only given up.',
    'Where it is a CHECK or FOREIGN KEY, say so by -- @loosens; otherwise move it to contract.sql.',
  ),
  'rename-constraint': contract('ON CONFLICT ON CONSTRAINT of old code fails, and errors are told by another name.'),
  'add-domain-constraint': blocked(
    'Every table with a column of the domain is read while nobody can write to it.',
    'Add it as NOT VALID, which holds for values to come; or put a CHECK on the columns, which can be validated beside writers.',
  ),
  'add-domain-constraint-not-valid': safe('Values to come are checked, those that are there are not read.'),
  'validate-domain-constraint': blocked(
    'Every table with a column of the domain is read while nobody can write to it.',
    'Leave it NOT VALID, or take a time when nobody needs to write to those tables.',
  ),
} as const
