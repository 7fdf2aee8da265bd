import type { Look, Row } from '../../src/domain/analysis/model.ts'
import { replayed, rowsOf, times } from './canary-replayed.ts'
import type { Item } from './item.ts'

const gate = { bake: '60m', metrics: ['errors'] }
const past = rowsOf(times(60, [0, 0, 95_000, 95] as const), -60)
const good = [1_000, 1, 9_000, 9] as const
const bad = [1_000, 20, 9_000, 9] as const

interface Found {
  readonly ok: boolean
  readonly told: string
}

export const restated: Item = {
  name: 're-stated',
  claim: 'Re-stated and late minutes are judged anew, to the same looks as if they had come in time; a FAIL stays whatever is re-stated',
  async run(progress) {
    const cases: Readonly<Record<string, () => Promise<Found>>> = { 'late minutes': late, 're-stated minutes': anew, 'a FAIL stays': stays }
    const told: Record<string, Found> = {}
    for (const [name, work] of Object.entries(cases)) {
      const found = (told[name] = await work())
      progress(`${found.ok ? 'ok' : 'FAILED'}: ${name}: ${found.told}`)
    }
    return { ok: Object.values(told).every(({ ok }) => ok), figures: told }
  },
}

/** Minutes 10 to 12 come after minute 20, and 13 never. */
async function late(): Promise<Found> {
  const rows = [...past, ...rowsOf(times(40, good))]
  const isLate = ({ minute }: Row): boolean => minute >= 10 && minute < 13
  const known = rows.filter(({ minute }) => minute !== 13)
  const upTo = (minute: number): readonly Row[] => known.filter((row) => row.minute <= minute && !isLate(row))
  const arriving = [...upTo(20), ...known.filter(isLate), ...known.filter(({ minute }) => minute > 20)]
  const [inTime, out] = [await replayed(known, gate), await replayed(arriving, gate)]
  const same = sameLook(inTime.looks.at(-1)!, out.looks.at(-1)!)
  return {
    ok: same && out.looks.at(-1)!.verdict === 'pass',
    told: `the last look is ${same ? 'the same' : 'another'}: ${out.looks.at(-1)!.because}`,
  }
}

/** The newest two minutes are too low at first, and stated anew once they are complete. */
async function anew(): Promise<Found> {
  const rows = rowsOf(times(40, good))
  const part = (row: Row, share: number): Row => {
    const { canary, baseline } = row.metrics['errors']!
    const of = ({ n, x }: typeof canary): typeof canary => ({ n: Math.floor(n * share), x: Math.floor(x * share) })
    return { minute: row.minute, metrics: { errors: { canary: of(canary), baseline: of(baseline) } } }
  }
  const arriving = rows.flatMap((row, index) => [...(index > 0 ? [rows[index - 1]!] : []), part(row, 0.6)])
  const [whole, partly] = [await replayed([...past, ...rows], gate), await replayed([...past, ...arriving, rows.at(-1)!], gate)]
  const same = sameLook(whole.looks.at(-1)!, partly.looks.at(-1)!)
  return { ok: same, told: `the last look is ${same ? 'the same' : 'another'}: ${partly.looks.at(-1)!.because}` }
}

/** What failed it turns out to have been nothing: the canary has gone home by then. */
async function stays(): Promise<Found> {
  const wrong = rowsOf(times(15, bad))
  const right = rowsOf(times(15, good))
  const { looks } = await replayed([...past, ...wrong, ...right], gate)
  const failed = looks.find(({ verdict }) => verdict === 'fail')
  const last = looks.at(-1)!
  const alone = (await replayed([...past, ...right], gate)).looks.at(-1)!
  const ok = failed !== undefined && last.verdict === 'fail' && last.because === failed.because && alone.verdict !== 'fail'
  return { ok, told: `failed in minute ${String(failed?.minute)}, and still so after all was re-stated; by those alone ${alone.verdict}` }
}

function sameLook(one: Look, other: Look): boolean {
  return JSON.stringify({ ...one, because: one.because }) === JSON.stringify({ ...other, because: other.because })
}

export const smallWeight: Item = {
  name: 'weight-0.1',
  claim: 'A canary with 0.1 % of 100,000 requests a minute is failed when it is ten times as bad, and not when it is none the worse',
  async run() {
    const spec = { steps: '0.1@60m, 100', metrics: ['errors'] }
    const usual = rowsOf(times(60, [0, 0, 100_000, 1_000] as const), -60)
    const alternating = (x: readonly number[]): readonly Row[] =>
      rowsOf(Array.from({ length: 60 }, (_, minute) => [100, x[minute % x.length]!, 99_900, 999] as const))
    const [bad, good] = [await replayed([...usual, ...alternating([10])], spec), await replayed([...usual, ...alternating([1])], spec)]
    const failedIn = bad.looks.find(({ verdict }) => verdict === 'fail')?.minute
    const never = good.looks.every(({ verdict }) => verdict !== 'fail')
    return {
      ok: failedIn !== undefined && failedIn <= 10 && never,
      figures: { failedIn, because: bad.looks.at(-1)!.because, noneTheWorse: good.looks.at(-1)!.because },
    }
  },
}
