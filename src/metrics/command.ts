import type { Readable } from 'node:stream'
import type { Counts } from '../domain/analysis/model.ts'
import { quoted } from '../domain/document.ts'
import { type Arm, armText } from '../domain/metrics/arm.ts'
import { span } from '../domain/render/time.ts'
import type { MetricProvider } from '../ports.ts'
import { runShell, type ShellRun } from '../shell/run-shell.ts'
import { type AskedMetric, askByInterval, countsFrom } from './by-interval.ts'
import { type SourceOptions, usualTimeoutMs } from './source-options.ts'
import { cancelled, unavailable } from './unavailable.ts'

/** Counts are short. */
const mostBytes = 65_536

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
      const heard = hearCounts()
      const end = await runShell({ command: run, env: { ...env, ...own }, limitMs: timeoutMs, hear: heard.hear }, signal)
      if (signal.aborted) throw cancelled(whose)
      const error = heard.lastError()
      const said = error === '' ? '' : `: ${quoted(error, 200)}`
      const hint = 'Run the command yourself with the SLUICE_ variables; docs of `metrics` list them.'
      if (heard.flooded() && end !== 'late') throw unavailable(whose, 'the command printed more than any counts are', hint)
      if (end !== 'exit code 0') throw unavailable(whose, `the command ${failure(end, timeoutMs)}${said}`, hint)
      const text = heard.output().trim()
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

function failure(end: string, timeoutMs: number): string {
  switch (end) {
    case 'no shell':
      return 'could not be started: there is neither bash nor sh on the PATH'
    case 'late':
      return `was ended after ${span(timeoutMs)}`
    default:
      return `ended with ${end}`
  }
}

interface Heard {
  readonly hear: ShellRun['hear']
  output(): string
  /** Whether the output was too long, for which the command was ended. */
  flooded(): boolean
  /** The last line of stderr that says something. */
  lastError(): string
}

/** Keeps the last so many bytes of each output. */
function hearCounts(): Heard {
  const kept = { output: Buffer.alloc(0), errors: Buffer.alloc(0) }
  let flooded = false
  const keep = (name: keyof typeof kept, stream: Readable, flood?: () => void): void => {
    stream.on('data', (chunk: Buffer) => {
      const all = Buffer.concat([kept[name], chunk])
      if (all.length > mostBytes) flood?.()
      kept[name] = all.subarray(-mostBytes)
    })
  }
  return {
    hear(output, errors, stop) {
      keep('output', output, () => {
        flooded = true
        stop()
      })
      keep('errors', errors)
    },
    output: () => kept.output.toString('utf8'),
    flooded: () => flooded,
    lastError: () => {
      const lines = kept.errors.toString('utf8').split(/\r\n|\r|\n/)
      return lines.findLast((line) => line.trim() !== '')?.trim() ?? ''
    },
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
