export interface LogsTables {
  readonly groups: Map<string, LogGroupRow>
}

export interface LogGroupRow {
  readonly name: string
  readonly arn: string
  readonly createdAtMs: number
  readonly streams: Map<string, LogStreamRow>
}

export interface LogStreamRow {
  readonly name: string
  readonly arn: string
  readonly createdAtMs: number
  readonly events: LogEvent[]
}

export interface LogEvent {
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
}
