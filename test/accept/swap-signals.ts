import type { Item } from './item.ts'
import { drawMoments, sideBySide } from './moments.ts'
import { strike, type SwapCase } from './swap-case.ts'

const seed = 20_261_205
const signals = 50
/** Some come when the step has ended already. */
const moments = 56
const atOnce = 5
const patienceMs = 7_000

export const swapSignals: Item = {
  name: 'signals',
  claim: `${signals} signals at spread moments of a swap: the step ends within 7 s, and traffic ends wholly on a good side, settings put back`,
  async run(progress) {
    const reference = await strike(
      { moment: { kind: 'call', nth: Infinity, effect: 'before' }, candidate: 'good', standby: 'scale-to-zero' },
      () => undefined,
      false,
    )
    progress(`reference: ${reference.first}, ${reference.calls} calls in ${Math.round(reference.ms / 100) / 10} s`)
    const cases = drawMoments(seed, moments, reference.calls, reference.ms).map((moment, index): SwapCase => ({
      moment,
      candidate: index % 5 === 4 ? 'fails its test' : 'good',
      standby: index % 2 === 0 ? 'keep' : 'scale-to-zero',
    }))
    const rows = await sideBySide(cases, atOnce, async (each) => {
      const found = await strike(each, (step) => step.cancel(), false)
      const ok = found.ok && (found.homeMs ?? 0) < patienceMs
      progress(
        `${ok ? 'ok' : 'FAILED'}: ${JSON.stringify(each)} -> ${found.first}, on ${found.side}${found.wrong.map((why) => `; ${why}`).join('')}`,
      )
      return { ...each, ...found, ok }
    })
    const times = rows.flatMap((row) => row.homeMs ?? [])
    return {
      ok: reference.ok && times.length >= signals && rows.every((row) => row.ok),
      figures: { seed, moments: rows.length, signalled: times.length, longestMs: Math.max(...times), ends: endsOf(rows), reference, rows },
    }
  },
}

/** How often each end was met. */
export function endsOf(
  rows: readonly { readonly first: string; readonly then: string; readonly side: string }[],
): Readonly<Record<string, number>> {
  const ends: Record<string, number> = {}
  for (const { first, then, side } of rows) {
    const end = `${first}${then === '' ? '' : `, then ${then}`}: ${side}`
    ends[end] = (ends[end] ?? 0) + 1
  }
  return ends
}
