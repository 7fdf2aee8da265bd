import { type ChangeFile, readPath } from './change-files.ts'
import { directivesIn, mistakeIn } from './directives.ts'
import { compareIds } from './ids.ts'
import type { Change, Directive, Mistake, Role, Script, SourceFile, Statement } from './model.ts'
import { appliedPart, runsAlone } from './applied-part.ts'
import { rangeWord, replaceRange } from './range-word.ts'
import { mistakesOfRole } from './role-rules.ts'
import { ruleNames } from './lint/rules.ts'
import { lineAt, type ParsedSql, type ParseSql } from './sql.ts'

export interface ReadChanges {
  readonly changes: readonly Change[]
  /** Every one, in the order of path and line. */
  readonly mistakes: readonly Mistake[]
}

type Placed = SourceFile & { readonly at: ChangeFile }

/**
 * The changes in the folder `root`, in the order of their ids (`compareIds`). Files that are no SQL are passed over. Where any change has phases, a file
 * without one is a mistake: nobody would run it. Folders of other tools give changes that are `foreign`: linted as `expand`, and never run by us.
 */
export function readChanges(
  files: readonly SourceFile[],
  root: string,
  parse: ParseSql,
  rules: readonly string[] = ruleNames,
): ReadChanges {
  const placed = files.map((file): Placed => ({ ...file, at: readPath(below(root, file.path)) }))
  const ours = placed.filter(({ at }) => at.kind === 'ours')
  const mistakes: Mistake[] = []
  for (const { path, at } of placed) {
    if (at.kind === 'mistaken') mistakes.push({ path, line: 1, text: at.text })
    if (at.kind === 'foreign' && ours.length > 0)
      mistakes.push({
        path,
        line: 1,
        text: `has no phase, but other changes here do: name it ${at.id}_${at.name}.expand.sql, or move it elsewhere`,
      })
  }
  const groups = ours.length > 0 ? groupOurs(placed, mistakes) : groupForeign(placed)
  const changes = groups.map((group) => readGroup(group, { parse, rules }, mistakes)).sort((one, other) => compareIds(one.id, other.id))
  return {
    changes,
    mistakes: mistakes.sort((one, other) => (one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1)),
  }
}

function below(root: string, path: string): string {
  const folder = root === '' || root === '.' ? '' : `${root.replace(/^\.\//, '').replace(/\/+$/, '')}/`
  return path.startsWith(folder) ? path.slice(folder.length) : path
}

interface Group {
  readonly id: string
  readonly name: string
  readonly foreign: boolean
  readonly files: readonly (SourceFile & { readonly role: Role })[]
}

/** Both spellings of one change belong together; two names of one id, or two files of one role, do not. */
function groupOurs(placed: readonly Placed[], mistakes: Mistake[]): readonly Group[] {
  const groups: { id: string; name: string; foreign: false; files: (SourceFile & { readonly role: Role })[] }[] = []
  for (const { path, text, at } of [...placed].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    if (at.kind !== 'ours') continue
    const { id, name, role } = at
    const group = groups.find((each) => compareIds(each.id, id) === 0)
    const same = group?.files.find((each) => each.role === role)
    if (group === undefined) groups.push({ id, name, foreign: false, files: [{ path, text, role }] })
    else if (group.name !== name || group.id !== id)
      mistakes.push({ path, line: 1, text: `has the id ${id}, which is that of ${group.files[0]!.path}: give one of them another` })
    else if (same !== undefined) mistakes.push({ path, line: 1, text: `is a second ${role} of ${id}_${name}, beside ${same.path}` })
    else group.files.push({ path, text, role })
  }
  return groups
}

function groupForeign(placed: readonly Placed[]): readonly Group[] {
  return placed.flatMap(({ path, text, at }) =>
    at.kind === 'foreign' ? [{ id: at.id, name: at.name, foreign: true, files: [{ path, text, role: at.role }] }] : [],
  )
}

interface Reading {
  readonly parse: ParseSql
  /** What `@allow` may name. */
  readonly rules: readonly string[]
}

function readGroup({ id, name, foreign, files }: Group, reading: Reading, mistakes: Mistake[]): Change {
  const scripts: Partial<Record<Role, Script>> = {}
  for (const { path, text, role } of files) {
    const script = readScript(path, foreign ? appliedPart(text) : text, role, foreign, reading, mistakes)
    if (script !== undefined) scripts[role] = script
  }
  return { id, name, ...(foreign && { foreign: true as const }), scripts }
}

function readScript(
  path: string,
  written: string,
  role: Role,
  foreign: boolean,
  { parse, rules }: Reading,
  mistakes: Mistake[],
): Script | undefined {
  const add = (line: number, text: string): void => void mistakes.push({ path, line, text })
  // An editor's mark of UTF-8 is none of SQL; psql passes over it too.
  const text = written.replace(/^\uFEFF/, ' ')
  const range = replaceRange(text)
  if (role !== 'backfill') for (const at of range.at) add(lineAt(text, at), `has ${rangeWord}, which only a backfill is run with`)
  const parsed = parse(range.sql)
  if ('wrong' in parsed) {
    add(lineAt(text, parsed.wrong.offset), `is not SQL that can be read: ${ofPsql(text, parsed.wrong.offset) ?? parsed.wrong.message}`)
    return undefined
  }
  const { statements, stray } = readStatements(text, parsed)
  const directives = [...statements.flatMap((statement) => statement.directives), ...stray]
  // What other tools write into their comments is theirs.
  for (const directive of directives.filter(({ name }) => !foreign || name === 'allow')) {
    const mistake = mistakeIn(directive, role, rules)
    if (mistake !== undefined) add(directive.line, mistake)
  }
  for (const { name, line } of foreign ? [] : stray)
    add(line, `@${name} stands behind the last statement: it belongs before the one it means`)
  const script: Script = { path, role, statements, ...(foreign && runsAlone(text) && { alone: true as const }), digest: parsed.digest }
  const places = range.at.map((at) => lineAt(text, at))
  if (!foreign) mistakes.push(...mistakesOfRole(script, places))
  return script
}

/** What only psql knows, in words; undefined where it is something else that cannot be read. */
function ofPsql(text: string, offset: number): string | undefined {
  if (text[offset] === '\\') return 'a command of the client `psql`, which the server does not know'
  const rows = /\bcopy\b[^;]*\bfrom\s+stdin\b[^;]*;\s*$/i.test(text.slice(0, offset))
  return rows ? 'the rows behind COPY ... FROM stdin, which only `psql` sends: write INSERT' : undefined
}

/** A comment belongs to the statement it stands in, or behind in its last line, or else before. */
function readStatements(
  text: string,
  parsed: ParsedSql,
): { readonly statements: readonly Statement[]; readonly stray: readonly Directive[] } {
  const owners = parsed.statements.map(() => [] as Directive[])
  const stray: Directive[] = []
  for (const comment of parsed.comments) {
    const line = lineAt(text, comment.start)
    const next = parsed.statements.findIndex((statement) => statement.end > comment.start)
    const before = parsed.statements.findLastIndex((statement) => statement.end <= comment.start)
    const inside = next >= 0 && parsed.statements[next]!.start < comment.start
    const behind = !inside && before >= 0 && lineAt(text, parsed.statements[before]!.end) === line
    const owner = owners[behind ? before : next]
    ;(owner ?? stray).push(...directivesIn(comment.text, line))
  }
  const statements = parsed.statements.map(({ start, end, node, digest, tokens }, index) => ({
    text: text.slice(start, end),
    line: lineAt(text, start),
    digest,
    node,
    tokens,
    directives: owners[index]!,
  }))
  return { statements, stray }
}
