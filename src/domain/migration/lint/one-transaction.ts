import { allowedIn } from '../directives.ts'
import { type Finding, type Lock, lockModes, type Relation, type Script, type SqlNode, type Statement } from '../model.ts'
import { bodyOf, flag, items, kindOf, text } from '../tree.ts'
import { filledBy } from './classify.ts'
import { finding, strongest } from './finding.ts'
import { isConcurrent } from './classify-index.ts'
import { allowedAs } from './turns-out.ts'

/** What a statement does by standing behind others; `created` are the tables that they have made. */
export type Meanwhile = (statement: Statement, findings: readonly Finding[], created: ReadonlySet<Relation>) => readonly Finding[]

/** Writers wait from here on. */
const harmful = lockModes.indexOf('SHARE')

/**
 * Another tool runs a file as one transaction, unless the file says otherwise: what a statement locks stays locked until the last one is done. BEGIN and
 * COMMIT in the file are taken as they stand.
 */
export function inOneTransaction(script: Script): Meanwhile {
  const usual = script.alone !== true && script.statements.length > 1
  // Flyway sees by itself that a file must be outside, where all of it must.
  const apart = isFlyways(script) && script.statements.every(({ node }) => isOutside(node))
  let open = usual
  let held: readonly Lock[] = []
  return (statement, findings, created) => {
    if (kindOf(statement.node) === 'TransactionStmt') {
      const kind = text(bodyOf(statement.node), 'kind')
      if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') open = true
      if (kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK') [open, held] = [usual, []]
      return []
    }
    if (!open) return []
    if (isOutside(statement.node)) return apart ? [] : [finding('not-in-transaction')]
    const before = held
    const harms = findings
      .flatMap(({ locks }) => locks)
      .filter(({ relation, mode }) => lockModes.indexOf(mode) >= harmful && !created.has(relation))
    held = strongest([...held, ...harms])
    if (before.length === 0 || !takesLong(statement, findings)) return []
    return [finding('locks-held-meanwhile', { what: before.map(({ relation }) => relation).join(', '), locks: before, scans: true })]
  }
}

/** Who allows by name what reads or writes a whole table says that it is small. */
function takesLong(statement: Statement, findings: readonly Finding[]): boolean {
  const allowed = allowedIn(statement).map(({ rule }) => rule)
  const works = findings.filter(({ scans, rewrites }) => scans || rewrites)
  if (works.length === 0) return filledBy(statement.node).length > 0
  return works.some(({ rule }) => !allowedAs(rule).some((each) => allowed.includes(each)))
}

function isFlyways({ path }: Script): boolean {
  return /(?:^|\/)[VUR][^/]*__[^/]*$/.test(path)
}

/** Postgres refuses it in a transaction. */
function isOutside(node: SqlNode): boolean {
  const body = bodyOf(node)
  switch (kindOf(node)) {
    case 'IndexStmt':
    case 'DropStmt':
      return flag(body, 'concurrent')
    case 'ReindexStmt':
      return (
        ['REINDEX_OBJECT_SCHEMA', 'REINDEX_OBJECT_SYSTEM', 'REINDEX_OBJECT_DATABASE'].includes(text(body, 'kind')) || isConcurrent(body)
      )
    case 'VacuumStmt':
      return flag(body, 'is_vacuumcmd')
    case 'AlterTableStmt':
      return items(body, 'cmds').some((each) => flag(bodyOf(bodyOf(each).def), 'concurrent'))
    default:
      return ['CreatedbStmt', 'DropdbStmt', 'AlterSystemStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt'].includes(kindOf(node))
  }
}
