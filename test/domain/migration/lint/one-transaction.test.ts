import { describe, expect, it } from 'vitest'
import { lintFiles, said } from './said.ts'

describe('files of other tools are run as one transaction', () => {
  const last = (path: string, text: string): string => said(path, text).at(-1)!.replace(/^\d+ /, '')
  const check = 'ALTER TABLE users ADD CONSTRAINT c CHECK (a > 0) NOT VALID;'
  const add = 'ALTER TABLE users ADD COLUMN a int;'
  const validate = 'ALTER TABLE users VALIDATE CONSTRAINT c;'
  const index = 'CREATE INDEX CONCURRENTLY i ON users (a);'

  it.each([
    ['V1__x.sql', `${check} ${validate}`],
    ['V1__x.sql', `${add} ALTER TABLE teams VALIDATE CONSTRAINT c;`],
    ['20260101_x/migration.sql', `${add} CREATE TABLE n AS SELECT * FROM orders;`],
    ['V1__x.sql', `-- flyway:executeInTransaction=false\nBEGIN; ${check} ${validate}`],
  ])('so that locks are kept while a table is read: %s %s', (path, text) => {
    expect(last(path, text)).toMatch(/^refused .*locks-held-meanwhile$/)
    const { statements } = lintFiles({ [path]: text })
    expect(statements.at(-1)!.findings.at(-1)).toMatchObject({ scans: true, locks: [{ relation: 'users', mode: 'ACCESS EXCLUSIVE' }] })
  })

  it.each([
    ['V1__x.sql', validate],
    ['V1__x.sql', `${validate} ${add}`],
    ['V1__x.sql', `${add} COMMIT; ${validate}`],
    ['V1__x.sql', `CREATE TABLE n (a int); CREATE INDEX ON n (a); ${validate}`],
    ['1_x.sql', `-- +goose NO TRANSACTION\n-- +goose Up\n${check} ${validate}`],
    ['1_x.sql', `-- migrate:up transaction:false\n${check} ${validate}`],
    ['1_x.sql', `-- no-transaction\n${check} ${index}`],
    ['1_x.sql', `-- atlas:txmode none\n${add} ${index}`],
    ['1_x.sql', `-- +migrate Up notransaction\n${add} ${index}`],
    ['V1__x.sql', `-- flyway:executeInTransaction=false\n${add} ${index}`],
    ['V1__x.sql', `${index} CREATE INDEX CONCURRENTLY j ON users (b);`],
    ['1_x.sql', index],
    ['1_x/expand.sql', `${check} ${validate} ${index}`],
  ])('but not all: %s %s', (path, text) => {
    expect(said(path, text).filter((line) => !line.includes(' runs '))).toEqual([])
  })

  it.each([
    `BEGIN; ${add} ${index}`,
    `${add} ${index}`,
    `${index} CREATE INDEX CONCURRENTLY j ON users (b);`,
    `${add} DROP INDEX CONCURRENTLY i;`,
    `${add} REINDEX TABLE CONCURRENTLY users;`,
    `${add} VACUUM users;`,
  ])('in which some statements fail: %s', (text) => {
    expect(last('1_x.sql', text)).toMatch(/^refused .*not-in-transaction$/)
  })

  it('and who says that a table is small need not say it twice', () => {
    expect(last('V1__x.sql', `${add}\n-- @allow add-index: small\nCREATE INDEX ON users (a);`)).toBe('runs add-index')
    expect(last('V1__x.sql', `${check}\n-- @allow locks-held-meanwhile: small\n${validate}`)).toBe(
      'runs validate-constraint locks-held-meanwhile',
    )
  })
})
