import { createRequire } from 'node:module'
import type * as LibpgQuery from 'libpg-query'

export type Parser = typeof LibpgQuery

/**
 * Postgres's own parser, loaded and ready for its synchronous calls. Some 30 ms, so it is loaded by those who lint SQL alone.
 * `#libpg-query` is the package while developing and a folder beside the bundle in dist: an ESM chunk cannot hold it.
 */
export async function loadParser(): Promise<Parser> {
  const parser = createRequire(import.meta.url)('#libpg-query') as Parser
  await parser.loadModule()
  return parser
}
