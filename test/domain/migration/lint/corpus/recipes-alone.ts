import { type Row, row } from './row.ts'

const long = 'a_very_long_name_of_a_column_that_is_followed_by_more_words'

/** Statements whose recipe is hard to write: names, quotes, comments, and places in the text. */
export const recipesAlone: readonly Row[] = [
  row('CREATE INDEX ON users (lower(email))', 'S add-index'),
  row('CREATE INDEX ON users ((age + 1), (total * 2), (age))', 'S add-index'),
  row(
    'CREATE INDEX ON users (coalesce(email, note), (email::varchar), (email COLLATE "C"), (nullif(age, 1)), greatest(age, total))',
    'S add-index',
  ),
  row("CREATE INDEX ON users ((CASE WHEN age > 3 THEN email END), (data ->> 'a'), ((age)::text), (doc -> 'a'))", 'S add-index'),
  row('CREATE INDEX ON users (age, age)', 'S add-index'),
  row('CREATE INDEX ON ONLY public.users (big) WHERE age > 3', 'S add-index'),
  row(
    'ALTER TABLE users ADD older int CONSTRAINT is_there NOT NULL GENERATED ALWAYS AS (total + 1) CHECK (older > 0), ADD newer int',
    'S set-not-null',
    '',
    '',
    { since: 18 },
  ),
  row('CREATE INDEX ON users (big) INCLUDE (age)', 'S add-index'),
  row('CREATE UNIQUE INDEX ON public.users (id) -- why\n WHERE age > 3 -- because', 'S add-index'),
  row(`CREATE INDEX ON wide (${long}_1, ${long}_2)`, 'S add-index', '', '', { setup: `CREATE TABLE wide (${long}_1 int, ${long}_2 int)` }),
  row(`ALTER TABLE wide ADD UNIQUE (${long}_1, ${long}_2)`, 'S add-unique', '', '', {
    setup: `CREATE TABLE wide (${long}_1 int, ${long}_2 int)`,
  }),
  row(`ALTER TABLE wide ADD CHECK (${long}_1 > 0)`, 'S add-check', '', '', { setup: `CREATE TABLE wide (${long}_1 int, ${long}_2 int)` }),
  row(`ALTER TABLE wide ALTER ${long}_1 SET NOT NULL`, 'S set-not-null', '', '', {
    setup: `CREATE TABLE wide (${long}_1 int, ${long}_2 int)`,
  }),
  row('ALTER TABLE "größe und mehr" ADD UNIQUE ("Länge 😀 ist hier sehr lang, und noch viel länger")', 'S add-unique', '', '', {
    setup: 'CREATE TABLE "größe und mehr" ("Länge 😀 ist hier sehr lang, und noch viel länger" int)',
  }),
  row(
    'ALTER TABLE other."Odd ""Table" ADD COLUMN "Select" int CHECK ("Select" > 0) UNIQUE REFERENCES teams',
    'S add-column-check',
    '',
    '',
    {
      setup: 'CREATE TABLE other."Odd ""Table" (id int)',
    },
  ),
  row('ALTER TABLE other."Odd ""Table" ALTER "order" SET NOT NULL', 'S set-not-null', '', '', {
    setup: 'CREATE TABLE other."Odd ""Table" ("order" int)',
  }),
  row(
    'ALTER TABLE ONLY public.users /* here */ ADD COLUMN /* it */ rank int -- is\n DEFAULT 3 -- so\n CHECK (rank > 2) NOT NULL',
    'S add-column-check',
  ),
  row(
    'ALTER TABLE users ADD rank int CHECK (rank > 0) CHECK (rank < 9) CONSTRAINT ten CHECK (rank <> age OR rank < 100)',
    'S add-column-check',
  ),
  row(`ALTER TABLE users ADD word text COLLATE "C" CHECK (word <> ', CHECK (') UNIQUE`, 'S add-column-check'),
  row('ALTER TABLE users ADD boss int REFERENCES teams ON DELETE SET NULL NOT NULL DEFAULT 1 CHECK (boss < 2)', 'S add-column-foreign-key'),
  row(
    'ALTER TABLE users ADD boss int CONSTRAINT the_boss REFERENCES teams (id) MATCH FULL ON UPDATE CASCADE DEFERRABLE',
    'S add-column-foreign-key',
  ),
  row(
    'ALTER TABLE users ADD rank int CHECK (rank > 0) NOT ENFORCED CHECK (rank < 9) REFERENCES teams NOT ENFORCED',
    'S add-column-check',
    '',
    '',
    { since: 18 },
  ),
  row('ALTER TABLE users ADD CONSTRAINT c CHECK (big > 0) NO INHERIT', 'S add-check'),
  row('ALTER TABLE users ADD CONSTRAINT k UNIQUE (big, id) INCLUDE (age) WITH (fillfactor = 60) DEFERRABLE', 'S add-unique'),
  row('ALTER TABLE posts ADD PRIMARY KEY (id) INCLUDE (title)', 'S add-primary-key'),
  row(
    'ALTER TABLE users ADD CHECK (z > 0), ADD z int DEFAULT 1, ALTER email SET NOT NULL, DROP COLUMN kept, ADD UNIQUE (big)',
    'S add-check',
    '',
    '',
    {
      unseen: 'a column that goes is for the contract, so that there is no recipe',
    },
  ),
  row(
    'ALTER TABLE users ADD CHECK (z > 0), ADD z int DEFAULT 1, ALTER email SET NOT NULL, ADD UNIQUE (big), ALTER z SET DEFAULT 3',
    'S add-check',
  ),
  row('ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int UNIQUE, ADD COLUMN c int DEFAULT 4 CHECK (c > b)', 'S add-column-unique'),
  row(
    'CREATE TABLE made (id int PRIMARY KEY, a int REFERENCES teams NOT NULL, b int CONSTRAINT bb REFERENCES users (id) ON DELETE CASCADE, c int CHECK (c > 0))',
    'S create-table-foreign-key',
  ),
  row(
    'CREATE TABLE made (CONSTRAINT first FOREIGN KEY (a) REFERENCES teams, a int, -- the key\n b int, FOREIGN KEY (a) REFERENCES users (id) -- last\n)',
    'S create-table-foreign-key',
  ),
  row(
    'CREATE TABLE other."Made" (a int, b int, FOREIGN KEY (a) REFERENCES teams DEFERRABLE, FOREIGN KEY (b) REFERENCES users, CHECK (a > b)) WITH (fillfactor = 70)',
    'S create-table-foreign-key',
  ),
  row('CREATE TABLE made (a int REFERENCES teams, b int) PARTITION BY RANGE (b)', 'S create-table-foreign-key'),
  row('CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (20000) TO (30000) PARTITION BY HASH (id)', 'S create-partition'),
  row('CREATE TABLE events_3 PARTITION OF public.events FOR VALUES FROM (20000) TO (30000) WITH (fillfactor = 70)', 'S create-partition'),
  row(`CREATE TABLE kinds_b PARTITION OF kinds FOR VALUES IN ('b', 'c)')`, 'S create-partition', '', '', {
    setup: `CREATE TABLE kinds (id int NOT NULL DEFAULT 3 CHECK (id > 0), kind text UNIQUE, later int GENERATED ALWAYS AS (id + 1) STORED, CHECK (id < 9)) PARTITION BY LIST (kind);
      ALTER TABLE kinds ALTER kind SET STORAGE EXTERNAL; CREATE INDEX ON kinds (id); CREATE TABLE kinds_a PARTITION OF kinds FOR VALUES IN ('a')`,
  }),
  row(
    'CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0) WITH (fillfactor = 70)',
    'S create-partition',
    '',
    '',
    {
      setup: 'CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY HASH (id)',
    },
  ),
  row('DROP INDEX public.users_age_idx, posts_id_ready RESTRICT', 'C drop-index'),
]
