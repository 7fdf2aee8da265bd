import type { Finding, Statement, Step } from '../model.ts'
import { bodyOf, flag, items, kindOf, member, relationsIn, text } from '../tree.ts'
import type { About } from './about.ts'
import { dropIndexSteps, indexStep } from './classify-index.ts'
import { between } from './cut.ts'
import { bare, long, short } from './step.ts'

/**
 * How a statement is run: by its recipe where there is one and `safeRewrite` is on, unless each finding that needs one is allowed by name; else as
 * it is written.
 */
export function stepsOf(
  statement: Statement,
  findings: readonly Finding[],
  about: About,
  options: { readonly safeRewrite: boolean; readonly allowed?: ReadonlySet<string> },
): readonly Step[] {
  const recipe = options.safeRewrite
    ? findings.find((each) => each.class === 'recipe' && each.recipe !== undefined && options.allowed?.has(each.rule) !== true)?.recipe
    : undefined
  return recipe ?? asWritten(statement, findings, about)
}

/** By what the statement is: some kinds refuse to be in a transaction, and some take long beside others. */
function asWritten(statement: Statement, findings: readonly Finding[], about: About): readonly Step[] {
  const body = bodyOf(statement.node)
  const sql = between(statement, 0)
  const relations = relationsOf(statement, findings)
  switch (kindOf(statement.node)) {
    case 'IndexStmt':
      return [flag(body, 'concurrent') ? indexStep(statement, about) : short(sql, ...relations)]
    case 'DropStmt':
      return flag(body, 'concurrent') ? dropIndexSteps(statement) : [short(sql, ...relations)]
    case 'VacuumStmt':
      return [flag(body, 'is_vacuumcmd') ? outside(sql, relations, findings) : long(sql, ...relations)]
    case 'ReindexStmt':
    case 'ClusterStmt':
      return [outside(sql, relations, findings)]
    case 'RefreshMatViewStmt':
      return [flag(body, 'concurrent') ? long(sql, ...relations) : short(sql, ...relations)]
    case 'CreateTableAsStmt':
      return [long(sql, ...relations)]
    case 'AlterTableStmt':
      return [alterStep(statement, sql, relations)]
    default:
      return [short(sql, ...relations)]
  }
}

/** Those that run outside of a transaction and make nobody wait; the others ask for their lock as a short step does, however they are allowed. */
const calm = new Set(['reindex-concurrently', 'vacuum'])

function outside(sql: string, relations: readonly string[], findings: readonly Finding[]): Step {
  return findings.every(({ rule }) => calm.has(rule)) ? bare(sql, ...relations) : { kind: 'bare', sql, relations, lock: 'ACCESS EXCLUSIVE' }
}

function alterStep(statement: Statement, sql: string, relations: readonly string[]): Step {
  const commands = items(bodyOf(statement.node), 'cmds').map(bodyOf)
  const detaches = commands.some((each) => text(each, 'subtype') === 'AT_DetachPartition' && flag(bodyOf(each.def), 'concurrent'))
  if (detaches) return bare(sql, ...relations)
  return commands.every((each) => text(each, 'subtype') === 'AT_ValidateConstraint') ? long(sql, ...relations) : short(sql, ...relations)
}

/** What is looked at for those who hold it: the relations that are locked, and where none are known those that are named. */
function relationsOf(statement: Statement, findings: readonly Finding[]): readonly string[] {
  const locked = [...new Set(findings.flatMap((each) => each.locks.map(({ relation }) => relation)))]
  if (locked.length > 0) return locked
  const own = member(bodyOf(statement.node), 'relation')
  return Object.keys(own).length > 0 ? relationsIn(own) : []
}
