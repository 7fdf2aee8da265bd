import type { Service } from '@aws-sdk/client-ecs'
import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2'
import { SluiceError } from '../domain/errors.ts'
import { awsErrorName } from './explain-error.ts'
import { groupName } from './group-record-store.ts'
import type { Send } from './operations.ts'
import { type Colour, colours, isMeant, type Pair, type PairRef, type PairRule } from './pair.ts'
import { describeNamed, type PlacedRule, rulesBefore } from './pair-listeners.ts'
import { matchesAmong } from './pair-match-rules.ts'
import { groupColours } from './pair-rules.ts'
import { nameOf } from './service-deployments.ts'

/**
 * A pair as it is: both services, their target groups, and every rule before them. Throws PREFLIGHT_FAILED for what is named and does not
 * exist; whether what exists can be used is for the preflight to say.
 */
export async function findPair(send: Send, ref: PairRef, signal?: AbortSignal): Promise<Pair> {
  const sides = await describeSides(send, ref, signal)
  const services = { blue: present(ref, 'blue', sides.blue), green: present(ref, 'green', sides.green) }
  const groups = await describeGroups(send, services, signal)
  const ofGroup = groupColours(groups)
  const balancers = [...groups.blue, ...groups.green].flatMap(({ LoadBalancerArns }) => LoadBalancerArns ?? [])
  const before = await rulesBefore(send, [...new Set(balancers)], ofGroup, signal)

  const named = async (arns: readonly string[], input: string): Promise<readonly PlacedRule[]> => {
    const known = arns.map((arn) => before.find(({ rule, ruleArn }) => isMeant(arn, rule.arn) || isMeant(arn, ruleArn)))
    // On a load balancer that no group of ours hangs on.
    const elsewhere = arns.filter((_, index) => known[index] === undefined)
    return [...known.flatMap((each) => each ?? []), ...(await describeNamed(send, elsewhere, input, ofGroup, signal))]
  }
  const tests = await named(ref.testRules, 'test-rules')
  const others = before.filter(({ rule }) => !tests.some((test) => test.rule.arn === rule.arn))
  const shared =
    ref.rules === 'auto' ? others.filter(({ holds }) => holds.size === colours.length) : await named(ref.rules, 'listener-rules')
  const elsewhere = others.filter(({ rule, holds }) => holds.size > 0 && !shared.some((each) => each.rule.arn === rule.arn))
  const matches = await matchesAmong(send, elsewhere, signal)
  const unlisted = elsewhere.filter(({ rule }) => !matches.some((each) => each.rule.arn === rule.arn))
  const rulesOf = (placed: readonly PlacedRule[]): readonly PairRule[] => placed.map(({ rule }) => rule)
  return {
    services,
    groups,
    rules: rulesOf(shared),
    unlisted: rulesOf(unlisted),
    testRules: rulesOf(tests),
    matches,
    before: rulesOf(before),
  }
}

/** Both services in one call; undefined where AWS knows no service of the name. Throws PREFLIGHT_FAILED when there is no such cluster. */
export async function describeSides(
  send: Send,
  { cluster, services: names }: Pick<PairRef, 'cluster' | 'services'>,
  signal?: AbortSignal,
): Promise<Readonly<Record<Colour, Service | undefined>>> {
  const asked = [...new Set(colours.map((colour) => names[colour]))]
  const { services = [] } = await send('ecs:DescribeServices', { cluster, services: asked }, signal).catch((error: unknown) => {
    if (awsErrorName(error) !== 'ClusterNotFoundException') throw error
    throw missing(`There is no cluster "${nameOf(cluster)}" in this region`, 'cluster', error)
  })
  const side = (colour: Colour): Service | undefined => services.find(({ serviceName }) => serviceName === nameOf(names[colour]))
  return { blue: side('blue'), green: side('green') }
}

function present({ cluster, services }: PairRef, colour: Colour, service: Service | undefined): Service {
  if (service) return service
  throw missing(`There is no service "${nameOf(services[colour])}" in cluster "${nameOf(cluster)}"`, colour)
}

async function describeGroups(send: Send, services: Pair['services'], signal: AbortSignal | undefined): Promise<Pair['groups']> {
  const arnsOf = (colour: Colour): readonly string[] => [
    ...new Set((services[colour].loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? [])),
  ]
  const arns = [...new Set(colours.flatMap(arnsOf))]
  if (arns.length === 0) return { blue: [], green: [] }
  const { TargetGroups = [] } = await send('elasticloadbalancing:DescribeTargetGroups', { TargetGroupArns: arns }, signal).catch(
    (error: unknown) => {
      if (!/^TargetGroupNotFound/.test(awsErrorName(error))) throw error
      throw new SluiceError('PREFLIGHT_FAILED', `A target group of the pair does not exist any more: ${arns.map(groupName).join(', ')}`, {
        hint: 'Set the load balancers of both services to target groups that exist.',
        cause: error,
      })
    },
  )
  const find = (arn: string): readonly TargetGroup[] => TargetGroups.filter(({ TargetGroupArn }) => TargetGroupArn === arn)
  return { blue: arnsOf('blue').flatMap(find), green: arnsOf('green').flatMap(find) }
}

function missing(message: string, input: 'cluster' | Colour, cause?: unknown): SluiceError {
  return new SluiceError('PREFLIGHT_FAILED', message, { hint: `Check the input \`${input}\`, the region and the account.`, cause })
}
