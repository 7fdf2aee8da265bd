import { createSend } from '../aws/send.ts'
import { logLines } from '../domain/render/log.ts'
import { lastOf } from '../engine/conduct.ts'
import { rollBack } from '../engine/roll-back.ts'
import { localClock } from '../runner/clock.ts'
import type { RunnerHost } from '../runner/host.ts'
import { bareTarget } from './bare-target.ts'
import { holderOf, placeIn, serviceOf } from './place.ts'

const deadlineMs = 30 * 60_000

/** Leads home the rollout that the main stage of this step left; `rollout` is what it left of it. Its end is one annotation. */
export async function leadHome(host: RunnerHost, rollout: string): Promise<void> {
  const place = placeIn(rollout)
  host.log.line(`The rollout of ${serviceOf(place)} is not at its end: leading it home`)
  const aws = createSend({ region: place.region, userAgent: 'sluice/post' })
  const startedAtMs = aws.awsNowMs()
  const returning = (): never => {
    throw new Error('What is unfinished is led home, and nothing else is begun')
  }
  try {
    const order = { mode: 'apply', holder: holderOf(host), when: 'unfinished', deadlineMs, returning } as const
    const end = await rollBack(order, bareTarget(place, aws), {
      clock: localClock,
      cancellation: host.cancelled,
      reporter: { report: (event) => logLines(event, startedAtMs).forEach((line) => host.log.line(line)) },
      starting: () => undefined,
    })
    const { reasonCode, because, outcome } = lastOf(end.history)
    if (outcome === 'failed') host.fail(because, reasonCode)
    else host.log.warning(because, { title: reasonCode })
  } finally {
    aws.close()
  }
}
