/** A table, and a thousand rows in it. */
export const users = {
  '0001_users/expand.sql': `CREATE TABLE users (id int PRIMARY KEY, full_name text NOT NULL, display_name text, fills int NOT NULL DEFAULT 0);
INSERT INTO users SELECT n, 'Person ' || n FROM generate_series(1, 1000) AS n;
`,
} as const

/** Fills a column of it. */
export const names = {
  '0002_names/backfill.sql': `-- @backfill table=users key=id
UPDATE users SET display_name = upper(full_name), fills = fills + 1 WHERE display_name IS NULL AND :range;
`,
  '0002_names/verify.sql': 'SELECT FROM users WHERE display_name IS NULL;',
} as const

/** The same at the pace of a table, in seconds a row: a test that has seen enough sets it to zero. */
export const slowNames = {
  '0002_names/expand.sql': 'CREATE TABLE pace AS SELECT 0.02::float8 AS seconds;',
  '0002_names/backfill.sql': `-- @backfill table=users key=id
-- @allow call-function: it only takes its time
UPDATE users SET display_name = upper(full_name), fills = fills + 1
WHERE :range AND (SELECT pg_sleep(seconds * least(1, users.id)) IS NOT NULL FROM pace);
`,
} as const

/** How many rows were filled how often. */
export const fillsSql = 'SELECT fills, count(*)::int AS rows FROM users GROUP BY fills ORDER BY fills'
export const filledOnce = [{ fills: 1, rows: 1000 }]
