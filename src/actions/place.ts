import type { PairRef } from '../aws/pair.ts'
import { SluiceError } from '../domain/errors.ts'
import type { Holder } from '../engine/claim.ts'
import type { AnyFields, Values } from '../runner/fields.ts'
import type { RunnerHost } from '../runner/host.ts'
import type { Rule } from '../runner/inputs.ts'
import type { common } from './fields.ts'

/** Where a rollout takes place: one service, or a pair of them before the same listener rules. */
export type Place = { readonly region: string; readonly cluster: string } & (
  | { readonly topology: 'native'; readonly service: string }
  | {
      readonly topology: 'pair'
      readonly blue: string
      readonly green: string
      readonly rules: 'auto' | readonly string[]
      readonly testRules: readonly string[]
    }
)

/** The output `rollout`: a place by names alone, for other jobs. ARNs hold the account, which masking may take away, so they lose it. */
export function rolloutText(place: Place): string {
  const { topology, region } = place
  const at = { schema: 1, topology, region, cluster: nameOf(place.cluster) }
  if (place.topology === 'native') return JSON.stringify({ ...at, service: nameOf(place.service) })
  const { blue, green, rules, testRules } = place
  const named = { blue: nameOf(blue), green: nameOf(green), rules: rules === 'auto' ? rules : rules.map(resourceOf) }
  return JSON.stringify({ ...at, ...named, testRules: testRules.map(resourceOf) })
}

/** The place an output `rollout` names. Throws ROLLOUT_TOKEN_INVALID. */
export function placeIn(text: string): Place {
  const wrong = (why: string): SluiceError =>
    new SluiceError('ROLLOUT_TOKEN_INVALID', `The value of \`rollout\` is not an output of this suite: ${why}`, {
      hint: 'Hand over `steps.<id>.outputs.rollout` as it is, or name cluster and service instead.',
    })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong('it is not JSON')
  }
  const token = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>
  const name = (key: string): string => {
    const found = token[key]
    if (typeof found !== 'string' || found === '') throw wrong(`it has no ${key}`)
    return found
  }
  if (token['schema'] !== 1) throw wrong('its schema is not 1')
  const at = { region: name('region'), cluster: name('cluster') }
  if (token['topology'] === 'native') return { ...at, topology: 'native', service: name('service') }
  if (token['topology'] !== 'pair') throw wrong('its topology is neither native nor pair')
  const names = (key: string): readonly string[] => {
    const found = token[key]
    if (!Array.isArray(found) || !found.every((each) => typeof each === 'string')) throw wrong(`its ${key} are no list of names`)
    return found
  }
  const rules = token['rules'] === 'auto' ? 'auto' : names('rules')
  return { ...at, topology: 'pair', blue: name('blue'), green: name('green'), rules, testRules: names('testRules') }
}

/** For people: the service, or both. */
export function serviceOf(place: Place): string {
  return place.topology === 'native' ? nameOf(place.service) : `${nameOf(place.blue)} + ${nameOf(place.green)}`
}

export function pairRef(place: Place & { readonly topology: 'pair' }): PairRef {
  const { cluster, blue, green, rules, testRules } = place
  return { cluster, services: { blue, green }, rules, testRules }
}

/** The job that asks. */
export function holderOf({ job }: RunnerHost): Holder {
  return { run: job.runId || 'local', attempt: job.runAttempt, job: job.job }
}

export function regionOf(host: RunnerHost, given: string | undefined): string {
  return given ?? (host.env['AWS_REGION'] || host.env['AWS_DEFAULT_REGION'] || '')
}

/** A call without a region reaches nobody, so it is a mistake among the inputs. */
export function regionKnown<F extends AnyFields & Pick<typeof common, 'aws-region'>>(host: RunnerHost): Rule<F> {
  return {
    about: ['aws-region'],
    check: (values: Values<F>) =>
      regionOf(host, values['aws-region'] as string | undefined) === ''
        ? 'required, because the job sets neither AWS_REGION nor AWS_DEFAULT_REGION'
        : undefined,
  }
}

/** The part of an ARN behind region and account. */
function resourceOf(arn: string): string {
  return arn.split(':').slice(5).join(':') || arn
}

function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1)
}
