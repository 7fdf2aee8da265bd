/** A date, with or without a time, as tools write it in names: `20261120`, `20261120T1530`, `20261120153000`. */
const dated = /^((?:19|2\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))T?((?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?=\D|$)/

/**
 * The order of ids: numbers by their value, so that 10 follows 9 and `0042` is 42; dates by their time, however it is written, and so behind every
 * counter; whatever follows a number by the same rule, part by part, and letters by their code. 0 means the same id.
 */
export function compareIds(one: string, other: string): number {
  const [left, right] = [parts(one), parts(other)]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]]
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1
    const difference = typeof a === 'bigint' && typeof b === 'bigint' ? compare(a, b) : compare(String(a), String(b))
    if (difference !== 0) return difference
  }
  return 0
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function parts(id: string): readonly (bigint | string)[] {
  const date = dated.exec(id)
  const first = date === null ? [] : [BigInt(`${date[1]!}${(date[2] ?? '').padEnd(6, '0')}`)]
  const rest = date === null ? id : id.slice(date[0].length)
  return [...first, ...(rest.match(/\d+|[^\d]+/g) ?? []).map((each) => (/^\d/.test(each) ? BigInt(each) : each))]
}
