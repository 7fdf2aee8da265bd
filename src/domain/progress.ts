import type { RolloutEvent, Seen } from './rollout.ts'

/** What is worth a line of the log since the last observation. */
export function progress(before: Seen | undefined, after: Seen): RolloutEvent[] {
  const events: RolloutEvent[] = after.news.map((line) => ({ kind: 'noted', atMs: after.atMs, text: line }))
  const text = standing(after)
  if (before === undefined || standing(before) !== text || before.weight !== after.weight) {
    events.push({ kind: 'noted', atMs: after.atMs, text, weight: after.weight })
  }
  for (const fault of after.faults) {
    if (before?.faults.some((known) => known.subject === fault.subject)) continue
    events.push({ kind: 'noted', atMs: after.atMs, text: fault.because, detail: fault.details })
  }
  return events
}

function standing({ travel, sides }: Seen): string {
  const { candidate, baseline } = sides
  const counts = `${candidate.running} new and ${baseline.running} old tasks`
  switch (travel.kind) {
    case 'still':
      return `At rest: ${counts}`
    case 'moving':
      return `Under way${travel.stage === '' ? '' : ` (${travel.stage})`}: ${counts}`
    case 'arrived':
      return `Deployment complete: ${counts}`
    case 'returning':
      return `Rolling back (${travel.because}): ${counts}`
    case 'returned':
      return `Rolled back: ${counts}`
    case 'stranded':
      return `Rollback failed: ${travel.because}`
    case 'stopped':
      return `Deployment stopped: ${travel.because}`
    case 'superseded':
      return `Superseded: ${travel.by}`
  }
}
