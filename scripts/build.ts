import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import type { BuildOptions, Metafile, OutputFile, Plugin } from 'esbuild'
import { build } from 'esbuild'
import { actions } from '../src/index.ts'
import type { ActionModule } from '../src/runner/action.ts'
import { collectLicenses } from './licenses.ts'

/**
 * Builds dist from nothing: one shared bundle in `dist/lib` with a lazily loaded chunk per action, and a stub of two lines for
 * each stage of each action. The same sources give the same bytes in any folder; a test holds that.
 */

/**
 * Builtins are fetched by `process.getBuiltinModule`. An `import http from 'node:http'` would have node's ESM facade read every
 * export, lazy ones among them, and that loads undici: 40 ms and 13 MiB for nothing.
 */
const builtins: Plugin = {
  name: 'builtins',
  setup(hooks) {
    const bare = builtinModules.filter((name) => !name.startsWith('_'))
    hooks.onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '')
      return path.startsWith('node:') || bare.includes(name) ? { path: `node:${name}`, namespace: 'builtin' } : undefined
    })
    hooks.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("${path}")`,
    }))
  },
}

/** What `pg` needs in another runtime alone, and npm may leave out. */
const absent: Plugin = {
  name: 'absent',
  setup(hooks) {
    hooks.onResolve({ filter: /^pg-cloudflare$/ }, ({ path }) => ({ path, namespace: 'absent' }))
    hooks.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Names stay as written: people audit dist. */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: false,
  legalComments: 'eof',
  charset: 'utf8',
  logLevel: 'warning',
  metafile: true,
  write: false,
} satisfies BuildOptions

/** What a bundle consists of, not yet on disk: a build that fails leaves dist as it was. */
interface Bundle {
  readonly metafile: Metafile
  readonly outputFiles: readonly OutputFile[]
}

async function buildLibrary(): Promise<Bundle> {
  return build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: 'dist/lib',
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    plugins: [builtins, absent],
  })
}

/**
 * Postgres's own parser looks for its wasm beside itself by `__dirname`, which an ESM chunk does not have: it stays CommonJS, in a
 * folder of its own, and is reached through `#libpg-query`.
 */
async function buildParser(): Promise<Bundle> {
  return build({
    ...common,
    entryPoints: [parserEntry],
    outfile: 'dist/lib/libpg-query/index.cjs',
    format: 'cjs',
  })
}

/** Path in dist to text. */
async function stubs(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const [name, load] of Object.entries(actions)) {
    const action: ActionModule = await load()
    for (const stage of action.post === undefined ? ['main'] : ['main', 'post']) {
      files.set(
        `${name}/${stage === 'main' ? 'index' : stage}.js`,
        `import { run } from '../lib/index.js'\nawait run('${name}', '${stage}')\n`,
      )
    }
  }
  return files
}

const parserEntry = createRequire(import.meta.url).resolve('libpg-query')
const bundles = await Promise.all([buildLibrary(), buildParser()])
const scope = { type: 'module', imports: { '#libpg-query': './lib/libpg-query/index.cjs' } }
const files = new Map<string, string | Uint8Array>([
  ...bundles.flatMap(({ outputFiles }) => outputFiles).map((file) => [relative(dist, file.path), file.contents] as const),
  ['lib/libpg-query/libpg-query.wasm', readFileSync(join(dirname(parserEntry), 'libpg-query.wasm'))],
  [
    'lib/licenses.txt',
    collectLicenses(
      root,
      bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
    ),
  ],
  ['package.json', `${JSON.stringify(scope, null, 2)}\n`],
  ...(await stubs()),
])

rmSync(dist, { recursive: true, force: true })
for (const [path, content] of files) {
  mkdirSync(dirname(join(dist, path)), { recursive: true })
  writeFileSync(join(dist, path), content)
}
const bytes = [...files].reduce((sum, [path, content]) => (/\.c?js$/.test(path) ? sum + content.length : sum), 0)
console.log(`dist: ${String(Object.keys(actions).length)} action(s), ${String(Math.round(bytes / 1024))} KiB of JavaScript`)
