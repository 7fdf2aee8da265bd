import { BlockList, isIPv6 } from 'node:net'
import type { PlaneCondition, PlaneRule } from '../ports.ts'

/** What a rule may look at. */
export interface Asked {
  readonly method: string
  readonly host: string
  /** Path with query, as in the request line. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly clientAddress: string
}

/**
 * The first rule, in the order given (by priority, default last), whose conditions all hold; the values of one condition are alternatives.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function findRule(rules: readonly PlaneRule[], asked: Asked): PlaneRule | undefined {
  return rules.find((rule) => rule.conditions.every((condition) => holds(condition, asked)))
}

function holds(condition: PlaneCondition, asked: Asked): boolean {
  switch (condition.field) {
    case 'path-pattern':
      return condition.values.some((value) => fits(value, asked.url.split('?', 1)[0]!, ''))
    case 'host-header':
      return condition.values.some((value) => fits(value, asked.host.replace(/:\d+$/, ''), 'i'))
    case 'http-request-method':
      return condition.values.includes(asked.method)
    case 'source-ip':
      return condition.values.some((value) => inRange(asked.clientAddress, value))
    case 'http-header': {
      const given = asked.headers[condition.name.toLowerCase()]
      return [given].flat().some((text) => text !== undefined && condition.values.some((value) => fits(value, text, 'i')))
    }
    case 'query-string': {
      const pairs = [...new URLSearchParams(asked.url.split('?').slice(1).join('?'))]
      return condition.pairs.some((wanted) =>
        pairs.some(([key, value]) => (wanted.key === undefined || fits(wanted.key, key, 'i')) && fits(wanted.value, value, 'i')),
      )
    }
  }
}

const patterns = new Map<string, RegExp>()

/** `*` stands for any characters, `?` for exactly one. */
function fits(pattern: string, text: string, flags: '' | 'i'): boolean {
  const key = `${flags} ${pattern}`
  let regex = patterns.get(key)
  if (regex === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    regex = new RegExp(`^${source}$`, `s${flags}`)
    patterns.set(key, regex)
  }
  return regex.test(text)
}

function inRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/')
  const kind = isIPv6(network) ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(network, bits === undefined ? (kind === 'ipv6' ? 128 : 32) : Number(bits), kind)
  return list.check(address.replace(/^::ffff:/, ''), kind)
}
