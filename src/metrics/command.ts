import type { Counts } from '../domain/analysis/model.ts'
import { quoted } from '../domain/document.ts'
import { type Arm, armText } from '../domain/metrics/arm.ts'
import { span } from '../domain/render/time.ts'
import type { MetricProvider } from '../ports.ts'
import { type AskedMetric, askByInterval, countsFrom } from './by-interval.ts'
import { runShell } from './shell.ts'
import { type SourceOptions, usualTimeoutMs } from './source-options.ts'
import { cancelled, unavailable } from './unavailable.ts'

/** Shell commands of the user that print `{"n":…,"x":…}`, one run for each arm and interval; nothing printed is nothing counted. */
export function createCommandProvider(options: SourceOptions): MetricProvider {
  const own = options.metrics.flatMap(({ metric: { name }, source }) =>
    source.kind === 'command' ? [askedOf(name, source.run, source.history, options)] : [],
  )
  return askByInterval('command', own, options)
}

function askedOf(name: string, run: string, history: boolean, { arms, env, timeoutMs = usualTimeoutMs }: SourceOptions): AskedMetric {
  return {
    name,
    history,
    async ask(arm, fromMs, toMs, signal): Promise<Counts | undefined> {
      const whose = `${name} of ${armText(arm)} from ${new Date(fromMs).toISOString().slice(11, 19)}`
      const which = arm === arms.canary ? 'canary' : 'baseline'
      const own = { ...environmentOf(arm), SLUICE_ARM: which, SLUICE_FROM: String(fromMs / 1000), SLUICE_TO: String(toMs / 1000) }
      const ran = await runShell({ command: run, env: { ...env, ...own }, timeoutMs }, signal)
      if (signal.aborted) throw cancelled(whose)
      const said = ran.lastError === '' ? '' : `: ${quoted(ran.lastError, 200)}`
      const hint = 'Run the command yourself with the SLUICE_ variables; docs of `metrics` list them.'
      if (ran.end === 'late') throw unavailable(whose, `the command was ended after ${span(timeoutMs)}${said}`, hint)
      if (ran.end === 'flood') throw unavailable(whose, 'the command printed more than any counts are', hint)
      if (ran.end !== 'exit code 0') throw unavailable(whose, `the command ended with ${ran.end}${said}`, hint)
      const text = ran.output.trim()
      if (text === '') return undefined
      const { n, x } = countsIn(text) ?? {}
      if (n === undefined)
        throw unavailable(whose, `the command printed ${quoted(text, 200)}, and not {"n": requests, "x": bad ones}`, hint)
      return countsFrom(n, x, whose, { n: 'n', x: 'x' })
    },
  }
}

function environmentOf({ side, service, cluster, revision, group, loadBalancer }: Arm): Readonly<Record<string, string>> {
  return {
    SLUICE_SIDE: side,
    SLUICE_SERVICE: service,
    SLUICE_CLUSTER: cluster,
    SLUICE_REVISION: revision,
    SLUICE_GROUP: group,
    SLUICE_LOAD_BALANCER: loadBalancer,
  }
}

function countsIn(text: string): { readonly n?: unknown; readonly x?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
