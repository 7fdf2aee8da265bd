import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findViolations, longFiles } from './architecture-rules.ts'

const root = resolve(import.meta.dirname, '..')

describe('the house', () => {
  it('keeps its rules', () => {
    expect(findViolations(root)).toEqual([])
  })

  it('has no file that is too long to read', () => {
    expect(longFiles(root, 400)).toEqual([])
  })

  it('ships nothing of the sandbox or of the tests', () => {
    const lib = join(root, 'dist/lib')
    const bundled = existsSync(lib) ? readdirSync(lib).filter((name) => name.endsWith('.js')) : []
    expect(bundled).toContain('index.js')
    // The bundler names the source of every part in a comment.
    const parts = bundled.flatMap(
      (name) => readFileSync(join(lib, name), 'utf8').match(/^\/\/ (src|sandbox|test|scripts|demo|bench)\/\S+/gm) ?? [],
    )
    expect(parts.length).toBeGreaterThan(10)
    expect(parts.filter((part) => !part.startsWith('// src/'))).toEqual([])
  })
})

describe('the rules see', () => {
  let planted: string

  beforeEach(() => {
    planted = mkdtempSync(join(tmpdir(), 'sluice-house-'))
    for (const folder of ['src', 'sandbox']) mkdirSync(join(planted, folder))
  })
  afterEach(() => {
    rmSync(planted, { recursive: true })
  })

  const plant = (files: Readonly<Record<string, string>>): readonly string[] => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(planted, path)), { recursive: true })
      writeFileSync(join(planted, path), text)
    }
    return findViolations(planted)
  }

  it.each([
    ['an npm package in the domain', 'src/domain/a.ts', `import { x } from 'yaml'`, 'src/domain/a.ts may not import yaml'],
    ['a builtin in the domain', 'src/domain/a.ts', `import type { Stats } from 'node:fs'`, 'src/domain/a.ts may not import node:fs'],
    [
      'the domain reaching outward',
      'src/domain/a.ts',
      `import { x } from '../engine/run.ts'`,
      'src/domain/a.ts may not import ../engine/run.ts',
    ],
    ['the engine reaching for an adapter', 'src/engine/a.ts', `import('../aws/ecs.ts')`, 'src/engine/a.ts may not import ../aws/ecs.ts'],
    ['one adapter using another', 'src/aws/a.ts', `export * from '../github/b.ts'`, 'src/aws/a.ts may not import ../github/b.ts'],
    [
      'a package of another adapter',
      'src/github/a.ts',
      `import '@aws-sdk/client-ecs'`,
      'src/github/a.ts may not import @aws-sdk/client-ecs',
    ],
    [
      'the runner using the engine',
      'src/runner/a.ts',
      `import { x } from '../engine/b.ts'`,
      'src/runner/a.ts may not import ../engine/b.ts',
    ],
    [
      'an npm package in the wiring',
      'src/actions/a.ts',
      `import '@aws-sdk/client-ecs'`,
      'src/actions/a.ts may not import @aws-sdk/client-ecs',
    ],
    ['src using the sandbox', 'src/actions/a.ts', `import '../../sandbox/b.ts'`, 'src/actions/a.ts may not import ../../sandbox/b.ts'],
    [
      'the sandbox using src',
      'sandbox/wire/a.ts',
      `import '../../src/domain/b.ts'`,
      'sandbox/wire/a.ts may not import ../../src/domain/b.ts',
    ],
    ['a builtin in the cloud', 'sandbox/cloud/a.ts', `import 'node:net'`, 'sandbox/cloud/a.ts may not import node:net'],
    [
      'a package at work in the cloud',
      'sandbox/cloud/a.ts',
      `import { ECS } from '@aws-sdk/client-ecs'`,
      'sandbox/cloud/a.ts may not import @aws-sdk/client-ecs',
    ],
    ['a promise in the cloud', 'sandbox/cloud/a.ts', `export const f = async () => 1`, 'sandbox/cloud/a.ts may not use async and await'],
    ['a value in the ports', 'src/ports.ts', `import { x } from './domain/a.ts'`, 'src/ports.ts may import types alone'],
    ['the wall clock', 'src/domain/a.ts', `export const f = () => Date.now()`, 'src/domain/a.ts may not use Date.now'],
    ['the wall clock by its other name', 'src/engine/a.ts', `export const f = () => new Date()`, 'src/engine/a.ts may not use new Date()'],
    ['chance', 'src/domain/a.ts', `export const f = () => Math.random()`, 'src/domain/a.ts may not use Math.random'],
    ['a timer', 'src/engine/a.ts', `setTimeout(() => 1, 5)`, 'src/engine/a.ts may not use setTimeout'],
    ['a timer behind globalThis', 'src/engine/a.ts', `globalThis.setTimeout(() => 1, 5)`, 'src/engine/a.ts may not use setTimeout'],
    ['the environment in an adapter', 'src/aws/a.ts', `export const f = () => process.env`, 'src/aws/a.ts may not use process'],
    ['the environment handed on', 'src/aws/a.ts', `export const f = () => ({ process })`, 'src/aws/a.ts may not use process'],
    ['output in an adapter', 'src/aws/a.ts', `console.log(1)`, 'src/aws/a.ts may not use console'],
    ['a timer let go', 'src/aws/a.ts', `setTimeout(() => 1, 5).unref()`, 'src/aws/a.ts may not use unref'],
    ['a default export', 'src/domain/a.ts', `export default 1`, 'src/domain/a.ts may not use a default export'],
    ['a vague name', 'src/domain/utils.ts', '', 'src/domain/utils.ts is not named after anything'],
    ['a folder without a layer', 'src/misc/a.ts', '', 'src/misc/a.ts belongs to no layer of the house'],
    ['a file too long', 'src/domain/a.ts', '\n'.repeat(401), 'src/domain/a.ts has 401 lines, at most 400 are allowed'],
  ])('%s', (_, path, text, violation) => {
    expect(plant({ [path]: text })).toContain(violation)
  })

  it('a cycle, of types too', () => {
    const files = { 'src/domain/a.ts': `import type { B } from './b.ts'`, 'src/domain/b.ts': `import { a } from './a.ts'` }
    expect(plant(files)).toEqual(['import cycle: src/domain/a.ts -> src/domain/b.ts -> src/domain/a.ts'])
  })

  it('nothing in names that only look like globals', () => {
    const text = `export interface Facts { readonly process: string; fetch(): void }
      export const g = (process: Facts): Facts => ({ process: 'x', fetch() { return } })
      export const f = (facts: Facts, at: number): string => facts.process + new Date(at).toISOString() // Date.now`
    expect(plant({ 'src/domain/a.ts': text })).toEqual([])
  })

  it('nothing in what is allowed', () => {
    const files = {
      'src/domain/a.ts': 'export const a = 1',
      'src/ports.ts': `import type { a } from './domain/a.ts'`,
      'src/aws/b.ts': `import { ECSClient } from '@aws-sdk/client-ecs'\nimport { a } from '../domain/a.ts'\nimport type { P } from '../ports.ts'\nsetTimeout(() => 1, 5)`,
      'sandbox/cloud/d.ts': `import type { ECS } from '@aws-sdk/client-ecs'`,
      'src/runner/c.ts': `import { readFileSync } from 'node:fs'\nconsole.log(process.env)`,
    }
    expect(plant(files)).toEqual([])
  })
})
