import { type Row, row } from './row.ts'

const A = 'users:AEL'

export const constraints: readonly Row[] = [
  row('ALTER TABLE users ADD CONSTRAINT users_big_check CHECK (big > 0)', 'S add-check', A, 'scan'),
  row('ALTER TABLE users ADD CHECK (big > 0)', 'S add-check', A, 'scan'),
  row('ALTER TABLE users ADD CHECK (big >= age)', 'S add-check', A, 'scan'),
  row('ALTER TABLE users ADD CONSTRAINT users_big_check CHECK (big > 0) NOT VALID', 'E add-constraint-not-valid', A),
  row('ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES teams (id)', 'S add-foreign-key', 'users:SRE teams:SRE', 'scan'),
  row('ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams ON DELETE CASCADE', 'S add-foreign-key', 'users:SRE teams:SRE', 'scan'),
  row(
    'ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams DEFERRABLE INITIALLY DEFERRED',
    'S add-foreign-key',
    'users:SRE teams:SRE',
    'scan',
  ),
  row('ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES users (id)', 'S add-foreign-key', 'users:SRE', 'scan'),
  row(
    'ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID',
    'E add-constraint-not-valid',
    'users:SRE teams:SRE',
  ),
  row('ALTER TABLE events ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES teams (id)', 'S add-foreign-key', 'events:SRE teams:SRE', 'scan', {
    partitioned: true,
    also: 'events_1:SRE',
  }),
  row(
    'ALTER TABLE events ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES teams (id) NOT VALID',
    'E add-constraint-not-valid',
    'events:SRE teams:SRE',
    '',
    { since: 18, also: 'events_1:SRE' },
  ),
  row('ALTER TABLE users ADD CONSTRAINT users_big_key UNIQUE (big)', 'S add-unique', A, 'scan'),
  row('ALTER TABLE users ADD UNIQUE (big, email)', 'S add-unique', A, 'scan'),
  row('ALTER TABLE users ADD UNIQUE (big) INCLUDE (email) WITH (fillfactor = 70)', 'S add-unique', A, 'scan'),
  row('ALTER TABLE users ADD UNIQUE (big) DEFERRABLE INITIALLY DEFERRED', 'S add-unique', A, 'scan'),
  row('ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (big)', 'S add-unique', A, 'scan', { since: 15 }),
  row('ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (big)', 'B not-in-version', '', '', { until: 14, unseen: 'is not known there' }),
  row('ALTER TABLE posts ADD PRIMARY KEY (id)', 'S add-primary-key', 'posts:AEL', 'scan'),
  row('ALTER TABLE posts ADD CONSTRAINT pk PRIMARY KEY (user_id, id)', 'S add-primary-key', 'posts:AEL', 'scan'),
  row('ALTER TABLE posts ADD CONSTRAINT posts_id_key UNIQUE USING INDEX posts_id_ready', 'E add-constraint-using-index', 'posts:AEL'),
  row('ALTER TABLE posts ADD PRIMARY KEY USING INDEX posts_id_ready', 'S add-primary-key', 'posts:AEL', 'scan'),
  row('ALTER TABLE users ADD EXCLUDE (big WITH =)', 'B add-exclusion', A, 'scan'),
  row('ALTER TABLE users ADD CONSTRAINT no_twice EXCLUDE USING btree (big WITH =) WHERE (age > 3)', 'B add-exclusion', A, 'scan'),
  row('ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email', 'S add-not-null', A, 'scan', { since: 18 }),
  row('ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID', 'E add-constraint-not-valid', A, '', { since: 18 }),
  row('ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID', 'B not-in-version', '', '', {
    until: 17,
    unseen: 'is not known there',
  }),
  row('ALTER TABLE users ADD CONSTRAINT c CHECK (big > 0) NOT ENFORCED', 'B not-in-version', '', '', {
    until: 17,
    unseen: 'is not known there',
  }),
  row('ALTER TABLE users ADD CONSTRAINT c CHECK (big > 0) NOT ENFORCED', 'E add-constraint-not-valid', A, '', { since: 18 }),
  row('ALTER TABLE users VALIDATE CONSTRAINT users_total_pending', 'E validate-constraint', 'users:SUE', 'scan'),
  row('ALTER TABLE users VALIDATE CONSTRAINT users_team_pending', 'E validate-constraint', 'users:SUE', 'scan'),
  row('ALTER TABLE users DROP CONSTRAINT users_age_check', 'C drop-constraint', A),
  row('-- @loosens\nALTER TABLE users DROP CONSTRAINT users_age_check', 'E drop-constraint', A),
  row('ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey', 'C drop-constraint', 'posts:AEL', '', { also: 'users:AEL' }),
  row('ALTER TABLE teams DROP CONSTRAINT IF EXISTS teams_name_key', 'C drop-constraint', 'teams:AEL'),
  row('ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE', 'B drop-cascade drop-constraint', A, '', { also: 'posts:AEL' }),
  row('ALTER TABLE users RENAME CONSTRAINT users_age_check TO old_age', 'C rename-constraint', A),
  row('ALTER TABLE posts ALTER CONSTRAINT posts_user_id_fkey DEFERRABLE', 'E alter-constraint', 'posts:AEL'),
  row('ALTER TABLE posts ALTER CONSTRAINT posts_user_id_fkey NOT ENFORCED', 'C drop-constraint', 'posts:AEL', '', {
    since: 18,
    also: 'users:AEL',
  }),
  row('ALTER TABLE posts ALTER CONSTRAINT posts_user_id_fkey ENFORCED', 'B enforce-constraint', 'posts:AEL', 'scan', {
    since: 18,
    also: 'users:AEL',
    setup: 'ALTER TABLE posts ALTER CONSTRAINT posts_user_id_fkey NOT ENFORCED',
  }),
  row('ALTER TABLE above ALTER CONSTRAINT filled INHERIT', 'B enforce-constraint', 'above:AEL', 'scan', {
    since: 18,
    also: 'below:AEL',
    setup: `CREATE TABLE above (a int CONSTRAINT filled NOT NULL NO INHERIT); CREATE TABLE below () INHERITS (above);
      INSERT INTO below SELECT generate_series(1, 1000)`,
  }),
  row('ALTER TABLE above ALTER CONSTRAINT filled NO INHERIT', 'E alter-constraint', 'above:AEL', '', {
    since: 18,
    also: 'below:AEL',
    setup: `CREATE TABLE above (a int CONSTRAINT filled NOT NULL); CREATE TABLE below () INHERITS (above);
      INSERT INTO below SELECT generate_series(1, 1000)`,
  }),
  row('ALTER TABLE above ALTER CONSTRAINT filled INHERIT', 'B not-in-version', '', '', { until: 17, unseen: 'is not known there' }),
  row('ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams ON DELETE SET NULL (team_id)', 'B not-in-version', '', '', {
    until: 14,
    unseen: 'is not known there',
  }),
  row('ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 1000000)', 'B add-domain-constraint', '', 'scan', { also: 'scores:SH' }),
  row('ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 1000000) NOT VALID', 'E add-domain-constraint-not-valid', '', ''),
  row('ALTER DOMAIN positive VALIDATE CONSTRAINT below', 'B validate-domain-constraint', '', 'scan', {
    also: 'scores:SH',
    setup: 'ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 1000000) NOT VALID',
  }),
  row('ALTER DOMAIN positive SET NOT NULL', 'B add-domain-constraint', '', 'scan', { also: 'scores:SH' }),
  row('ALTER DOMAIN positive DROP CONSTRAINT positive_check', 'C drop-constraint'),
  row('ALTER DOMAIN positive SET DEFAULT 1', 'E set-default'),

  // Several at once: the strongest lock holds for all.
  row('ALTER TABLE users ADD COLUMN a int, ADD COLUMN b text', 'E add-column add-column', A),
  row('ALTER TABLE users ADD COLUMN a int, ADD CONSTRAINT c CHECK (a > 0)', 'S add-check add-column', A, 'scan'),
  row('ALTER TABLE users ADD COLUMN a int, VALIDATE CONSTRAINT users_total_pending', 'S validate-with-others add-column', A, 'scan'),
  row(
    'ALTER TABLE users VALIDATE CONSTRAINT users_total_pending, VALIDATE CONSTRAINT users_team_pending',
    'E validate-constraint validate-constraint',
    'users:SUE',
    'scan',
  ),
  row(
    'ALTER TABLE users ADD COLUMN a int, ADD FOREIGN KEY (team_id) REFERENCES teams',
    'S add-foreign-key add-column',
    'users:AEL teams:SRE',
    'scan',
  ),
  row('ALTER TABLE users ALTER email SET NOT NULL, ALTER note SET NOT NULL', 'S set-not-null set-not-null', A, 'scan'),
  row('ALTER TABLE teams DROP CONSTRAINT teams_name_key, ADD UNIQUE (name, id)', 'C drop-constraint add-unique', 'teams:AEL', 'scan'),
  row('ALTER TABLE users ADD COLUMN a int, DROP COLUMN kept', 'C drop-column add-column', A),
  row(
    'ALTER TABLE users ALTER age SET STATISTICS 10, ADD COLUMN a int DEFAULT random()::int',
    'R add-column-volatile-default set-statistics',
    A,
    'rewrite',
  ),
  row('ALTER TABLE users ALTER age SET STATISTICS 10, SET (fillfactor = 70)', 'E set-statistics set-options', 'users:SUE'),
]
