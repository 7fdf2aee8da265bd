import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { reasonCodes } from '../../src/domain/outcome.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const found = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((match) => match[1]!)
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

const pages = ['docs/adopt.md', 'docs/migrate-from-codedeploy.md', 'docs/terraform/pair/README.md', 'docs/cdk/pair/README.md']
const examples = ['docs/terraform', 'docs/cdk'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|cdk\.out/.test(entry.parentPath))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
)

/** The anchor GitHub makes of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}

describe('the pages of adoption', () => {
  test.each(pages)('%s links to what is there', (page) => {
    const links = found(read(page), /\]\(([^)\s]+)\)/g).filter((link) => !link.startsWith('https://'))
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      const [path = '', fragment] = link.split('#')
      const target = join(dirname(page), path)
      expect(existsSync(join(root, target)), `${page} links to ${target}`).toBe(true)
      if (fragment !== undefined) expect(found(read(target), /^#+ (.+)$/gm).map(anchor), link).toContain(fragment)
    }
  })

  test.each(pages)('%s names reason codes that exist', (page) => {
    // Words of AWS in the same spelling.
    const foreign = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY', 'CODE_DEPLOY', 'INACTIVE', 'COMPLETED', 'ECS', 'RETAIN']
    const codes = found(read(page), /`([A-Z][A-Z_]{2,})`/g).filter((code) => !foreign.includes(code))
    expect(codes.filter((code) => !(reasonCodes as readonly string[]).includes(code))).toEqual([])
  })

  test.each(pages)('%s has examples in YAML that can be read, with inputs the actions take', (page) => {
    for (const text of found(read(page), /^```yaml\n(.*?)^```/gms)) {
      const document = parseDocument(text)
      expect(document.errors).toEqual([])
      for (const { uses, inputs } of steps(document.toJS())) {
        const path = `actions/${/actions\/([\w-]+)@/.exec(uses)![1]!}/action.yml`
        // An action that is still to come has no file to be held against.
        if (!existsSync(join(root, path))) continue
        const taken = parseDocument(read(path)).toJS() as { inputs: Readonly<Record<string, unknown>> }
        expect(inputs.filter((name) => !(name in taken.inputs))).toEqual([])
      }
    }
  })

  test.each([...pages, ...examples])('%s holds no secret and no account but the one of examples', (path) => {
    const text = read(path)
    expect(found(text, /\b((?:AKIA|ASIA)[A-Z0-9]{12,}|gh[pousr]_\w{20,}|-----BEGIN [A-Z ]+-----)/g)).toEqual([])
    expect(found(text, /(?<![\w-])(\d{12})(?![\w-])/g).filter((account) => account !== '111122223333')).toEqual([])
  })
})

/** Every step of ours anywhere in a document. */
function steps(value: unknown): readonly { readonly uses: string; readonly inputs: readonly string[] }[] {
  if (Array.isArray(value)) return value.flatMap(steps)
  if (typeof value !== 'object' || value === null) return []
  const { uses, with: given } = value as { uses?: unknown; with?: object }
  const own = typeof uses === 'string' && uses.includes('/sluice/actions/') ? [{ uses, inputs: Object.keys(given ?? {}) }] : []
  return [...own, ...Object.values(value).flatMap(steps)]
}

describe('the Terraform module', () => {
  const main = read('docs/terraform/pair/main.tf')
  const outputs = read('docs/terraform/pair/outputs.tf')
  const variables = new Map(
    read('docs/terraform/pair/variables.tf')
      .split(/^(?=variable )/m)
      .map((block) => [found(block, /^variable "(\w+)"/g)[0]!, block]),
  )

  test('declares the variables it uses, and uses those it declares', () => {
    expect(unique([...variables.keys()])).toEqual(unique(found(main, /\bvar\.(\w+)/g)))
  })

  test('tells of outputs that it has', () => {
    const resources = found(main, /^resource "(\w+" "\w+)"/gm).map((name) => name.replace('" "', '.'))
    const used = found(outputs, /\b(aws_\w+\.\w+)/g)
    expect(used.length).toBeGreaterThan(3)
    expect(used.filter((name) => !resources.includes(name))).toEqual([])
  })

  test('is called by its README with all it needs and nothing else', () => {
    const call = /^module "\w+" \{\n(.*?)^\}/ms.exec(read('docs/terraform/pair/README.md'))![1]!
    const given = found(call, /^ {2}(\w+) +=/gm).filter((name) => name !== 'source')
    const needed = [...variables].filter(([, block]) => !/^ {2}default +=/m.test(block)).map(([name]) => name)
    expect(unique(given)).toEqual(unique(needed))
  })

  test('keeps out of what its README says', () => {
    const table = found(read('docs/terraform/pair/README.md'), /^\| (`aws_.*)$/gm)
    const told = table.flatMap((row) => {
      const [resource = '', words = ''] = row.split(' | ')
      const names = found(words.split(':')[0]!, /`([a-z_]+)`/g)
      return names.length > 0 ? [`${resource.replaceAll('`', '')}: ${names.join(', ')}`] : []
    })
    const blocks = main.split(/^(?=resource )/m)
    const kept = blocks.flatMap((block) => {
      const [ignored] = found(block, /ignore_changes = \[([^\]]+)\]/g)
      return ignored === undefined ? [] : [`${/^resource "(\w+)" "(\w+)"/.exec(block)!.slice(1).join('.')}: ${ignored}`]
    })
    expect(kept).toHaveLength(3)
    expect(unique(told)).toEqual(unique(kept))
  })
})

describe('the CDK app', () => {
  const manifest = JSON.parse(read('docs/cdk/pair/package.json')) as Readonly<
    Record<'dependencies' | 'devDependencies', Record<string, string>>
  >

  test('names exact versions', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.length).toBeGreaterThan(3)
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('takes the context its README gives', () => {
    const given = unique(found(read('docs/cdk/pair/README.md'), /--context (\w+)=/g))
    expect(given).toEqual(unique(found(read('docs/cdk/pair/bin/app.ts'), /context\('(\w+)'\)/g)))
  })

  test('writes no count', () => {
    expect(read('docs/cdk/pair/lib/pair.ts')).not.toMatch(/^\s*desiredCount:/m)
  })
})
