import type { Item } from './item.ts'
import { drawMoments, sideBySide } from './moments.ts'
import { endsOf } from './swap-signals.ts'
import { strike, type SwapCase } from './swap-case.ts'

const seed = 20_261_206
const moments = 20
// Recovery mostly waits for the claim of the dead.
const atOnce = 5

export const swapKills: Item = {
  name: 'kills',
  claim: `kill -9 at ${moments} moments of a swap, followed only by the recovery job: traffic ends wholly on a good side, settings put back`,
  async run(progress) {
    const reference = await strike(
      { moment: { kind: 'call', nth: Infinity, effect: 'before' }, candidate: 'good', standby: 'scale-to-zero' },
      () => undefined,
      true,
    )
    progress(`reference: ${reference.first}, ${reference.calls} calls in ${Math.round(reference.ms / 100) / 10} s`)
    const cases = drawMoments(seed, moments, reference.calls, reference.ms).map((moment, index): SwapCase => ({
      moment,
      candidate: index % 5 === 4 ? 'fails its test' : 'good',
      standby: index % 2 === 0 ? 'keep' : 'scale-to-zero',
    }))
    const rows = await sideBySide(cases, atOnce, async (each) => {
      const found = await strike(each, (step) => step.lose(), true)
      progress(
        `${found.ok ? 'ok' : 'FAILED'}: ${JSON.stringify(each)} -> ${found.first}, then ${found.then}, on ${found.side}${found.wrong.map((why) => `; ${why}`).join('')}`,
      )
      return { ...each, ...found }
    })
    return {
      ok: reference.ok && rows.every((row) => row.ok),
      figures: {
        seed,
        moments: rows.length,
        killed: rows.filter((row) => row.first === 'SIGKILL').length,
        ends: endsOf(rows),
        reference,
        rows,
      },
    }
  },
}
