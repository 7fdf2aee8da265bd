import type { Finding } from '../model.ts'
import { bodyOf, isNull, items, kindOf, member, names, text } from '../tree.ts'
import { alone, type AlterPart, type JudgedPart, targetOf } from './alter-part.ts'
import { changeOf, type ColumnType, readType, typeOf } from './column-type.ts'
import { loosens } from '../directives.ts'
import { type Facts, finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'
import { short } from './step.ts'
import { fillColumn } from './written-constraint.ts'

function say(part: AlterPart, rule: RuleName, facts: Facts = {}): Finding {
  const what = `${part.table}.${text(part.command, 'name')}`
  return finding(rule, { what, locks: lock('ACCESS EXCLUSIVE', part.table), ...facts })
}

function plainly(part: AlterPart, rule: RuleName, facts: Facts = {}): JudgedPart {
  return { findings: [say(part, rule, facts)], steps: [short(alone(part), part.table)] }
}

export function columnDefault(part: AlterPart): JudgedPart {
  return plainly(part, isNull(part.command.def) ? 'drop-default' : 'set-default')
}

export function setNotNull(part: AlterPart): JudgedPart {
  const column = text(part.command, 'name')
  if (part.about.known?.notNull?.(part.table, column) === true) return plainly(part, 'set-default', { more: 'It is NOT NULL already.' })
  return { findings: [say(part, 'set-not-null', { scans: true })], steps: fillColumn(column, targetOf(part)) }
}

export function dropNotNull(part: AlterPart): JudgedPart {
  return plainly(part, 'drop-not-null', loosens(part.statement) ? { class: 'expand-safe', advice: '' } : {})
}

export function dropColumn(part: AlterPart): JudgedPart {
  return plainly(part, 'drop-column')
}

export function addIdentity(part: AlterPart): JudgedPart {
  return plainly(part, text(bodyOf(part.command.def), 'generated_when') === 'a' ? 'add-identity-always' : 'add-identity')
}

/** SET GENERATED, or the options of its sequence. */
export function setIdentity(part: AlterPart): JudgedPart {
  const options = items(bodyOf(part.command.def), 'items').map(bodyOf)
  const always = options.some(
    (each) => text(each, 'defname') === 'generated' && member(bodyOf(each.arg), 'ival') !== undefined && bodyOf(each.arg).ival === 97,
  )
  if (options.some((each) => text(each, 'defname') === 'restart')) return plainly(part, 'restart-sequence')
  return plainly(part, always ? 'add-identity-always' : 'add-identity')
}

/** SET DATA TYPE. */
export function columnType(part: AlterPart): JudgedPart {
  const { about, table, command } = part
  const column = text(command, 'name')
  const definition = bodyOf(command.def)
  const to = typeOf(member(definition, 'typeName'))
  const anew = { rewrites: true, scans: true }
  if (kindOf(member(definition, 'collClause')) !== '') return plainly(part, 'change-collation', { scans: true })
  const known = about.known?.columnType?.(table, column)
  const change = convertsItself(definition.raw_default, column, to)
    ? changeOf(known === undefined ? undefined : readType(known), to)
    : 'rewrite'
  switch (change) {
    case 'in-place':
      return about.known?.computed?.(table, column) === false
        ? plainly(part, 'change-type-in-place')
        : plainly(part, 'change-type-computed', { scans: true })
    case 'time-zone': {
      // The order of its values is another one for the server: an index is built anew, though no value changes.
      const free = about.known?.indexed?.(table, column) === false && about.known.computed?.(table, column) === false
      const step = { ...short(alone(part), table), settings: { TimeZone: 'UTC' } }
      return { findings: [say(part, 'change-type-time-zone', anew)], steps: free ? [step] : undefined }
    }
    case 'narrower':
      return plainly(part, 'change-type-narrower', anew)
    case 'rewrite':
      return plainly(part, 'change-type', anew)
    case 'unknown':
      return plainly(part, 'change-type-unknown', anew)
  }
}

/** Without USING, or where that says nothing but what would be done anyway: the column, or the column as the new type. */
function convertsItself(using: unknown, column: string, to: ColumnType): boolean {
  if (using === undefined) return true
  const body = bodyOf(using)
  if (kindOf(using) === 'ColumnRef') return names(body, 'fields').at(-1) === column
  if (kindOf(using) !== 'TypeCast' || kindOf(body.arg) !== 'ColumnRef') return false
  const cast = typeOf(member(body, 'typeName'))
  return cast.name === to.name && cast.mods.join() === to.mods.join() && cast.array === to.array && convertsItself(body.arg, column, to)
}
