import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import { pageOf } from '../paging.ts'
import { AwsFault } from '../ports.ts'
import type { World } from '../world.ts'
import type { LogEvent, LogGroupRow, LogStreamRow } from './model.ts'
import { addGroup, addStream } from './streams.ts'

const EVENTS_MOST = 10_000

export function createLogGroup(world: World, input: CreateLogGroupRequest): object {
  const name = input.logGroupName ?? ''
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) throw new AwsFault('InvalidParameterException', `Log group name '${name}' is invalid.`)
  if (world.logs.groups.has(name)) throw new AwsFault('ResourceAlreadyExistsException', 'The specified log group already exists')
  addGroup(world, name)
  return {}
}

export function describeLogGroups(world: World, input: DescribeLogGroupsRequest): DescribeLogGroupsResponse {
  const found = [...world.logs.groups.values()]
    .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { page, nextToken } = pageOf(found, input.limit ?? 50, input.nextToken)
  return {
    logGroups: page.map((group) => ({
      logGroupName: group.name,
      arn: `${group.arn}:*`,
      logGroupArn: group.arn,
      creationTime: group.createdAtMs,
      metricFilterCount: 0,
      storedBytes: 0,
    })),
    ...(nextToken === undefined ? {} : { nextToken }),
  }
}

export function createLogStream(world: World, input: CreateLogStreamRequest): object {
  const group = requireGroup(world, input.logGroupName)
  const name = input.logStreamName ?? ''
  if (group.streams.has(name)) throw new AwsFault('ResourceAlreadyExistsException', 'The specified log stream already exists')
  addStream(world, group, name)
  return {}
}

export function describeLogStreams(world: World, input: DescribeLogStreamsRequest): DescribeLogStreamsResponse {
  const group = requireGroup(world, input.logGroupName ?? input.logGroupIdentifier)
  const byTime = input.orderBy === 'LastEventTime'
  const found = [...group.streams.values()]
    .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
    .sort((a, b) => (byTime ? lastOf(a) - lastOf(b) : a.name < b.name ? -1 : 1))
  if (input.descending) found.reverse()
  const { page, nextToken } = pageOf(found, input.limit ?? 50, input.nextToken)
  return {
    logStreams: page.map((stream) => ({
      logStreamName: stream.name,
      arn: stream.arn,
      creationTime: stream.createdAtMs,
      firstEventTimestamp: stream.events[0]?.timestamp,
      lastEventTimestamp: stream.events.at(-1)?.timestamp,
      lastIngestionTime: stream.events.at(-1)?.ingestionTime,
      storedBytes: 0,
    })),
    ...(nextToken === undefined ? {} : { nextToken }),
  }
}

export function putLogEvents(world: World, input: PutLogEventsRequest): PutLogEventsResponse {
  const stream = requireStream(requireGroup(world, input.logGroupName), input.logStreamName)
  const ingestionTime = Math.floor(world.nowMs())
  for (const { timestamp = ingestionTime, message = '' } of input.logEvents ?? []) stream.events.push({ timestamp, ingestionTime, message })
  stream.events.sort((a, b) => a.timestamp - b.timestamp)
  return { nextSequenceToken: String(stream.events.length) }
}

/**
 * The newest page unless `startFromHead`; within a page in order of time. Tokens walk on (`f/`) and back (`b/`); at the end of a stream the same
 * token comes back (API reference, GetLogEvents).
 */
export function getLogEvents(world: World, input: GetLogEventsRequest): GetLogEventsResponse {
  const stream = requireStream(requireGroup(world, input.logGroupName ?? input.logGroupIdentifier), input.logStreamName)
  const events = within(stream.events, input.startTime, input.endTime)
  const limit = Math.min(input.limit ?? EVENTS_MOST, EVENTS_MOST)
  const [, direction, offset] = /^([fb])\/(\d+)$/.exec(input.nextToken ?? '') ?? []
  if (input.nextToken !== undefined && !direction) throw new AwsFault('InvalidParameterException', 'The specified nextToken is invalid.')
  let from = input.startFromHead ? 0 : Math.max(0, events.length - limit)
  let to = Math.min(events.length, from + limit)
  if (direction === 'f') {
    from = Math.min(events.length, Number(offset))
    to = Math.min(events.length, from + limit)
  } else if (direction === 'b') {
    to = Math.min(events.length, Number(offset))
    from = Math.max(0, to - limit)
  }
  return { events: events.slice(from, to).map((event) => ({ ...event })), nextForwardToken: `f/${to}`, nextBackwardToken: `b/${from}` }
}

/** Plain terms, all of which must occur; `?term` for any of them; quotes around a phrase. */
export function filterLogEvents(world: World, input: FilterLogEventsRequest): FilterLogEventsResponse {
  const group = requireGroup(world, input.logGroupName ?? input.logGroupIdentifier)
  const terms = [...(input.filterPattern ?? '').matchAll(/(\?)?(?:"([^"]*)"|(\S+))/g)].map(([, any, phrase, word]) => ({
    any: any !== undefined,
    text: phrase ?? word ?? '',
  }))
  const wanted = (message: string) =>
    terms.filter((term) => !term.any).every((term) => message.includes(term.text)) &&
    (!terms.some((term) => term.any) || terms.some((term) => term.any && message.includes(term.text)))
  const events = [...group.streams.values()]
    .filter(
      (stream) =>
        (!input.logStreamNames?.length || input.logStreamNames.includes(stream.name)) &&
        stream.name.startsWith(input.logStreamNamePrefix ?? ''),
    )
    .flatMap((stream) =>
      within(stream.events, input.startTime, input.endTime)
        .filter((event) => wanted(event.message))
        .map((event, index) => ({ ...event, logStreamName: stream.name, eventId: `${event.timestamp}${String(index).padStart(6, '0')}` })),
    )
    .sort((a, b) => a.timestamp - b.timestamp)
  const { page, nextToken } = pageOf(events, Math.min(input.limit ?? EVENTS_MOST, EVENTS_MOST), input.nextToken)
  return { events: page, searchedLogStreams: [], ...(nextToken === undefined ? {} : { nextToken }) }
}

function within(events: readonly LogEvent[], startTime: number | undefined, endTime: number | undefined): readonly LogEvent[] {
  if (startTime === undefined && endTime === undefined) return events
  return events.filter(({ timestamp }) => timestamp >= (startTime ?? -Infinity) && timestamp < (endTime ?? Infinity))
}

function lastOf(stream: LogStreamRow): number {
  return stream.events.at(-1)?.timestamp ?? 0
}

/** By name or ARN. */
function requireGroup(world: World, ref: string | undefined): LogGroupRow {
  const name = ref?.startsWith('arn:') ? ref.replace(/^.*:log-group:/, '').replace(/:\*$/, '') : ref
  const group = world.logs.groups.get(name ?? '')
  if (!group) throw new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.')
  return group
}

function requireStream(group: LogGroupRow, name: string | undefined): LogStreamRow {
  const stream = group.streams.get(name ?? '')
  if (!stream) throw new AwsFault('ResourceNotFoundException', 'The specified log stream does not exist.')
  return stream
}
