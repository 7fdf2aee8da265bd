/** Changes of a small shop, as their authors would write them. */

/** A table, and a thousand rows in it. */
export const users = {
  '0001_users/expand.sql': `
CREATE TABLE users (id int PRIMARY KEY, full_name text NOT NULL, display_name text);
INSERT INTO users SELECT n, 'Person ' || n FROM generate_series(1, 1000) AS n;
`,
} as const

/** Fills a column of it. */
export const names = {
  '0002_display_name/backfill.sql': `
-- @backfill table=users key=id
UPDATE users SET display_name = upper(full_name) WHERE display_name IS NULL AND :range;
`,
  '0002_display_name/verify.sql': 'SELECT FROM users WHERE display_name IS NULL;',
} as const

/** The same beside a table that says how long each row takes, so that a test has time to act. */
export const slowNames = {
  '0002_pace/expand.sql': 'CREATE TABLE pace (seconds float8 NOT NULL); INSERT INTO pace VALUES (0.01);',
  '0002_pace/backfill.sql': `
-- @backfill table=users key=id target=50ms
UPDATE users SET display_name = upper(full_name) FROM (SELECT pg_sleep(seconds) FROM pace) AS waited WHERE :range;
`,
} as const
