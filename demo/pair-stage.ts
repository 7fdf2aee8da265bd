import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  CreateListenerCommand,
  CreateRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  RuleNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Stream } from '../sandbox/load/order.ts'
import { freePort } from './free-port.ts'
import type { Owner } from './owner.ts'
import { asOwner, cluster } from './owner.ts'
import type { Colour } from './pair-scaling.ts'
import { changedScaling, colours, serviceOf, setScaling } from './pair-scaling.ts'
import type { Stage } from './stage.ts'
import { answers } from './stage-answers.ts'
import { baselineVersion } from './story.ts'
import { until } from './until.ts'

const tasks = 2

/** As usual, and the requests whose kind is sent most go to both rules. */
const usualStreams: readonly Stream[] = [
  { name: 'keep-alive', method: 'GET', path: '/', connection: 'keep-alive', share: 35 },
  { name: 'keep-alive of the second rule', method: 'GET', path: '/shop/cart', connection: 'keep-alive', share: 35 },
  { name: 'fresh', method: 'GET', path: '/', connection: 'fresh', share: 9 },
  { name: 'fresh of the second rule', method: 'GET', path: '/shop/cart', connection: 'fresh', share: 9 },
  { name: 'post', method: 'POST', path: '/orders', connection: 'keep-alive', share: 10, bodyBytes: 512 },
  { name: 'slow', method: 'GET', path: '/slow?ms=1500', connection: 'keep-alive', share: 2 },
]

/**
 * Services `shop-web-blue`, which serves, and `shop-web-green`, without tasks. Two rules share traffic between them: the listener's default action
 * and one for `/shop/*`. Two more lead test hosts to one side each. Both services are scaled by their owner.
 */
export function setPairStage(region: string, env: Readonly<Record<string, string>>, options: PairOptions = {}): Promise<Stage> {
  return asOwner(region, env, (owner) => setPair(owner, options))
}

/** A new rule can be read only after a while. */
function unlessNotYet(error: unknown): false {
  if (error instanceof RuleNotFoundException) return false
  throw error
}

export interface PairOptions {
  /** Of the version that serves. */
  readonly environment?: Readonly<Record<string, string>>
  readonly streams?: readonly Stream[]
}

async function setPair(owner: Owner, { environment, streams = usualStreams }: PairOptions): Promise<Stage> {
  const { elb } = owner
  const baseline = await owner.createBasis(environment)
  const { LoadBalancerArn, DNSName } = await owner.createLoadBalancer()
  const groups = { blue: await owner.createGroup(serviceOf('blue')), green: await owner.createGroup(serviceOf('green')) }
  const port = await freePort(DNSName!, 8080)
  const url = `http://${DNSName}:${port}`
  const home: Action = {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: groups.blue, Weight: 100 },
        { TargetGroupArn: groups.green, Weight: 0 },
      ],
    },
  }
  const opened = await elb.send(
    new CreateListenerCommand({ LoadBalancerArn: LoadBalancerArn!, Protocol: 'HTTP', Port: port, DefaultActions: [home] }),
  )
  const listenerArn = opened.Listeners![0]!.ListenerArn!
  const addRule = async (priority: number, condition: RuleCondition, action: Action): Promise<string> => {
    const input = { ListenerArn: listenerArn, Priority: priority, Conditions: [condition], Actions: [action] }
    return (await elb.send(new CreateRuleCommand(input))).Rules![0]!.RuleArn!
  }
  const forTests = (priority: number, colour: Colour): Promise<string> =>
    addRule(priority, { Field: 'host-header', Values: [`${colour}.shop.test`] }, { Type: 'forward', TargetGroupArn: groups[colour] })
  const testRules = [await forTests(1, 'blue'), await forTests(2, 'green')]
  const ruleArn = await addRule(10, { Field: 'path-pattern', Values: ['/shop/*'] }, home)
  await owner.createAlarm(LoadBalancerArn!, groups.green)
  for (const colour of colours) {
    const count = colour === 'blue' ? tasks : 0
    await owner.createService({
      ...{ name: serviceOf(colour), revision: baseline, groupArn: groups[colour], tasks: count, maximumPercent: 200 },
    })
  }

  const greenIn = (actions: readonly Action[] = []): number => {
    const tuples = actions.find((action) => action.Type === 'forward')?.ForwardConfig?.TargetGroups ?? []
    const sum = tuples.reduce((all, tuple) => all + (tuple.Weight ?? 0), 0)
    const green = tuples.find((tuple) => tuple.TargetGroupArn === groups.green)?.Weight ?? 0
    return sum === 0 ? 0 : (green / sum) * 100
  }
  const green = async (): Promise<readonly number[]> => {
    const [listeners, rules] = await Promise.all([
      elb.send(new DescribeListenersCommand({ ListenerArns: [listenerArn] })),
      elb.send(new DescribeRulesCommand({ RuleArns: [ruleArn] })),
    ])
    return [greenIn(listeners.Listeners?.[0]?.DefaultActions), greenIn(rules.Rules?.[0]?.Actions)]
  }
  /** The side that all rules lead to. */
  const liveSide = async (): Promise<Colour | undefined> => {
    const weights = await green()
    return weights.every((weight) => weight === 0) ? 'blue' : weights.every((weight) => weight === 100) ? 'green' : undefined
  }
  const bothSteady = async (): Promise<Readonly<Record<Colour, string>> | undefined> => {
    const [blue, other] = await Promise.all(colours.map((colour) => owner.steadyRevision(serviceOf(colour))))
    return blue !== undefined && other !== undefined ? { blue, green: other } : undefined
  }
  const atRest: Stage['atRest'] = async (cancelled) => {
    const live = await until('all rules lead to one side', liveSide, cancelled)
    const revisions = await until('ECS has nothing left to do', bothSteady, cancelled)
    await until(`${tasks} targets of ${live} are healthy`, () => owner.healthy(groups[live], tasks), cancelled)
    const version = await owner.versionOf(revisions[live])
    return { version, told: `All rules lead to ${live}, which is at rest on ${version}`, changed: await changedScaling(owner) }
  }
  return {
    url,
    cast: `${tasks} tasks of ${baselineVersion} on blue and none on green`,
    streams,
    namesFor(action) {
      const names = { cluster, blue: serviceOf('blue'), green: serviceOf('green') }
      return ['bluegreen-swap', 'canary-gate'].includes(action) ? { ...names, 'test-rules': testRules.join('\n'), 'test-url': url } : names
    },
    atRest,
    async ready(cancelled) {
      await until('the new rules can be read', () => green().then(() => true, unlessNotYet), cancelled)
      await atRest(cancelled)
      for (const path of ['/', '/shop/cart'])
        await until(`${url}${path} answers`, () => answers(`${url}${path}`, baselineVersion), cancelled)
      await setScaling(owner)
    },
    rules: { names: ['/', '/shop'], green },
    close: () => owner.close(),
  }
}
