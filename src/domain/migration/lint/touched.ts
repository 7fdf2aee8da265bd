import type { Relation, SqlNode, Statement } from '../model.ts'
import { bodyOf, items, kindOf, member, names, objectName, relationOf, text, walk } from '../tree.ts'
import { calledBy, mayChangeTables } from './called.ts'

/** What a statement changes of what a catalog says: the type of a column, whether it may be null, or all of a relation. */
export type Touch =
  | { readonly relation: Relation; readonly aspect: 'type' | 'null'; readonly column: string }
  /** `nulls`: of any of its columns. `built`: it gets an index or a CHECK. */
  | { readonly relation: Relation; readonly aspect: 'nulls' | 'built' | 'whole' }
  /** A domain checks more: so do those above it. */
  | { readonly aspect: 'types' }
  /** It runs code that is not seen here, or changes how names are read. */
  | { readonly aspect: 'anything' }

export function touchesOf({ node }: Statement): readonly Touch[] {
  const body = bodyOf(node)
  const whole = (relation: Relation): readonly Touch[] => (relation === '' ? [] : [{ relation, aspect: 'whole' }])
  const relation = relationOf(member(body, 'relation'))
  if (isOpaque(node)) return [{ aspect: 'anything' }]
  switch (kindOf(node)) {
    case 'AlterTableStmt':
      return items(body, 'cmds').flatMap((each) => touchesOfPart(relation, bodyOf(each)))
    case 'RenameStmt':
      return text(body, 'renameType') === 'OBJECT_COLUMN'
        ? [text(body, 'subname'), text(body, 'newname')].flatMap((column) => ofColumn(relation, column, 'type', 'null'))
        : text(body, 'renameType') === 'OBJECT_TABLE'
          ? [...whole(relation), ...whole(beside(relation, text(body, 'newname')))]
          : []
    case 'AlterDomainStmt':
      return ['C', 'O'].includes(text(body, 'subtype')) ? [{ aspect: 'types' }] : []
    case 'IndexStmt':
      return [{ relation, aspect: 'built' }]
    case 'AlterObjectSchemaStmt':
    case 'CreateStmt':
      return whole(relation)
    case 'CreateTableAsStmt':
      return whole(relationOf(member(member(body, 'into'), 'rel')))
    case 'DropStmt':
      return text(body, 'removeType') === 'OBJECT_SCHEMA'
        ? [{ aspect: 'anything' }]
        : items(body, 'objects').flatMap((each) => whole(objectName(each)))
    default:
      return []
  }
}

function touchesOfPart(relation: Relation, command: SqlNode): readonly Touch[] {
  const definition = bodyOf(command.def)
  const column = text(command, 'name')
  const built: Touch = { relation, aspect: 'built' }
  switch (text(command, 'subtype')) {
    case 'AT_AddColumn':
      return [built, ...ofColumn(relation, text(definition, 'colname'), 'type', 'null')]
    case 'AT_DropColumn':
      return ofColumn(relation, column, 'type', 'null')
    case 'AT_AlterColumnType':
      return ofColumn(relation, column, 'type')
    case 'AT_SetNotNull':
    case 'AT_DropNotNull':
      return ofColumn(relation, column, 'null')
    case 'AT_AddConstraint':
      return [built, ...ofConstraint(relation, definition)]
    // It may be one that keeps a column from being null.
    case 'AT_DropConstraint':
    case 'AT_ValidateConstraint':
      return [{ relation, aspect: 'nulls' }]
    // Rows of the other table become some of this one.
    case 'AT_AddInherit':
      return [{ relation: relationOf(definition), aspect: 'nulls' }]
    default:
      return []
  }
}

/** Columns of a key are never null; those of an index that becomes one are not named. */
function ofConstraint(relation: Relation, constraint: SqlNode): readonly Touch[] {
  if (!['CONSTR_PRIMARY', 'CONSTR_NOTNULL'].includes(text(constraint, 'contype'))) return []
  if (text(constraint, 'indexname') !== '') return [{ relation, aspect: 'nulls' }]
  return names(constraint, 'keys').flatMap((key) => ofColumn(relation, key, 'null'))
}

function ofColumn(relation: Relation, column: string, ...aspects: readonly ('type' | 'null')[]): readonly Touch[] {
  return aspects.map((aspect) => ({ relation, aspect, column }))
}

function beside(relation: Relation, name: string): Relation {
  const dot = relation.lastIndexOf('.')
  return dot < 0 ? name : `${relation.slice(0, dot)}.${name}`
}

const rows = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'CreateTableAsStmt']

function isOpaque(node: SqlNode): boolean {
  let found = ['DoStmt', 'CallStmt'].includes(kindOf(node)) || (rows.includes(kindOf(node)) && calledBy(node, mayChangeTables).length > 0)
  walk(node, (kind, body) => {
    if (kind === 'VariableSetStmt' && ['search_path', ''].includes(text(body, 'name'))) found = true
    if (kind === 'FuncCall' && names(body, 'funcname').at(-1) === 'set_config') found = true
  })
  return found
}
