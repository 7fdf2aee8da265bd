import { describe, expect, test } from 'vitest'
import { ddlUnderLoad } from './ddl-under-load.ts'
import { availableVersions } from './server.ts'

const [version] = availableVersions().slice(-1)

describe.skipIf(version === undefined)(`DDL under load${version === undefined ? ' (skipped: no Postgres for this platform)' : ''}`, () => {
  test('asks for its lock when the reader has left, and no write fails', async () => {
    const found = await ddlUnderLoad({ readerMs: 500, flush: false, version: version! })
    expect(found).toMatchObject({ reasonCode: 'MIGRATED', triesTooEarly: 0, failedWrites: 0 })
    expect(found.writes).toBeGreaterThan(0)
  })
})
