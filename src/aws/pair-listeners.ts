import type { Action, Listener, Rule, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { SluiceError } from '../domain/errors.ts'
import { awsErrorName } from './explain-error.ts'
import type { Send } from './operations.ts'
import type { Colour, PairRule } from './pair.ts'
import { type GroupColours, tuplesOf, weightOfTuple } from './pair-rules.ts'

/** A rule, or the default action of a listener, with what of the pair it holds. */
export interface PlacedRule {
  readonly rule: PairRule
  /** Of a default action that of the default rule, which cannot be modified by it. */
  readonly ruleArn: string
  readonly holds: ReadonlySet<Colour>
}

/** Priorities go from 1 to 50,000 (API reference, CreateRule); a default action comes after all of them. */
const behindAll = 50_001
/** A page of a describe call by ARN. */
const arnsMost = 20

/** All rules and default actions of load balancers. Others than application load balancers have default actions only. */
export async function rulesBefore(
  send: Send,
  loadBalancerArns: readonly string[],
  colours: GroupColours,
  signal: AbortSignal | undefined,
): Promise<readonly PlacedRule[]> {
  const listeners = (await Promise.all(loadBalancerArns.map((arn) => listenersOf(send, arn, signal)))).flat()
  const rules = await Promise.all(
    listeners.map(async (listener): Promise<readonly PlacedRule[]> => {
      if (!/:loadbalancer\/app\//.test(listener.LoadBalancerArn ?? '')) return [placedDefault(listener, colours)]
      const found = await rulesOf(send, listener.ListenerArn ?? '', signal)
      return found.map((rule) =>
        rule.IsDefault ? placedDefault(listener, colours, rule) : placed(rule, listener.ListenerArn ?? '', listener.Port, colours),
      )
    }),
  )
  return rules.flat()
}

/** Rules and listeners by ARN. Throws PREFLIGHT_FAILED for one that does not exist. */
export async function describeNamed(
  send: Send,
  arns: readonly string[],
  input: string,
  colours: GroupColours,
  signal: AbortSignal | undefined,
): Promise<readonly PlacedRule[]> {
  return Promise.all(
    arns.map(async (arn): Promise<PlacedRule> => {
      const gone = (cause?: unknown): SluiceError =>
        new SluiceError('PREFLIGHT_FAILED', `There is no ${placeIn(arn)} in this region`, { hint: `Check the input \`${input}\`.`, cause })
      try {
        if (isListener(arn)) {
          const { Listeners } = await send('elasticloadbalancing:DescribeListeners', { ListenerArns: [arn] }, signal)
          if (Listeners?.[0]) return placedDefault(Listeners[0], colours)
        } else {
          const { Rules } = await send('elasticloadbalancing:DescribeRules', { RuleArns: [arn] }, signal)
          if (Rules?.[0]) return placed(Rules[0], listenerOf(arn), undefined, colours)
        }
      } catch (error) {
        if (!isNotFound(error)) throw error
        throw gone(error)
      }
      throw gone()
    }),
  )
}

/** The same rules as they are now, in the same order: one call for rules, one more where default actions are among them. Throws SUPERSEDED for one that is gone. */
export async function readAgain(
  send: Send,
  rules: readonly PairRule[],
  colours: GroupColours,
  signal?: AbortSignal,
): Promise<readonly PairRule[]> {
  const actions = new Map<string, readonly Action[]>()
  const ruleArns = rules.filter(({ isDefault }) => !isDefault).map(({ arn }) => arn)
  const listenerArns = rules.filter(({ isDefault }) => isDefault).map(({ arn }) => arn)
  try {
    await Promise.all([
      ...pages(ruleArns).map(async (RuleArns) => {
        const { Rules } = await send('elasticloadbalancing:DescribeRules', { RuleArns }, signal)
        for (const { RuleArn = '', Actions = [] } of Rules ?? []) actions.set(RuleArn, Actions)
      }),
      ...pages(listenerArns).map(async (ListenerArns) => {
        const { Listeners } = await send('elasticloadbalancing:DescribeListeners', { ListenerArns }, signal)
        for (const { ListenerArn = '', DefaultActions = [] } of Listeners ?? []) actions.set(ListenerArn, DefaultActions)
      }),
    ])
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw new SluiceError('SUPERSEDED', `Somebody deleted a rule of this rollout: ${rules.map(({ words }) => words).join('; ')}`, {
      cause: error,
    })
  }
  return rules.map((rule) => {
    const now = actions.get(rule.arn)
    if (now) return withActions(rule, now, colours)
    throw new SluiceError('SUPERSEDED', `Somebody deleted ${rule.words}`)
  })
}

/** A rule with other actions. */
export function withActions(
  {
    arn,
    isDefault,
    listenerArn,
    words,
    conditions,
    transforms,
    priority,
  }: Omit<PairRule, 'actions' | 'weights' | 'foreign' | 'stickiness'>,
  actions: readonly Action[],
  colours: GroupColours,
): PairRule {
  const weights = { blue: 0, green: 0 }
  const foreign: string[] = []
  for (const tuple of actions.flatMap(tuplesOf)) {
    const colour = colours.get(tuple.TargetGroupArn ?? '')
    if (colour) weights[colour] += weightOfTuple(tuple)
    else foreign.push(tuple.TargetGroupArn ?? '')
  }
  const sticky = actions.find((action) => tuplesOf(action).length > 0)?.ForwardConfig?.TargetGroupStickinessConfig
  const stickiness = { enabled: sticky?.Enabled ?? false, seconds: sticky?.DurationSeconds ?? 0 }
  return { arn, isDefault, listenerArn, words, conditions, transforms, priority, actions, weights, foreign, stickiness }
}

async function listenersOf(send: Send, LoadBalancerArn: string, signal: AbortSignal | undefined): Promise<readonly Listener[]> {
  const found: Listener[] = []
  let Marker: string | undefined
  do {
    const answer = await send(
      'elasticloadbalancing:DescribeListeners',
      { LoadBalancerArn, ...(Marker !== undefined && { Marker }) },
      signal,
    )
    found.push(...(answer.Listeners ?? []))
    Marker = answer.NextMarker
  } while (Marker !== undefined)
  return found
}

/** The rules of a listener of an application load balancer, its default action left out. */
export async function rulesOn(
  send: Send,
  listenerArn: string,
  colours: GroupColours,
  signal: AbortSignal | undefined,
): Promise<readonly PlacedRule[]> {
  const found = await rulesOf(send, listenerArn, signal)
  return found.filter(({ IsDefault }) => !IsDefault).map((rule) => placed(rule, listenerArn, undefined, colours))
}

async function rulesOf(send: Send, ListenerArn: string, signal: AbortSignal | undefined): Promise<readonly Rule[]> {
  const found: Rule[] = []
  let Marker: string | undefined
  do {
    const answer = await send('elasticloadbalancing:DescribeRules', { ListenerArn, ...(Marker !== undefined && { Marker }) }, signal)
    found.push(...(answer.Rules ?? []))
    Marker = answer.NextMarker
  } while (Marker !== undefined)
  return found
}

function placed(rule: Rule, listenerArn: string, port: number | undefined, colours: GroupColours): PlacedRule {
  const arn = rule.RuleArn ?? ''
  const { Conditions: conditions = [], Transforms: transforms = [], Priority = '?' } = rule
  const whom = conditions.map(conditionWords).join(', ')
  const words = `${balancerIn(arn, port)}, rule ${Priority}${whom === '' ? '' : ` (${whom})`}`
  const place = { arn, isDefault: false, listenerArn, words, conditions, transforms, priority: Number(Priority) }
  return {
    rule: withActions(place, rule.Actions ?? [], colours),
    ruleArn: arn,
    holds: held(rule.Actions, colours),
  }
}

function placedDefault(listener: Listener, colours: GroupColours, rule?: Rule): PlacedRule {
  const arn = listener.ListenerArn ?? ''
  const actions = rule?.Actions ?? listener.DefaultActions ?? []
  const words = `${balancerIn(arn, listener.Port)}, default action`
  return {
    rule: withActions(
      { arn, isDefault: true, listenerArn: arn, words, conditions: [], transforms: [], priority: behindAll },
      actions,
      colours,
    ),
    ruleArn: rule?.RuleArn ?? arn,
    holds: held(actions, colours),
  }
}

function held(actions: readonly Action[] | undefined, colours: GroupColours): ReadonlySet<Colour> {
  return new Set((actions ?? []).flatMap(tuplesOf).flatMap(({ TargetGroupArn = '' }) => colours.get(TargetGroupArn) ?? []))
}

function conditionWords({
  Field = '',
  Values = [],
  HostHeaderConfig,
  PathPatternConfig,
  HttpHeaderConfig,
  SourceIpConfig,
}: RuleCondition): string {
  if (Field === 'http-header') return `${HttpHeaderConfig?.HttpHeaderName ?? Field} ${(HttpHeaderConfig?.Values ?? []).join(' ')}`
  const values = [Values, HostHeaderConfig?.Values, PathPatternConfig?.Values, SourceIpConfig?.Values].find((each) => each?.length) ?? []
  const name = Field === 'host-header' ? 'host' : Field === 'path-pattern' ? 'path' : Field
  return [name, ...values].join(' ')
}

function isListener(arn: string): boolean {
  return /:listener\//.test(arn)
}

/** `listener/<load balancer>/<listener>` of `listener-rule/<load balancer>/<listener>/<rule>`. */
function listenerOf(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '')
}

function balancerIn(arn: string, port: number | undefined): string {
  const name = /:listener(?:-rule)?\/((?:app|net|gwy)\/[^/]+)\//.exec(arn)?.[1] ?? arn
  return port === undefined ? name : `${name} :${String(port)}`
}

/** For people, without the account. */
function placeIn(arn: string): string {
  return `${isListener(arn) ? 'listener' : 'listener rule'} ${/:listener(?:-rule)?\/(.+)$/.exec(arn)?.[1] ?? JSON.stringify(arn)}`
}

export function isNotFound(error: unknown): boolean {
  return /^(Rule|Listener)NotFound/.test(awsErrorName(error))
}

export function pages(arns: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(arns.length / arnsMost) }, (_, page) => arns.slice(page * arnsMost, (page + 1) * arnsMost))
}
