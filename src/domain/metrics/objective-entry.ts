import { member, type Place, readMembers, shown, wrong } from '../document.ts'
import { readName } from './name.ts'
import type { Objective, Source } from './model.ts'
import { readNumber, readPercentage } from './settings.ts'

/** An objective before it is known what it reads. */
export type ObjectiveEntry = Omit<Objective, 'source'>

/** Burns 2 % of the budget of 30 days in an hour (SRE workbook, alerting on SLOs). */
const pageBurn = 14.4

export function readObjective(place: Place, spec: unknown): ObjectiveEntry | undefined {
  const given = readMembers(place, spec, ['name', 'target', 'burn', 'from'])
  if (given === undefined) return undefined
  const target = readTarget(member(place, 'target'), given.get('target'))
  const burn = given.has('burn') ? readNumber(member(place, 'burn'), given.get('burn'), 1, 100_000) : pageBurn
  const from = given.has('from') ? readName(member(place, 'from'), given.get('from')) : 'errors'
  const name = given.has('name') ? readName(member(place, 'name'), given.get('name')) : `${from ?? ''}-slo`
  if (target === undefined || burn === undefined || from === undefined || name === undefined) return undefined
  const budget = 1 - target
  if (burn * budget > 1) {
    const most = Number((1 / budget).toPrecision(6))
    place.problems.push(
      `${place.at} allows a burn of ${String(burn)}, which no service can reach: with all requests bad it is ${String(most)}`,
    )
    return undefined
  }
  return { name, target, burn, from }
}

function readTarget(place: Place, value: unknown): number | undefined {
  const most = 0.999999
  return value === undefined ? wrong(place, value, 'a percentage such as 99.9%') : readPercentage(place, value, 0, most)
}

/** The objectives with what they read: another entry with one member, or the errors of the load balancer. */
export function objectivesOf(
  entries: readonly { readonly place: Place; readonly objective: ObjectiveEntry }[],
  compared: readonly { readonly name: string; readonly source: Source }[],
): readonly Objective[] {
  return entries.flatMap(({ place, objective }) => {
    const at = member(place, 'from')
    const source = compared.find(({ name }) => name === objective.from)?.source
    if (source === undefined && objective.from !== 'errors') {
      const names = [...new Set(['errors', ...compared.map(({ name }) => name)])]
      wrong(at, objective.from, `the name of a compared metric (${names.join(', ')})`)
      return []
    }
    const found: Source = source ?? { kind: 'alb', what: 'errors', thresholdsMs: 'auto' }
    if (!hasOneMember(found)) {
      at.problems.push(
        `${at.at} is ${shown(objective.from)}, which has several thresholds: give that metric one threshold, such as [250ms]`,
      )
      return []
    }
    return [{ ...objective, source: found }]
  })
}

function hasOneMember(source: Source): boolean {
  const thresholds =
    source.kind === 'prometheus-histogram' || (source.kind === 'alb' && source.what === 'latency') ? source.thresholdsMs : [1]
  return thresholds !== 'auto' && thresholds.length === 1
}
