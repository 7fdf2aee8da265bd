/** What the statements of the corpus are run on: each table has this many rows, or none. */
export const rows = 1_000

export const base = `
  CREATE TABLE teams (id int PRIMARY KEY, name text UNIQUE);
  INSERT INTO teams SELECT n, 'team ' || n FROM generate_series(1, ${String(rows)}) n;
  CREATE TABLE users (
    id int PRIMARY KEY, team_id int, email text, full_name text, note varchar(50), code char(4), age int, amount numeric(10, 2),
    born timestamp, seen timestamptz, at time(3), flags varbit(8), net cidr, data json, doc jsonb, big bigint, filled text NOT NULL DEFAULT 'x',
    kept text DEFAULT 'k', total int NOT NULL DEFAULT 0
  );
  INSERT INTO users (id, team_id, email, full_name, note, code, age, amount, born, seen, at, flags, net, data, doc, big)
    SELECT n, n, 'user' || n || '@example.com', 'User ' || n, 'note', 'abcd', n % 90, n, now(), now(), '10:00', B'1', '10.0.0.0/8', '{}', '{}', n
    FROM generate_series(1, ${String(rows)}) n;
  CREATE INDEX users_age_idx ON users (age);
  ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);
  ALTER TABLE users ADD CONSTRAINT users_total_pending CHECK (total >= 0) NOT VALID;
  ALTER TABLE users ADD CONSTRAINT users_team_pending FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;
  CREATE TABLE posts (id int, user_id int, title text, CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id));
  INSERT INTO posts SELECT n, n, 'title' FROM generate_series(1, ${String(rows)}) n;
  CREATE UNIQUE INDEX posts_id_ready ON posts (id);
  CREATE TABLE events (id int NOT NULL, at timestamptz) PARTITION BY RANGE (id);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10000);
  INSERT INTO events SELECT n, now() FROM generate_series(1, ${String(rows)}) n;
  CREATE INDEX events_parent_idx ON ONLY events (at);
  CREATE INDEX events_1_child_idx ON events_1 (at);
  CREATE TABLE events_2 (id int NOT NULL, at timestamptz);
  INSERT INTO events_2 SELECT n, now() FROM generate_series(10000, ${String(9_999 + rows)}) n;
  CREATE TABLE archive (LIKE posts);
  CREATE VIEW user_names AS SELECT id, full_name FROM users;
  CREATE MATERIALIZED VIEW user_ages AS SELECT id, total FROM users;
  CREATE UNIQUE INDEX user_ages_id ON user_ages (id);
  CREATE SEQUENCE tickets;
  CREATE TYPE mood AS ENUM ('sad', 'glad');
  CREATE TYPE pair AS (a int, b int);
  CREATE DOMAIN plain_text AS text;
  CREATE DOMAIN positive AS int CHECK (VALUE > 0);
  CREATE TABLE scores (id int, score positive);
  INSERT INTO scores SELECT n, n FROM generate_series(1, ${String(rows)}) n;
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE FUNCTION steady_one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
  CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE POLICY users_all ON users USING (true);
  CREATE RULE teams_keep AS ON DELETE TO teams DO ALSO NOTHING;
  CREATE PUBLICATION feed;
  CREATE STATISTICS users_pairs ON age, team_id FROM users;
  CREATE ROLE somebody;
  CREATE SCHEMA other;
`
