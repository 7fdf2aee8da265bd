import { describe, expect, it } from 'vitest'
import { lintExpand } from './read-statement.ts'

describe('a recipe beside what is allowed or safe', () => {
  const stepsOf = (sql: string, version = 15): readonly string[] => {
    const { verdict, steps } = lintExpand(sql, { version })
    expect(verdict).toBe('runs-rewritten')
    return steps.map((step) => `${step.kind} ${step.sql.replace('ALTER TABLE users ', '')}`)
  }

  it.each([
    [
      'add-column-unknown-type',
      `ADD COLUMN s status DEFAULT 'a' CHECK (s <> 'x')`,
      [
        `short ADD COLUMN s status DEFAULT 'a'`,
        `short ADD CONSTRAINT users_s_check CHECK (s <> 'x') NOT VALID`,
        'long VALIDATE CONSTRAINT users_s_check',
      ],
    ],
    [
      'add-column-unknown-type',
      'ADD COLUMN s status REFERENCES states (s)',
      [
        'short ADD COLUMN s status',
        'short ADD CONSTRAINT users_s_fkey FOREIGN KEY (s) REFERENCES states (s) NOT VALID',
        'long VALIDATE CONSTRAINT users_s_fkey',
      ],
    ],
    [
      'add-column-volatile-default',
      'ADD COLUMN s uuid DEFAULT gen_random_uuid() UNIQUE, ADD COLUMN n int',
      [
        'short ADD COLUMN s uuid DEFAULT gen_random_uuid()',
        'index CREATE UNIQUE INDEX CONCURRENTLY users_s_key ON users (s)',
        'short ADD CONSTRAINT users_s_key UNIQUE USING INDEX users_s_key',
        'short ADD COLUMN n int',
      ],
    ],
  ])('does what %s leaves: %s', (rule, sql, steps) => {
    const found = stepsOf(`-- @allow ${rule}: it is small\nALTER TABLE users ${sql}`)
    expect(found).toEqual(steps)
  })

  it('takes what is checked apart from a virtual column', () => {
    expect(stepsOf('ALTER TABLE users ADD COLUMN b int GENERATED ALWAYS AS (a) VIRTUAL NOT NULL', 18)).toEqual([
      'short ADD COLUMN b int GENERATED ALWAYS AS (a) VIRTUAL',
      'short ADD CONSTRAINT users_b_not_null NOT NULL b NOT VALID',
      'long VALIDATE CONSTRAINT users_b_not_null',
    ])
  })

  it('leaves whole what no server would do in pieces', () => {
    const whole = 'ALTER TABLE users ADD COLUMN b int GENERATED ALWAYS AS (a) VIRTUAL UNIQUE'
    expect(lintExpand(whole, { version: 18 })).toMatchObject({ verdict: 'refused', steps: [] })
    expect(lintExpand('ALTER TABLE users ADD b int CHECK (b > 0) NOT ENFORCED', { version: 18 }).verdict).toBe('runs')
    expect(stepsOf('ALTER TABLE users ADD b int CHECK (b > 0) NOT ENFORCED CHECK (b < 9)', 18)).toEqual([
      'short ADD b int',
      'short ADD CONSTRAINT users_b_check CHECK (b > 0) NOT ENFORCED',
      'short ADD CONSTRAINT users_b_check1 CHECK (b < 9) NOT VALID',
      'long VALIDATE CONSTRAINT users_b_check1',
    ])
    expect(stepsOf('ALTER TABLE users ADD b int REFERENCES teams NOT ENFORCED', 18)).toEqual([
      'short ADD b int',
      'short ADD CONSTRAINT users_b_fkey FOREIGN KEY (b) REFERENCES teams NOT ENFORCED',
    ])
  })

  it.each(['ADD PRIMARY KEY (b)', 'ADD CONSTRAINT u UNIQUE (b)', 'ADD CONSTRAINT u CHECK (b > 0)'])(
    'is none where a constraint goes at the same time: %s',
    (sql) => {
      const found = lintExpand(`-- @allow drop-constraint: replaced\nALTER TABLE users DROP CONSTRAINT u, ${sql}`)
      expect(found).toMatchObject({ verdict: 'refused', steps: [] })
      expect(found.findings.find((each) => each.class === 'recipe')!.advice).toContain('beside DROP CONSTRAINT')
    },
  )
})

it('takes ON ONLY for what it is by the table alone', () => {
  const steps = (partitioned: boolean | undefined): readonly string[] =>
    lintExpand('CREATE INDEX i ON ONLY users (email)', { known: { partitioned: () => partitioned } }).steps.map(({ sql }) => sql)
  expect(steps(true)).toEqual(['CREATE INDEX i ON ONLY users (email)'])
  expect(steps(false)).toEqual(['CREATE INDEX CONCURRENTLY i ON users (email)'])
  expect(steps(undefined)).toEqual(['CREATE INDEX CONCURRENTLY i ON users (email)'])
})
