/** One step into a JSON value: a member by its name, or an element by its index. */
export type JsonStep = string | number

/** The steps of a path such as `$.build.version`, `build.version` or `items[0].id`; `$` is the value itself. Undefined when it is none. */
export function parseJsonPath(text: string): readonly JsonStep[] | undefined {
  if (text === '$') return []
  // Written with `$` every step has its dot or brackets; without it the first name stands alone.
  const rest = /^\$(?=[.[])/.test(text) ? text.slice(1) : /^\[/.test(text) ? text : `.${text}`
  if (!/^(?:\.[^\s.[\]]+|\[\d{1,6}\])+$/.test(rest)) return undefined
  return [...rest.matchAll(/\.([^\s.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
}

/** What a JSON value holds at the end of the steps; undefined when there is nothing. */
export function atJsonPath(value: unknown, steps: readonly JsonStep[]): unknown {
  return steps.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner) !== (typeof step === 'number')) return undefined
    return Object.hasOwn(inner, step) ? (inner as Record<JsonStep, unknown>)[step] : undefined
  }, value)
}
