import { afterAll, beforeAll, describe } from 'vitest'
import { type PostgresServer, type ServerOptions, availableVersions, startPostgres } from './server.ts'

/**
 * A group of tests on a real server for each of these versions that is to be had; one that is skipped, and says so, where there is none.
 * `server()` may be asked inside of tests and hooks.
 */
export function describeOnPostgres(
  what: string,
  body: (server: () => PostgresServer, version: number) => void,
  options: { readonly versions?: readonly number[]; readonly settings?: ServerOptions['settings'] } = {},
): void {
  const versions = availableVersions().filter((version) => options.versions?.includes(version) ?? true)
  // npm brings one for Linux on x64 alone; elsewhere the name of the group says why it is skipped.
  if (versions.length === 0) describe.skip(`${what} (skipped: no Postgres for this platform)`, () => body(() => missing(), 0))
  for (const version of versions) {
    describe(`${what}, Postgres ${String(version)}`, () => {
      let server: PostgresServer | undefined
      beforeAll(async () => {
        server = await startPostgres({ version, ...(options.settings === undefined ? {} : { settings: options.settings }) })
      }, 120_000)
      afterAll(() => server?.stop())
      body(() => server ?? missing(), version)
    })
  }
}

function missing(): never {
  throw new Error('There is no server here')
}
