import type { FilterLogEventsResponse, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, it } from 'vitest'
import { setStage } from './stage.ts'

function stageWithLines(lines: readonly string[]) {
  const stage = setStage()
  stage.logs('CreateLogGroup', { logGroupName: '/web' })
  stage.logs('CreateLogStream', { logGroupName: '/web', logStreamName: 's' })
  const timestamp = stage.timeline.nowMs()
  stage.logs('PutLogEvents', {
    logGroupName: '/web',
    logStreamName: 's',
    logEvents: lines.map((message, index) => ({ timestamp: timestamp + index, message })),
  })
  const get = (input: object) => stage.logs<GetLogEventsResponse>('GetLogEvents', { logGroupName: '/web', logStreamName: 's', ...input })
  return { stage, get, texts: (page: GetLogEventsResponse) => page.events?.map((event) => event.message) }
}

describe('logs', () => {
  it('give the newest lines first asked, and walk both ways by token', () => {
    const { get, texts } = stageWithLines(['1', '2', '3', '4', '5'])
    const newest = get({ limit: 2 })
    expect(texts(newest)).toEqual(['4', '5'])
    const older = get({ limit: 2, nextToken: newest.nextBackwardToken })
    expect(texts(older)).toEqual(['2', '3'])
    expect(texts(get({ limit: 2, startFromHead: true }))).toEqual(['1', '2'])
    const end = get({ nextToken: newest.nextForwardToken })
    expect(texts(end)).toEqual([])
    expect(end.nextForwardToken).toBe(newest.nextForwardToken)
  })

  it('filter by terms, by any of several, and by time', () => {
    const { stage } = stageWithLines(['error: disk full', 'info: disk fine', 'error: no route', 'warn: slow'])
    const filter = (input: object) =>
      stage.logs<FilterLogEventsResponse>('FilterLogEvents', { logGroupName: '/web', ...input }).events?.map((event) => event.message)
    expect(filter({ filterPattern: 'error disk' })).toEqual(['error: disk full'])
    expect(filter({ filterPattern: '?route ?slow' })).toEqual(['error: no route', 'warn: slow'])
    expect(filter({ filterPattern: '"disk fine"' })).toEqual(['info: disk fine'])
    expect(filter({ startTime: stage.timeline.nowMs() + 2 })).toEqual(['error: no route', 'warn: slow'])
  })

  it('refuse what is not there, or is there already', () => {
    const { stage } = stageWithLines([])
    const fault = (code: string) => expect.objectContaining({ code }) as Error
    expect(() => stage.logs('GetLogEvents', { logGroupName: '/web', logStreamName: 'other' })).toThrow(fault('ResourceNotFoundException'))
    expect(() => stage.logs('CreateLogGroup', { logGroupName: '/web' })).toThrow(fault('ResourceAlreadyExistsException'))
  })
})
