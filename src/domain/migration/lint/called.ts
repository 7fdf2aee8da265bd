import type { Finding, SqlNode } from '../model.ts'
import { kindOf } from '../tree.ts'
import { finding } from './finding.ts'
import { functionsIn, isSteady } from './volatility.ts'

/** Functions that queries and values are made of, beside those that give one value for all rows. */
const ordinary = new Set(
  (
    'count sum avg min max every bool_and bool_or bit_and bit_or array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg stddev ' +
    'stddev_pop stddev_samp variance var_pop var_samp corr percentile_cont percentile_disc mode any_value range_agg ' +
    'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value ' +
    'generate_series generate_subscripts unnest regexp_matches regexp_match regexp_count regexp_instr regexp_like regexp_substr regexp_split_to_table ' +
    'regexp_split_to_array string_to_table jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_typeof ' +
    'jsonb_array_length jsonb_extract_path jsonb_extract_path_text jsonb_exists jsonb_exists_any jsonb_exists_all jsonb_insert jsonb_pretty ' +
    'jsonb_strip_nulls jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_to_record ' +
    'jsonb_to_recordset jsonb_populate_record jsonb_populate_recordset json_array_elements json_array_elements_text json_each json_each_text ' +
    'json_object_keys json_typeof json_array_length json_extract_path json_extract_path_text json_strip_nulls array_to_json ' +
    'array_position array_positions array_remove array_replace array_dims array_ndims array_lower array_upper array_reverse array_sort trim_array ' +
    'date_bin clock_timestamp timeofday overlaps to_hex to_bin to_oct unistr parse_ident quote_nullable format_type get_byte set_byte get_bit set_bit ' +
    'crc32 crc32c sin cos tan asin acos atan atan2 radians degrees pi cbrt trim_scale min_scale scale factorial width_bucket num_nulls num_nonnulls ' +
    'random random_normal uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version casefold nextval currval lastval ' +
    'isempty lower_inc lower_inf upper_inc upper_inf range_merge multirange nummultirange int4multirange int8multirange tsmultirange tstzmultirange ' +
    'datemultirange host family masklen netmask network broadcast set_masklen abbrev hostmask phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ' +
    'ts_headline setweight strip numnode array_to_tsvector hashtextextended row convert convert_from convert_to ' +
    'pg_typeof pg_column_size pg_get_serial_sequence pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size ' +
    'pg_size_pretty pg_size_bytes pg_is_in_recovery pg_get_constraintdef pg_get_indexdef pg_get_expr pg_get_viewdef pg_get_functiondef obj_description ' +
    'col_description has_table_privilege has_schema_privilege has_column_privilege has_sequence_privilege has_function_privilege ' +
    'to_regclass to_regtype to_regproc to_regprocedure to_regnamespace to_regrole current_schemas current_catalog current_role ' +
    'enum_first enum_last enum_range is_normalized pow log10 setseed bit_length bit_count bit_xor to_ascii date_add date_subtract array_sample ' +
    'array_shuffle json_populate_record json_populate_recordset json_to_record json_to_recordset jsonb_set_lax xpath xpath_exists xmlagg xmlexists ' +
    'pg_has_role pg_get_userbyid pg_get_triggerdef pg_table_is_visible pg_input_is_valid pg_current_xact_id pg_trigger_depth ' +
    'date time timetz text varchar bpchar name bool int2 int4 int8 float4 float8 numeric interval timestamp timestamptz'
  ).split(' '),
)

/** Locks of the session: the runner is alone by one, and gives up none. Those of a transaction end with it. */
const sessionLock = /^pg_(?:try_)?advisory_(?:lock|unlock)(?:_shared|_all)?$/

/** Functions that wait, end other sessions, or have their effect outside of the rows and of the transaction; and those that run a text as a query. */
const outward = new RegExp(
  `^(?:${[
    'pg_sleep(?:_for|_until)?',
    'pg_(?:try_)?advisory_\\w+',
    'pg_(?:terminate|cancel)_backend',
    'dblink\\w*',
    'lo_\\w+|lo(?:read|write)',
    'pg_(?:read|ls|file|stat_file)\\w*',
    'pg_(?:reload_conf|rotate_logfile|promote|switch_wal|export_snapshot|prewarm|import_system_collations)',
    'pg_(?:logical|replication|backup|wal|stat_reset|stat_clear|create|drop|copy|sync|log|restore|clear)\\w*',
    'setval|http\\w*|\\w+_to_xml\\w*|ts_stat|connectby|crosstab\\w*|xpath_table',
  ].join('|')})$`,
)

/** Whether a function must be asked about although it has few rows to work on. Extensions may be in any schema. */
export function reachesOut(name: string): boolean {
  return outward.test(name.slice(name.lastIndexOf('.') + 1))
}

/** The first function that may do anything, as far as is known here; by the names for which `asks` says so. What is never run is told by `undoing`. */
export function calledBy(node: SqlNode, asks: (name: string) => boolean = isStrange): readonly Finding[] {
  const name = functionsIn(node).find((each) => !undoes(each) && asks(each))
  return name === undefined ? [] : [finding('call-function', { what: `${name}()` })]
}

function isStrange(name: string): boolean {
  return !ordinary.has(name) && !isSteady(name) && !ofExtension.test(name)
}

/** Of the extensions that come with Postgres, and of PostGIS, which may be in any schema. */
const ofExtension = new RegExp(
  `^(?:\\w+\\.)?(?:${[
    'gen_random_uuid|uuid_(?:generate_v\\d\\w*|nil|ns_\\w+)',
    'gen_random_bytes|gen_salt|crypt|digest|hmac|pgp_(?:sym|pub)_(?:en|de)crypt(?:_bytea)?|(?:en|de)crypt(?:_iv)?|armor|dearmor',
    'unaccent|(?:strict_)?(?:word_)?similarity|show_trgm|soundex|difference|levenshtein\\w*|d?metaphone(?:_alt)?',
    'hstore|hstore_to_jsonb?|akeys|avals|citext|ltree|text2ltree|ltree2text|subpath|nlevel|st_\\w+',
  ].join('|')})$`,
)

/** Whether it may have changed tables or types, as far as is known. */
export function mayChangeTables(name: string): boolean {
  return isStrange(name) && !/^(?:setval|pg_sleep\w*|pg_(?:try_)?advisory_\w+)$/.test(name)
}

/** Kinds that keep an expression for later and do not run it. */
const keeping = new Set(
  'CreateFunctionStmt ViewStmt CreateTrigStmt RuleStmt CreatePolicyStmt AlterPolicyStmt CreateStmt CreateDomainStmt CreateSchemaStmt'.split(
    ' ',
  ),
)

/** What sets the session otherwise than the runner has it, or takes from it the lock by which it is alone: wherever it stands in a statement. */
export function undoing(node: SqlNode): readonly Finding[] {
  const called = keeping.has(kindOf(node)) ? [] : functionsIn(node)
  const locks = called.find((name) => sessionLock.test(name))
  return [
    ...(called.includes('set_config') ? [finding('session-setting')] : []),
    ...(locks === undefined ? [] : [finding('session-lock', { what: `${locks}()` })]),
  ]
}

function undoes(name: string): boolean {
  return name === 'set_config' || sessionLock.test(name)
}
