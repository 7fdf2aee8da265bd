import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { migratePermissions } from '../../src/aws/permissions.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import type { PostgresServer } from '../database/server.ts'
import { ask } from '../database/sessions.ts'
import type { Sandbox } from './sandbox.ts'
import { actionsOf, type Running, startStep, toldStep, type ToldOptions, type ToldStep } from './told-step.ts'

/** Every action an owner is told to allow for schema changes. No run may ask for more. */
export const permitted = actionsOf(migratePermissions)

/** What all places share: a server, and the cloud that must be asked for nothing unless it is named. */
export interface MigrateGround {
  readonly server: PostgresServer
  readonly sandbox: Sandbox
}

/** A database of its own with a checkout beside it. */
export interface MigratePlace extends MigrateGround {
  readonly url: string
  /** The checkout. */
  readonly workspace: string
  /** Writes files below `db/changes`. */
  write(files: Readonly<Record<string, string>>): void
  /** Runs migrate-expand-contract on it; `command` is expand unless told. */
  run(inputs?: Readonly<Record<string, string>>, options?: Omit<ToldOptions, 'inputs'>): Promise<ToldStep>
  /** Starts it and lets the test act while it runs. */
  start(inputs?: Readonly<Record<string, string>>, options?: Omit<ToldOptions, 'inputs'>): Running
  /** Rows of one query, in a session that ends with it. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** A session of somebody else that stays in the transaction this begins, until it is closed. */
  hold(sql: string, application?: string): Promise<Connection>
}

const unhurried = new AbortController().signal

/** Work with a place of its own; sessions and files are gone afterwards. */
export async function atPlace<T>(ground: MigrateGround, work: (place: MigratePlace) => Promise<T>): Promise<T> {
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-checkout-'))
  const held: Connection[] = []
  try {
    const url = await ground.server.createDatabase()
    const run: MigratePlace['run'] = (inputs, options) =>
      migrateStep(ground.sandbox, workspace, { 'database-url': url, ...inputs }, options)
    return await work({
      ...ground,
      url,
      workspace,
      write(files) {
        for (const [name, text] of Object.entries(files)) {
          const path = join(workspace, 'db/changes', name)
          mkdirSync(dirname(path), { recursive: true })
          writeFileSync(path, text)
        }
      },
      run,
      start: (inputs, options = {}) => startStep(ground.sandbox, options, (all) => run(inputs, all)),
      ask: (sql) => ask(url, sql),
      async hold(sql, application = 'report') {
        const connection = createConnection({ url, application })
        held.push(connection)
        await connection.open(unhurried)
        await connection.query(`BEGIN; ${sql}`, [], unhurried)
        return connection
      },
    })
  } finally {
    await Promise.all(held.map((each) => each.close()))
    rmSync(workspace, { recursive: true, force: true })
  }
}

function migrateStep(
  sandbox: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  options: Omit<ToldOptions, 'inputs'> = {},
): Promise<ToldStep> {
  return toldStep(sandbox, permitted, {
    ...options,
    workspace,
    action: 'migrate-expand-contract',
    inputs: { command: 'expand', ...inputs },
  })
}
