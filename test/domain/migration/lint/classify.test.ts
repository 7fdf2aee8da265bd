import { describe, expect, it } from 'vitest'
import { classify, worst } from '../../../../src/domain/migration/lint/classify.ts'
import { strongest } from '../../../../src/domain/migration/lint/finding.ts'
import { ruleNames, rules } from '../../../../src/domain/migration/lint/rules.ts'
import type { Finding } from '../../../../src/domain/migration/model.ts'
import { corpus, isFor, versions } from './corpus/corpus.ts'
import type { Row } from './corpus/row.ts'
import { aboutRow, readStatement } from './read-statement.ts'

function costOf(findings: readonly Finding[]): Row['cost'] {
  return findings.some((each) => each.rewrites) ? 'rewrite' : findings.some((each) => each.scans) ? 'scan' : ''
}

describe('every statement of the corpus has its class, rules, locks and cost', () => {
  it.each(
    corpus.map((row) => [`${row.sql.replace(/\s+/g, ' ')}${row.until === undefined ? '' : `, until ${String(row.until)}`}`, row] as const),
  )('%s', (_, row) => {
    const statement = readStatement(row.sql)
    for (const version of versions.filter((each) => isFor(row, each))) {
      const found = classify(statement, aboutRow(row, version))
      expect({ version, rules: found.map((each) => each.rule).sort() }).toEqual({ version, rules: [...row.rules].sort() })
      expect(worst(found)).toBe(row.class)
      if (row.rules.length > 1) expect(found.find((each) => each.class === row.class)?.rule).toBeOneOf([...row.rules])
      expect(Object.fromEntries(strongest(found.flatMap((each) => each.locks)).map(({ relation, mode }) => [relation, mode]))).toEqual(
        row.locks,
      )
      if (row.rules[0] !== 'truncate') expect(costOf(found)).toBe(row.cost)
    }
  })
})

it('has at least 200 statements, and every rule has one of its own or is found by another test', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200)
  const found = new Set(corpus.flatMap((row) => row.rules))
  expect(ruleNames.filter((rule) => !found.has(rule))).toEqual([
    'on-new-table',
    'attach-new-partition',
    'backfill-moves-key',
    'backfill-not-repeatable',
    'locks-held-meanwhile',
    'not-in-transaction',
  ])
})

it('says of each rule what it means, and what to do where it does not stand by itself', () => {
  for (const name of ruleNames) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(rules[name].meaning).toMatch(/^[A-Z].*\.$/)
    expect(rules[name].advice === '').toBe(rules[name].class === 'expand-safe')
  }
})
