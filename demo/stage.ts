import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Stream } from '../sandbox/load/order.ts'
import { freePort } from './free-port.ts'
import type { Owner } from './owner.ts'
import { asOwner, cluster, service } from './owner.ts'
import { answers } from './stage-answers.ts'
import type { StoryStep } from './story.ts'
import { baselineVersion } from './story.ts'
import { until } from './until.ts'

export { cluster, service, taskDefinition } from './owner.ts'

/** What a story is about, behind a load balancer, as any user would make it with the SDK. */
export interface Stage {
  /** Where the load balancer listens. */
  readonly url: string
  /** Who serves before the story: `4 tasks of v1`. */
  readonly cast: string
  /** What clients send; the usual streams when absent. */
  readonly streams?: readonly Stream[]
  /** The inputs by which an action finds it. */
  namesFor(action: StoryStep['action']): Readonly<Record<string, string>>
  /** Settles once every task runs the baseline, and a request through the load balancer says so. */
  ready(cancelled: AbortSignal): Promise<void>
  /** Settles once ECS has nothing left to do. */
  atRest(cancelled: AbortSignal): Promise<Rest>
  /** Of a pair: what its rules are called, and the percent of their traffic that goes to green, in this order. */
  readonly rules?: { readonly names: readonly string[]; green(): Promise<readonly number[]> }
  close(): void
}
export interface Rest {
  readonly version: string
  /** `ECS at rest on v2` */
  readonly told: string
  /** What of the owner's settings is not as it was, a sentence each. */
  readonly changed: readonly string[]
}

const tasks = 4

/** One service of four tasks, of which ECS may run `maximumPercent` while it replaces them. */
export function setStage(region: string, env: Readonly<Record<string, string>>, maximumPercent: number): Promise<Stage> {
  return asOwner(region, env, (owner) => setService(owner, maximumPercent))
}

async function setService(owner: Owner, maximumPercent: number): Promise<Stage> {
  const baseline = await owner.createBasis()
  const { LoadBalancerArn, DNSName } = await owner.createLoadBalancer()
  const groupArn = await owner.createGroup(service)
  const port = await freePort(DNSName!, 8080)
  await owner.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancerArn!,
      Protocol: 'HTTP',
      Port: port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  )
  await owner.createAlarm(LoadBalancerArn!, groupArn)
  await owner.createService({ name: service, revision: baseline, groupArn, tasks, maximumPercent })
  const url = `http://${DNSName}:${port}`
  const atRest: Stage['atRest'] = async (cancelled) => {
    const revision = await until('ECS has nothing left to do', () => owner.steadyRevision(service), cancelled)
    await until(`${tasks} targets are healthy`, () => owner.healthy(groupArn, tasks), cancelled)
    const version = await owner.versionOf(revision)
    return { version, told: `ECS at rest on ${version}`, changed: [] }
  }
  return {
    url,
    cast: `${tasks} tasks of ${baselineVersion}`,
    namesFor: () => ({ cluster, service: service }),
    atRest,
    async ready(cancelled) {
      await atRest(cancelled)
      await until(`${url} answers`, () => answers(url, baselineVersion), cancelled)
    },
    close: () => owner.close(),
  }
}
