import { describe, expect, it } from 'vitest'
import type { PlaneCondition, PlaneRule } from '../../../sandbox/matter/ports.ts'
import type { Asked } from '../../../sandbox/matter/real/routing.ts'
import { findRule } from '../../../sandbox/matter/real/routing.ts'

const asked: Asked = {
  method: 'GET',
  host: 'Shop.Example.com:8080',
  url: '/img/a.png?Version=Blue&x',
  headers: { 'user-agent': 'Mozilla/5.0 (X11)', 'x-team': 'red' },
  clientAddress: '127.70.3.9',
}
const rule = (arn: string, ...conditions: PlaneCondition[]): PlaneRule => ({
  arn,
  conditions,
  action: { kind: 'fixed-response', status: 200, contentType: 'text/plain', body: arn },
})

describe('which rule a request meets', () => {
  it.each<[string, PlaneCondition, boolean]>([
    ['path with *', { field: 'path-pattern', values: ['/img/*'] }, true],
    ['path does not see the query', { field: 'path-pattern', values: ['*Blue*'] }, false],
    ['path respects case', { field: 'path-pattern', values: ['/IMG/*'] }, false],
    ['? is one character', { field: 'path-pattern', values: ['/img/?.png'] }, true],
    ['? is not none', { field: 'path-pattern', values: ['/img/a?.png'] }, false],
    ['a dot is a dot', { field: 'path-pattern', values: ['/img/a.pn.'] }, false],
    ['host without port, any case', { field: 'host-header', values: ['shop.example.COM'] }, true],
    ['host with *', { field: 'host-header', values: ['*.example.com'] }, true],
    ['another host', { field: 'host-header', values: ['api.example.com'] }, false],
    ['one of several values', { field: 'http-request-method', values: ['POST', 'GET'] }, true],
    ['another method', { field: 'http-request-method', values: ['POST'] }, false],
    ['header, any case', { field: 'http-header', name: 'User-Agent', values: ['*mozilla*'] }, true],
    ['header that is not there', { field: 'http-header', name: 'x-none', values: ['*'] }, false],
    ['query key and value, any case', { field: 'query-string', pairs: [{ key: 'version', value: 'blue' }] }, true],
    ['query value alone', { field: 'query-string', pairs: [{ value: 'bl?e' }] }, true],
    ['query key with another value', { field: 'query-string', pairs: [{ key: 'version', value: 'green' }] }, false],
    ['source address in range', { field: 'source-ip', values: ['10.0.0.0/8', '127.70.0.0/16'] }, true],
    ['source address out of range', { field: 'source-ip', values: ['127.71.0.0/16'] }, false],
  ])('%s', (_what, condition, meets) => {
    expect(findRule([rule('it', condition), rule('default')], asked)?.arn).toBe(meets ? 'it' : 'default')
  })

  it('wants every condition of a rule, and takes the first rule that fits', () => {
    const path: PlaneCondition = { field: 'path-pattern', values: ['/img/*'] }
    const post: PlaneCondition = { field: 'http-request-method', values: ['POST'] }
    expect(findRule([rule('both', path, post), rule('first', path), rule('second', path), rule('default')], asked)?.arn).toBe('first')
  })
})
