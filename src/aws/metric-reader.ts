import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { SluiceError } from '../domain/errors.ts'
import type { Send } from './operations.ts'

/** The points of each query by their start in milliseconds. A value may be NaN: see `pointAt`. */
export type Points = ReadonlyMap<string, ReadonlyMap<number, number>>

export interface MetricReader {
  /**
   * The points of all queries between two times (the end is exclusive), whole or not at all: what CloudWatch answers in part is AWS_ERROR, what may
   * not be read is ACCESS_DENIED. Reads of one turn over the same time share a call, as far as their ids differ; at most 500 queries each.
   */
  read(queries: readonly MetricDataQuery[], startMs: number, endMs: number, signal?: AbortSignal): Promise<Points>
}

/** Queries in one GetMetricData call (API reference, GetMetricData). */
const queriesMost = 500

interface Batch {
  readonly queries: MetricDataQuery[]
  readonly startMs: number
  readonly endMs: number
  readonly signal: AbortSignal | undefined
  readonly points: Promise<Points>
}

/** GetMetricData in one place: paging, partial data, and one call a look for everybody who reads with this reader. */
export function createMetricReader(send: Send): MetricReader {
  let open: Batch | undefined
  return {
    read(queries, startMs, endMs, signal) {
      if (queries.length === 0) return Promise.resolve(new Map())
      if (open === undefined || !mayJoin(open, queries, startMs, endMs, signal)) {
        const own: MetricDataQuery[] = []
        // Everybody who reads in this turn has joined when its promises are run.
        const points = Promise.resolve().then(() => {
          if (open?.points === points) open = undefined
          return readPoints(send, own, startMs, endMs, signal)
        })
        open = { queries: own, startMs, endMs, signal, points }
      }
      open.queries.push(...queries)
      return open.points
    },
  }
}

/** A point, unless it is missing or no number. */
export function pointAt(points: Points, id: string, atMs: number): number | undefined {
  const value = points.get(id)?.get(atMs)
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

/** When each query has a point, oldest first. */
export function momentsOf(points: Points, ids: readonly string[]): readonly number[] {
  const moments = new Set(ids.flatMap((id) => [...(points.get(id)?.keys() ?? [])]))
  return [...moments].sort((a, b) => a - b)
}

function mayJoin(
  batch: Batch,
  queries: readonly MetricDataQuery[],
  startMs: number,
  endMs: number,
  signal: AbortSignal | undefined,
): boolean {
  if (batch.startMs !== startMs || batch.endMs !== endMs || batch.signal !== signal) return false
  if (batch.queries.length + queries.length > queriesMost) return false
  const taken = new Set(batch.queries.map(({ Id }) => Id))
  return queries.every(({ Id }) => !taken.has(Id))
}

/** A page may hold a part of a query: it is whole with the last of its pages. */
async function readPoints(
  send: Send,
  queries: readonly MetricDataQuery[],
  startMs: number,
  endMs: number,
  signal: AbortSignal | undefined,
): Promise<Points> {
  const points = new Map<string, Map<number, number>>()
  const status = new Map<string, string>()
  const labels = new Map<string, string | undefined>()
  let NextToken: string | undefined
  do {
    // Newest first is the default.
    const range = { StartTime: new Date(startMs), EndTime: new Date(endMs), ScanBy: 'TimestampAscending' as const }
    const input = { MetricDataQueries: [...queries], ...range, ...(NextToken !== undefined && { NextToken }) }
    const answer = await send('cloudwatch:GetMetricData', input, signal)
    for (const { Id = '', Label, Timestamps = [], Values = [], StatusCode = 'Complete' } of answer.MetricDataResults ?? []) {
      if (labels.has(Id) && labels.get(Id) !== Label) throw severalSeries(queries, Id)
      labels.set(Id, Label)
      const known = points.get(Id) ?? new Map<number, number>()
      points.set(Id, known)
      status.set(Id, StatusCode)
      for (const [index, time] of Timestamps.entries()) {
        const value = Values[index]
        if (value !== undefined) known.set(time.getTime(), value)
      }
    }
    NextToken = answer.NextToken
  } while (NextToken !== undefined)
  for (const query of queries) if (query.ReturnData !== false) assertWhole(status.get(query.Id ?? ''), nameOf(query))
  return points
}

/** For people: the metric, or the expression with the ids the user gave. */
export function nameOf({ Id = '', MetricStat, Expression }: MetricDataQuery): string {
  return MetricStat?.Metric?.MetricName ?? Expression?.replaceAll(`${Id}_`, '') ?? Id
}

/** Half of the points would be taken for a quiet minute. */
function assertWhole(status: string | undefined, metric: string): void {
  if (status === 'Complete') return
  if (status === 'Forbidden') {
    throw new SluiceError('ACCESS_DENIED', `The role of this job may not read the metric ${metric}`, {
      hint: 'Allow cloudwatch:GetMetricData in its policy; docs/iam.md lists what each action needs.',
    })
  }
  throw new SluiceError('AWS_ERROR', `CloudWatch answered ${metric} in part (${status ?? 'not at all'})`)
}

/** A search finds as many series as there are; which of them is meant nobody can tell. */
function severalSeries(queries: readonly MetricDataQuery[], id: string): SluiceError {
  const query = queries.find(({ Id }) => Id === id)
  return new SluiceError('METRICS_UNAVAILABLE', `CloudWatch answered ${query === undefined ? id : nameOf(query)} with several series`, {
    hint: 'Make one series of them, such as SUM(SEARCH(…)).',
  })
}
