import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { availableVersions, startPostgres } from '../database/server.ts'
import { atPlace, type MigrateGround, type MigratePlace } from './migrate-step.ts'
import { openSandbox } from './sandbox.ts'
import { thorough } from './shop-test.ts'

export interface MigrateTestOptions {
  readonly thorough?: true
  /** What is missing here, where it cannot be run: told by name. */
  readonly missing?: string | undefined
}

/** One test with a database and a checkout of its own. */
export type MigrateTest = (name: string, options: MigrateTestOptions, work: (place: MigratePlace) => Promise<void>) => void

/** Everybody but `owner` has to show a password. */
const hba = 'host all owner 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n'

/**
 * Tests of the action on the newest Postgres there is; when all is tested, on the oldest too. They share a server and a sandbox, and mostly wait, so they run
 * at the same time.
 */
export function describeMigrations(
  what: string,
  body: (migrateTest: MigrateTest, version: number, ground: () => MigrateGround) => void,
): void {
  const [newest, ...others] = [...availableVersions()].reverse()
  if (newest === undefined) {
    // npm brings one for Linux on x64 alone; elsewhere the name of the group says why it is skipped.
    describe.skip(`${what} (skipped: no Postgres for this platform)`, () =>
      body((name, _, work) => test(name, () => atPlace(missing(), work)), 0, missing))
    return
  }
  for (const version of thorough ? [newest, ...others.slice(-1)] : [newest]) {
    describe.concurrent(`${what}, Postgres ${String(version)}`, () => {
      let ground: MigrateGround | undefined
      let folder: string | undefined
      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'sluice-hba-'))
        chmodSync(folder, 0o755)
        const file = join(folder, 'pg_hba.conf')
        writeFileSync(file, hba)
        const settings = { hba_file: file, password_encryption: 'scram-sha-256', max_connections: '120' }
        ground = { server: await startPostgres({ version, settings }), sandbox: await openSandbox() }
      }, 120_000)
      afterAll(async () => {
        await Promise.all([ground?.server.stop(), ground?.sandbox.close()])
        if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      })
      const there = (): MigrateGround => ground ?? missing()
      body(
        (name, options, work) => {
          const title = options.missing === undefined ? name : `${name} (skipped: ${options.missing})`
          const runs = options.missing === undefined && (options.thorough !== true || thorough)
          test.runIf(runs)(title, { timeout: 240_000 }, () => atPlace(there(), work))
        },
        version,
        there,
      )
    })
  }
}

function missing(): never {
  throw new Error('There is no server here')
}
