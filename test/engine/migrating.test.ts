import { expect, test } from 'vitest'
import { faultFor, stepOf } from '../fakes/memory-database.ts'
import { createMigrationWorld, phaseOf, takes } from './migration-world.ts'

const { short, index, bare } = stepOf
const two = phaseOf('0001', [short('first'), short('second')])

test('does the steps in order, each with its line in the ledger, and finds nothing to do the next time', async () => {
  const { run, server } = createMigrationWorld()
  const ran = await run([two, phaseOf('0002', [short('third')])])
  expect(ran.end).toMatchObject({ outcome: 'succeeded', reasonCode: 'MIGRATED', because: '3 steps of 2 changes done' })
  const performed = server.acts.filter((act) => act.startsWith('perform'))
  expect(performed).toEqual(['perform short first 100', 'perform short second 100', 'perform short third 100'])
  expect([...server.ledger.values()]).toMatchObject([
    { change: '0001', phase: 'expand', state: 'done', steps: ['digest of first', 'digest of second'], run: '100', attempt: 1 },
    { change: '0002', state: 'done', steps: ['digest of third'] },
  ])
  const begins = ['connected', 'locked', 'pending']
  expect(ran.kinds).toEqual([
    ...[...begins, 'step-begun', 'step-done', 'step-begun', 'step-done', 'phase-done'],
    ...['step-begun', 'step-done', 'phase-done', 'ended'],
  ])
  // The time of events is that of the database.
  expect(ran.events[0]!.atMs).toBeGreaterThanOrEqual(1_000_000)
  const again = await run([two])
  expect(again.end).toMatchObject({ outcome: 'no-op', reasonCode: 'NO_CHANGE' })
  expect(again.kinds).toEqual(['connected', 'locked', 'ended'])
})

test('of two runs at once the second waits, says for whom, and then finds nothing to do', async () => {
  const { run, server, time } = createMigrationWorld()
  server.onAct = async (act) => {
    if (act.startsWith('perform')) await takes(time, 15_000)
  }
  const [first, second] = await Promise.all([run([two], { name: '100' }), run([two], { name: '200', startsAtMs: 1_000 })])
  expect(first.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(second.end).toMatchObject({ outcome: 'no-op' })
  expect(second.events.filter(({ kind }) => kind === 'lock-awaited')).toMatchObject([{ heldBy: '100' }])
  expect(second.tookMs).toBeGreaterThan(28_000)
  expect(server.acts.filter((act) => act === 'perform short first 100')).toHaveLength(1)
})

test('gives up the wait for another run after its limit, and names it', async () => {
  const { run, server } = createMigrationWorld()
  const other = server.session('77')
  const { signal } = new AbortController()
  await other.connect(signal)
  await other.lock(signal)
  const ran = await run([two], { limits: { lockWaitMs: 10_000 } })
  expect(ran.end).toMatchObject({
    outcome: 'failed',
    reasonCode: 'LOCK_BUSY',
    because: expect.stringContaining('works on 100: 77') as unknown,
  })
  expect(ran.tookMs).toBeGreaterThanOrEqual(10_000)
  expect(ran.tookMs).toBeLessThan(11_000)
  // Asked each 0.5 to 1 s, never waiting in the server.
  const asked = server.acts.filter((act) => act === 'lock').length
  expect(asked).toBeGreaterThanOrEqual(10)
  expect(asked).toBeLessThanOrEqual(22)
  expect(server.ledger.size).toBe(0)
})

test.each([
  ['a pool of transactions', { pooled: true }, /pool of transactions/, /PgBouncer/],
  ['a copy', { replica: true }, /cannot be written/, /writer/],
  ['a version that is too old', { version: 11 }, /Postgres 11/, undefined],
])('refuses %s before it locks anything', async (_, facts, message, hint) => {
  const { run, server } = createMigrationWorld()
  Object.assign(server.facts, facts)
  const { error, end } = await run([two])
  expect(end).toBeUndefined()
  expect(error).toMatchObject({ reasonCode: 'PREFLIGHT_FAILED', message: expect.stringMatching(message) as unknown })
  if (hint !== undefined) expect(error).toMatchObject({ hint: expect.stringMatching(hint) as unknown })
  expect(server.acts).toEqual(['connect'])
})

test('refuses what the database refuses at once, and waits for one that is out of reach up to a limit', async () => {
  const refused = createMigrationWorld()
  refused.server.onAct = () => Promise.reject(faultFor('refused', '28P01', 'password authentication failed'))
  const denied = await refused.run([two])
  expect(denied.error).toMatchObject({
    reasonCode: 'PREFLIGHT_FAILED',
    message: expect.stringContaining('password authentication failed') as unknown,
    hint: expect.stringContaining('Look at user and password') as unknown,
  })
  expect(denied.tookMs).toBe(0)
  for (const [message, hint] of [
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string', 'has none'],
    ['The server offers no TLS', 'sslmode=disable'],
    ['database "nowhere" does not exist (SQLSTATE 3D000)', 'database-name'],
    ["Access denied for user 'app'@'%' to database 'nowhere' (error 1044, SQLSTATE 42000)", 'the rights of the user there'],
    ["Access denied for user 'app'@'%' (error 1045, SQLSTATE 28000)", 'Look at user and password'],
  ] as const) {
    refused.server.onAct = () => Promise.reject(faultFor('refused', '', message))
    expect((await refused.run([two])).error).toMatchObject({ hint: expect.stringContaining(hint) as unknown })
  }
  const away = createMigrationWorld()
  away.server.onAct = () => Promise.reject(faultFor('lost', '', 'ECONNREFUSED'))
  const gone = await away.run([two])
  expect(gone.error).toMatchObject({ reasonCode: 'DATABASE_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') as unknown })
  expect(gone.tookMs).toBeGreaterThanOrEqual(120_000)
  expect(gone.tookMs).toBeLessThan(130_000)
})

test('a done phase that was edited is drift, whatever else is to be done, and names both digests', async () => {
  const { run, server } = createMigrationWorld()
  await run([two])
  server.acts.length = 0
  const ran = await run([phaseOf('0001', [short('first'), short('other')], 'another digest'), phaseOf('0002', [short('third')])])
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
  expect(ran.end!.because).toContain('digest of 00')
  expect(ran.end!.because).toContain('another dige')
  expect(server.acts.filter((act) => /^(perform|save)/.test(act))).toEqual([])
})

test('a change that was renamed is not done again, and what to do is said', async () => {
  const { run, server } = createMigrationWorld()
  await run([phaseOf('0001', [short('first')], 'same')])
  const renamed = await run([phaseOf('0002', [short('first')], 'same')])
  expect(renamed.end).toMatchObject({ outcome: 'failed', reasonCode: 'DRIFT_FOUND' })
  expect(renamed.end!.because).toContain('0002 expand has the text of 0001 expand, which was done by run 100')
  expect(renamed.end!.hint).toContain('old id')
  expect(server.acts.filter((act) => act.startsWith('perform'))).toHaveLength(1)
  expect((await run([phaseOf('0002', [short('first again')], 'other')])).end).toMatchObject({ reasonCode: 'MIGRATED' })
})

test('a change that was begun and has no file any more is told once, and hinders nothing', async () => {
  const { run, server } = createMigrationWorld()
  let lost = false
  server.onAct = (act) => {
    if (act.includes('second')) throw faultFor('refused', '42601')
    if (!act.includes('third') || lost) return
    lost = true
    server.restart()
  }
  await run([two])
  const ran = await run([phaseOf('0002', [short('third')])])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.events.filter(({ kind }) => kind === 'abandoned')).toMatchObject([{ change: '0001', phase: 'expand', steps: 1, run: '100' }])
})

test('the failed statement of a phase may be edited, and those that are done may not', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act.includes('second')) throw faultFor('refused', '42703', 'column "x" does not exist')
  }
  const failed = await run([two])
  expect(failed.end).toMatchObject({ outcome: 'failed', reasonCode: 'MIGRATION_FAILED' })
  expect(failed.end!.because).toBe(
    '0001 expand, step 2 of 2 (db/changes/0001/expand.sql:2) was refused by the database: column "x" does not exist',
  )
  expect(failed.end!.hint).toContain('may be edited')
  expect([...server.ledger.values()]).toMatchObject([{ state: 'failed', steps: ['digest of first'], error: failed.end!.because }])
  const edited = await run([phaseOf('0001', [short('else'), short('second')], 'new')])
  expect(edited.end).toMatchObject({
    reasonCode: 'DRIFT_FOUND',
    because: expect.stringContaining('Step 1 of 0001 expand, one of 1 that are done') as unknown,
  })
  const corrected = await run([phaseOf('0001', [short('first'), short('2nd'), short('more')], 'new')])
  expect(corrected.end).toMatchObject({ reasonCode: 'MIGRATED', because: '2 steps of 1 change done' })
  const [entry] = server.ledger.values()
  expect(entry).toMatchObject({ state: 'done', digest: 'new', steps: ['digest of first', 'digest of 2nd', 'digest of more'] })
  expect(entry).not.toHaveProperty('error')
})

test('a failed statement that was taken out of the file leaves the phase done', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act.includes('second')) throw faultFor('refused', '0A000')
  }
  await run([two])
  const ran = await run([phaseOf('0001', [short('first')], 'shorter')])
  expect(ran.end).toMatchObject({ outcome: 'succeeded', because: '0 steps of 1 change done' })
  expect([...server.ledger.values()]).toMatchObject([{ state: 'done', digest: 'shorter' }])
})

test('an earlier change that is merged later is done all the same, and said so', async () => {
  const { run } = createMigrationWorld()
  await run([phaseOf('0003', [short('third')])])
  const ran = await run([phaseOf('0002', [short('2nd')]), phaseOf('0003', [short('third')]), phaseOf('0010', [short('10th')])])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED', because: '2 steps of 2 changes done' })
  expect(ran.events.filter(({ kind }) => kind === 'late')).toMatchObject([{ change: '0002', after: '0003' }])
})

test('a session that is lost is taken up again where the ledger stands, whether the step was done or not', async () => {
  for (const done of [true, false]) {
    const { run, server } = createMigrationWorld()
    let losses = 0
    server.onAct = (act) => {
      if (act !== 'perform short second 100' || losses > 0) return
      losses += 1
      const [entry] = server.ledger.values()
      // The commit got through, the answer did not.
      if (done) server.ledger.set('0001 expand', { ...entry!, state: 'done', steps: ['digest of first', 'digest of second'] })
      server.restart()
    }
    const ran = await run([two])
    expect(ran.end).toMatchObject({ outcome: 'succeeded', reasonCode: 'MIGRATED', because: '2 steps of 1 change done' })
    expect(ran.kinds.filter((kind) => kind === 'lost')).toHaveLength(1)
    expect(server.acts.filter((act) => act === 'lock')).toHaveLength(2)
    expect(server.acts.filter((act) => act === 'perform short second 100')).toHaveLength(done ? 1 : 2)
    expect([...server.ledger.values()]).toMatchObject([{ state: 'done' }])
  }
})

test('what another run did while the session was lost is told as its work', async () => {
  const { run, server } = createMigrationWorld()
  let lost = false
  server.onAct = (act) => {
    if (act !== 'perform short second 100' || lost) return
    lost = true
    const [entry] = server.ledger.values()
    const steps = ['digest of first', 'digest of second', 'digest of third']
    server.ledger.set('0001 expand', { ...entry!, run: '200', state: 'done', steps })
    server.restart()
  }
  const ran = await run([phaseOf('0001', [short('first'), short('second'), short('third')])])
  expect(ran.end).toMatchObject({
    reasonCode: 'MIGRATED',
    because: '3 steps of 1 change done, 2 of them by another run while the session was lost',
  })
})

test('a step is counted once, however often the session is lost behind it', async () => {
  const { run, server, time } = createMigrationWorld()
  let losses = 0
  server.onAct = (act) => {
    if (act.startsWith('save 0002') && (losses += 1) <= 2) server.restart()
    return act === 'perform short third 100' ? takes(time, 40_000) : undefined
  }
  const ran = await run([two, phaseOf('0002', [short('third')])], { cancelAtMs: 30_000 })
  expect(ran.kinds.filter((kind) => kind === 'lost')).toHaveLength(2)
  expect(ran.end!.because).toContain('after 2 that this run has done')
})

test('after a failover the copy is waited out until there is a writer', async () => {
  const { run, server, time } = createMigrationWorld()
  const startMs = time.nowMs()
  let failed = false
  server.onAct = (act) => {
    if (act === 'perform short first 100' && !failed) {
      failed = true
      server.facts.replica = true
      server.restart()
    }
    if (time.nowMs() - startMs > 20_000) server.facts.replica = false
  }
  const ran = await run([two])
  expect(ran.end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect(ran.tookMs).toBeGreaterThan(20_000)
})

test('a session that is lost by the same step again and again ends the run, with the step named', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act === 'perform short second 100') server.restart()
  }
  const ran = await run([two])
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'DATABASE_UNREACHABLE' })
  expect(ran.end!.because).toContain('4 times in a row at 0001 expand, step 2 of 2')
  expect(server.acts.filter((act) => act === 'perform short second 100')).toHaveLength(4)
})

test('a server that does not come back midway ends the run after the limit, and says where it stands', async () => {
  const { run, server } = createMigrationWorld()
  let away = false
  server.onAct = (act) => {
    if (act === 'perform short second 100') {
      away = true
      server.restart()
    }
    if (away && act === 'connect') throw faultFor('lost', '', 'ECONNREFUSED')
  }
  const ran = await run([two])
  expect(ran.error).toBeUndefined()
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'DATABASE_UNREACHABLE' })
  expect(ran.end!.because).toContain('it stands at 0001 expand, step 2 of 2')
  expect(ran.tookMs).toBeGreaterThanOrEqual(120_000)
})

test('cancelled while it waits for another run it ends at once, and has changed nothing', async () => {
  const { run, server } = createMigrationWorld()
  const other = server.session('77')
  const { signal } = new AbortController()
  await other.connect(signal)
  await other.lock(signal)
  const ran = await run([two], { cancelAtMs: 5_000 })
  expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'CANCELLED', because: 'Cancelled before anything was changed' })
  expect(ran.tookMs).toBe(5_000)
  expect(server.ledger.size).toBe(0)
})

test('cancelled within a statement it ends, and the ledger tells where it stands', async () => {
  for (const [step, begun] of [
    [short('second'), undefined],
    [index('t_n'), 'digest of CREATE INDEX CONCURRENTLY t_n t_n'],
    [bare('VACUUM t'), 'digest of VACUUM t'],
  ] as const) {
    const { run, server, time } = createMigrationWorld()
    server.onAct = async (act) => {
      if (act.startsWith(`perform ${step.kind} ${step.sql}`)) await takes(time, 5_500)
    }
    const ran = await run([phaseOf('0001', [short('first'), step])], { cancelAtMs: 5_000 })
    expect(ran.end).toMatchObject({ outcome: 'failed', reasonCode: 'CANCELLED' })
    expect(ran.end!.because).toContain('step 2 of 2')
    expect(ran.tookMs).toBeLessThanOrEqual(6_000)
    const [entry] = server.ledger.values()
    expect(entry).toMatchObject({ state: 'failed', steps: ['digest of first'], error: 'Cancelled' })
    expect(entry!.begun).toBe(begun)
    server.onAct = () => undefined
    expect((await run([phaseOf('0001', [short('first'), step])])).end).toMatchObject({
      reasonCode: 'MIGRATED',
      because: '1 step of 1 change done',
    })
  }
})

test('a ledger that cannot be kept ends the run', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act.startsWith('save')) throw faultFor('refused', '53100', 'could not extend file: no space left on device')
  }
  const ran = await run([two])
  expect(ran.end).toMatchObject({
    outcome: 'failed',
    reasonCode: 'MIGRATION_FAILED',
    because: expect.stringContaining('no space left') as unknown,
  })
})

test('what nobody foresaw is thrown as it is', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act.startsWith('perform')) throw new TypeError('a mistake')
  }
  const ran = await run([two])
  expect(ran.error).toBeInstanceOf(TypeError)
})

test('an id that is spelled anew while its change is under way is the same change, and the same line', async () => {
  const { run, server } = createMigrationWorld()
  server.onAct = (act) => {
    if (act === 'perform short second 100') throw faultFor('refused', '42601')
  }
  const steps = [short('first'), short('second')]
  await run([phaseOf('0042', steps)])
  server.onAct = () => undefined
  expect((await run([phaseOf('42', steps)])).end).toMatchObject({ reasonCode: 'MIGRATED' })
  expect([...server.ledger.values()]).toMatchObject([{ change: '0042', state: 'done' }])
  expect((await run([phaseOf('42', steps)])).end).toMatchObject({ reasonCode: 'NO_CHANGE' })
})
