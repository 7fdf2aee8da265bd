import { expect, test } from 'vitest'
import { faultFor, stepOf } from '../fakes/memory-database.ts'
import { blockerOf, createMigrationWorld, phaseOf, takes } from './migration-world.ts'

const { short, long, index, bare } = stepOf
const one = phaseOf('0001', [short('alter')])
const building = phaseOf('0001', [index('t_n')])
const perform = 'perform index CREATE INDEX CONCURRENTLY t_n 0'

test('looks before it asks for a lock: while somebody holds it nothing is asked for, and it is done right after', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = (atMs) => (atMs < 15_000 ? [blockerOf({ ageMs: atMs + 2_000 })] : [])
  const ran = await run([one])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts.filter((act) => act.startsWith('perform'))).toHaveLength(1)
  expect(ran.tookMs).toBeGreaterThanOrEqual(15_000)
  expect(ran.tookMs).toBeLessThan(15_500)
  // The same one is told once.
  expect(ran.events.filter(({ kind }) => kind === 'blocked')).toMatchObject([{ by: [{ pid: 7, application: 'report' }] }])
  expect(ran.events.filter(({ kind }) => kind === 'step-done')).toMatchObject([{ tries: 1, place: { line: 1, step: 1, of: 1 } }])
})

test('who has held it for less than a second is not waited for', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = () => [blockerOf({ ageMs: 900 })]
  const ran = await run([one])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.tookMs).toBe(0)
})

test('asks for those who stand against the lock that the step takes', async () => {
  const { run, server } = createMigrationWorld()
  await run([phaseOf('0001', [{ kind: 'short', sql: 'CREATE TRIGGER', relations: ['a', 'b'], lock: 'SHARE ROW EXCLUSIVE' }])])
  expect(server.acts).toContain('look a,b SHARE ROW EXCLUSIVE')
})

test('a lock that is not to be had is tried again with growing pauses, and always with its time-out', async () => {
  const { run, server } = createMigrationWorld()
  let tries = 0
  server.onAct = (act) => {
    if (act.startsWith('perform') && (tries += 1) <= 8) throw faultFor('busy', tries % 2 === 0 ? '40P01' : '55P03')
  }
  const ran = await run([one])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  const performed = server.acts.filter((act) => act.startsWith('perform'))
  expect(performed).toHaveLength(9)
  expect(new Set(performed)).toEqual(new Set(['perform short alter 100']))
  const pauses = ran.events.flatMap((event) => (event.kind === 'retried' ? [event.pauseMs] : []))
  for (const [at, pauseMs] of pauses.entries()) {
    const meanMs = Math.min(200 * 2 ** at, 5_000)
    expect(pauseMs).toBeGreaterThanOrEqual(meanMs * 0.5)
    expect(pauseMs).toBeLessThanOrEqual(meanMs * 1.5)
  }
  expect(ran.events.find(({ kind }) => kind === 'step-done')).toMatchObject({ tries: 9 })
})

test('gives up after its limit, names those who hold the lock, and leaves that in the ledger', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = (atMs) => [
    blockerOf({ ageMs: atMs + 60_000 }),
    blockerOf({ pid: 0, application: 'prepared transaction', state: 'prepared' }),
  ]
  const ran = await run([one], { limits: { maxWaitMs: 30_000 } })
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'LOCK_BUSY' })
  expect(ran.end!.because).toContain('0001 expand, step 1 of 1 (db/changes/0001/expand.sql:1) could not get its lock for 30 s')
  expect(ran.end!.because).toContain('session 7 "report" (of analyst, active) holds ACCESS SHARE on t for 1 min 30 s')
  expect(ran.end!.because).toContain('prepared transaction')
  expect(server.acts.filter((act) => act.startsWith('perform'))).toEqual([])
  expect([...server.ledger.values()]).toMatchObject([{ state: 'failed', steps: [], error: ran.end!.because }])
  const busy = createMigrationWorld()
  busy.server.onAct = (act) => {
    if (act.startsWith('perform')) throw faultFor('busy', '55P03')
  }
  const never = await busy.run([one], { limits: { maxWaitMs: 30_000, lockMs: 50 } })
  expect(never.end).toMatchObject({
    reasonCode: 'LOCK_BUSY',
    because: expect.stringMatching(/\d+ tries: nobody held it for long/) as unknown,
  })
  expect(new Set(busy.server.acts.filter((act) => act.startsWith('perform')))).toEqual(new Set(['perform short alter 50']))
})

test('a step whose lock holds up nobody waits longer for it, and looks at nobody first', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = () => [blockerOf()]
  const ran = await run([phaseOf('0001', [long('VALIDATE')])])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts).toContain('perform long VALIDATE 5000')
  expect(server.acts.filter((act) => act.startsWith('look'))).toEqual([])
})

test('cancelled while it waits for a lock it ends at once', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = () => [blockerOf()]
  const ran = await run([one], { cancelAtMs: 4_000 })
  expect(ran.end).toMatchObject({ reasonCode: 'CANCELLED' })
  expect(ran.tookMs).toBe(4_000)
  expect([...server.ledger.values()]).toMatchObject([{ state: 'failed', error: 'Cancelled' }])
})

test('an index is begun in the ledger, then built without a time-out; whom it must outlast is told, and how far it is', async () => {
  const { run, server, time } = createMigrationWorld()
  server.snapshots = () => [blockerOf({ pid: 9, relation: '' })]
  server.blockers = () => [blockerOf(), blockerOf({ pid: 9 })]
  server.progress = (atMs) => `building: ${String(Math.floor(atMs / 10_000))}`
  server.onAct = (act) => (act === perform ? takes(time, 22_000) : undefined)
  const ran = await run([building])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  const begun = 'save 0001 running 0 digest of CREATE INDEX CONCURRENTLY t_n t_n'
  expect(server.acts.slice(-6)).toEqual(['save 0001 running 0', 'index t_n', 'look t SHARE', 'snapshots', begun, perform])
  expect(ran.events.filter(({ kind }) => kind === 'outlasts')).toMatchObject([{ by: [{ pid: 7 }, { pid: 9 }] }])
  expect(ran.events.flatMap((event) => (event.kind === 'index-progress' ? [event.text] : []))).toEqual([
    'building: 0',
    'building: 1',
    'building: 2',
  ])
  expect([...server.ledger.values()][0]).not.toHaveProperty('begun')
})

test('an index that is not valid is dropped and rebuilt where an earlier session has begun it', async () => {
  const { run, server } = createMigrationWorld()
  let lost = false
  server.onAct = (act) => {
    if (act !== perform || lost) return
    lost = true
    server.restart()
  }
  const ran = await run([building])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.kinds).toEqual(expect.arrayContaining(['lost', 'index-dropped', 'step-done']))
  expect(server.acts.filter((act) => act === 'drop t_n')).toHaveLength(1)
  expect(server.acts.filter((act) => act === perform)).toHaveLength(2)
})

test('an index that was finished before its session was lost is not built again', async () => {
  const { run, server } = createMigrationWorld()
  let lost = false
  server.onAct = (act) => {
    if (act !== perform || lost) return
    lost = true
    server.indexes.set('t_n', 'valid')
    server.restart()
  }
  const ran = await run([building])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts.filter((act) => act === perform)).toHaveLength(1)
  expect(ran.events.find(({ kind }) => kind === 'step-done')).toMatchObject({ tries: 0 })
  expect([...server.ledger.values()]).toMatchObject([{ state: 'done', steps: ['digest of CREATE INDEX CONCURRENTLY t_n'] }])
})

test('an index that is not valid and not ours is left alone, this time and the next', async () => {
  const { run, server } = createMigrationWorld()
  server.indexes.set('t_n', 'invalid')
  for (let time = 0; time < 2; time += 1) {
    const ran = await run([building])
    expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED' })
    expect(ran.end!.because).toContain('there is an index t_n that is not valid, and this step has not left it')
    expect(ran.end!.hint).toContain('DROP INDEX CONCURRENTLY')
  }
  expect(server.acts.filter((act) => /^(drop|perform)/.test(act))).toEqual([])
})

test('rows that are not unique fail the step, say what to do, and leave no index behind', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act === perform) throw faultFor('refused', '23505', 'could not create unique index "t_n"')
  }
  const ran = await run([building])
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED', because: expect.stringContaining('t_n') as unknown })
  expect(ran.end!.hint).toMatch(/GROUP BY .* HAVING/)
  expect(server.indexes.size).toBe(0)
  expect([...server.ledger.values()][0]).not.toHaveProperty('begun')
  server.onAct = () => undefined
  expect((await run([building])).end).toMatchObject({ reasonCode: 'MIGRATED' })
})

test('an index that is there already is left as it is when its statement is refused', async () => {
  const { run, server } = createMigrationWorld()
  server.indexes.set('t_n', 'valid')
  server.onAct = (act) => {
    if (act === perform) throw faultFor('refused', '42P07', 'relation "t_n" already exists')
  }
  for (let time = 0; time < 2; time += 1) {
    const ran = await run([building])
    expect(ran.end).toMatchObject({ reasonCode: 'MIGRATION_FAILED', hint: expect.stringContaining('IF NOT EXISTS') as unknown })
  }
  expect(server.indexes.get('t_n')).toBe('valid')
})

test('an index that was there before its step was begun is never taken for one that it has built', async () => {
  for (const there of ['valid', 'other'] as const) {
    const { run, server, time } = createMigrationWorld()
    server.indexes.set('t_n', there)
    // It waits for the lock of its table, before it looks at the name.
    server.onAct = (act) => (act === perform ? takes(time, 5_500) : undefined)
    expect((await run([building], { cancelAtMs: 5_000 })).end).toMatchObject({ reasonCode: 'CANCELLED' })
    expect([...server.ledger.values()][0]).not.toHaveProperty('begun')
    server.indexes.set('t_n', there)
    server.onAct = (act) => {
      if (act === perform) throw faultFor('refused', '42P07', 'relation "t_n" already exists')
    }
    expect((await run([building])).end).toMatchObject({
      reasonCode: 'MIGRATION_FAILED',
      hint: expect.stringContaining('IF NOT EXISTS') as unknown,
    })
    expect([...server.ledger.values()]).toMatchObject([{ state: 'failed', steps: [] }])
  }
})

test('one that somebody else has made of that name meanwhile is not ours either', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act !== perform) return
    server.indexes.set('t_n', 'invalid')
    throw faultFor('refused', '42P07', 'relation "t_n" already exists')
  }
  expect((await run([building])).end).toMatchObject({ reasonCode: 'MIGRATION_FAILED' })
  expect([...server.ledger.values()][0]).not.toHaveProperty('begun')
  expect(server.acts).not.toContain('drop t_n')
  server.onAct = () => undefined
  expect((await run([building])).end!.because).toContain('this step has not left it')
})

test('an index that could not be dropped stays ours, and why it was refused is what is told', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act === perform) throw faultFor('refused', '23505', 'could not create unique index "t_n"')
    if (act === 'drop t_n') throw faultFor('refused', '57014', 'canceling statement due to user request')
  }
  const refused = await run([building])
  expect(refused.end!.because).toContain(
    'was refused by the database: could not create unique index "t_n"; an index that is not valid is left of it until the next run, for dropping it failed too: canceling statement',
  )
  expect(refused.end!.hint).toMatch(/GROUP BY .* HAVING/)
  // Nor is it forgotten where the next run cannot drop it.
  expect((await run([building])).end!.because).toContain('canceling statement')
  server.onAct = () => undefined
  const ran = await run([building])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.kinds).toContain('index-dropped')
})

test('an index whose line in the ledger was refused is not built again', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act !== perform) return
    server.indexes.set('t_n', 'valid')
    throw faultFor('refused', '53100', 'no space left on device')
  }
  expect((await run([building])).end).toMatchObject({ reasonCode: 'MIGRATION_FAILED' })
  expect((await run([building])).end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts.filter((act) => act === perform)).toHaveLength(1)
})

test('what a killed run has left is ours although the statement was edited, unless it has another name', async () => {
  const { run, server, time } = createMigrationWorld()
  server.onAct = (act) => (act === perform ? takes(time, 5_500) : undefined)
  expect((await run([building], { cancelAtMs: 5_000 })).end).toMatchObject({ reasonCode: 'CANCELLED' })
  expect(server.indexes.get('t_n')).toBe('invalid')
  const edited = (name: string) => phaseOf('0001', [{ kind: 'index', sql: `CREATE ${name}, edited`, relations: ['t'], index: name }])
  server.indexes.set('t_m', 'invalid')
  expect((await run([edited('t_m')])).end!.because).toContain('this step has not left it')
  const ran = await run([edited('t_n')])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts.filter((act) => act.startsWith('drop'))).toEqual(['drop t_n'])
})

test('the copies that a killed REINDEX CONCURRENTLY leaves are dropped, and those of somebody else are not', async () => {
  const { run, server, time } = createMigrationWorld()
  const reindex = phaseOf('0001', [bare('REINDEX TABLE CONCURRENTLY t')])
  const performs = (act: string) => act.startsWith('perform bare REINDEX')
  server.indexes.set('t_ccnew', 'invalid')
  server.onAct = async (act) => {
    if (!performs(act)) return
    expect(server.indexes.has('t_ccnew')).toBe(true)
    await takes(time, 5_500)
  }
  expect((await run([reindex], { cancelAtMs: 5_000 })).end).toMatchObject({ reasonCode: 'CANCELLED' })
  server.onAct = (act) => {
    if (!performs(act)) return
    expect(server.indexes.has('t_ccnew')).toBe(false)
    throw faultFor('refused', '57014')
  }
  const refused = await run([reindex])
  expect(refused.events.filter(({ kind }) => kind === 'index-dropped')).toMatchObject([{ index: 't_ccnew' }, { index: 't_ccnew' }])
  expect(server.indexes.size).toBe(0)
  expect([...server.ledger.values()][0]).not.toHaveProperty('begun')
})

test('a deadlock of an index is dropped and tried again', async () => {
  const { run, server } = createMigrationWorld()
  let tries = 0
  server.onAct = (act) => {
    if (act === perform && (tries += 1) === 1) throw faultFor('busy', '40P01')
  }
  const ran = await run([building])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.kinds).toEqual(expect.arrayContaining(['index-dropped', 'retried', 'step-done']))
  expect(server.indexes.get('t_n')).toBe('valid')
})

test('what is outside of transactions and safe to repeat is repeated after a lost session', async () => {
  const { run, server } = createMigrationWorld()
  let lost = false
  server.onAct = (act) => {
    if (!act.startsWith('perform bare') || lost) return
    lost = true
    server.restart()
  }
  const ran = await run([phaseOf('0001', [bare('VACUUM t')])])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(server.acts.filter((act) => act === 'perform bare VACUUM t 0')).toHaveLength(2)
})

test('what is outside of transactions and makes others wait is looked for and asked for as a short step is', async () => {
  const { run, server } = createMigrationWorld()
  server.blockers = (atMs) => (atMs < 3_000 ? [blockerOf({ ageMs: atMs + 2_000 })] : [])
  await run([phaseOf('0001', [{ kind: 'bare', sql: 'REINDEX TABLE t', relations: ['t'], lock: 'ACCESS EXCLUSIVE' }])])
  expect(server.acts).toContain('look t ACCESS EXCLUSIVE')
  expect(server.acts.filter((act) => act.startsWith('perform'))).toEqual(['perform bare REINDEX TABLE t 100'])
})
