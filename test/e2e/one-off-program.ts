import { createSend } from '../../src/aws/send.ts'
import { prepareRunTask } from '../../src/aws/run-task.ts'
import { runOneOff } from '../../src/engine/one-off-task.ts'
import { localClock } from '../../src/runner/clock.ts'

/**
 * A step that runs one task: the engine over the real adapter, as a process that can be killed. Takes the options of the task as JSON, prints each
 * event and the end as a line of JSON, and heeds SIGINT as an action does.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as { definition: string; container?: string; command?: string[]; work: string }
const region = process.env['AWS_REGION'] ?? ''
const sender = createSend({ region, userAgent: 'sluice-test' })
const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

const controller = new AbortController()
let cancelledAtMs: number | undefined
process.on('SIGINT', () => {
  cancelledAtMs = localClock.nowMs()
  controller.abort()
})
const { tasks } = await prepareRunTask({ send: sender.send, region, cluster: 'main', service: 'web', ...options })
const end = await runOneOff(
  { timeoutMs: 300_000, maxWaitMs: 300_000, onCancel: 'stop' },
  {
    tasks,
    clock: localClock,
    nowMs: sender.awsNowMs,
    cancellation: { signal: controller.signal, atMs: () => cancelledAtMs },
    report: say,
  },
)
say({ end })
sender.close()
