import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createCloud } from './cloud/cloud.ts'
import { createRandom } from './cloud/random.ts'
import type { SandboxFlags } from './flags.ts'
import { createRealMatter } from './matter/real/real.ts'
import { createRealTimeline } from './timeline.ts'
import { createCallLog } from './wire/call-log.ts'
import { createFaults } from './wire/faults.ts'
import { createWire } from './wire/server.ts'
import { createThrottle } from './wire/throttle.ts'

export interface Sandbox {
  readonly endpoint: string
  readonly region: string
  /** What a client needs in its environment to talk to this sandbox. */
  readonly env: Readonly<Record<string, string>>
  /** Ends every task, closes every port. */
  close(): Promise<void>
}

const REGION = 'eu-west-1'
const ACCOUNT_ID = '123456789012'

/** Starts a cloud on loopback in this process. Rejects when the port is taken. */
export async function startSandbox(flags: SandboxFlags): Promise<Sandbox> {
  const timeline = createRealTimeline()
  const random = createRandom(flags.seed)
  // Matter posts to the cloud and the cloud commands matter: matter comes first and can have nothing to post until it is commanded.
  const matter = await createRealMatter((event) => cloud.post(event), { random: random.next })
  const cloud = createCloud({
    region: REGION,
    accountId: ACCOUNT_ID,
    seed: flags.seed,
    timeScale: flags.timeScale,
    readLagMs: flags.readLagMs,
    propagationMs: flags.propagationMs,
    metricPeriodMs: flags.metricPeriodMs,
    metricDelayMs: flags.metricDelayMs,
    timeline,
    tasks: matter.tasks,
    traffic: matter.traffic,
  })
  const server = createWire({
    cloud,
    accountId: ACCOUNT_ID,
    faults: createFaults(),
    calls: createCallLog(),
    ...(flags.throttle ? { throttle: createThrottle(() => performance.now()) } : {}),
    desk: {
      requests: () => ({ requests: matter.requests() }),
      operations: () => ({ operations: [...cloud.operations].sort() }),
    },
  })
  const close = async (): Promise<void> => {
    timeline.close()
    server.closeAllConnections()
    server.close()
    await matter.close()
  }
  try {
    server.listen(flags.port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    await close()
    throw error
  }
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    region: REGION,
    // The AWS CLI of version 1 and boto3 read the second name of the region.
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'SANDBOX',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
    },
    close,
  }
}
