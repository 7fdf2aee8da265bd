import { SluiceError } from '../domain/errors.ts'
import { DatabaseFault } from '../domain/migration/fault.ts'
import type { LintedStatement } from '../domain/migration/lint/lint.ts'
import {
  type Claim,
  claimOf,
  claimOfStep,
  compare,
  type Comparison,
  type Measured,
  type MeasuredStatement,
  type MeasuredStep,
} from '../domain/migration/measured.ts'
import type { SchemaStatement } from '../domain/migration/measured-schema.ts'
import { isAboutRights, workOf } from '../domain/migration/measured-work.ts'
import type { Relation, Step } from '../domain/migration/model.ts'
import { relationsIn } from '../domain/migration/tree.ts'
import type { ScratchDatabase, Trial } from '../ports.ts'
import { refusalHint } from './hold-database.ts'

export interface MeasuredChanges {
  /** Of the server. */
  readonly version: number
  /** Those of expand and contract with what they were seen to do; the rest with why not. */
  readonly statements: readonly MeasuredStatement[]
}

/** A schema that is made first, and where it comes from. */
export interface SchemaBefore {
  readonly path: string
  readonly statements: readonly SchemaStatement[]
}

const noRole = '42704'
const asSaid: Comparison = { worse: [], milder: [] }

/**
 * Runs the statements of the changes one after another on a scratch database, and holds what each is seen to do against what the lint said of it. One that
 * has a safe form, and does not run as it is written, is taken back and then run by that form. The scratch database is removed before this returns or
 * throws. Throws SluiceError: PREFLIGHT_FAILED, DATABASE_UNREACHABLE, CANCELLED.
 */
export async function measureChanges(
  linted: readonly LintedStatement[],
  scratch: ScratchDatabase,
  signal: AbortSignal,
  schema?: SchemaBefore,
): Promise<MeasuredChanges> {
  try {
    const { version } = await scratch.open(signal)
    if (schema !== undefined) await makeSchema(schema, scratch, signal)
    const statements: MeasuredStatement[] = []
    let script = ''
    for (const each of linted) {
      const own = `${each.path} ${each.role}`
      if (own !== script) await scratch.settle(signal)
      script = own
      statements.push(await measureStatement(each, scratch, signal))
    }
    return { version, statements }
  } catch (error) {
    throw explained(error, scratch.name, signal)
  } finally {
    await scratch.close().catch(() => undefined)
  }
}

async function makeSchema({ path, statements }: SchemaBefore, scratch: ScratchDatabase, signal: AbortSignal): Promise<void> {
  await scratch.settle(signal)
  for (const { sql, line, mayFail } of statements) {
    const refused = await scratch.run(sql, signal).then(() => undefined, refusalOf)
    if (refused !== undefined && !mayFail)
      throw new SluiceError(
        'PREFLIGHT_FAILED',
        `The schema before the changes cannot be made on ${scratch.name}: ${path}:${line}: ${refused.message}`,
        {
          hint: 'Write it by `pg_dump --schema-only --no-owner --no-privileges`, for a server of this version that has the extensions it needs.',
        },
      )
  }
}

async function measureStatement(linted: LintedStatement, scratch: ScratchDatabase, signal: AbortSignal): Promise<MeasuredStatement> {
  const work = workOf(linted)
  if (work.kind === 'skip') return { linted, measured: { kind: 'skipped', because: work.because }, ...asSaid, steps: [] }
  const { statement, findings, verdict } = linted
  if (work.kind === 'set') {
    const refused = await scratch.run(statement.text, signal).then(() => undefined, refusalOf)
    return { linted, measured: refused ?? { kind: 'skipped', because: 'it is for the session alone' }, ...asSaid, steps: [] }
  }
  const recipe = verdict === 'runs' ? undefined : findings.find((each) => each.recipe !== undefined)?.recipe
  const claim = claimOf(findings)
  const relations = [...new Set([...claim.locks.map(({ relation }) => relation), ...relationsIn(statement.node)])]
  const measured = await seen(scratch, { sql: statement.text, relations, ...(recipe && { undo: true as const }) }, signal)
  const foreign = measured.kind === 'refused' && measured.sqlState === noRole && isAboutRights(statement.node)
  if (foreign)
    return { linted, measured: { kind: 'skipped', because: 'it names a role that the scratch server does not have' }, ...asSaid, steps: [] }
  const steps = recipe === undefined ? [] : await measureSteps(recipe, relations, scratch, signal)
  return { linted, measured, ...held(claim, measured), steps }
}

/** Up to the first that the server refuses. */
async function measureSteps(
  recipe: readonly Step[],
  relations: readonly Relation[],
  scratch: ScratchDatabase,
  signal: AbortSignal,
): Promise<readonly MeasuredStep[]> {
  const found: MeasuredStep[] = []
  for (const step of recipe) {
    const settings = step.kind === 'short' ? step.settings : undefined
    const named = [...new Set([...step.relations, ...relations])]
    const measured = await seen(scratch, { sql: step.sql, relations: named, ...(settings && { settings }) }, signal)
    found.push({ step, measured, ...held(claimOfStep(step), measured) })
    if (measured.kind === 'refused') break
  }
  return found
}

function held(claim: Claim, measured: Measured): Comparison {
  return measured.kind === 'seen' ? compare(claim, measured) : asSaid
}

function seen(scratch: ScratchDatabase, trial: Trial, signal: AbortSignal): Promise<Measured> {
  return scratch.measure(trial, signal).then((effects): Measured => ({ kind: 'seen', ...effects }), refusalOf)
}

/** A lost or cancelled session is the end of it all. */
function refusalOf(error: unknown): Extract<Measured, { readonly kind: 'refused' }> {
  if (!(error instanceof DatabaseFault) || error.kind === 'lost' || error.kind === 'cancelled') throw error
  return { kind: 'refused', sqlState: error.sqlState, message: error.message }
}

function explained(error: unknown, name: string, signal: AbortSignal): unknown {
  if (!(error instanceof DatabaseFault)) return error
  if (error.kind === 'cancelled' || signal.aborted)
    return new SluiceError('CANCELLED', 'Cancelled while statements were being measured', { cause: error })
  if (error.kind === 'lost')
    return new SluiceError('DATABASE_UNREACHABLE', `The scratch database at ${name} was lost: ${error.message}`, {
      hint: 'Look whether its container is up and has room, then run this step again.',
      cause: error,
    })
  return new SluiceError('PREFLIGHT_FAILED', `${name} cannot be a scratch database: ${error.message}`, {
    hint: 'Name a database whose role may create others, or one without tables that nobody needs.',
    ...refusalHint(error),
    cause: error,
  })
}
