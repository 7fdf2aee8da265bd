import { describe, expect, test } from 'vitest'
import { createSmoke, type SmokeOptions } from '../../src/smoke/smoke.ts'
import { evidenceOf, requestsOf, serve } from './backends.ts'

function smoke(more: Partial<SmokeOptions>) {
  const lines: string[] = []
  const judge = createSmoke({
    url: undefined,
    side: 'green',
    revision: 'web:2',
    requests: [],
    command: undefined,
    timeoutMs: 20_000,
    env: { PATH: process.env['PATH'] },
    onLine: (line) => lines.push(line),
    ...more,
  })
  return { lines, judge }
}

describe('a smoke test', () => {
  test('is requests and then a command, all of which must be right', async () => {
    const { url, requests } = await serve((_, response) => void response.end())
    const { lines, judge } = smoke({ url: `${url}/{side}`, requests: requestsOf({}), command: 'echo "$SLUICE_TEST_URL"' })
    const { verdict, because } = await evidenceOf(judge)
    expect(verdict).toBe('pass')
    expect(because).toMatch(/^GET .*\/green\/health: status 200 in .*; the smoke command ended with exit code 0 after /)
    expect(requests.map((request) => request.url)).toEqual(['/green/health'])
    expect(lines).toEqual([`${url}/green`])
  })

  test('ends with what fails first', async () => {
    const { url } = await serve((_, response) => void response.writeHead(500).end())
    const { lines, judge } = smoke({ url, requests: requestsOf({ retries: 0 }), command: 'echo never' })
    expect(await evidenceOf(judge)).toMatchObject({ verdict: 'fail', because: expect.stringContaining('status 500') as string })
    expect(lines).toEqual([])
  })

  test('fails by its command alone', async () => {
    const { url } = await serve((_, response) => void response.end())
    const { judge } = smoke({ url, requests: requestsOf({}), command: 'exit 7' })
    const { verdict, because } = await evidenceOf(judge)
    expect(verdict).toBe('fail')
    expect(because).toMatch(/^the smoke command ended with exit code 7 after /)
  })

  test('may be a command alone, without an address', async () => {
    const { lines, judge } = smoke({ command: 'echo "[$SLUICE_TEST_URL]"' })
    expect((await evidenceOf(judge)).verdict).toBe('pass')
    expect(lines).toEqual(['[]'])
  })

  test('has one time-out for all of it', async () => {
    const { url } = await serve((_, response) => void setTimeout(() => response.end(), 150))
    let now = 0
    // The clock of the test runs ahead: the requests have used up all but a moment.
    const { judge } = smoke({ url, requests: requestsOf({}), command: 'sleep 300', timeoutMs: 10_000, nowMs: () => (now += 3_300) })
    const { verdict, because } = await evidenceOf(judge)
    expect(verdict).toBe('fail')
    expect(because).toMatch(/^the smoke command was ended after \d+ ms$/)
  })

  test('without anything to do says nothing, and so never passes', async () => {
    const { judge } = smoke({})
    expect(await judge.judge([{ name: 'smoke', kind: 'smoke', spec: undefined }], 0, 1, new AbortController().signal)).toEqual([])
  })

  test.each<[string | undefined, string]>([
    [undefined, 'the test URL is not an address'],
    ['http://ann:hunter2@example.com', 'the test URL has a user or a password in it'],
  ])('with requests for the address %s is refused', (url, why) => {
    expect(() => smoke({ url, requests: requestsOf({}) })).toThrow(expect.objectContaining({ reasonCode: 'INPUT_INVALID' }) as Error)
    expect(() => smoke({ url, requests: requestsOf({}) })).toThrow(why)
  })
})
