import { describe, expect, test } from 'vitest'
import { counterSelector } from '../../../src/domain/metrics/promql.ts'

describe('a selector of counters', () => {
  test.each([
    ['http_requests_total', 'http_requests_total'],
    [' http_requests_total{code=~"5..", side="{side}"} ', 'http_requests_total{code=~"5..", side="{side}"}'],
    ['job:seen:sum{a=\'}"(\', b="\\"}{", c=`)\\`}', 'job:seen:sum{a=\'}"(\', b="\\"}{", c=`)\\`}'],
    ['{__name__=~"a|b"}', '{__name__=~"a|b"}'],
    ['seen_{side}_total', 'seen_{side}_total'],
    ['sum(seen{side="{side}"})', 'seen{side="{side}"}'],
    ['sum by (le) (seen_bucket{side="{side}"})', 'seen_bucket{side="{side}"}'],
    ['sum(seen_bucket) by (le, pod)', 'seen_bucket'],
  ])('is found in %s', (query, selector) => {
    expect(counterSelector(query)).toBe(selector)
  })

  test.each([
    '',
    '{}',
    '5',
    'rate(seen[5m])',
    'sum(rate(seen[5m]))',
    'seen[5m]',
    'seen offset 5m',
    'a + b',
    'a or b',
    'sum(a) + sum(b)',
    'avg(a)',
    'seen{a="x}',
    'seen{a="x"} or vector(0)',
    'sum(seen',
  ])('is not %s', (query) => {
    expect(counterSelector(query)).toBeUndefined()
  })
})
