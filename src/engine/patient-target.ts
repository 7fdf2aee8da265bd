import { SluiceError } from '../domain/errors.ts'
import type { Cancellation, Clock, Target } from '../ports.ts'
import { patienceMs, patiently } from './patience.ts'

/** Who cannot be reached at all is told soon; once AWS has answered, a throttled call is worth its wait. */
const firstPatienceMs = 30_000
const hint = 'Nothing was begun. See that the region is right and that this runner can reach AWS.'

/** The target with calls that wait out what may pass, before there is a rollout that watches for itself. */
export function patientTarget(target: Target, { clock, cancellation }: { clock: Clock; cancellation: Cancellation }): Target {
  let limitMs = firstPatienceMs
  const calmly = async <T>(call: () => Promise<T>): Promise<T> => {
    const found = await patiently(call, { clock, cancellation, limitMs, hint })
    if (!found) throw new SluiceError('CANCELLED', 'Cancelled before anything was changed')
    limitMs = patienceMs
    return found.value
  }
  const { store } = target
  return {
    ...target,
    survey: (signal) => calmly(() => target.survey(signal)),
    register: (signal) => calmly(() => target.register(signal)),
    store: {
      read: (signal) => calmly(() => store.read(signal)),
      // What is only given back ends by itself, and is not worth a wait.
      write: (entries, signal) =>
        Object.values(entries).every((value) => value === null) ? store.write(entries, signal) : calmly(() => store.write(entries, signal)),
    },
  }
}
