import type { ActionMetadata } from './action.ts'
import type { Field } from './fields.ts'

/** One entry of `inputs:` in action.yml. */
export interface InputEntry {
  readonly description: string
  readonly required: boolean
  readonly default?: string
}

/** One row of the table of inputs in a README. */
export interface InputRow {
  readonly name: string
  readonly description: string
  readonly default: string
  readonly example: string
}

/**
 * A default that is an expression (`${{ github.token }}`) stands in action.yml, where alone it is evaluated. Every other default
 * stands in code and is only told about: the runner hands over a default of action.yml as if a person had written it, and then
 * the configuration file could never speak.
 */
function isExpression(field: Field<unknown>): boolean {
  return field.fallback?.startsWith('${{') === true
}

export function describeInput(field: Field<unknown>): InputEntry {
  const told =
    field.fallback === undefined || isExpression(field) ? field.description : `${field.description} Default: ${code(field.fallback)}.`
  return {
    description: field.secret ? `${told} Secret: masked at once.` : told,
    required: field.required,
    ...(isExpression(field) ? { default: field.fallback ?? '' } : {}),
  }
}

/** The rows in the order of declaration. */
export function inputRows(metadata: ActionMetadata): readonly InputRow[] {
  return Object.entries(metadata.inputs).map(([name, field]) => ({
    name,
    description: field.description,
    default: field.required ? '**required**' : field.fallback === undefined ? '' : code(field.fallback),
    example: code(field.example),
  }))
}

/** Inline code that may hold back ticks and stands on one line. */
function code(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ⏎ ')
  if (line === '') return ''
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``
}
