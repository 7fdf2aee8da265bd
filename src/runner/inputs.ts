import { SluiceError } from '../domain/errors.ts'
import type { AnyFields, Values } from './fields.ts'
import type { RunnerHost } from './host.ts'
import { nearest } from './spelling.ts'

/** What holds between inputs. Asked only when each input it is about could be read, so that one mistake is told once. */
export interface Rule<F extends AnyFields> {
  readonly about: readonly (keyof F & string)[]
  /** Of these, the inputs that a mistake is told of; all of them when absent. */
  readonly tells?: readonly (keyof F & string)[]
  /** What is wrong, in one text or several, or undefined. It may read what an input names. */
  readonly check: (values: Values<F>) => Wrong | Promise<Wrong>
}

type Wrong = string | readonly string[] | undefined

/** Where values come from after the input itself, first found wins: for the configuration file. */
export interface Layer {
  /** Shown with the value, such as `config: production`. */
  readonly source: string
  /** Input names to texts. */
  readonly texts: Readonly<Record<string, string>>
}

export interface ReadInputs<F extends AnyFields> {
  readonly values: Values<F>
  /** Where each value came from: `input`, the source of a layer, `built-in`, or `absent`. */
  readonly sources: Readonly<Record<keyof F, string>>
  /** As they were written, without those that are absent. */
  readonly texts: Readonly<Partial<Record<keyof F, string>>>
}

/**
 * Reads every input, masks the secret ones, and throws one INPUT_INVALID that lists every mistake.
 * The runner enforces neither `required` nor names, so both are done here; an unknown name is a warning, as the runner has it.
 */
export async function readInputs<F extends AnyFields>(
  fields: F,
  host: Pick<RunnerHost, 'env' | 'log' | 'masks'>,
  options: { readonly rules?: readonly Rule<F>[]; readonly layers?: readonly Layer[] } = {},
): Promise<ReadInputs<F>> {
  const values: Record<string, unknown> = {}
  const sources: Record<string, string> = {}
  const texts: Record<string, string> = {}
  const mistakes = new Map<string, readonly string[]>()
  const layers: readonly Layer[] = [{ source: 'input', texts: inputTexts(fields, host.env) }, ...(options.layers ?? [])]

  for (const [name, field] of Object.entries(fields)) {
    const layer = layers.find((each) => each.texts[name] !== undefined)
    const raw = layer?.texts[name] ?? field.fallback
    sources[name] = layer?.source ?? (field.fallback === undefined ? 'absent' : 'built-in')
    if (raw === undefined) {
      if (field.required) mistakes.set(name, [`required, but empty; expected ${field.expects}, such as ${shown(field.example)}`])
      values[name] = field.absent
      continue
    }
    texts[name] = raw
    if (field.secret) host.masks.add(raw)
    const parsed = field.parse(raw)
    if ('ok' in parsed) values[name] = parsed.ok
    else {
      const got = field.secret ? 'a secret value' : shown(raw)
      const from = sources[name] === 'input' ? '' : ` (from ${sources[name]})`
      mistakes.set(name, [`expected ${field.expects}, got ${got}${from}${parsed.wrong === '' ? '' : `: ${parsed.wrong}`}`])
    }
  }

  warnOfUnknown(fields, host)
  const unread = new Set(mistakes.keys())
  for (const rule of options.rules ?? []) {
    if (rule.about.some((name) => unread.has(name))) continue
    const wrong = (await rule.check(values as Values<F>)) ?? []
    const names = (rule.tells ?? rule.about).join(', ')
    const texts = typeof wrong === 'string' ? [wrong] : wrong
    if (texts.length > 0) mistakes.set(names, [...(mistakes.get(names) ?? []), ...texts])
  }
  if (mistakes.size > 0) throw invalid(mistakes)
  return { values: values as Values<F>, sources: sources as Record<keyof F, string>, texts: texts as Partial<Record<keyof F, string>> }
}

/** The variable the runner hands an input over in: upper case, spaces as `_`, hyphens kept. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

function inputTexts(fields: AnyFields, env: RunnerHost['env']): Readonly<Record<string, string>> {
  const given = Object.keys(fields).map((name) => [name, (env[inputVariable(name)] ?? '').trim()] as const)
  return Object.fromEntries(given.filter(([, raw]) => raw !== ''))
}

function warnOfUnknown(fields: AnyFields, host: Pick<RunnerHost, 'env' | 'log'>): void {
  const known = new Set(Object.keys(fields).map(inputVariable))
  for (const variable of Object.keys(host.env)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue
    const name = variable.slice('INPUT_'.length).toLowerCase()
    const near = nearest(name, Object.keys(fields))
    host.log.warning(`There is no input ${name}, so it is ignored${near === undefined ? '' : `: did you mean ${near}?`}`, {
      title: 'Unknown input',
    })
  }
}

function invalid(mistakes: ReadonlyMap<string, readonly string[]>): SluiceError {
  const list = [...mistakes].flatMap(([name, wrong]) => wrong.map((text) => `  ${name}: ${text}`))
  const head = mistakes.size === 1 ? 'One input cannot be used:' : `${String(mistakes.size)} inputs cannot be used:`
  return new SluiceError('INPUT_INVALID', [head, ...list].join('\n'), {
    hint: 'Nothing was changed. The README of the action lists every input with an example.',
  })
}

/** On one line. Headers of requests are left out with all that stands beside them: in YAML it cannot be told from afar where they end. */
function printed(text: string): string {
  return /\bheaders\b/.test(text) ? '(holds headers, so it is not shown)' : text.replaceAll(/\s*[\r\n]+\s*/g, ', ')
}

/** A value in a message: on one line, and short. */
function shown(raw: string): string {
  const line = raw.replaceAll(/\s*[\r\n]+\s*/g, ' ⏎ ')
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`
}

/** Each value as it was written with where it came from, for plan mode. Secret values are not shown, absent ones are left out. */
export function settings<F extends AnyFields>(
  fields: F,
  { texts, sources }: Pick<ReadInputs<F>, 'texts' | 'sources'>,
): readonly (readonly [name: string, text: string, source: string])[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const text = texts[name]
    if (text === undefined) return []
    return [[name, field.secret ? '***' : printed(text), sources[name]!] as const]
  })
}
