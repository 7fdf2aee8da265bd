import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { expect, test } from 'vitest'
import { createMetricReader, momentsOf, pointAt } from '../../src/aws/metric-reader.ts'
import type { Input, Send } from '../../src/aws/operations.ts'
import { explained } from '../fakes/explained-send.ts'

const queries = (prefix: string, count: number): readonly MetricDataQuery[] =>
  Array.from({ length: count }, (_, index) => ({ Id: `${prefix}${String(index)}`, Expression: `${prefix}${String(index)}` }))

/** CloudWatch with the number of the query as its only point. */
function counted(spoil: (id: string) => object = () => ({})) {
  const calls: (readonly (string | undefined)[])[] = []
  const send: Send = explained((_, input) => {
    const { MetricDataQueries = [], StartTime } = input as Input<'cloudwatch:GetMetricData'>
    calls.push(MetricDataQueries.map(({ Id }) => Id))
    const results = MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).map(({ Id = '' }) => {
      return { Id, Timestamps: [StartTime], Values: [Number(/\d+$/.exec(Id)?.[0])], StatusCode: 'Complete', ...spoil(Id) }
    })
    return { MetricDataResults: results }
  })
  return { reader: createMetricReader(send), calls }
}

test('reads of one turn over the same time share a call, and each finds its own', async () => {
  const { reader, calls } = counted()
  const [a, b] = await Promise.all([reader.read(queries('a', 3), 0, 60_000), reader.read(queries('b', 2), 0, 60_000)])
  expect(calls).toEqual([['a0', 'a1', 'a2', 'b0', 'b1']])
  expect([pointAt(a, 'a2', 0), pointAt(b, 'b1', 0)]).toEqual([2, 1])
  await reader.read(queries('a', 1), 0, 60_000)
  expect(calls).toHaveLength(2)
})

test('reads of another time, with the same ids, or beyond 500 queries have a call of their own', async () => {
  const { reader, calls } = counted()
  await Promise.all([
    reader.read(queries('a', 300), 0, 60_000),
    reader.read(queries('b', 200), 0, 60_000),
    reader.read(queries('c', 1), 0, 60_000),
    reader.read(queries('c', 1), 0, 60_000),
    reader.read(queries('d', 1), 0, 120_000),
    reader.read(queries('e', 1), 0, 120_000, new AbortController().signal),
  ])
  expect(calls.map((ids) => ids.length)).toEqual([500, 1, 1, 1, 1])
})

test('nothing is asked for nothing', async () => {
  const { reader, calls } = counted()
  expect(await reader.read([], 0, 60_000)).toEqual(new Map())
  expect(calls).toEqual([])
})

test('what is no number is no point', async () => {
  const { reader } = counted((id) => (id === 'a0' ? { Values: [NaN] } : {}))
  const points = await reader.read(queries('a', 2), 0, 60_000)
  expect([pointAt(points, 'a0', 0), pointAt(points, 'a1', 0), pointAt(points, 'a1', 1), pointAt(points, 'b', 0)]).toEqual([
    undefined,
    1,
    undefined,
    undefined,
  ])
  expect(momentsOf(points, ['a1', 'b'])).toEqual([0])
})

test.each([
  [{ StatusCode: 'PartialData' }, 'AWS_ERROR'],
  [{ StatusCode: 'InternalError' }, 'AWS_ERROR'],
  [{ StatusCode: 'Forbidden' }, 'ACCESS_DENIED'],
  [{ Id: 'other' }, 'AWS_ERROR'],
])('an answer with %j is an error for all who asked', async (spoilt, reasonCode) => {
  const { reader } = counted((id) => (id === 'b0' ? spoilt : {}))
  const reads = [reader.read(queries('a', 1), 0, 60_000), reader.read(queries('b', 1), 0, 60_000)]
  for (const read of await Promise.allSettled(reads)) expect(read).toMatchObject({ status: 'rejected', reason: { reasonCode } })
})

test('a query whose data is not returned need not be whole', async () => {
  const { reader } = counted()
  const hidden = { Id: 'h0', Expression: '1', ReturnData: false }
  expect(pointAt(await reader.read([hidden, ...queries('a', 2)], 0, 60_000), 'a1', 0)).toBe(1)
})
