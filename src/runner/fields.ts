import type { Parsed } from './field-values.ts'
import {
  parseBoolean,
  parseChoice,
  parseDecimal,
  parseDuration,
  parseInteger,
  parseKeyedLines,
  parseLines,
  parsePercent,
} from './field-values.ts'

/** One typed input: how it is described to people, and how its text becomes a value. */
export interface Field<T> {
  readonly description: string
  /** As a person would write it; shown in the table of inputs. */
  readonly example: string
  /** What the text must be, to follow "expected". */
  readonly expects: string
  readonly required: boolean
  /** The text that stands in for an absent input. */
  readonly fallback: string | undefined
  /** The value is masked before anything is printed, and never shown in a message. */
  readonly secret: boolean
  parse(text: string): Parsed<T>
  /** The value of an absent input that has no fallback. */
  readonly absent: T
}

export type AnyFields = Readonly<Record<string, Field<unknown>>>
/** The values of a record of fields, under the names of the inputs. */
export type Values<F extends AnyFields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

interface Described {
  readonly description: string
  readonly example: string
  readonly secret?: boolean
}
type Required = Described & { readonly required: true }
type Defaulted = Described & { readonly default: string }
export type Specification = Described | Required | Defaulted
/** Required or defaulted inputs always have a value. */
type Given<T, S> = S extends Required | Defaulted ? T : T | undefined

function field<T>(spec: Specification, expects: string, parse: (text: string) => Parsed<T>, absent: T): Field<T> {
  return {
    description: spec.description,
    example: spec.example,
    expects,
    required: 'required' in spec,
    fallback: 'default' in spec ? spec.default : undefined,
    secret: spec.secret ?? false,
    parse,
    absent,
  }
}

function perhaps<T, S extends Specification>(spec: S, expects: string, parse: (text: string) => Parsed<T>): Field<Given<T, S>> {
  // `absent` is reached only where neither `required` nor `default` is there, and then undefined is part of the type.
  return field<unknown>(spec, expects, parse, undefined) as Field<Given<T, S>>
}

/** Any text, without white space around it. */
export function text<const S extends Specification>(spec: S): Field<Given<string, S>> {
  return perhaps<string, S>(spec, 'text', (raw) => ({ ok: raw }))
}

/** One of a few words. */
export function choice<const C extends string, const S extends Specification>(choices: readonly C[], spec: S): Field<Given<C, S>> {
  return perhaps<C, S>(spec, `one of ${choices.join(', ')}`, (raw) => parseChoice(choices, raw))
}

/** A whole number within bounds, both included. */
export function integer<const S extends Specification>(
  bounds: { readonly min: number; readonly max: number },
  spec: S,
): Field<Given<number, S>> {
  return perhaps<number, S>(spec, `a whole number from ${String(bounds.min)} to ${String(bounds.max)}`, (raw) => parseInteger(bounds, raw))
}

/** A percentage from 0 to 100 with at most one decimal, with or without `%`; the value is the number. */
export function percent<const S extends Specification>(spec: S): Field<Given<number, S>> {
  return perhaps<number, S>(spec, 'a percentage from 0 to 100 with at most one decimal, such as 25 or 2.5', parsePercent)
}

/** A number within bounds, both included. */
export function decimal<const S extends Specification>(
  bounds: { readonly min: number; readonly max: number },
  spec: S,
): Field<Given<number, S>> {
  return perhaps<number, S>(spec, `a number from ${String(bounds.min)} to ${String(bounds.max)}`, (raw) => parseDecimal(bounds, raw))
}

/** A length of time such as 90s, 10m, 2h or 1h30m; the value is in milliseconds. */
export function duration<const S extends Specification>(spec: S): Field<Given<number, S>> {
  return perhaps<number, S>(spec, 'a duration such as 90s, 10m, 2h or 1h30m', parseDuration)
}

/** true or false as YAML 1.2 writes them. */
export function boolean<const S extends Specification>(spec: S): Field<Given<boolean, S>> {
  return perhaps<boolean, S>(spec, 'true or false', parseBoolean)
}

/** One entry on each line; empty lines are skipped. Absent means no entries. */
export function lines(spec: Specification): Field<readonly string[]> {
  return field<readonly string[]>(spec, 'one entry on each line', parseLines, [])
}

/** `key=value` on each line, each key once. Absent means no entries. */
export function keyedLines(spec: Specification & { readonly of: string }): Field<ReadonlyMap<string, string>> {
  return field<ReadonlyMap<string, string>>(spec, `${spec.of} on each line`, parseKeyedLines, new Map())
}

/** Text of a form of its own. `read` returns the value or throws an error that says what is wrong with the text. */
export function parsed<T, const S extends Specification>(expects: string, read: (text: string) => T, spec: S): Field<Given<T, S>> {
  return perhaps<T, S>(spec, expects, (raw) => {
    try {
      return { ok: read(raw) }
    } catch (thrown) {
      return { wrong: thrown instanceof Error ? thrown.message : String(thrown) }
    }
  })
}
