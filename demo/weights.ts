import { setTimeout as delay } from 'node:timers/promises'

/** Percent of the traffic of each rule that goes to the green side, as AWS told it. */
export interface WeightSample {
  readonly atMs: number
  readonly green: readonly number[]
}

/** Four times a second; each look is a call for the listener and one for its rules. */
const lookEachMs = 250

/** Looks at the weights until it is stopped, and keeps what changed. A look that fails is left out: the next one comes soon. */
export async function watchWeights(
  look: () => Promise<readonly number[]>,
): Promise<{ readonly stop: () => Promise<readonly WeightSample[]> }> {
  const samples: WeightSample[] = [{ atMs: Date.now(), green: await look() }]
  const stopped = new AbortController()
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      await delay(lookEachMs, undefined, { signal: stopped.signal }).catch(() => undefined)
      const green = await look().catch(() => undefined)
      if (green && String(green) !== String(samples.at(-1)!.green)) samples.push({ atMs: Date.now(), green })
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await watching
      return samples
    },
  }
}
