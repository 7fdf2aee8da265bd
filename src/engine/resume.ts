import type { Plan, RolloutRecord } from '../domain/rollout.ts'

/** What the record found beside a service means for the plan about to run. */
export type Resumption =
  | { readonly kind: 'begin' }
  /** The same plan was left unfinished, by whichever run. */
  | { readonly kind: 'resume'; readonly record: RolloutRecord }
  /** This very run has tried this plan already, and it did not succeed: tried again it would start a second deployment. */
  | { readonly kind: 'ended'; readonly record: RolloutRecord }
  /** Another plan was left unfinished. */
  | { readonly kind: 'changed'; readonly record: RolloutRecord }

/** Finds out how a run takes up its plan. `run` is the workflow run, the same for all its attempts. */
export function resume(found: RolloutRecord | undefined, plan: Plan, run: string): Resumption {
  if (found === undefined) return { kind: 'begin' }
  if (found.ended === undefined) return { kind: found.plan === plan.digest ? 'resume' : 'changed', record: found }
  const tried = found.run === run && found.plan === plan.digest && !changedNothing(found)
  return tried && (found.ended.outcome === 'rolled-back' || found.ended.outcome === 'failed')
    ? { kind: 'ended', record: found }
    : { kind: 'begin' }
}

/** Cancelled before the first write: had there been one, it would have turned home. */
function changedNothing({ ended, turned }: RolloutRecord): boolean {
  return ended?.reasonCode === 'CANCELLED' && turned === undefined
}
