import type { RunnerHost } from '../runner/host.ts'
import { type Place, rolloutText } from './place.ts'

const left = 'rollout'
const settled = 'settled'

/** Before the first write: from here on `post` has something to look after. */
export function leaveForPost(host: RunnerHost, place: Place): void {
  host.state.save(left, rolloutText(place))
}

/** The main stage has brought it to an end, or to where it was asked to leave it. */
export function tellPostSettled(host: RunnerHost): void {
  host.state.save(settled, 'true')
}

/**
 * After all steps of the job: where the main stage was killed, or had no time left after a signal, its rollout is led home and what was
 * left to tidy up is done. Nothing more is loaded where there is nothing to do.
 */
export async function post(host: RunnerHost): Promise<void> {
  const rollout = host.state.read(left)
  if (rollout === '' || host.state.read(settled) !== '') return
  const { leadHome } = await import('./lead-home.ts')
  await leadHome(host, rollout)
}
