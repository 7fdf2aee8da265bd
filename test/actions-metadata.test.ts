import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { generate, renderReadme, stale } from '../scripts/docs.ts'
import { actions } from '../src/index.ts'
import type { ActionModule } from '../src/runner/action.ts'
import { boolean, text } from '../src/runner/fields.ts'
import { describeInput } from '../src/runner/metadata.ts'

const root = resolve(import.meta.dirname, '..')
const modules: readonly ActionModule[] = await Promise.all(Object.values(actions).map((load): Promise<ActionModule> => load()))

interface ActionYml {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly required: boolean; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: Readonly<Record<string, string>>
}

describe('the public face of the actions', () => {
  it('is generated from the code and fresh', async () => {
    expect(stale(await generate())).toEqual([])
  })

  it('has a folder for every action and an action for every folder', () => {
    expect(readdirSync(join(root, 'actions')).sort()).toEqual(Object.keys(actions).sort())
    expect(modules.map((each) => each.metadata.name)).toEqual(Object.keys(actions))
  })

  it('means one thing by one input name, and by one output name', () => {
    const inputs = modules.flatMap(({ metadata }) =>
      // The parts of an action are its own.
      Object.entries(metadata.inputs).flatMap(([name, field]) => (name === 'command' ? [] : [[name, field, metadata.name] as const])),
    )
    const said = new Map<string, string>()
    const differing = inputs.flatMap(([name, field, action]) => {
      // A gate that only looks on is a mode more.
      const expects = name === 'mode' ? '' : field.expects
      const meaning = JSON.stringify([field.description, field.fallback, expects, field.secret])
      const before = said.get(name) ?? meaning
      said.set(name, before)
      return before === meaning ? [] : [`${action}: ${name} means ${meaning}, elsewhere ${before}`]
    })
    expect(differing).toEqual([])
    expect(said.size).toBeGreaterThan(0)
  })
})

describe.each(modules.map((each) => [each.metadata.name, each] as const))('%s', (name, action) => {
  const written = parse(readFileSync(join(root, 'actions', name, 'action.yml'), 'utf8')) as ActionYml
  const readme = readFileSync(join(root, 'actions', name, 'README.md'), 'utf8')

  it('runs on node 24 from the shared bundle', () => {
    const post = action.post === undefined ? {} : { post: `../../dist/${name}/post.js` }
    expect(written.runs).toEqual({ using: 'node24', main: `../../dist/${name}/index.js`, ...post })
  })

  it('states the same inputs and outputs in code, action.yml and README', () => {
    expect(Object.keys(written.inputs)).toEqual(Object.keys(action.metadata.inputs))
    expect(Object.keys(written.outputs)).toEqual(Object.keys(action.metadata.outputs))
    for (const each of [...Object.keys(written.inputs), ...Object.keys(written.outputs)]) expect(readme).toContain(`| \`${each}\` |`)
  })

  it('describes everything in sentences', () => {
    const described = [...Object.values(action.metadata.inputs).map((each) => each.description), ...Object.values(action.metadata.outputs)]
    expect(described.filter((each) => !/^[A-Z`].*[.)]$/s.test(each))).toEqual([])
  })

  it('has examples and defaults that its own fields accept', () => {
    const refused = Object.entries(action.metadata.inputs).flatMap(([input, field]) =>
      [field.example, field.fallback]
        .filter((each) => each !== undefined && !each.startsWith('${{'))
        .filter((each) => 'wrong' in field.parse(each ?? ''))
        .map((each) => `${input}: ${each ?? ''}`),
    )
    expect(refused).toEqual([])
  })
})

describe('an input in action.yml', () => {
  const about = { description: 'What.', example: 'true' }
  it('tells its default without setting it, so that the configuration file can still speak', () => {
    expect(describeInput(boolean({ ...about, default: 'false' }))).toEqual({ description: 'What. Default: `false`.', required: false })
  })
  it('sets a default that only the runner can evaluate', () => {
    const token = text({ ...about, default: '${{ github.token }}', secret: true })
    expect(describeInput(token)).toEqual({ description: 'What. Secret: masked at once.', required: false, default: '${{ github.token }}' })
  })
})

describe('a README', () => {
  const action = modules[0]!
  it('keeps its own words around the tables', () => {
    const before = 'Mine.\n<!-- inputs -->\nstale rows\n<!-- /inputs -->\nAlso mine.\n<!-- outputs -->\n<!-- /outputs -->\nEnd.\n'
    const after = renderReadme(action, before)
    expect(after).toMatch(/^Mine\.\n<!-- inputs -->\n\n\| Input .*<!-- \/inputs -->\nAlso mine\..*End\.\n$/s)
    expect(after).not.toContain('stale rows')
    expect(renderReadme(action, after)).toBe(after)
  })
  it('is refused without its markers', () => {
    expect(() => renderReadme(action, '# Bare')).toThrow('README has no <!-- inputs --> ... <!-- /inputs -->')
  })
})
