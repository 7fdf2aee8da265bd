import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { stringify } from 'yaml'
import { actions } from '../src/index.ts'
import { renderIam } from './iam.ts'
import { renderRules } from './migration-rules.ts'
import type { ActionModule } from '../src/runner/action.ts'
import { describeInput, inputRows } from '../src/runner/metadata.ts'

/**
 * Writes what follows from the fields declared in code: `actions/<name>/action.yml`, and the tables of inputs and outputs in
 * `actions/<name>/README.md` between their markers. With `--check` nothing is written and stale files make it fail.
 */

const root = resolve(import.meta.dirname, '..')

/** A generated file: where, and what it must hold. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

/** action.yml of one action. */
export async function renderActionYml(action: ActionModule): Promise<string> {
  const { metadata } = action
  const document = {
    name: metadata.title,
    description: metadata.description,
    author: 'Sluice',
    branding: { icon: metadata.icon, color: metadata.color },
    inputs: Object.fromEntries(Object.entries(metadata.inputs).map(([name, field]) => [name, describeInput(field)])),
    outputs: Object.fromEntries(Object.entries(metadata.outputs).map(([name, description]) => [name, { description }])),
    runs: {
      using: 'node24',
      main: `../../dist/${metadata.name}/index.js`,
      ...(action.post === undefined ? {} : { post: `../../dist/${metadata.name}/post.js` }),
    },
  }
  const text = `# Generated from src/actions/${metadata.name}.ts by "npm run docs".\n${stringify(document, { lineWidth: 0 })}`
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser: 'yaml' })
}

/** The README with the two tables put between their markers. Throws when a marker is missing. */
export function renderReadme(action: ActionModule, readme: string): string {
  const inputs = table(
    ['Input', 'What it is', 'Default', 'Example'],
    inputRows(action.metadata).map((row) => [`\`${row.name}\``, row.description, row.default, row.example]),
  )
  const outputs = table(
    ['Output', 'What it is'],
    Object.entries(action.metadata.outputs).map(([name, description]) => [`\`${name}\``, description]),
  )
  return between(between(readme, 'inputs', inputs), 'outputs', outputs)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function between(text: string, name: string, content: string): string {
  const start = `<!-- ${name} -->`
  const end = `<!-- /${name} -->`
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README has no ${start} ... ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

/** A README to begin with, for an action that has none yet. */
function newReadme(action: ActionModule): string {
  const { name, description } = action.metadata
  const markers = ['inputs', 'outputs'].map(
    (each) => `## ${each === 'inputs' ? 'Inputs' : 'Outputs'}\n\n<!-- ${each} -->\n<!-- /${each} -->\n`,
  )
  return [`# ${name}\n`, `${description}.\n`, ...markers].join('\n')
}

/** Everything that is generated. */
export async function generate(): Promise<readonly GeneratedFile[]> {
  const modules: readonly ActionModule[] = await Promise.all(Object.values(actions).map((load): Promise<ActionModule> => load()))
  const files = modules.map(async (action) => {
    const folder = join(root, 'actions', action.metadata.name)
    const readme = join(folder, 'README.md')
    const before = existsSync(readme) ? readFileSync(readme, 'utf8') : newReadme(action)
    return [
      { path: join(folder, 'action.yml'), text: await renderActionYml(action) },
      { path: readme, text: renderReadme(action, before) },
    ]
  })
  const page = join(root, 'docs', 'migrations.md')
  const rules = (['postgres', 'mysql'] as const).reduce((text, name) => between(text, name, renderRules(name)), readFileSync(page, 'utf8'))
  return [...(await Promise.all(files)).flat(), { path: join(root, 'docs', 'iam.md'), text: renderIam() }, { path: page, text: rules }]
}

/** Those that are not on disk as they should be, as paths from the root. */
export function stale(files: readonly GeneratedFile[]): readonly string[] {
  return files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text).map(({ path }) => relative(root, path))
}

if (process.argv[1] === import.meta.filename) {
  const files = await generate()
  const old = stale(files)
  if (process.argv.includes('--check')) {
    for (const path of old) console.error(`${path} is stale: run "npm run docs"`)
    process.exitCode = old.length === 0 ? 0 : 1
  } else {
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    console.log(old.length === 0 ? 'docs: nothing to change' : `docs: wrote ${old.join(', ')}`)
  }
}
