import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { inputs } from '../../src/actions/canary-fields.ts'
import { parseGate } from '../../src/domain/gate-spec.ts'
import { parseRows } from '../../src/domain/analysis/given-rows.ts'
import { parseCanaryMetrics } from '../../src/domain/metrics/entries.ts'

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8')
const blocks = (path: string, language: string): readonly string[] =>
  [...read(path).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)

/** The inputs of every step with canary-gate in a document. */
function gatesIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(gatesIn)
  if (typeof value !== 'object' || value === null) return []
  const { uses, with: given } = value as { uses?: unknown; with?: Readonly<Record<string, unknown>> }
  const own = typeof uses === 'string' && uses.includes('/actions/canary-gate') && given ? [given] : []
  return [...own, ...Object.values(value).flatMap(gatesIn)]
}

const documents = [
  ...['actions/canary-gate/README.md', 'README.md'].flatMap((path) => blocks(path, 'yaml').map((text) => [path, text] as const)),
  ['docs/examples/canary.yml', read('docs/examples/canary.yml')] as const,
]
const gates = documents.flatMap(([path, text]) =>
  parseAllDocuments(text).flatMap((each) => gatesIn(each.toJS()).map((given) => [path, given] as const)),
)

test('there are examples of it', () => expect(gates.length).toBeGreaterThan(4))

test.each(gates)('%s has an example that the action takes: %j', (_, given) => {
  for (const [name, value] of Object.entries(given)) {
    expect(Object.keys(inputs)).toContain(name)
    expect(inputs[name as keyof typeof inputs].parse(String(value)), name).toHaveProperty('ok')
  }
  expect(parseCanaryMetrics(parse(String(given['metrics'])), { margin: 1.25, harm: 2 })).toHaveProperty('value')
})

test('docs/analysis.md has rows and a gate that can be replayed', () => {
  const [rows] = blocks('docs/analysis.md', 'json')
  expect(parseRows(JSON.parse(rows!))).toHaveProperty('value')
  const [gate] = blocks('docs/analysis.md', 'yaml')
  expect(parseGate(parse(gate!))).toMatchObject({ value: { looks: 34, alpha: 0.05, design: 'declared' } })
})
