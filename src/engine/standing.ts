import type { RolloutRecord, Side } from '../domain/rollout.ts'
import type { Survey, Target } from '../ports.ts'
import { liveRival, type Holder } from './claim.ts'
import { still } from './conduct.ts'
import { recordIn } from './found-record.ts'
import { interruptible, type RolloutEnd, type RolloutPorts } from './holding.ts'
import { patientTarget } from './patient-target.ts'

/** How a pair stands, in sentences. Changes nothing. */
export function standing(holder: Holder, service: Target, ports: RolloutPorts): Promise<RolloutEnd> {
  return interruptible({ ...ports, starting: () => undefined }, async () => {
    const target = patientTarget(service, ports)
    const { signal } = ports.cancellation
    const survey = await target.survey(signal)
    const { entries, atMs } = await target.store.read(signal)
    const rival = liveRival(entries, holder, atMs)
    const lines = [
      ...sides(survey),
      rolloutLine(recordIn(entries)),
      ...(rival ? [`${rival.words} is at work`] : []),
      ...survey.problems.map(({ code, text }) => `${code}: ${text}`),
    ]
    return still({ outcome: 'no-op', reasonCode: 'NO_CHANGE', because: lines.join('\n') }, survey)
  })
}

function sides({ names, baseline, desired, idle }: Survey): readonly string[] {
  if (!names) return []
  const line = (side: Side, role: string, revision: string, tasks: string): string =>
    `${names[side]} is ${role}: ${revision || 'nothing'}, ${tasks}`
  return [
    line('baseline', 'live', baseline, `${desired} tasks wanted`),
    ...(idle ? [line('candidate', 'idle', idle.revision, `${idle.running} tasks running`)] : []),
  ]
}

function rolloutLine(record: RolloutRecord | undefined): string {
  if (!record) return 'No rollout is on record'
  const { revision, run, ended, rest } = record
  const about = `The rollout of ${revision.candidate} by run ${run}`
  if (ended) return `${about} ended ${ended.outcome}, ${ended.reasonCode}, at ${new Date(ended.atMs).toISOString()}`
  const place = record.goals[record.goal]!.name
  if (rest) return `${about} rests at ${place} since ${new Date(rest.atMs).toISOString()}, ${rest.reasonCode}`
  return `${about} is unfinished at ${place}, heading ${record.heading}`
}
