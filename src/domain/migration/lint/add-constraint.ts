import type { Finding } from '../model.ts'
import { loosens } from '../directives.ts'
import { bodyOf, flag, names, placeOf, text } from '../tree.ts'
import { alone, type AlterPart, type JudgedPart, targetOf } from './alter-part.ts'
import { tokenAt } from './cut.ts'
import { type Facts, finding, lock } from './finding.ts'
import type { RuleName } from './rules.ts'
import { long, short } from './step.ts'
import { addByIndex, addNotValid, fillColumn, nameOfConstraint, referred, type WrittenConstraint } from './written-constraint.ts'

/** ADD CONSTRAINT, of each kind. */
export function addConstraint(part: AlterPart): JudgedPart {
  const node = bodyOf(part.command.def)
  const constraint: WrittenConstraint = {
    node,
    type: text(node, 'contype'),
    column: '',
    from: tokenAt(part.statement, placeOf(node)),
    to: part.to,
  }
  switch (constraint.type) {
    case 'CONSTR_CHECK':
      return checked(part, constraint, 'add-check')
    case 'CONSTR_NOTNULL':
      return checked(part, constraint, 'add-not-null')
    case 'CONSTR_FOREIGN':
      return foreignKey(part, constraint)
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return keyed(part, constraint)
    default:
      return judged(part, constraint, 'add-exclusion', { scans: true })
  }
}

function judged(part: AlterPart, constraint: WrittenConstraint, rule: RuleName, facts: Facts = {}): JudgedPart {
  return { findings: [say(part, constraint, rule, facts)], steps: [short(alone(part), part.table)] }
}

function say(part: AlterPart, constraint: WrittenConstraint, rule: RuleName, facts: Facts): Finding {
  const what = `${part.table}, ${nameOfConstraint(constraint, part.table, part.about)}`
  return finding(rule, { what, locks: lock('ACCESS EXCLUSIVE', part.table), ...facts })
}

function checked(part: AlterPart, constraint: WrittenConstraint, rule: 'add-check' | 'add-not-null'): JudgedPart {
  if (flag(constraint.node, 'skip_validation')) return judged(part, constraint, 'add-constraint-not-valid')
  return {
    findings: [say(part, constraint, rule, { scans: true })],
    steps: addNotValid(part.statement, constraint, targetOf(part)),
  }
}

/** On a partitioned table NOT VALID is known from Postgres 18 on. */
function foreignKey(part: AlterPart, constraint: WrittenConstraint): JudgedPart {
  const other = referred(constraint)
  const locks = lock('SHARE ROW EXCLUSIVE', ...new Set([part.table, other]))
  if (flag(constraint.node, 'skip_validation')) {
    const steps = [short(alone(part), ...new Set([part.table, other]))]
    return { findings: [say(part, constraint, 'add-constraint-not-valid', { locks })], steps }
  }
  if (part.about.version < 18 && part.about.known?.partitioned?.(part.table) === true) {
    const advice = 'Add it to each partition as NOT VALID, VALIDATE it there, and then to the partitioned table.'
    return { findings: [say(part, constraint, 'add-foreign-key', { locks, scans: true, advice })] }
  }
  return {
    findings: [say(part, constraint, 'add-foreign-key', { locks, scans: true })],
    steps: addNotValid(part.statement, constraint, targetOf(part)),
  }
}

function keyed(part: AlterPart, constraint: WrittenConstraint): JudgedPart {
  const { node, type } = constraint
  // Which columns the index has is not in the text; where one may be null, they are all read under the lock.
  if (text(node, 'indexname') !== '' && type === 'CONSTR_PRIMARY') {
    const advice = 'Make its columns NOT NULL first, by a statement of their own, and then allow this one: nothing is left to read.'
    return { findings: [say(part, constraint, 'add-primary-key', { scans: true, advice })] }
  }
  if (text(node, 'indexname') !== '') return judged(part, constraint, 'add-constraint-using-index')
  // Of a time without overlaps the index is that of an EXCLUDE.
  if (flag(node, 'without_overlaps')) return judged(part, constraint, 'add-exclusion', { scans: true })
  const rule = type === 'CONSTR_PRIMARY' ? 'add-primary-key' : 'add-unique'
  const target = targetOf(part)
  if (part.about.known?.partitioned?.(part.table) === true) {
    const advice =
      'Make the index of each partition CONCURRENTLY first, and then add the constraint to the partitioned table, which takes them over.'
    return { findings: [say(part, constraint, rule, { scans: true, advice })] }
  }
  // A name of its own for NOT NULL would be refused where the column is NOT NULL under another: so by a CHECK, whatever the version.
  const maybeNull =
    type === 'CONSTR_PRIMARY' ? names(node, 'keys').filter((key) => part.about.known?.notNull?.(part.table, key) !== true) : []
  const filled = maybeNull.flatMap((column) => fillColumn(column, target, false))
  return {
    findings: [say(part, constraint, rule, { scans: true })],
    steps: [...filled, ...addByIndex(part.statement, constraint, target)],
  }
}

export function validateConstraint(part: AlterPart): JudgedPart {
  const found = finding('validate-constraint', {
    what: `${part.table}, ${text(part.command, 'name')}`,
    locks: lock('SHARE UPDATE EXCLUSIVE', part.table),
    scans: true,
    more: 'Of a foreign key, the other table is locked as a reader does it.',
  })
  return { findings: [found], steps: [long(alone(part), part.table)] }
}

export function dropConstraint(part: AlterPart): JudgedPart {
  const found = finding('drop-constraint', {
    what: `${part.table}, ${text(part.command, 'name')}`,
    locks: lock('ACCESS EXCLUSIVE', part.table),
    more: 'Of a foreign key, the other table is locked too.',
    ...(loosens(part.statement) && { class: 'expand-safe' as const, advice: '' }),
  })
  return { findings: [found], steps: [short(alone(part), part.table)] }
}

export function alterConstraint(part: AlterPart): JudgedPart {
  const definition = bodyOf(part.command.def)
  if (flag(definition, 'alterInheritability') && !flag(definition, 'noinherit')) return inherited(part, text(definition, 'conname'))
  const enforces = flag(definition, 'alterEnforceability')
  const rule = !enforces ? 'alter-constraint' : flag(definition, 'is_enforced') ? 'enforce-constraint' : 'drop-constraint'
  const found = finding(rule, {
    what: `${part.table}, ${text(definition, 'conname')}`,
    locks: lock('ACCESS EXCLUSIVE', part.table),
    scans: rule === 'enforce-constraint',
    ...(rule === 'drop-constraint' && loosens(part.statement) && { class: 'expand-safe' as const, advice: '' }),
  })
  return { findings: [found], steps: [short(alone(part), part.table)] }
}

/** NOT NULL becomes one of every table that inherits from it, and is looked at there. */
function inherited(part: AlterPart, name: string): JudgedPart {
  const found = finding('enforce-constraint', {
    what: `${part.table}, ${name}`,
    locks: lock('ACCESS EXCLUSIVE', part.table),
    scans: true,
    more: 'It is the tables that inherit from it that are locked and read.',
    advice:
      'Add the NOT NULL to each of them first, as NOT VALID, and VALIDATE it there: then allow this one, for nothing is left to read.',
  })
  return { findings: [found], steps: [short(alone(part), part.table)] }
}
