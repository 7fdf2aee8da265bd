import type { Counts } from '../domain/analysis/model.ts'
import { SluiceError } from '../domain/errors.ts'
import { type Arm, armText, fillArm } from '../domain/metrics/arm.ts'
import type { Source } from '../domain/metrics/model.ts'
import { atJsonPath, parseJsonPath } from '../domain/smoke/json-path.ts'
import type { MetricProvider } from '../ports.ts'
import { type AskedMetric, askByInterval, countsFrom } from './by-interval.ts'
import { firstLine, get, passwordOf, whoseOf } from './http-get.ts'
import { fillEnvironment } from './secret-headers.ts'
import { type SourceOptions, usualTimeoutMs } from './source-options.ts'
import { unavailable } from './unavailable.ts'

type HttpJsonSource = Extract<Source, { kind: 'http-json' }>

/** Documents that count, one GET for each arm and interval. Throws INPUT_INVALID when headers or placeholders stand for nothing. */
export function createHttpJsonProvider(options: SourceOptions): MetricProvider {
  const own = options.metrics.flatMap(({ metric: { name }, source }) =>
    source.kind === 'http-json' ? [askedOf(name, source, options)] : [],
  )
  return askByInterval('http-json', own, options)
}

function askedOf(name: string, source: HttpJsonSource, options: SourceOptions): AskedMetric {
  const question = (arm: Arm, fromMs: number, toMs: number) => {
    const seconds = { from: fromMs / 1000, to: toMs / 1000 }
    const text = fillArm(source.url, arm, encodeURIComponent).replaceAll(/\{(from|to)\}/g, (_, which: 'from' | 'to') =>
      String(seconds[which]),
    )
    if (!URL.canParse(text)) throw new SluiceError('INPUT_INVALID', `The address of ${name} is none with what its placeholders stand for`)
    const headers = Object.fromEntries(Object.entries(source.headers).map(([header, value]) => [header, fillArm(value, arm)]))
    return {
      whose: `${name} of ${armText(arm)} from ${new Date(fromMs).toISOString().slice(11, 19)}`,
      url: new URL(text),
      headers: fillEnvironment(headers, name, options),
      timeoutMs: options.timeoutMs ?? usualTimeoutMs,
    }
  }
  // What is wrong with it is told before it is asked.
  for (const arm of [options.arms.canary, options.arms.baseline]) {
    const password = passwordOf(question(arm, 0, 0).url)
    if (password !== '') options.mask(password)
  }
  const [bad, total] = [parseJsonPath(source.bad) ?? [], parseJsonPath(source.total) ?? []]
  return {
    name,
    history: true,
    async ask(arm, fromMs, toMs, signal): Promise<Counts | undefined> {
      const asked = question(arm, fromMs, toMs)
      const { status, body } = await get(asked, signal)
      const whose = whoseOf(asked)
      if (status !== 200)
        throw unavailable(whose, `status ${String(status)}: ${firstLine(body)}`, 'Ask that address for the interval yourself.')
      let document: unknown
      try {
        document = JSON.parse(body)
      } catch (thrown) {
        throw unavailable(whose, `it is no JSON: ${firstLine(body)}`, 'Check that the address answers with a JSON document.', thrown)
      }
      return countsFrom(atJsonPath(document, total), atJsonPath(document, bad), whose, { n: source.total, x: source.bad })
    },
  }
}
