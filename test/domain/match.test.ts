import { describe, expect, test } from 'vitest'
import { countsOf, matchText, parseMatch } from '../../src/domain/match.ts'

describe('conditions', () => {
  test.each<[unknown, unknown, string]>([
    [
      { header: { name: 'x-canary', values: ['1', 'yes'] } },
      { kind: 'header', name: 'x-canary', values: ['1', 'yes'] },
      'header x-canary 1 or yes',
    ],
    [{ header: { name: 'X-Canary', value: '1' } }, { kind: 'header', name: 'X-Canary', values: ['1'] }, 'header X-Canary 1'],
    [{ cookie: { name: 'canary', value: 'on' } }, { kind: 'header', name: 'Cookie', values: ['*canary=on*'] }, 'header Cookie *canary=on*'],
    [{ query: { key: 'canary', value: '1' } }, { kind: 'query', pairs: [{ key: 'canary', value: '1' }] }, 'query canary=1'],
    [{ query: { values: ['a', 'b'] } }, { kind: 'query', pairs: [{ value: 'a' }, { value: 'b' }] }, 'query a or b'],
    [
      { 'source-ip': ['10.0.0.0/8', '2001:db8::/32'] },
      { kind: 'source-ip', values: ['10.0.0.0/8', '2001:db8::/32'] },
      'source-ip 10.0.0.0/8 or 2001:db8::/32',
    ],
    [{ path: '/beta/*' }, { kind: 'path', values: ['/beta/*'] }, 'path /beta/*'],
    [{ host: ['beta.shop.example'] }, { kind: 'host', values: ['beta.shop.example'] }, 'host beta.shop.example'],
    [{ method: ['GET', 'HEAD'] }, { kind: 'method', values: ['GET', 'HEAD'] }, 'method GET or HEAD'],
  ])('%j', (entry, expected, text) => {
    const made = parseMatch([entry])
    expect(made).toEqual({ value: [expected] })
    if ('value' in made) expect(matchText(made.value)).toBe(text)
  })

  test('count as AWS counts them', () => {
    const made = parseMatch([{ cookie: { name: 'c', values: ['1', '2'] } }, { query: { key: 'k', value: 'v?' } }])
    if ('problems' in made) throw new Error(made.problems.join())
    expect(countsOf(made.value)).toEqual({ values: 3, wildcards: 5 })
  })
})

describe('every mistake is told, with its place', () => {
  test.each<[unknown, readonly string[]]>([
    [undefined, ['match is empty: a list of conditions, such as "- header: { name: x-canary, value: yes }", is expected']],
    [[], ['match is a list: a list of conditions, such as "- header: { name: x-canary, value: yes }", is expected']],
    [
      ['canary', { header: {}, path: '/' }, { weight: 5 }],
      [
        'match[0] is "canary": one of header, cookie, query, host, path, method, source-ip is expected, such as "header: { name: x-canary, value: yes }"',
        'match[1] is a mapping of "header", "path": one of header, cookie, query, host, path, method, source-ip is expected, such as "header: { name: x-canary, value: yes }"',
        'match[2] is a mapping of "weight": one of header, cookie, query, host, path, method, source-ip is expected, such as "header: { name: x-canary, value: yes }"',
      ],
    ],
    [
      [{ header: { name: 'x canary', value: 1, colour: 'red' } }],
      [
        'match[0].header.colour is not known: name, value, values are',
        'match[0].header.name is "x canary": the name of a header, of at most 40 characters, is expected',
        'match[0].header.value is 1: text (put it in quotes) is expected',
      ],
    ],
    [[{ header: { name: 'x-canary' } }], ['match[0].header is a mapping: `value` or `values` is expected']],
    [
      [{ header: { name: 'Host', value: 'a' } }],
      ['match[0].header.name is "Host": `- host: …` instead of a header condition on it is expected'],
    ],
    [
      [{ cookie: { name: 'a', value: 'b; c' } }],
      ['match[0].cookie.value is "b; c": the value of a cookie, of at most 60 characters, is expected'],
    ],
    [[{ path: ['/a', '/b', '/c', '/d'] }], ['match[0].path has 4 values, and one condition can have 3']],
    [[{ path: [] }], ['match[0].path is a list: a path such as /beta/* is expected']],
    [[{ 'source-ip': '10.0.0.1' }], ['match[0].source-ip is "10.0.0.1": a network such as 10.0.0.0/8 is expected']],
    [[{ method: 'get' }], ['match[0].method is "get": a method such as GET is expected']],
    [[{ path: '/a b' }, { path: '/c' }], ['match[0].path is "/a b": a path such as /beta/* is expected']],
    [[{ path: '/a' }, { path: '/b' }], ['match has several conditions on path, and a rule can have one: put the values in one list']],
    [[{ path: ['/a', '/b', '/c'] }, { host: ['a.b', 'b.b', 'c.b'] }], ['match has 6 values, and a rule can compare 5']],
    [[{ path: '/*/*/*' }, { header: { name: 'x', value: '***' } }], ['match has 6 wildcards, and a rule can have 5']],
  ])('%j', (value, problems) => expect(parseMatch(value)).toEqual({ problems }))
})
