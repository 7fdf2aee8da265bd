import { AwsFault } from '../ports.ts'

/** Points by their start. A moment without a point is missing. */
export type Points = ReadonlyMap<number, number>
/** What an expression can be: one number for all moments, one series, or several. */
export type Value = number | Points | readonly Points[]

export interface MathScope {
  /** The value of a query by id; undefined when there is no such query. */
  lookup(id: string): Value | undefined
  /** Series of metrics (not expressions) in order, those whose id contains the text. */
  metrics(containing: string): readonly Points[]
  /** Starts of all periods of the range that have begun, for FILL. */
  readonly grid: readonly number[]
  readonly periodS: number
}

/**
 * Evaluates metric math: numbers, ids, + - * / ^, comparisons, AND OR, lists, and the functions FILL, IF, SUM, AVG, MIN, MAX, ABS, METRICS, PERIOD
 * (user guide, metric math syntax). Where either side of an operator has no point, the result has none; a division by zero has none either.
 */
export function evaluateMath(text: string, scope: MathScope): Value {
  const tokens =
    text.match(/\s*([A-Za-z_]\w*|\d+(?:\.\d+)?|"[^"]*"|'[^']*'|<=|>=|==|!=|&&|\|\||[-+*/^()[\],<>])/g)?.map((token) => token.trim()) ?? []
  if (tokens.join('') !== text.replace(/\s+/g, '') && !/["']/.test(text)) throw invalid(text)
  let at = 0
  const peek = () => tokens[at]
  const take = () => tokens[at++]
  const expect = (token: string) => {
    if (take() !== token) throw invalid(text)
  }
  const level = (next: () => Value, operators: Readonly<Record<string, (a: number, b: number) => number>>) => () => {
    let left = next()
    for (let operator = operators[peek() ?? '']; operator; operator = operators[peek() ?? '']) {
      take()
      left = combine(left, next(), operator)
    }
    return left
  }
  const list = (close: string): Value[] => {
    const items: Value[] = []
    if (peek() !== close) {
      do items.push(expression())
      while (peek() === ',' && take())
    }
    expect(close)
    return items
  }
  const primary = (): Value => {
    const token = take()
    if (token === undefined) throw invalid(text)
    if (token === '-') return mapValue(primary(), (value) => -value)
    if (token === '(') {
      const inner = expression()
      expect(')')
      return inner
    }
    if (token === '[') return list(']').flatMap(asSeries)
    if (/^\d/.test(token)) return Number(token)
    if (token === 'METRICS') {
      expect('(')
      const containing = peek() === ')' ? '' : (take() ?? '').slice(1, -1)
      expect(')')
      return scope.metrics(containing)
    }
    if (peek() === '(') {
      take()
      return callFunction(token, list(')'), scope, text)
    }
    const value = scope.lookup(token)
    if (value === undefined) throw invalid(text)
    return value
  }
  const power = level(primary, { '^': (a, b) => a ** b })
  const product = level(power, { '*': (a, b) => a * b, '/': (a, b) => a / b })
  const sum = level(product, { '+': (a, b) => a + b, '-': (a, b) => a - b })
  const comparison = level(sum, {
    '<': (a, b) => Number(a < b),
    '<=': (a, b) => Number(a <= b),
    '>': (a, b) => Number(a > b),
    '>=': (a, b) => Number(a >= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
  })
  const and = (a: number, b: number) => Number(a !== 0 && b !== 0)
  const or = (a: number, b: number) => Number(a !== 0 || b !== 0)
  const expression: () => Value = level(level(comparison, { AND: and, '&&': and }), { OR: or, '||': or })
  const value = expression()
  if (at < tokens.length) throw invalid(text)
  return value
}

function callFunction(name: string, args: readonly Value[], scope: MathScope, text: string): Value {
  const [first, second, third] = args
  if (first === undefined) throw invalid(text)
  switch (name) {
    case 'FILL': {
      if (second === undefined) throw invalid(text)
      const fill = (points: Points) =>
        new Map(
          scope.grid.flatMap((atMs): [number, number][] => {
            const value = points.get(atMs) ?? (typeof second === 'number' ? second : pointAt(second, atMs))
            return value === undefined ? [] : [[atMs, value]]
          }),
        )
      return typeof first === 'number' ? first : Array.isArray(first) ? first.map(fill) : fill(first as Points)
    }
    case 'IF': {
      if (second === undefined) throw invalid(text)
      const moments = typeof first === 'number' ? scope.grid : [...(asSeries(first)[0] ?? new Map<number, number>()).keys()]
      return new Map(
        moments.flatMap((atMs): [number, number][] => {
          const chosen = pointAt(first, atMs) ? second : third
          const value = chosen === undefined ? undefined : pointAt(chosen, atMs)
          return value === undefined ? [] : [[atMs, value]]
        }),
      )
    }
    case 'ABS':
      return mapValue(first, Math.abs)
    case 'PERIOD':
      return scope.periodS
    case 'SUM':
      return reduce(first, (values) => values.reduce((a, b) => a + b, 0))
    case 'AVG':
      return reduce(first, (values) => values.reduce((a, b) => a + b, 0) / values.length)
    case 'MIN':
      return reduce(first, (values) => Math.min(...values))
    case 'MAX':
      return reduce(first, (values) => Math.max(...values))
    default:
      throw invalid(text)
  }
}

/** Of one series a number over its points; of several a series over their points at each moment. */
function reduce(value: Value, over: (values: readonly number[]) => number): Value {
  if (typeof value === 'number') return value
  if (!Array.isArray(value)) {
    const values = [...(value as Points).values()]
    return values.length > 0 ? over(values) : new Map()
  }
  const byMoment = new Map<number, number[]>()
  for (const points of value as readonly Points[])
    for (const [atMs, point] of points) {
      const there = byMoment.get(atMs)
      if (there) there.push(point)
      else byMoment.set(atMs, [point])
    }
  return new Map([...byMoment].map(([atMs, values]) => [atMs, over(values)]))
}

function combine(a: Value, b: Value, operator: (a: number, b: number) => number): Value {
  if (typeof a === 'number' && typeof b === 'number') return operator(a, b)
  if (Array.isArray(a)) return (a as readonly Points[]).map((points) => combine(points, b, operator) as Points)
  if (Array.isArray(b)) return (b as readonly Points[]).map((points) => combine(a, points, operator) as Points)
  const result = new Map<number, number>()
  for (const atMs of (typeof a === 'number' ? (b as Points) : (a as Points)).keys()) {
    const left = pointAt(a, atMs)
    const right = pointAt(b, atMs)
    if (left === undefined || right === undefined) continue
    const value = operator(left, right)
    if (Number.isFinite(value)) result.set(atMs, value)
  }
  return result
}

function mapValue(value: Value, map: (value: number) => number): Value {
  if (typeof value === 'number') return map(value)
  const one = (points: Points): Points => new Map([...points].map(([atMs, point]) => [atMs, map(point)]))
  return Array.isArray(value) ? (value as readonly Points[]).map(one) : one(value as Points)
}

function pointAt(value: Value, atMs: number): number | undefined {
  return typeof value === 'number' ? value : asSeries(value)[0]?.get(atMs)
}

function asSeries(value: Value): readonly Points[] {
  if (typeof value === 'number') return []
  return Array.isArray(value) ? (value as readonly Points[]) : [value as Points]
}

function invalid(text: string): AwsFault {
  return new AwsFault('ValidationError', `Error in expression '${text}': Invalid syntax`)
}
