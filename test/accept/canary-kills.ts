import { type CanaryCase, type CanaryStood, strikeCanary } from './canary-case.ts'
import type { Item } from './item.ts'
import { drawMoments, sideBySide } from './moments.ts'
import { endsOf } from './swap-signals.ts'

const killSeed = 20_261_301
const signalSeed = 20_261_302
const kills = 14
const signals = 14
const atOnce = 4
const patienceMs = 7_000
const never = { kind: 'call', nth: Infinity, effect: 'before' } as const

export const canaryKills: Item = {
  name: 'kills',
  claim: `kill -9 at ${kills} moments of a canary: run again it comes to the same verdict in the same minute with the same evidence; with recovery alone it goes home; settings put back`,
  async run(progress) {
    const [worse, good] = [await reference('worse', progress), await reference('good', progress)]
    const cases = drawMoments(killSeed, kills, worse.calls, worse.ms).map((moment, index): CanaryCase => ({
      moment,
      candidate: index % 3 === 2 ? 'good' : 'worse',
      then: index % 4 === 3 ? 'recovery' : 'rerun',
    }))
    const rows = await sideBySide(cases, atOnce, async (each) => {
      const found = await strikeCanary(each, (step) => step.lose())
      const same = each.then === 'recovery' || each.candidate === 'good' || recorded(found.verdict) === recorded(worse.verdict)
      const ok = found.ok && same
      const differs = same ? '' : `; the verdict is ${String(found.verdict)}`
      progress(
        `${ok ? 'ok' : 'FAILED'}: ${JSON.stringify(each)} -> ${found.first}, then ${found.then}, on ${found.side}${found.wrong.map((why) => `; ${why}`).join('')}${differs}`,
      )
      return { ...each, ...found, ok }
    })
    return {
      ok: worse.ok && good.ok && worse.verdict !== undefined && rows.every((row) => row.ok),
      figures: {
        ...{ seed: killSeed, moments: rows.length, killed: rows.filter(({ first }) => first === 'SIGKILL').length },
        ...{
          verdict: worse.verdict,
          sameVerdict: rows.filter(({ verdict }) => recorded(verdict) === recorded(worse.verdict)).length,
          ends: endsOf(rows),
          rows,
        },
      },
    }
  },
}

/** Where the record of its end was the last thing the dead one wrote, the next run tells of that: in the characters that a tag can hold. */
function recorded(verdict: string | undefined): string | undefined {
  return verdict?.replaceAll(/[^A-Za-z0-9+=.:/@-]+/g, ' ')
}

export const canarySignals: Item = {
  name: 'signals',
  claim: `${signals} signals at spread moments of a canary: the step ends within 7 s, and traffic ends wholly on a good side, settings put back`,
  async run(progress) {
    const worse = await reference('worse', progress)
    const cases = drawMoments(signalSeed, signals, worse.calls, worse.ms).map((moment, index): CanaryCase => ({
      moment,
      candidate: index % 3 === 2 ? 'good' : 'worse',
      then: 'nothing',
    }))
    const rows = await sideBySide(cases, atOnce, async (each) => {
      const found = await strikeCanary(each, (step) => step.cancel())
      const ok = found.ok && (found.homeMs ?? 0) < patienceMs
      progress(
        `${ok ? 'ok' : 'FAILED'}: ${JSON.stringify(each)} -> ${found.first}, on ${found.side}${found.wrong.map((why) => `; ${why}`).join('')}`,
      )
      return { ...each, ...found, ok }
    })
    const times = rows.flatMap(({ homeMs }) => homeMs ?? [])
    return {
      ok: worse.ok && times.length > 0 && rows.every((row) => row.ok),
      figures: { seed: signalSeed, moments: rows.length, signalled: times.length, longestMs: Math.max(...times), ends: endsOf(rows), rows },
    }
  },
}

/** What a canary that nobody strikes comes to, and how long it takes. */
async function reference(candidate: CanaryCase['candidate'], progress: (text: string) => void): Promise<CanaryStood> {
  const found = await strikeCanary({ moment: never, candidate, then: 'nothing' }, () => undefined)
  progress(`reference, ${candidate}: ${found.first}, ${found.calls} calls in ${Math.round(found.ms / 100) / 10} s; ${found.verdict ?? ''}`)
  return found
}
