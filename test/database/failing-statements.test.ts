import { expect, test } from 'vitest'
import { failing, leftBehind, needed } from './failing-statements.ts'
import { describeOnPostgres } from './on-postgres.ts'
import { ask, faultOf } from './sessions.ts'

describeOnPostgres('what the server says of a statement', (server) => {
  test('holds no literal of it and no value of a row', async () => {
    const url = await server().createDatabase()
    await ask(url, needed)
    for (const [what, sql] of Object.entries(failing)) {
      const fault = await faultOf(ask(url, sql))
      expect(fault.sqlState, what).toMatch(/^[0-9A-Z]{5}$/)
      expect(fault.message, what).not.toMatch(/s3cret|847114/)
      await ask(url, leftBehind)
    }
  })
})
