import type { LintedStatement } from '../migration/lint/lint.ts'
import { lockModes, type Mistake, type SafetyClass } from '../migration/model.ts'
import { cut, shownSql } from '../migration/shown-sql.ts'
import { block, code, inline } from './markdown.ts'

/** How long others wait: not at all, for milliseconds, or as long as the table is large. */
type Wait = 'none' | 'brief' | 'long'

/** What the bars mean. */
export const barWords = '· nobody waits  ▏ for milliseconds  █ as long as the table is large'
const bars: Readonly<Record<Wait, string>> = { none: '·', brief: '▏', long: '█' }
const classes: Readonly<Record<SafetyClass, string>> = {
  'expand-safe': 'safe',
  recipe: 'has a safe form',
  'new-column': 'needs a new column',
  'contract-only': 'contract only',
  blocked: 'blocked',
}
const verdicts: Readonly<Record<LintedStatement['verdict'], string>> = {
  runs: '✅',
  'runs-rewritten': '♻️',
  refused: '❌',
}
const mostRows = 40
const mostCharacters = 100

/**
 * Who waits for a statement as it is written: readers for ACCESS EXCLUSIVE alone, writers from SHARE on. It lasts while the table is read or written
 * anew (PostgreSQL manual, 13.3.1). In MySQL everybody waits for the moment in which a statement begins and ends (metadata locking).
 */
export function waitsOf({ findings }: Pick<LintedStatement, 'findings'>): { readonly reads: Wait; readonly writes: Wait } {
  const told = findings.map(({ blocks }) => blocks)
  if (told.some((each) => each !== undefined)) {
    const [all, writers] = [told.includes('everybody'), told.includes('writers')]
    return { reads: all ? 'long' : 'brief', writes: all || writers ? 'long' : 'brief' }
  }
  const waits = findings.flatMap(({ locks, rewrites, scans, class: found }) => {
    // Work on tables that are not named: REINDEX DATABASE, VACUUM FULL, ALTER DOMAIN. What is safe does it beside others.
    const unnamed = locks.length === 0 && (rewrites || scans) && found !== 'expand-safe'
    const modes = unnamed ? ([rewrites ? 'ACCESS EXCLUSIVE' : 'SHARE'] as const) : locks.map(({ mode }) => mode)
    return modes.map((mode) => ({ level: lockModes.indexOf(mode), lasting: rewrites || scans ? ('long' as const) : ('brief' as const) }))
  })
  const from = (mode: (typeof lockModes)[number]): Wait => {
    const over = waits.filter(({ level }) => level >= lockModes.indexOf(mode))
    return over.some(({ lasting }) => lasting === 'long') ? 'long' : over.length > 0 ? 'brief' : 'none'
  }
  return { reads: from('ACCESS EXCLUSIVE'), writes: from('SHARE') }
}

/** `db/changes/1_a/expand.sql:3` */
export function placeIn({ path, line }: { readonly path: string; readonly line: number }): string {
  return `${path}:${String(line)}`
}

/** The statement on one line, without literals. */
export function shownStatement({ statement }: Pick<LintedStatement, 'statement'>): string {
  return cut(shownSql(statement), mostCharacters)
}

/** A line of the log for each statement: who waits for it, and what it is. */
export function findingLines(statements: readonly LintedStatement[]): readonly string[] {
  return statements.map((each) => {
    const { reads, writes } = waitsOf(each)
    const worst = each.findings.find(({ class: found }) => found !== 'expand-safe')
    const mark = { runs: '✓', 'runs-rewritten': '↻', refused: '✗' }[each.verdict]
    const what = worst === undefined ? '' : `  ${worst.rule}${each.allowed === undefined ? '' : `, allowed: ${each.allowed}`}`
    return `${mark} ${bars[reads]}${bars[writes]} ${placeIn(each)}  ${shownStatement(each)}${what}`
  })
}

/** What the lint found, as sections of a summary: who would wait, what to do, the safe forms. `shown` takes the literals out of an SQL text. */
export function lintSections(
  statements: readonly LintedStatement[],
  mistakes: readonly Mistake[],
  shown: (sql: string) => string,
): readonly string[] {
  return [mistaken(mistakes), picture(statements), ...findingSections(statements, shown)].filter((section) => section !== '')
}

/** The same without the picture, for where the statements are listed already. */
export function findingSections(statements: readonly LintedStatement[], shown: (sql: string) => string): readonly string[] {
  const forms = safeForms(statements, shown)
  const folded = forms.length === 0 ? '' : ['<details><summary>The safe forms</summary>', '', block(forms), '', '</details>'].join('\n')
  return [table(statements), folded].filter((section) => section !== '')
}

/** The steps by which statements run, or would with `safe-rewrite`, as SQL that `shown` may change. */
export function safeForms(statements: readonly LintedStatement[], shown: (sql: string) => string): readonly string[] {
  return statements
    .flatMap((each) => {
      const recipe = each.findings.find((found) => found.recipe !== undefined)?.recipe
      if (recipe === undefined || each.verdict === 'runs') return []
      return ['', `-- ${placeIn(each)}`, ...recipe.map(({ sql }) => `${shown(sql)};`)]
    })
    .slice(1)
}

function mistaken(mistakes: readonly Mistake[]): string {
  if (mistakes.length === 0) return ''
  const rows = mistakes.map((each) => `| ${code(placeIn(each))} | ${inline(each.text)} |`)
  return ['### Cannot be read', '', '| place | what is wrong |', '| :--- | :--- |', ...rows].join('\n')
}

/** A row for each statement; files under one heading each. */
function picture(statements: readonly LintedStatement[]): string {
  if (statements.length === 0) return ''
  const shown = statements.slice(0, mostRows)
  const rows = shown.flatMap((each, index) => {
    const { reads, writes } = waitsOf(each)
    const heading = each.path === shown[index - 1]?.path ? [] : [...(index === 0 ? [] : ['']), each.path]
    const line = `${String(each.line).padStart(5)}  ${bars[reads].repeat(5)}  ${bars[writes].repeat(6)}  ${shownStatement(each)}`
    return [...heading, line]
  })
  const rest = statements.length - shown.length
  return block([` line  reads  writes   ${barWords}`, ...rows, ...(rest > 0 ? ['', `and ${String(rest)} more`] : [])])
}

function table(statements: readonly LintedStatement[]): string {
  const rows = statements.flatMap((each) =>
    each.findings.filter((found) => found.class !== 'expand-safe').map((found) => ({ each, found })),
  )
  if (rows.length === 0) return ''
  const lines = rows.slice(0, mostRows).map(({ each, found }) => {
    const lock = found.locks.map(({ relation, mode }) => `${code(mode)} on ${code(relation)}`).join(', ')
    const what = [`**${classes[found.class]}** ${code(found.rule)}`, inline(found.because)].join('<br>')
    const then = each.allowed === undefined ? (each.verdict === 'runs' ? '' : inline(found.advice)) : `allowed: ${inline(each.allowed)}`
    return `| ${verdicts[each.verdict]} ${code(`${each.change} ${each.role}:${String(each.line)}`)} | ${what} | ${lock} | ${then} |`
  })
  const rest = rows.length - lines.length
  return [
    '| where | what | lock | instead |',
    '| :--- | :--- | :--- | :--- |',
    ...lines,
    ...(rest > 0 ? ['', `${String(rest)} more findings are in the log.`] : []),
  ].join('\n')
}
