import { allowedIn } from './directives.ts'
import { lint, type Linted, type LintedStatement, type LintOptions } from './lint/lint.ts'
import { ruleNames } from './lint/rules.ts'
import { roles } from './change-files.ts'
import type { Change, Mistake, Script } from './model.ts'
import { fitsRole, lintScript, type MysqlFinding, type MysqlVerdict } from './mysql/lint.ts'
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
          .map((script) => ({ change, script, verdicts: lintScript(script, { safeRewrite, foreign: change.foreign === true }) })),
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

function statementOf(change: Change, script: Script, verdict: MysqlVerdict, safeRewrite: boolean): LintedStatement {
  const { statement, findings } = verdict
  const reasons = new Map(allowedIn(statement).map(({ rule, reason }) => [rule, reason]))
  const refused = verdict.problems.length > 0
  const standing = findings.filter((finding) => !fitsRole(finding, script.role))
  const rewritten = safeRewrite && standing.some((finding) => finding.class === 'recipe' && !reasons.has(finding.rule))
  const used = standing.flatMap(({ rule }) => reasons.get(rule) ?? [])
  const { recipe } = findings.find((finding) => finding.recipe !== undefined) ?? {}
  const relations = [...new Set(findings.flatMap((finding) => finding.relations))]
  return {
    ...{ change: change.id, role: script.role, path: script.path, line: statement.line, statement, findings: findings.map(shownFinding) },
    verdict: refused ? 'refused' : rewritten ? 'runs-rewritten' : 'runs',
    ...(!refused && used.length > 0 && { allowed: used.join('; ') }),
    steps: refused || change.foreign === true ? [] : (recipe ?? [{ kind: 'short', sql: statement.text, relations }]),
  }
}

/** The forms are tried one after another until the server takes one. */
function shownFinding(finding: MysqlFinding): MysqlFinding {
  const { forms, relations, recipe } = finding
  return recipe === undefined ? finding : { ...finding, recipe: forms.map((sql) => ({ kind: 'short', sql, relations })) }
}

function unused(script: Script, { statement, findings }: MysqlVerdict): readonly Mistake[] {
  return allowedIn(statement)
    .filter(({ rule }) => findings.every((finding) => finding.rule !== rule))
    .map(({ rule, line }) => ({ path: script.path, line, text: `@allow ${rule} allows what is not found here: remove it` }))
}
