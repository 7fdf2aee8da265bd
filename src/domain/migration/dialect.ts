import { allowedIn } from './directives.ts'
import { lint, type Linted, type LintedStatement, type LintOptions } from './lint/lint.ts'
import { ruleNames } from './lint/rules.ts'
import { roles } from './change-files.ts'
import type { Change, Mistake, Script } from './model.ts'
import { lintScript, type MysqlFinding, type MysqlVerdict } from './mysql/lint.ts'
import { mysqlRuleNames } from './mysql/rules.ts'
import { createParse } from './mysql/script.ts'
import type { ParseSql } from './sql.ts'

/** What is different between databases before one is asked: how SQL is read, and what it does to others. */
export interface Dialect {
  readonly parse: ParseSql
  /** The rules that `@allow` may name. */
  readonly rules: readonly string[]
  lint(changes: readonly Change[], options: LintOptions): Linted
}

export function postgresDialect(parse: ParseSql): Dialect {
  return { parse, rules: ruleNames, lint }
}

/** MySQL and MariaDB. `digestOf` makes a digest of a text. */
export function mysqlDialect(digestOf: (text: string) => string): Dialect {
  return {
    parse: createParse(digestOf),
    rules: mysqlRuleNames,
    lint(changes, { safeRewrite }) {
      const read = changes.flatMap((change) =>
        roles
          .flatMap((role) => change.scripts[role] ?? [])
          .map((script) => ({ change, script, verdicts: lintScript(script, { safeRewrite }) })),
      )
      return {
        statements: read.flatMap(({ change, script, verdicts }) =>
          verdicts.map((verdict) => statementOf(change, script, verdict, safeRewrite)),
        ),
        mistakes: read.flatMap(({ script, verdicts }) => verdicts.flatMap((verdict) => unused(script, verdict))),
      }
    },
  }
}

function statementOf(change: Change, script: Script, { statement, finding, problem }: MysqlVerdict, safeRewrite: boolean): LintedStatement {
  const reason = allowedIn(statement).find(({ rule }) => rule === finding.rule)?.reason
  const rewritten = safeRewrite && finding.class === 'recipe' && reason === undefined
  const { relations, recipe } = finding
  const ours = change.foreign !== true && problem === undefined
  return {
    ...{ change: change.id, role: script.role, path: script.path, line: statement.line, statement, findings: [shownFinding(finding)] },
    verdict: problem !== undefined ? 'refused' : rewritten ? 'runs-rewritten' : 'runs',
    ...(problem === undefined && reason !== undefined && { allowed: reason }),
    steps: ours ? (recipe ?? [{ kind: 'short', sql: statement.text, relations }]) : [],
  }
}

/** The forms are tried one after another until the server takes one. */
function shownFinding(finding: MysqlFinding): MysqlFinding {
  const { forms, relations, recipe } = finding
  return recipe === undefined ? finding : { ...finding, recipe: forms.map((sql) => ({ kind: 'short', sql, relations })) }
}

function unused(script: Script, { statement, finding }: MysqlVerdict): readonly Mistake[] {
  return allowedIn(statement)
    .filter(({ rule }) => rule !== finding.rule)
    .map(({ rule, line }) => ({ path: script.path, line, text: `@allow ${rule} allows what is not found here: remove it` }))
}
