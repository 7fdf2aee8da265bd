import { AwsFault } from './ports.ts'

/** One page of a list and the token of the next; the token is the offset, opaque to callers. A token that is none throws `invalid`. */
export function pageOf<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  invalid = 'InvalidParameterException',
): { readonly page: T[]; readonly nextToken: string | undefined } {
  const offset = token === undefined ? 0 : Number(token)
  if (!Number.isInteger(offset) || offset < 0) throw new AwsFault(invalid, 'Invalid token.')
  const end = offset + size
  return { page: all.slice(offset, end), nextToken: end < all.length ? String(end) : undefined }
}
