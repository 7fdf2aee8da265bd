import type { Json, TaskDefinition } from '../domain/task-definition.ts'
import { SluiceError } from '../domain/errors.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'

/** Last lines of a container, oldest first, or one line that says why there are none. */
export interface LogTail {
  readonly lines: readonly string[]
  readonly missing?: string
  /** There may be lines in a moment. */
  readonly early?: true
}

const tailLines = 10

/** Reads the end of a container's log where it writes to CloudWatch Logs in the region of the service. Never throws: logs only explain. */
export async function readLogTail(
  send: Send,
  definition: TaskDefinition,
  container: string,
  taskId: string,
  region: string,
  signal?: AbortSignal,
): Promise<LogTail> {
  const place = logPlace(definition, container, taskId, region)
  if ('without' in place) return { lines: [] }
  const { logGroupName, logStreamName } = place
  if (place.region !== region) return { lines: [], missing: `its log is in ${place.region}, in the group ${logGroupName}` }
  try {
    const { events } = await send('logs:GetLogEvents', { logGroupName, logStreamName, limit: tailLines, startFromHead: false }, signal)
    const lines = (events ?? []).map((event) => (event.message ?? '').trimEnd()).filter((line) => line !== '')
    return lines.length > 0 ? { lines } : { lines, missing: `its log ${logGroupName} ${logStreamName} is empty`, early: true }
  } catch (error) {
    const early = awsErrorName(error) === 'ResourceNotFoundException' && { early: true as const }
    return { lines: [], missing: whyMissing(error, logGroupName, logStreamName), ...early }
  }
}

/** Why a log could not be read, in words. */
export function whyMissing(error: unknown, group: string, stream: string): string {
  if (awsErrorName(error) === 'ResourceNotFoundException') return `there is no log ${stream} in the group ${group}`
  if (error instanceof SluiceError && error.reasonCode === 'ACCESS_DENIED') {
    return `its log cannot be read: allow logs:GetLogEvents on the log group ${group}`
  }
  return `its log cannot be read: ${error instanceof Error ? error.message : String(error)}`
}

/** Where in CloudWatch Logs the lines of a container are. */
export interface LogPlace {
  readonly logGroupName: string
  readonly logStreamName: string
  readonly region: string
}

/**
 * Where a container of a task writes its lines, or why that is nowhere in CloudWatch Logs. The name of the stream follows from the prefix
 * alone; without one it is Docker's id of the container. Source: "Using the awslogs log driver", Developer Guide.
 */
export function logPlace(
  definition: TaskDefinition,
  container: string,
  taskId: string,
  region: string,
): LogPlace | { readonly without: string } {
  const found = definition.containerDefinitions.find((each) => each.name === container)
  const configuration = found?.['logConfiguration'] as { readonly [member: string]: Json | undefined } | undefined
  const driver = configuration?.['logDriver']
  if (typeof driver !== 'string') return { without: `${container} has no logConfiguration` }
  if (driver !== 'awslogs') return { without: `${container} logs by ${driver}, not to CloudWatch Logs` }
  const options = (configuration?.['options'] ?? {}) as Readonly<Record<string, string | undefined>>
  const { 'awslogs-group': logGroupName, 'awslogs-stream-prefix': prefix, 'awslogs-region': logRegion } = options
  if (logGroupName === undefined) return { without: `${container} names no awslogs-group` }
  if (prefix === undefined)
    return { without: `${container} logs to ${logGroupName} without an awslogs-stream-prefix, so that its stream is not known` }
  return { logGroupName, logStreamName: `${prefix}/${container}/${taskId}`, region: logRegion ?? region }
}
