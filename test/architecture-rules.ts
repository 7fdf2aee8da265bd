import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import ts from 'typescript'

/** A place where the house rules are broken, as one line for people. */
export type Violation = string

interface Layer {
  /** Folder or file from the root. */
  readonly path: string
  /** Folders and files it may import from, itself included. */
  readonly uses: readonly string[]
  /** npm packages, by start of the name. */
  readonly packages: readonly string[]
  /** npm packages whose types alone may be imported. */
  readonly typePackages?: readonly string[]
  readonly builtins: boolean
  readonly globals: 'pure' | 'adapter' | 'free'
  /** No promise and no timer at all. */
  readonly synchronous?: true
}

const adapters: readonly (readonly [folder: string, packages: readonly string[], beside?: string])[] = [
  ['src/aws', ['@aws-sdk/', '@smithy/']],
  ['src/metrics', ['yaml'], 'src/shell'],
  ['src/github', ['@actions/', '@octokit/']],
  ['src/database', ['#libpg-query', 'libpg-query', 'mysql2', 'pg']],
  ['src/build', []],
  ['src/shell', []],
  ['src/smoke', [], 'src/shell'],
]

/** Who may import whom. The first layer whose path holds a file is its layer. */
const layers: readonly Layer[] = [
  { path: 'src/domain', uses: ['src/domain'], packages: [], builtins: false, globals: 'pure' },
  { path: 'src/ports.ts', uses: ['src/domain'], packages: [], builtins: false, globals: 'pure' },
  { path: 'src/engine', uses: ['src/engine', 'src/domain', 'src/ports.ts'], packages: [], builtins: false, globals: 'pure' },
  ...adapters.map(([path, packages, beside]): Layer => {
    return {
      path,
      uses: [path, 'src/domain', 'src/ports.ts', ...(beside === undefined ? [] : [beside])],
      packages,
      builtins: true,
      globals: 'adapter',
    }
  }),
  { path: 'src/runner', uses: ['src/runner', 'src/domain'], packages: ['yaml'], builtins: true, globals: 'free' },
  { path: 'src/actions', uses: ['src'], packages: [], builtins: true, globals: 'pure' },
  { path: 'src/index.ts', uses: ['src/actions', 'src/runner', 'src/domain'], packages: [], builtins: false, globals: 'free' },
  {
    path: 'sandbox/cloud',
    uses: ['sandbox/cloud', 'sandbox/matter/ports.ts', 'sandbox/timeline.ts', 'sandbox/lag.ts'],
    packages: [],
    // The shapes of inputs and outputs are AWS's own.
    typePackages: ['@aws-sdk/'],
    builtins: false,
    globals: 'pure',
    synchronous: true,
  },
  { path: 'sandbox', uses: ['sandbox'], packages: ['@aws-sdk/', '@smithy/'], builtins: true, globals: 'free' },
]

/** Time, chance, environment and output come in through ports, or a test would wait, vary or print. */
const impure = ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'fetch', 'crypto']
const outside = ['process', 'console']

const mostLines = 400
const vagueNames = /^(utils?|helpers?|common|managers?|misc|shared)\.ts$/

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
}

/** Checks `src` and `sandbox` under `root`. */
export function findViolations(root: string): readonly Violation[] {
  const sources = ['src', 'sandbox'].flatMap((folder) => filesIn(join(root, folder))).map((file) => readSource(root, file))
  return [...sources.flatMap(checkSource), ...findCycles(sources)]
}

/** Files longer than people like to read, with their lines; no violation yet. */
export function longFiles(root: string, lines: number): readonly string[] {
  return ['src', 'sandbox', 'scripts', 'test']
    .flatMap((folder) => filesIn(join(root, folder)))
    .map((file) => ({ path: relative(root, file), lines: countLines(readFileSync(file, 'utf8')) }))
    .filter((file) => file.lines > lines)
    .map((file) => `${file.path}: ${String(file.lines)} lines`)
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function readSource(root: string, file: string): Source {
  const text = readFileSync(file, 'utf8')
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
  const imports: Import[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword : node.isTypeOnly
      if (node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
        imports.push({ specifier: node.moduleSpecifier.text, typeOnly })
    } else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire(node.expression))) {
      const [first] = node.arguments
      imports.push({ specifier: first !== undefined && ts.isStringLiteral(first) ? first.text : '(computed)', typeOnly: false })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { path: relative(root, file).split(sep).join('/'), text, tree, imports }
}

/** `require('x')`, and `createRequire(...)('x')`. */
function isRequire(called: ts.Expression): boolean {
  return ts.isIdentifier(called)
    ? called.text === 'require'
    : ts.isCallExpression(called) && called.expression.getText() === 'createRequire'
}

function within(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`)
}

function checkSource(source: Source): readonly Violation[] {
  const layer = layers.find((each) => within(source.path, each.path))
  if (layer === undefined) return [`${source.path} belongs to no layer of the house`]
  const found: Violation[] = []
  for (const each of source.imports) {
    if (!mayImport(layer, source.path, each)) found.push(`${source.path} may not import ${each.specifier}`)
  }
  if (source.path === 'src/ports.ts' && source.imports.some((each) => !each.typeOnly)) found.push('src/ports.ts may import types alone')
  const lines = countLines(source.text)
  if (lines > mostLines) found.push(`${source.path} has ${String(lines)} lines, at most ${String(mostLines)} are allowed`)
  if (vagueNames.test(posix.basename(source.path))) found.push(`${source.path} is not named after anything`)
  return [...found, ...forbiddenNodes(source, layer)]
}

function mayImport(layer: Layer, path: string, { specifier, typeOnly }: Import): boolean {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier)
    return layer.uses.some((place) => within(target, place))
  }
  if (specifier.startsWith('node:')) return layer.builtins
  const packages = typeOnly ? [...layer.packages, ...(layer.typePackages ?? [])] : layer.packages
  return packages.some((name) => (name.endsWith('/') ? specifier.startsWith(name) : specifier === name))
}

function forbiddenNodes(source: Source, layer: Layer): readonly Violation[] {
  const found = new Set<Violation>()
  const refuse = (what: string): void => {
    found.add(`${source.path} may not use ${what}`)
  }
  const globals = layer.globals === 'pure' ? [...impure, ...outside] : layer.globals === 'adapter' ? outside : []
  const visit = (node: ts.Node): void => {
    if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
      if (!ts.isDefaultClause(node.parent)) refuse('a default export')
    } else if (ts.isIdentifier(node) && globals.includes(node.text) && isReference(node)) refuse(node.text)
    else if (layer.globals === 'pure' && ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText()))
      refuse(node.getText())
    else if (
      layer.globals === 'pure' &&
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments ?? []).length === 0
    )
      refuse('new Date()')
    else if (source.path.startsWith('src/') && ts.isPropertyAccessExpression(node) && node.name.text === 'unref') refuse('unref')
    else if (layer.synchronous === true && [ts.SyntaxKind.AsyncKeyword, ts.SyntaxKind.AwaitExpression].includes(node.kind))
      refuse('async and await')
    else if (layer.synchronous === true && ts.isIdentifier(node) && node.text === 'Promise') refuse('Promise')
    ts.forEachChild(node, visit)
  }
  visit(source.tree)
  return [...found]
}

/** Whether the name stands for the global and is not a property, a parameter or a key of the same name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node || parent.expression.getText() === 'globalThis'
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent)) return false
  if (ts.isShorthandPropertyAssignment(parent)) return true
  return !('name' in parent && parent.name === node)
}

/** Import cycles, types among them: who needs whom must stay a tree of layers in the head too. */
function findCycles(sources: readonly Source[]): readonly Violation[] {
  const known = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const found: Violation[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      found.push(`import cycle: ${[...trail.slice(at), path].join(' -> ')}`)
      return
    }
    if (done.has(path)) return
    for (const { specifier } of known.get(path)?.imports ?? []) {
      if (specifier.startsWith('.')) walk(posix.join(dirname(path), specifier), [...trail, path])
    }
    done.add(path)
  }
  for (const { path } of sources) walk(path, [])
  return found
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
