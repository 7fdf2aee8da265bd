/** What a person can do about a statement that the server refused, by its SQLSTATE and the kind of step. */
export function nextMove(sqlState: string, kind: 'short' | 'long' | 'index' | 'bare'): string {
  return `${moves[sqlState]?.(kind) ?? 'Correct the statement.'} ${goesOn}`
}

/** What is done must stay as it is, or it is drift. */
const goesOn = 'Then run this step again: it goes on there, and a statement that was not done may be edited.'

const moves: Readonly<Record<string, (kind: string) => string>> = {
  '23505': () =>
    'Rows are not unique in what is to be: find them with GROUP BY over these columns and HAVING count(*) > 1, and correct them, in a backfill say.',
  '23502': () => 'Rows have no value there: fill them in a backfill first.',
  '23503': () => 'Rows refer to what is not there: find them with NOT EXISTS, and correct them, in a backfill say.',
  '23514': () => 'Rows do not fulfil the condition: find them with WHERE NOT, and correct them, in a backfill say.',
  '42501': () =>
    'The role of this run may not do that: let it be done by hand by a role that may, and write the statement so that it does nothing then (IF NOT EXISTS), or grant the role what it needs (BYPASSRLS, where row-level security hides rows).',
  '42P07': there,
  '42710': there,
  '42701': there,
  '42P01': () => 'It names what is not there: is a change missing that must come before, or a schema in front of the name?',
  '57014': () =>
    'A statement_timeout of the role or the database ended it, or somebody cancelled it. A statement that takes so long under its lock has a safer form: the lint names it.',
  '25001': () => 'It cannot be part of a transaction.',
}

function there(): string {
  return 'It is there already, made by hand or by another tool: where it is the same, say IF NOT EXISTS; else remove it.'
}
