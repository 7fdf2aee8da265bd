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
    case 'ReindexStmt':
      return [bare(sql, ...relations)]
    case 'VacuumStmt':
      return [flag(body, 'is_vacuumcmd') ? bare(sql, ...relations) : long(sql, ...relations)]
    case 'RefreshMatViewStmt':
    case 'CreateTableAsStmt':
      return [long(sql, ...relations)]
    case 'ClusterStmt':
      return [bare(sql, ...relations)]
    case 'AlterDomainStmt':
      return [text(body, 'subtype') === 'V' ? long(sql) : short(sql)]
    case 'AlterTableStmt':
      return [alterStep(statement, sql, relations)]
    default:
      return [short(sql, ...relations)]
  }
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
