import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSend } from '../../src/aws/send.ts'

let server: Server
let asked: { target: string; agent: string }[]
let answer: { status: number; headers?: Record<string, string>; body: object }

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push({ target: String(request.headers['x-amz-target']), agent: String(request.headers['user-agent']) })
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'req-1', ...answer.headers })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example')
})

afterEach(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

const options = { region: 'eu-west-1', userAgent: 'sluice/0' }

test('calls the operation named and learns the time from the answer', async () => {
  answer = { status: 200, headers: { date: 'Thu, 01 Jan 2099 00:00:00 GMT' }, body: { services: [{ serviceName: 'web', createdAt: 1.5 }] } }
  const sender = createSend(options)
  const output = await sender.send('ecs:DescribeServices', { services: ['web'] })
  expect(output.services).toEqual([{ serviceName: 'web', createdAt: new Date(1_500) }])
  expect(asked[0]!.target).toBe('AmazonEC2ContainerServiceV20141113.DescribeServices')
  expect(asked[0]!.agent).toContain('sluice/0')
  expect(Math.abs(sender.awsNowMs() - Date.UTC(2099, 0, 1))).toBeLessThan(5_000)
  sender.close()
})

test('an error of AWS is explained, and its answer tells the time too', async () => {
  answer = {
    status: 400,
    headers: { date: 'Thu, 01 Jan 2099 00:00:00 GMT' },
    body: { __type: 'ClusterNotFoundException', message: 'Cluster not found.' },
  }
  const sender = createSend(options)
  await expect(sender.send('ecs:DescribeServices', { services: ['web'] })).rejects.toMatchObject({
    reasonCode: 'PREFLIGHT_FAILED',
    message: expect.stringContaining('Cluster not found.') as string,
  })
  expect(sender.awsNowMs()).toBeGreaterThan(Date.UTC(2098, 11, 31))
  sender.close()
})

test('a call given up by its signal says that it was cancelled', async () => {
  const sender = createSend(options)
  await expect(sender.send('ecs:DescribeServices', { services: ['web'] }, AbortSignal.abort())).rejects.toMatchObject({
    reasonCode: 'CANCELLED',
  })
  expect(asked).toEqual([])
  sender.close()
})

test('a call that may pass is tried three times', async () => {
  answer = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } }
  const sender = createSend(options)
  await expect(sender.send('ecs:DescribeServices', { services: ['web'] })).rejects.toMatchObject({ reasonCode: 'THROTTLED' })
  expect(asked).toHaveLength(3)
  sender.close()
})
