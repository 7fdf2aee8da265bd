import type { SqlNode } from '../model.ts'
import { names, walk } from '../tree.ts'

/** Built-in functions that give the same value for every row of a statement, and are seen in defaults. The list is closed: others count as volatile. */
const steady = new Set(
  (
    'now transaction_timestamp statement_timestamp timezone date_trunc date_part extract make_date make_time make_timestamp make_timestamptz ' +
    'make_interval justify_days justify_hours justify_interval age to_timestamp to_date to_char to_number isfinite ' +
    'lower upper initcap concat concat_ws left right lpad rpad ltrim rtrim btrim trim replace translate substr substring split_part repeat reverse ' +
    'length char_length character_length octet_length position strpos ascii chr md5 sha224 sha256 sha384 sha512 encode decode format quote_ident ' +
    'quote_literal regexp_replace starts_with overlay normalize ' +
    'abs ceil ceiling floor round trunc sign mod power sqrt exp ln log greatest least div gcd lcm ' +
    'jsonb_build_object jsonb_build_array json_build_object json_build_array to_json to_jsonb jsonb_object json_object row_to_json jsonb_set ' +
    'array_fill array_append array_prepend array_cat array_length cardinality string_to_array array_to_string ' +
    'current_setting current_schema current_database current_user session_user user pg_backend_pid txid_current inet_client_addr version ' +
    'int4range int8range numrange tsrange tstzrange daterange point box to_tsvector to_tsquery plainto_tsquery hashtext ' +
    'like_escape similar_escape similar_to_escape'
  ).split(' '),
)

/** Built-in functions that differ from row to row. */
const changing = new Set(
  'random gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 clock_timestamp timeofday nextval currval lastval setval gen_random_bytes random_normal pg_sleep'.split(
    ' ',
  ),
)

export interface Volatility {
  readonly kind: 'steady' | 'volatile' | 'unknown'
  /** The function that makes it so; empty where it is steady. */
  readonly by: string
}

/**
 * Whether an expression gives the same value for every row. Operators and casts of Postgres all do; a function that is in neither list is `unknown`, and
 * must be taken for volatile.
 */
export function volatilityOf(expression: unknown): Volatility {
  const found = functionsIn(expression)
  const volatile = found.find((name) => changing.has(name))
  if (volatile !== undefined) return { kind: 'volatile', by: volatile }
  const unknown = found.find((name) => !isSteady(name))
  return unknown === undefined ? { kind: 'steady', by: '' } : { kind: 'unknown', by: unknown }
}

/** Whether a function of this name is known to give one value for all rows. */
export function isSteady(name: string): boolean {
  return steady.has(name)
}

/**
 * By their names, without pg_catalog; of another schema they keep its name, for they are not those of Postgres. An operator of another schema is one
 * too: which function it stands for is not seen.
 */
export function functionsIn(node: unknown): readonly string[] {
  const found: string[] = []
  const own = (name: readonly string[]): readonly string[] => (name.length > 1 && name[0] === 'pg_catalog' ? name.slice(1) : name)
  walk([node], (kind: string, body: SqlNode) => {
    if (kind === 'FuncCall') found.push(own(names(body, 'funcname')).join('.'))
    const operator = kind === 'A_Expr' ? own(names(body, 'name')) : []
    if (operator.length > 1) found.push(operator.join('.'))
  })
  return found
}
