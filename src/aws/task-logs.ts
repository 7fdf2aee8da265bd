import type { ContainerDefinition, Json, TaskDefinition } from '../domain/task-definition.ts'
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
  const found = definition.containerDefinitions.find((each) => each.name === container)
  const options = awslogs(found)
  if (!options) return { lines: [] }
  const { 'awslogs-group': logGroupName, 'awslogs-stream-prefix': prefix, 'awslogs-region': logRegion } = options
  if (logGroupName === undefined || prefix === undefined) return { lines: [] }
  if (logRegion !== undefined && logRegion !== region)
    return { lines: [], missing: `its log is in ${logRegion}, in the group ${logGroupName}` }
  const logStreamName = `${prefix}/${container}/${taskId}`
  try {
    const { events } = await send('logs:GetLogEvents', { logGroupName, logStreamName, limit: tailLines, startFromHead: false }, signal)
    const lines = (events ?? []).map((event) => (event.message ?? '').trimEnd()).filter((line) => line !== '')
    return lines.length > 0 ? { lines } : { lines, missing: `its log ${logGroupName} ${logStreamName} is empty`, early: true }
  } catch (error) {
    const early = awsErrorName(error) === 'ResourceNotFoundException' && { early: true as const }
    return { lines: [], missing: whyMissing(error, logGroupName, logStreamName), ...early }
  }
}

function whyMissing(error: unknown, group: string, stream: string): string {
  if (awsErrorName(error) === 'ResourceNotFoundException') return `there is no log ${stream} in the group ${group}`
  if (error instanceof SluiceError && error.reasonCode === 'ACCESS_DENIED') {
    return `its log cannot be read: allow logs:GetLogEvents on the log group ${group}`
  }
  return `its log cannot be read: ${error instanceof Error ? error.message : String(error)}`
}

function awslogs(container: ContainerDefinition | undefined): Readonly<Record<string, string | undefined>> | undefined {
  const configuration = container?.['logConfiguration'] as { readonly [member: string]: Json | undefined } | undefined
  if (configuration?.['logDriver'] !== 'awslogs') return undefined
  return configuration['options'] as Readonly<Record<string, string | undefined>> | undefined
}
