/** What has to be there before them. */
export const needed =
  "CREATE TABLE marked (id int PRIMARY KEY, name text CHECK (name <> 's3cret-bad')); INSERT INTO marked VALUES (8471147, 's3cret')"

/** Takes away what they leave. */
export const leftBehind =
  'DROP TABLE IF EXISTS refers, narrow, parts, guarded, asked; DROP TYPE IF EXISTS mood; DROP FUNCTION IF EXISTS refuse, ask'

/** Each makes the server say something that holds a literal, or a value of a row. */
export const failing: Readonly<Record<string, string>> = {
  'a unique violation': "INSERT INTO marked VALUES (8471147, 's3cret')",
  'a check violation': "INSERT INTO marked VALUES (1, 's3cret-bad')",
  'a missing value': "INSERT INTO marked VALUES (NULL, 's3cret')",
  'a foreign key': 'CREATE TABLE refers (id int REFERENCES marked); INSERT INTO refers VALUES (8471142)',
  'division by zero': 'SELECT 8471147 / (8471147 - 8471147)',
  'an invalid integer': "SELECT 's3cret'::int",
  'an invalid date': 'SELECT $$s3cret-8471147$$::date',
  'an invalid enum': "CREATE TYPE mood AS ENUM ('good'); SELECT 's3cret'::mood",
  'invalid json': `SELECT '{"s3cret'::jsonb`,
  'a text that is too long': "CREATE TABLE narrow (a varchar(3)); INSERT INTO narrow VALUES ('s3cret')",
  'a name that is a literal': "SELECT 's3cret'::regclass",
  'a setting that is a literal': "SELECT current_setting('s3cret.a')",
  'a position': 'SELECT id FROM marked ORDER BY 8471147',
  'no partition': "CREATE TABLE parts (a text) PARTITION BY LIST (a); INSERT INTO parts VALUES ('s3cret')",
  'an exception of a trigger': `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not %', NEW.name USING ERRCODE = 'check_violation'; END $$;
    CREATE TABLE guarded (name text); CREATE TRIGGER guard BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION refuse();
    INSERT INTO guarded VALUES ('s3cret')`,
  'SQL that is made of values': `CREATE FUNCTION ask() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('SELECT %I', NEW.name); END $$;
    CREATE TABLE asked (name text); CREATE TRIGGER asks BEFORE INSERT ON asked FOR EACH ROW EXECUTE FUNCTION ask();
    INSERT INTO asked VALUES ('s3' || 'cret')`,
  'a syntax error': "SELECT 's3cret-8471147' 's3cret-8471147' FROM",
  'a string that does not end': "SELECT 's3cret-8471147",
}
