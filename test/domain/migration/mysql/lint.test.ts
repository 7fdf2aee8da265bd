import { describe, expect, test } from 'vitest'
import type { Role, Script } from '../../../../src/domain/migration/model.ts'
import { formsOf } from '../../../../src/domain/migration/mysql/algorithm.ts'
import { fitsRole, lintScript } from '../../../../src/domain/migration/mysql/lint.ts'
import { mysqlRules } from '../../../../src/domain/migration/mysql/rules.ts'
import { readChanges } from '../../../../src/domain/migration/changes.ts'
import { createParse } from '../../../../src/domain/migration/mysql/script.ts'

const parse = createParse((text) => text)

function scriptOf(role: Role, text: string): Script {
  const { changes } = readChanges([{ path: `db/1_x/${role}.sql`, text }], 'db', parse)
  const script = changes[0]?.scripts[role]
  if (script === undefined) throw new Error('no script')
  return script
}

const verdicts = (text: string, role: Role = 'expand', safeRewrite = true) => lintScript(scriptOf(role, text), { safeRewrite })

const instant = ', ALGORITHM=INSTANT'
const online = ', ALGORITHM=INPLACE, LOCK=NONE'

describe('each statement has a class', () => {
  test.each([
    ['ALTER TABLE t ADD COLUMN a int', 'algorithm-missing', 'recipe', 'nobody'],
    [`ALTER TABLE t ADD COLUMN a int${instant}`, 'add-column', 'expand-safe', 'nobody'],
    [`ALTER TABLE t ADD a varchar(9) NOT NULL DEFAULT 'x' AFTER b${instant}`, 'add-column', 'expand-safe', 'nobody'],
    [
      `ALTER TABLE t ADD COLUMN a datetime DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)${instant}`,
      'add-column',
      'expand-safe',
      'nobody',
    ],
    [`ALTER TABLE t ADD COLUMN (a int, b int NOT NULL)${instant}`, 'add-column-required', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD COLUMN a int NOT NULL${instant}`, 'add-column-required', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD COLUMN a char(36) DEFAULT (uuid())${instant}`, 'add-column-computed-default', 'new-column', 'writers'],
    ['ALTER TABLE t ADD COLUMN a int AS (b + 1) STORED', 'add-column-stored', 'new-column', 'writers'],
    [`ALTER TABLE t ADD COLUMN a int GENERATED ALWAYS AS (b + 1) VIRTUAL${instant}`, 'add-column', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ADD COLUMN a bigint AUTO_INCREMENT UNIQUE', 'add-column-auto-increment', 'new-column', 'writers'],
    ['ALTER TABLE t ADD COLUMN a int UNIQUE', 'add-column-key', 'blocked', 'nobody'],
    ['ALTER TABLE t ADD COLUMN a int REFERENCES u (id)', 'add-foreign-key', 'blocked', 'writers'],
    [`ALTER TABLE t DROP COLUMN a${instant}`, 'drop-column', 'contract-only', 'nobody'],
    ['ALTER TABLE t DROP a', 'drop-column', 'contract-only', 'nobody'],
    ['ALTER TABLE t RENAME COLUMN a TO b', 'rename-column', 'contract-only', 'nobody'],
    ['ALTER TABLE t CHANGE a b int', 'rename-column', 'contract-only', 'nobody'],
    ['ALTER TABLE t CHANGE COLUMN `a` A varchar(200)', 'algorithm-missing', 'recipe', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(200)${online}`, 'modify-varchar', 'expand-safe', 'nobody'],
    [`ALTER TABLE t MODIFY COLUMN a bigint${online}`, 'change-type', 'new-column', 'writers'],
    ["ALTER TABLE t MODIFY a ENUM('x','y')", 'change-type', 'new-column', 'writers'],
    [`ALTER TABLE t ALTER COLUMN a SET DEFAULT 5${instant}`, 'set-default', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ALTER a DROP DEFAULT', 'drop-default', 'contract-only', 'nobody'],
    ['ALTER TABLE t ADD INDEX i (a, b)', 'algorithm-missing', 'recipe', 'nobody'],
    [`ALTER TABLE t ADD INDEX i (a, b)${online}`, 'add-index', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=INPLACE', 'algorithm-missing', 'recipe', 'nobody'],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=NOCOPY', 'add-index', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=INPLACE, LOCK=SHARED', 'lock-stated', 'blocked', 'writers'],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=COPY', 'algorithm-copy', 'blocked', 'writers'],
    [`ALTER TABLE t ADD CONSTRAINT UNIQUE KEY u (a)${online}`, 'add-unique-index', 'expand-safe', 'nobody'],
    [`ALTER TABLE t ADD CONSTRAINT named UNIQUE (a)${online}`, 'add-unique-index', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ADD FULLTEXT INDEX i (a)', 'add-index-blocking', 'blocked', 'writers'],
    ['ALTER TABLE t ADD PRIMARY KEY (a)', 'add-primary-key', 'blocked', 'nobody'],
    ['ALTER TABLE t DROP PRIMARY KEY', 'drop-primary-key', 'blocked', 'writers'],
    ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)', 'add-foreign-key', 'blocked', 'writers'],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', 'add-check', 'blocked', 'writers'],
    ['ALTER TABLE t DROP FOREIGN KEY f', 'drop-constraint', 'contract-only', 'nobody'],
    ['-- @loosens\nALTER TABLE t DROP CONSTRAINT c', 'drop-constraint', 'expand-safe', 'nobody'],
    ['ALTER TABLE t DROP INDEX i', 'drop-index', 'contract-only', 'nobody'],
    ['ALTER TABLE t RENAME INDEX i TO j', 'rename-index', 'contract-only', 'nobody'],
    ['ALTER TABLE t ALTER INDEX i INVISIBLE', 'index-visibility', 'contract-only', 'nobody'],
    ['ALTER TABLE t RENAME TO u', 'rename-table', 'contract-only', 'nobody'],
    ['RENAME TABLE t TO u', 'rename-table', 'contract-only', 'nobody'],
    ['ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', 'convert-charset', 'blocked', 'writers'],
    [`ALTER TABLE t DEFAULT CHARACTER SET utf8mb4${online}`, 'set-options', 'expand-safe', 'nobody'],
    [`ALTER TABLE t COMMENT = 'ENGINE'${online}`, 'set-options', 'expand-safe', 'nobody'],
    ['ALTER TABLE t ENGINE=InnoDB', 'rebuild-table', 'blocked', 'nobody'],
    ['ALTER TABLE t FORCE', 'rebuild-table', 'blocked', 'nobody'],
    ['ALTER TABLE t DROP PARTITION p1', 'drop-partition', 'contract-only', 'writers'],
    ['ALTER TABLE t TRUNCATE PARTITION p1', 'truncate', 'blocked', 'everybody'],
    ['ALTER TABLE t REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (9))', 'alter-partition', 'blocked', 'writers'],
    ['ALTER TABLE t ADD COLUMN a int, DROP COLUMN b', 'drop-column', 'contract-only', 'nobody'],
    ['ALTER TABLE t ADD COLUMN a int, ADD CONSTRAINT c CHECK (a > 0)', 'add-check', 'blocked', 'writers'],
    ['ALTER TABLE t WIBBLE', 'unknown-statement', 'blocked', 'writers'],
    [
      `ALTER TABLE t ADD COLUMN a char(36) DEFAULT (CAST(uuid() AS CHAR))${instant}`,
      'add-column-computed-default',
      'new-column',
      'writers',
    ],
    ['ALTER TABLE t ADD COLUMN a int PARTITION BY HASH (id)', 'alter-partition', 'blocked', 'writers'],
    ['ALTER TABLE t CHANGE algorithm copy varchar(9)', 'rename-column', 'contract-only', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(10) NOT NULL${online}`, 'modify-not-null', 'contract-only', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(10) FIRST${online}`, 'move-column', 'contract-only', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(10) AFTER b${online}`, 'move-column', 'contract-only', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(10) UNIQUE${online}`, 'not-repeatable', 'blocked', 'nobody'],
    [`ALTER TABLE t MODIFY a varchar(10) AS (upper(b)) VIRTUAL${online}`, 'change-type', 'new-column', 'writers'],
    [`ALTER TABLE t ALTER a SET DEFAULT (NULL)${instant}`, 'drop-default', 'contract-only', 'nobody'],
    [`ALTER TABLE t ALTER a SET DEFAULT NULL${instant}`, 'drop-default', 'contract-only', 'nobody'],
    [`ALTER TABLE t DEFAULT CHARSET=utf8mb4 COMMENT='x' COLLATE utf8mb4_bin${online}`, 'set-options', 'expand-safe', 'nobody'],
    [`ALTER TABLE t DEFAULT CHARSET=utf8mb4 ROW_FORMAT=COMPACT${online}`, 'rebuild-table', 'blocked', 'nobody'],
    [`ALTER TABLE t COLLATE utf8mb4_bin ENGINE=InnoDB${online}`, 'rebuild-table', 'blocked', 'nobody'],
    ['ALTER TABLE t ADD COLUMN a int, ALGORITHM=INPLACE, LOCK=NONE ENGINE=InnoDB', 'unknown-statement', 'blocked', 'writers'],
    [`ALTER TABLE t COMMENT='x' WIBBLE=1${online}`, 'unknown-statement', 'blocked', 'writers'],
    [`ALTER TABLE t ADD INDEX i (a), ALGORITHM=INPLACE, LOCK=DEFAULT`, 'algorithm-missing', 'recipe', 'nobody'],
    ['ALTER TABLE t ADD INDEX i (a), LOCK=EXCLUSIVE', 'lock-stated', 'blocked', 'everybody'],
    [`ALTER TABLE t ADD INDEX (a)${online}`, 'not-repeatable', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD KEY USING BTREE (a)${online}`, 'not-repeatable', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD CONSTRAINT UNIQUE KEY (a)${online}`, 'not-repeatable', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD COLUMN (a int, INDEX (a))${instant}`, 'not-repeatable', 'blocked', 'nobody'],
    [`ALTER TABLE t ADD UNIQUE INDEX IF NOT EXISTS \`i\` (a)${online}`, 'add-unique-index', 'expand-safe', 'nobody'],
    ['ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a', 'not-repeatable', 'blocked', 'nobody'],
    ['RENAME TABLE a TO x, b TO a, x TO b', 'not-repeatable', 'blocked', 'nobody'],
    ['RENAME TABLE a TO old, b TO a', 'rename-table', 'contract-only', 'nobody'],
    ['CREATE INDEX i ON t (a)', 'algorithm-missing', 'recipe', 'nobody'],
    ['CREATE UNIQUE INDEX i ON t (a) ALGORITHM=INPLACE LOCK=NONE', 'add-unique-index', 'expand-safe', 'nobody'],
    ['CREATE FULLTEXT INDEX i ON t (a)', 'add-index-blocking', 'blocked', 'writers'],
    ['DROP INDEX i ON t', 'drop-index', 'contract-only', 'nobody'],
    ['CREATE TABLE u (id int PRIMARY KEY, `lock` int)', 'create-table', 'expand-safe', 'nobody'],
    ['CREATE TABLE u AS SELECT * FROM t', 'create-table-select', 'blocked', 'nobody'],
    ['CREATE TABLE u AS TABLE t', 'create-table-select', 'blocked', 'nobody'],
    ['CREATE OR REPLACE TABLE u (id int)', 'drop-table', 'contract-only', 'nobody'],
    ['CREATE OR REPLACE VIEW v AS SELECT 1', 'create-view', 'expand-safe', 'nobody'],
    ['CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.b', 'create-trigger', 'expand-safe', 'nobody'],
    ['CREATE OR REPLACE PROCEDURE p() SELECT 1', 'drop-object', 'contract-only', 'nobody'],
    ['CREATE USER x', 'create-object', 'expand-safe', 'nobody'],
    ['DROP TABLE IF EXISTS t, u', 'drop-table', 'contract-only', 'nobody'],
    ['DROP VIEW v', 'drop-object', 'contract-only', 'nobody'],
    ['DROP DATABASE d', 'drop-database', 'blocked', 'nobody'],
    ['TRUNCATE t', 'truncate', 'blocked', 'everybody'],
    ['LOCK TABLES t WRITE', 'lock-table', 'blocked', 'everybody'],
    ['FLUSH TABLES WITH READ LOCK', 'lock-table', 'blocked', 'everybody'],
    ['OPTIMIZE TABLE t', 'optimize-table', 'blocked', 'nobody'],
    ['ANALYZE TABLE t', 'analyze', 'expand-safe', 'nobody'],
    ['ANALYZE UPDATE t SET a = 1', 'unknown-statement', 'blocked', 'nobody'],
    ['UPDATE t SET a = 1', 'update', 'blocked', 'writers'],
    ['UPDATE t SET a = 1 WHERE id = 5', 'update', 'blocked', 'writers'],
    ['WITH x AS (SELECT 1) DELETE FROM t', 'delete', 'blocked', 'writers'],
    ['INSERT INTO t VALUES (1)', 'insert-values', 'expand-safe', 'nobody'],
    ['INSERT INTO t SELECT * FROM u', 'insert-select', 'blocked', 'writers'],
    ['SELECT 1', 'query', 'expand-safe', 'nobody'],
    ['SELECT 1 IN (1) AND (2)', 'query', 'expand-safe', 'nobody'],
    ['SELECT COUNT(*) FROM t', 'query', 'expand-safe', 'nobody'],
    ['SELECT my_proc(1)', 'call-routine', 'blocked', 'nobody'],
    ['SELECT `my`.`proc`(1) FROM dual', 'call-routine', 'blocked', 'nobody'],
    ["SELECT release_lock('x') FROM t", 'lock-or-sleep', 'blocked', 'nobody'],
    ['INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = SLEEP /*+ x */ (5)', 'lock-or-sleep', 'blocked', 'nobody'],
    ['CREATE TABLE n AS SELECT SLEEP(5)', 'lock-or-sleep', 'blocked', 'nobody'],
    ['CREATE TABLE sleep (id int)', 'create-table', 'expand-safe', 'nobody'],
    ['INSERT INTO sleep (id) VALUES (1)', 'insert-values', 'expand-safe', 'nobody'],
    ['CREATE FUNCTION f() RETURNS int RETURN SLEEP(5)', 'create-object', 'expand-safe', 'nobody'],
    ['SELECT * FROM t FOR UPDATE', 'locking-query', 'blocked', 'nobody'],
    ["LOAD DATA INFILE 'x' INTO TABLE t", 'load-data', 'blocked', 'nobody'],
    ['CALL p()', 'call-routine', 'blocked', 'nobody'],
    ["PREPARE s FROM 'DROP TABLE t'", 'call-routine', 'blocked', 'nobody'],
    ['SET GLOBAL read_only = 0', 'session-setting', 'blocked', 'nobody'],
    ['USE other', 'session-setting', 'blocked', 'nobody'],
    ['START TRANSACTION', 'transaction-control', 'blocked', 'nobody'],
    ['GRANT SELECT ON t TO x', 'grant', 'expand-safe', 'nobody'],
    ['REVOKE SELECT ON t FROM x', 'revoke', 'contract-only', 'nobody'],
    ['END IF', 'unknown-statement', 'blocked', 'nobody'],
  ])('%s: %s', (sql, rule, found, blocks) => {
    const [finding] = verdicts(sql)[0]!.findings
    expect([finding!.rule, finding!.class, finding!.blocks]).toEqual([rule, found, blocks])
  })

  test('and where it is not well, advice', () => {
    for (const [name, rule] of Object.entries(mysqlRules)) expect([name, rule.advice !== '']).toEqual([name, rule.class !== 'expand-safe'])
  })

  test('no literal of the statement gets into it', () => {
    const sql = "ALTER TABLE t ADD COLUMN a varchar(99) NOT NULL DEFAULT 'hunter2', ADD CHECK (a <> 'hunter3'), COMMENT 'hunter4'"
    const [{ findings, problems }] = verdicts(sql) as [ReturnType<typeof verdicts>[number]]
    expect([...findings.flatMap(({ because, advice, rule }) => [because, advice, rule]), ...problems].join()).not.toContain('hunter')
  })
})

describe('a script', () => {
  const problems = (text: string, role: Role, safeRewrite = true) =>
    verdicts(text, role, safeRewrite).map((verdict) => verdict.problems[0]?.split(':')[0])

  test('of expand must state the way of its work, unless it is written for its author', () => {
    const sql = 'ALTER TABLE t ADD INDEX i (a); CREATE INDEX j ON t (b)'
    expect(problems(sql, 'expand', true)).toEqual([undefined, undefined])
    expect(problems(sql, 'expand', false)).toEqual(['algorithm-missing', 'algorithm-missing'])
    expect(verdicts(sql)[0]!.findings[0]!.recipe).toEqual([{ kind: 'short', sql: 'ALTER TABLE t ADD INDEX i (a)', relations: ['t'] }])
  })

  test('of contract may drop, and one of expand may not', () => {
    expect(problems('DROP TABLE t; TRUNCATE u', 'contract')).toEqual([undefined, 'truncate'])
    expect(problems('DROP TABLE t', 'expand')).toEqual(['drop-table'])
    expect(fitsRole(verdicts('DROP TABLE t')[0]!.findings[0]!, 'contract')).toBe(true)
  })

  test('may do what its author allows with a reason, but for what cannot be', () => {
    expect(problems('-- @allow truncate: nobody uses it yet\nTRUNCATE t', 'expand')).toEqual([undefined])
    expect(problems('-- @allow truncate\nTRUNCATE t', 'expand')).toEqual(['truncate'])
    expect(problems('-- @allow session-setting: I know\nSET NAMES utf8mb4', 'expand')).toEqual(['session-setting'])
  })

  test('is looked at part by part: what is allowed of one part hides no other', () => {
    const rules = (sql: string) => verdicts(sql)[0]!.findings.map(({ rule }) => rule)
    expect(problems('-- @allow drop-index: unused\nALTER TABLE users DROP INDEX i, DROP COLUMN email', 'expand')).toEqual(['drop-column'])
    expect(rules('ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), RENAME COLUMN b TO c')).toEqual(['add-check', 'rename-column'])
    expect(rules('ALTER TABLE t ADD COLUMN a int NOT NULL CHECK (a > 0)')).toEqual(['add-column-required', 'add-check'])
    expect(problems('-- @allow add-check: few rows\nALTER TABLE t ADD COLUMN a int NOT NULL CHECK (a > 0)', 'expand')).toEqual([
      'add-column-required',
    ])
    const both = '-- @allow drop-index: unused\n-- @allow drop-column: unused\nALTER TABLE t DROP INDEX i, DROP COLUMN a'
    expect(problems(both, 'expand')).toEqual([undefined])
  })

  test('of contract copies no table unless that is allowed too', () => {
    const [{ findings, problems: found }] = verdicts('ALTER TABLE t DROP COLUMN a, ALGORITHM=COPY, LOCK=EXCLUSIVE', 'contract') as [
      ReturnType<typeof verdicts>[number],
    ]
    expect(findings.map(({ rule, blocks, rewrites }) => [rule, blocks, rewrites])).toEqual([
      ['algorithm-copy', 'writers', true],
      ['lock-stated', 'everybody', false],
      ['drop-column', 'nobody', false],
    ])
    expect(found).toHaveLength(2)
    expect(problems('ALTER TABLE t RENAME INDEX i TO j, ALGORITHM=COPY', 'contract')).toEqual(['algorithm-copy'])
    expect(problems('-- @allow algorithm-copy: few rows\nALTER TABLE t DROP COLUMN a, ALGORITHM=COPY', 'contract')).toEqual([undefined])
  })

  test.each([
    ['UPDATE t SET a = b OR c WHERE :range', undefined],
    ['UPDATE t SET a = 1 WHERE (a IS NULL OR b) AND :range', undefined],
    ['UPDATE t SET a = 1 WHERE a BETWEEN 1 AND 5 && :range AND NOT b ORDER BY id', undefined],
    ['INSERT INTO n SELECT a, COUNT(*) FROM t WHERE :range GROUP BY a ON DUPLICATE KEY UPDATE c = a OR b', undefined],
    ['DELETE FROM t WHERE CASE a WHEN 1 THEN b OR c ELSE d END AND :range', undefined],
    ['UPDATE t SET a = 1 WHERE a IS NULL OR :range', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE :range AND a IS NULL OR b', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE a || :range', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE NOT :range', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE :range IS FALSE', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE a BETWEEN 0 AND :range', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE CASE WHEN a AND :range AND b THEN 1 ELSE 1 END', 'range-misplaced'],
    ['UPDATE t SET a = 1 WHERE EXISTS (SELECT 1 WHERE :range)', 'range-misplaced'],
    ['UPDATE t SET a = :range', 'range-misplaced'],
    ['UPDATE t LEFT JOIN u ON u.id = t.id AND :range SET a = 1', 'range-misplaced'],
    ['INSERT INTO n SELECT a FROM u UNION SELECT a FROM t WHERE :range', 'range-misplaced'],
    ['DELETE FROM t WHERE :range LIMIT 5', 'range-misplaced'],
    ['UPDATE t SET a = SLEEP(1) WHERE :range', 'lock-or-sleep'],
    ['UPDATE t SET b = 1, id = id + 1000 WHERE :range', 'backfill-moves-key'],
    ['UPDATE t x JOIN u SET x.`ID` = 1 WHERE :range', 'backfill-moves-key'],
    ['INSERT INTO t SELECT * FROM t WHERE :range ON DUPLICATE KEY UPDATE id = id + 1', 'backfill-moves-key'],
    ['INSERT INTO n SELECT id FROM t WHERE :range ON DUPLICATE KEY UPDATE id = VALUES(id)', undefined],
    ['UPDATE t SET a = id WHERE :range', undefined],
  ])('of backfill: %s: %s', (sql, rule) => {
    const directives = '-- @backfill table=t key=id\n' + (rule === undefined ? '' : `-- @allow ${rule}: I know\n`)
    expect(problems(directives + sql, 'backfill')).toEqual([rule])
  })

  test('of backfill may change the rows of a batch', () => {
    expect(problems('-- @backfill table=t key=id\nUPDATE t SET a = 1 WHERE :range', 'backfill')).toEqual([undefined])
    expect(problems('-- @backfill table=t key=id\nUPDATE t SET a = 1', 'backfill')).toEqual(['update'])
  })

  test('may do anything to a table it has made itself, which is empty', () => {
    const [, second, third] = verdicts(
      'CREATE TABLE n (id int); ALTER TABLE n ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES u (id); ALTER TABLE u ADD CONSTRAINT c CHECK (a > 0)',
    )
    expect(second!.findings[0]).toMatchObject({ rule: 'on-new-table', forms: [expect.stringMatching(/\n, ALGORITHM=COPY$/)] })
    expect(third!.findings[0]!.rule).toBe('add-check')
    const [, same] = verdicts('CREATE TABLE IF NOT EXISTS n (id int); ALTER TABLE n ADD CONSTRAINT c CHECK (id > 0)')
    expect(same!.findings[0]!.rule).toBe('add-check')
  })

  test.each([
    'CREATE TABLE x (a int); RENAME TABLE x TO y, users TO x; ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)',
    'CREATE TABLE x (a int); ALTER TABLE x RENAME y; ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)',
    'CREATE TABLE x (a int); DROP TABLE d.x; ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)',
    'CREATE TABLE X (a int); ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)',
    'CREATE TABLE x (a int); ALTER TABLE x EXCHANGE PARTITION p WITH TABLE users; ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)',
    'CREATE TABLE x (a int); ALTER TABLE x ADD INDEX (a)',
  ])('and to no other by its name, nor what nothing helps against: %s', (text) => {
    expect(verdicts(text, 'contract').at(-1)!.findings[0]!.rule).not.toBe('on-new-table')
  })
})

describe('the forms of a statement', () => {
  test.each([
    [
      'ALTER TABLE t ADD a int',
      ['ALTER TABLE t ADD a int\n, ALGORITHM=INSTANT', 'ALTER TABLE t ADD a int\n, ALGORITHM=INPLACE, LOCK=NONE'],
    ],
    ['ALTER TABLE t ADD a int, ALGORITHM=INSTANT', ['ALTER TABLE t ADD a int, ALGORITHM=INSTANT']],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM INPLACE', ['ALTER TABLE t ADD INDEX i (a), ALGORITHM INPLACE\n, LOCK=NONE']],
    ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=COPY', ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=COPY']],
    [
      'ALTER TABLE t ADD INDEX i (a), ALGORITHM=INPLACE, LOCK=DEFAULT # x',
      ['ALTER TABLE t ADD INDEX i (a), ALGORITHM=INPLACE, LOCK=NONE # x'],
    ],
    ['CREATE INDEX i ON t (a) LOCK DEFAULT ALGORITHM=DEFAULT', ['CREATE INDEX i ON t (a) LOCK NONE ALGORITHM=INPLACE']],
    [
      'ALTER TABLE t ALGORITHM=DEFAULT, CHANGE algorithm copy int',
      [
        'ALTER TABLE t ALGORITHM=INSTANT, CHANGE algorithm copy int',
        'ALTER TABLE t ALGORITHM=INPLACE, CHANGE algorithm copy int\n, LOCK=NONE',
      ],
    ],
    ['CREATE INDEX i ON t (`lock`)', ['CREATE INDEX i ON t (`lock`)\n ALGORITHM=INPLACE LOCK=NONE']],
    ['DROP INDEX i ON t', ['DROP INDEX i ON t']],
    ['ALTER TABLE t DROP PARTITION p', ['ALTER TABLE t DROP PARTITION p']],
    ['UPDATE t SET a = 1', ['UPDATE t SET a = 1']],
    ['CREATE TABLE t (a int)', ['CREATE TABLE t (a int)']],
  ])('%s', (sql, forms) => {
    expect(formsOf(sql)).toEqual(forms)
  })
})
