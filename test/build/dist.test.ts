import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let elsewhere: string
let built: ReadonlyMap<string, Buffer>

/** What a build needs: the sources, what is bundled, and the bundler. */
function copyRepository(to: string): void {
  const sources = ['package.json', 'tsconfig.json', 'src', 'scripts']
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>
  }
  const bundled = Object.entries(lock.packages).flatMap(([path, { dev, optional }]) =>
    path === '' || dev === true || optional === true ? [] : [path],
  )
  const bundler = [
    'node_modules/esbuild',
    ...readdirSync(join(root, 'node_modules/@esbuild')).map((name) => `node_modules/@esbuild/${name}`),
  ]
  for (const path of [...sources, ...bundled, ...bundler]) cpSync(join(root, path), join(to, path), { recursive: true })
}

function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}

beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'sluice-build-'))
  copyRepository(elsewhere)
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: elsewhere, stdio: 'pipe' })
  built = filesOf(join(elsewhere, 'dist'))
})
afterAll(() => {
  rmSync(elsewhere, { recursive: true })
})

describe('a build in another folder', () => {
  it('gives the committed dist, byte for byte', () => {
    const committed = filesOf(join(root, 'dist'))
    expect([...built.keys()]).toEqual([...committed.keys()])
    const differing = [...built].filter(([path, bytes]) => !bytes.equals(committed.get(path)!)).map(([path]) => path)
    expect(differing).toEqual([])
  })

  it('holds no path of the machine it was built on', () => {
    const texts = [...built].map(([path, bytes]) => [path, bytes.toString('latin1')] as const)
    for (const place of [root, elsewhere, tmpdir()]) {
      expect(texts.filter(([, text]) => text.includes(`${place}/`)).map(([path]) => path)).toEqual([])
    }
  })

  it('imports no builtin by ESM syntax', () => {
    const chunks = [...built].filter(([path]) => /^lib\/[^/]+\.js$/.test(path))
    expect(chunks.length).toBeGreaterThan(1)
    const imported = chunks.flatMap(([, bytes]) =>
      [...bytes.toString().matchAll(/^(?:import|export)\b[^;]*?["']([^"']+)["'];?$/gm)].map((match) => match[1]),
    )
    expect(imported.length).toBeGreaterThan(0)
    expect(imported.filter((specifier) => specifier?.startsWith('./') !== true)).toEqual([])
  })

  it('has a stub of two lines for each action, and loads an action only when it is run', () => {
    expect(built.get('rolling-ecs/index.js')?.toString()).toBe(`import { run } from '../lib/index.js'\nawait run('rolling-ecs', 'main')\n`)
    expect(built.get('lib/index.js')?.toString()).toMatch(/import\("\.\/rolling-ecs-[A-Z0-9]+\.js"\)/)
  })

  it('names the licence of everything in it', () => {
    const bundled = new Set(
      [...built.values()].flatMap((bytes) =>
        [...bytes.toString('latin1').matchAll(/^(?:\/\/|\s+") ?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map((match) => match[1] ?? ''),
      ),
    )
    const licenses = built.get('lib/licenses.txt')!.toString()
    expect(bundled).toContain('libpg-query')
    for (const name of bundled) expect(licenses).toMatch(new RegExp(`^${name.replaceAll('/', '\\/')} \\S+ \\(`, 'm'))
  })

  it('reads a YAML task definition out of the bundle, and gets as far as the first call on AWS', async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'sluice-yaml-'))
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers['x-amz-target']?.toString())
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify({ __type: 'ClusterNotFoundException', message: 'Cluster not found.' }))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const run = async (yaml: string): Promise<string> => {
      writeFileSync(join(workspace, 'web.yaml'), yaml)
      const env = {
        INPUT_CLUSTER: 'shop',
        INPUT_SERVICE: 'web',
        'INPUT_TASK-DEFINITION': 'web.yaml',
        GITHUB_WORKSPACE: workspace,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
      }
      return new Promise<string>((ended) => {
        execFile(process.execPath, [join(elsewhere, 'dist/rolling-ecs/index.js')], { env }, (_failed, printed) => {
          ended(printed)
        })
      })
    }
    try {
      const broken = await run('family: web\ncontainerDefinitions: "hunter2\n')
      expect(broken).toContain('"web.yaml" is not valid YAML: line')
      expect(broken).not.toContain('hunter2')
      expect(asked).toEqual([])
      const whole = await run('family: web\ncontainerDefinitions:\n  - name: web\n    image: web:1\n')
      expect(asked, whole).toContain('AmazonEC2ContainerServiceV20141113.DescribeServices')
      expect(whole).not.toContain('INPUT_INVALID')
    } finally {
      server.close()
      rmSync(workspace, { recursive: true })
    }
  })

  it('parses SQL out of a bundled entry, with no package installed', async () => {
    await build({
      stdin: { contents: `export { loadParser } from './src/database/parser.ts'`, resolveDir: root },
      outfile: join(elsewhere, 'dist/lib/probe.js'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    })
    const program = `
      import { loadParser } from './lib/probe.js'
      const parser = await loadParser()
      console.log(JSON.stringify(parser.parseSync('ALTER TABLE orders ADD COLUMN note text').stmts[0].stmt))`
    writeFileSync(join(elsewhere, 'dist/probe.js'), program)
    rmSync(join(elsewhere, 'node_modules'), { recursive: true })
    const printed = execFileSync(process.execPath, ['dist/probe.js'], { cwd: elsewhere, encoding: 'utf8' })
    expect(JSON.parse(printed)).toMatchObject({ AlterTableStmt: { relation: { relname: 'orders' }, cmds: [{}] } })
  })
})
